"""Receptive fields: against published tables, and against the pixels that reach a neuron in random networks."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import convcalc
from convcalc.analysis.receptive import ReceptiveField, receptive_fields
from tests.analysis.propagation import Axis, InvalidError
from tests.analysis.random_networks import random_network

TESTS = Path(__file__).parent.parent
ROWS = json.loads((TESTS / "reference" / "receptive_fields.json").read_text())["rows"]
NETWORKS = {"alexnet_v2": "alexnet", "vgg_16": "vgg16", "resnet_v1_50": str(TESTS / "specs" / "ok" / "resnet_v1_50.yaml")}


def net(layers: str, head: str = "input: 40x40x2\n") -> convcalc.Report:
    report = convcalc.analyze(convcalc.Source("net.yaml", f"rounding: floor\n{head}layers:\n{layers}"))
    assert not [f for f in report.findings if f.severity == "error"]
    return report


def facts(field: ReceptiveField | None) -> Any:
    """The last axis, which all are like here."""
    assert field is not None
    return field.size[-1], field.stride[-1], field.padding[-1], field.center[-1]


@pytest.mark.parametrize(("network", "end_point", "size", "stride", "padding"), ROWS, ids=str)
def test_the_published_table(network: str, end_point: str, size: int, stride: int, padding: int | None) -> None:
    fields = convcalc.analyze(NETWORKS[network]).receptive_fields
    name = end_point.rpartition("/")[2]
    name = "block4_2" if name == "block4" else name
    (field,) = fields[name].values()
    assert (field.size, field.stride) == ((size, size), (stride, stride))
    assert padding is None or field.padding == (padding, padding)


def test_resnet_50_as_it_is_built_today_sees_427() -> None:
    report = convcalc.analyze("resnet50")
    assert facts(report.field("conv5_3/relu_1")) == (427, 32, 213, 0)
    field = report.field("fc")
    assert field is not None
    assert (field.size, field.stride, field.is_whole) == ((224, 224), (None, None), True)


def brute_force(axis: Axis) -> tuple[Any, ...]:
    """Size, stride, padding and centre, by looking at every position of a period."""
    if axis.whole:
        return None, None, None
    seen = [axis.reads(o) for o in range(axis.n if axis.irregular else axis.period)]
    size = max((max(s) - min(s) + 1 for s in seen if s), default=0)
    stride = None if axis.irregular else axis.rate
    return size, stride, (-min(seen[0]), Fraction(min(seen[0]) + max(seen[0]), 2)) if seen[0] else (None, None)


def found(field: ReceptiveField, i: int) -> tuple[Any, ...]:
    if field.whole[i]:
        return None, None, None
    return field.size[i], field.stride[i], (field.padding[i], field.center[i])


def compare(seed: int) -> int:
    """How many steps were compared."""
    try:
        text, want = random_network(seed)
    except InvalidError:
        return 0
    report = convcalc.analyze(convcalc.Source("net.yaml", text))
    assert report.totals.complete, text
    copies = {step.stem or step.name: step.copy_name(step.copies - 1) for step in report.architecture.layers}
    ways = [
        report.receptive_fields,
        receptive_fields(report, 1),
        receptive_fields(report, folded=True),
        receptive_fields(report, 3),
    ]
    for name, axes in want.items():
        for fields in ways:
            (field,) = fields[copies.get(name, name)].values()
            for i, axis in enumerate(axes):
                assert found(field, i) == brute_force(axis), f"{name}, axis {i}, of\n{text}"
    return len(want)


@pytest.mark.parametrize("part", range(6))
def test_brute_force_on_random_networks(part: int) -> None:
    compared = sum(map(compare, range(100 * part, 100 * part + 100)))
    assert compared > 100


@pytest.mark.parametrize(
    ("layers", "want"),
    [
        ("- conv: {filters: 2, kernel: 3, dilation: 4}", (9, 1, 0, 4)),
        ("- maxpool: {kernel: 3, stride: 2}\n  - upsample: 2", (3, 1, 0, 1)),
        ("- upsample: 2\n  - conv: {filters: 2, kernel: 3}", (2, Fraction(1, 2), 0, Fraction(1, 2))),
        ("- conv_transpose: {filters: 2, kernel: 4, stride: 2, padding: 1}", (2, Fraction(1, 2), 1, Fraction(-1, 2))),
        ("- pad: 3", (1, 1, 3, -3)),
        ("- crop: 3", (1, 1, -3, 3)),
        ("- adaptive_avgpool: 8", (5, 5, 0, 2)),
        ("- adaptive_avgpool: 1", (40, None, None, None)),
        ("- flatten", (40, None, None, None)),
        ("- {maxpool: {kernel: 3, stride: 2}, rounding: ceil}", (3, 2, 0, 1)),
        ("- groupnorm: 2\n  - instancenorm\n  - layernorm", (1, 1, 0, 0)),
        ("- slice: {part: 1, of: 2}\n  - channel_shuffle: 1\n  - identity", (1, 1, 0, 0)),
        # smallest start and largest end: 3×3 and 5×5 around the same pixel
        ("- concat: {a: [{conv: {filters: 1, kernel: 3, padding: half}}], b: [{conv: {filters: 1, kernel: 5, padding: half}}]}", (5, 1, 2, 0)),
        ("- add: {main: [{conv: {filters: 2, kernel: 3, padding: {left: 2, top: 2}}}], shortcut: []}", (3, 1, 2, -1)),
        # a gate of 1×1 is left out; without that the field would be the whole input
        ("- multiply: {gate: [global_avgpool, sigmoid], input: [{conv: {filters: 2, kernel: 3}}]}", (3, 1, 0, 1)),
        ("- multiply: {a: [{conv: {filters: 2, kernel: 3}}], b: [{conv: {filters: 2, kernel: 3}}]}", (3, 1, 0, 1)),
        ("- global_avgpool\n  - multiply: {gate: [sigmoid], input: []}", (40, None, None, None)),
        ("- reshape: 20x80x2\n  - conv: {filters: 2, kernel: 3}", (40, None, None, None)),
        # strides of 2 and 1 meet at 19 positions
        ("- add: {a: [{conv: {filters: 2, kernel: 4, stride: 2}}], b: [{conv: {filters: 2, kernel: 22}}]}", (22, None, 0, Fraction(21, 2))),
    ],
)  # fmt: skip
def test_fields_of_layers(layers: str, want: tuple[Any, ...]) -> None:
    report = net(f"  {layers}\n")
    assert facts(report.field(report.rows[-1].name)) == want


def test_each_axis_by_itself() -> None:
    field = net("  - conv: {filters: 2, kernel: 1x7, stride: [2, 1]}\n  - adaptive_avgpool: 1x4\n").field(
        "adaptive_avgpool_1"
    )
    assert field is not None
    # 34 columns in 4 bins: 0…8, 8…16, 17…25, 25…33
    assert (field.size, field.stride, field.whole) == ((40, 9 + 6), (None, Fraction(17, 2)), (True, False))


BLOCK = """\
blocks:
  Residual:
    layers:
      - add:
          main:
            - conv: {filters: 2, kernel: 3, padding: 1}
            - relu
            - conv: {filters: 2, kernel: 3, padding: 1}
          shortcut: []
  Both:
    inputs: [below, across]
    layers:
      - {conv: {filters: 2, kernel: 3, padding: 1}, from: across, name: a}
      - {conv: {filters: 2, kernel: 5, padding: 2}, from: below, name: b}
      - concat: [a, b]
input: 40x40x2
"""


def test_a_million_copies_at_once() -> None:
    report = net(
        "  - {Residual: , name: r, repeat: 1000000}\n  - {conv: {filters: 2, kernel: 3, padding: 1}, name: c, repeat: 1000000}\n",
        BLOCK,
    )
    assert facts(report.field("r_1/add_1/main/conv_1")) == (3, 1, 1, 0)
    assert facts(report.field("r_1")) == (5, 1, 2, 0)
    assert facts(report.field("r_1000000")) == (4_000_001, 1, 2_000_000, 0)
    assert facts(report.field("c_1000000")) == (6_000_001, 1, 3_000_000, 0)


def test_a_block_nested_thirty_deep_is_walked_once() -> None:
    from convcalc.analysis.evaluate import evaluate

    nested = "".join(f"  B{i}: {{layers: [{{B{i - 1}: , name: a}}, {{B{i - 1}: , name: b}}]}}\n" for i in range(1, 31))
    blocks = f"blocks:\n  B0: {{layers: [{{conv: {{filters: 2, kernel: 3, padding: 1}}}}]}}\n{nested}"
    source = convcalc.Source("net.yaml", f"{blocks}input: 9x9x2\nlayers: [B30]\n")
    report = evaluate(convcalc.load(source))
    (fields,) = receptive_fields(report, 1).values()
    assert facts(fields["input"]) == (2 * 2**30 + 1, 1, 2**30, 0)


def test_blocks_with_several_inputs() -> None:
    report = net(
        "  - {conv: {filters: 2, kernel: 7, padding: 3}, name: c}\n  - {Both: , from: [c, input], name: d}\n", BLOCK
    )
    assert (facts(report.field("d/a")), facts(report.field("d/b")), facts(report.field("d"))) == ((3, 1, 1, 0), (11, 1, 5, 0), (11, 1, 5, 0))  # fmt: skip


def test_networks_with_several_inputs() -> None:
    head = "inputs: {left: 40x40x2, right: 40x40x2}\n"
    report = net("  - {conv: {filters: 2, kernel: 3, padding: 1}, from: right, name: a}\n  - add: [a, left]\n", head)
    assert list(report.receptive_fields["a"]) == ["right"]
    assert (facts(report.field("add_1", "left")), facts(report.field("add_1", "right"))) == ((1, 1, 0, 0), (3, 1, 1, 0))
    assert report.field("a") is None


def test_where_neighbours_see_back_and_forth_a_block_is_followed() -> None:
    """Behind a transposed window with gaps a block is not put together from hulls: only every other position counts."""
    head = "blocks: {D: {layers: [{conv: {filters: 2, kernel: 2, dilation: 2, padding: 1}}]}}\ninput: 40x2\n"
    text = "  - conv_transpose: {filters: 2, kernel: 1, stride: 2}\n  - {D: , name: d, repeat: 3}\n"
    assert facts(net(text, head).field("d_3")) == (4, Fraction(1, 2), None, None)
    assert facts(receptive_fields(net(text, head), 1)["d_3"]["input"]) == (4, Fraction(1, 2), None, None)


def test_unknown_fields() -> None:
    source = convcalc.Source("net.yaml", "input: 5x5x3\nlayers:\n  - conv: {filters: 8, kernel: 7}\n  - relu\n")
    assert convcalc.analyze(source).receptive_fields == {"conv_1": {}, "relu_1": {}}
    field = net("  - upsample: 10001\n  - relu\n").field("relu_1")
    assert field is not None
    assert (field.is_unknown, field.size) == (True, (None, None))


def test_a_vector_has_no_axes() -> None:
    field = net("  - fc: 3\n", "input: 10\n").field("fc_1")
    assert field is not None
    assert (field.size, field.is_whole, field.is_unknown, field.exceeds) == ((), True, False, False)
