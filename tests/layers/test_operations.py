"""One table of cases: the operations of every kind beside its multiply-accumulates, worked out from its definition.

Volumes are small enough to count along. 4×6×3 has 72 numbers at 24 positions.
"""

import itertools
from typing import Any, NamedTuple

import pytest

import convcalc
from convcalc.arithmetic.adaptive_bins import numbers_read
from convcalc.arithmetic.operations import NONE, Operations
from convcalc.arithmetic.volume import Volume
from convcalc.layers import JoinLayer, kinds
from tests.layers.test_kinds import make, volume


class Case(NamedTuple):
    kind: str
    given: dict[str, Any]
    inputs: str
    operations: Operations = NONE


CASES = [
    # A bias a number of the output: 55·55·96 for AlexNet's conv1, 2·4·5, 8·8·8 (tests/layers/test_kinds.py has the volumes)
    Case("conv", {"filters": 96, "kernel": 11, "stride": 4}, "227x227x3", Operations(add=290_400)),
    Case("conv", {"filters": 5, "kernel": 3}, "4x6x3", Operations(add=40)),
    Case("conv", {"filters": 5, "kernel": 3, "bias": False}, "4x6x3"),
    Case("conv", {"filters": 6, "kernel": 3, "groups": 3}, "4x6x3", Operations(add=48)),
    Case("conv", {"filters": 2, "kernel": 3, "connections": 4}, "4x6x3", Operations(add=16)),
    Case("depthwise", {"kernel": 3, "multiplier": 2}, "4x6x3", Operations(add=48)),
    Case("depthwise", {"kernel": 3, "bias": False}, "4x6x3"),
    Case("local", {"filters": 5, "kernel": 3}, "4x6x3", Operations(add=40)),
    # 4×6 to 8×12: the bias on the output's grid
    Case("conv_transpose", {"filters": 2, "kernel": 2, "stride": 2}, "4x6x3", Operations(add=192)),
    Case("fc", {"units": 10}, "4x6x3", Operations(add=10)),
    Case("fc", {"units": 10, "bias": False}, "4x6x3"),
    # 2·3·3 outputs, the largest of four numbers each; the mean of four: three adds and a division
    Case("maxpool", {"kernel": 2}, "4x6x3", Operations(compare=54)),
    Case("maxpool", {"kernel": 1}, "4x6x3"),
    Case("maxpool", {"kernel": 3, "stride": 1, "padding": 1}, "4x6x3", Operations(compare=8 * 72)),
    Case("avgpool", {"kernel": 2}, "4x6x3", Operations(add=54, divide=18)),
    Case("avgpool", {"kernel": "1x3"}, "4x6x3", Operations(add=48, divide=24)),
    Case("avgpool", {"kernel": 2, "padding": 1, "count_padding": False}, "4x6x3", Operations(add=108, divide=36)),
    Case("global_avgpool", {}, "4x6x3", Operations(add=69, divide=3)),
    Case("global_maxpool", {}, "4x6x3", Operations(compare=69)),
    # 4 to 3 takes [0, 2), [1, 3), [2, 4): 6 numbers; 6 to 3 takes 6. 36 a channel, of which 9 are the first of a region.
    Case("adaptive_avgpool", {"output": 3}, "4x6x3", Operations(add=81, divide=27)),
    Case("adaptive_maxpool", {"output": 3}, "4x6x3", Operations(compare=81)),
    Case("adaptive_avgpool", {"output": 1}, "4x6x3", Operations(add=69, divide=3)),
    Case("adaptive_avgpool", {"output": "4x6"}, "4x6x3", Operations(divide=72)),
    # 4 to 5: [0, 1), [0, 2), [1, 3), [2, 4), [3, 4): 8 numbers
    Case("adaptive_maxpool", {"output": 5}, "4x1", Operations(compare=3)),
    # One scale and one shift a number: the statistics are constants
    Case("batchnorm", {}, "4x6x3", Operations(add=72, multiply=72)),
    Case("scale", {}, "4x6x3", Operations(add=72, multiply=72)),
    Case("scale", {"bias": False}, "4x6x3", Operations(multiply=72)),
    # A set of n numbers: means n − 1 adds and 1 division; differences n; squares n; their mean n − 1 and 1; + eps 1, root 1;
    # n divisions. Then a multiply and an add a number. 24 sets of 3: adds 24·(2 + 3 + 2 + 1) = 192, divisions 24·5.
    Case("layernorm", {}, "4x6x3", Operations(add=192 + 72, multiply=72 + 72, divide=120, exponential=24)),
    Case("layernorm", {}, "5", Operations(add=4 + 5 + 4 + 1 + 5, multiply=10, divide=7, exponential=1)),
    # 3 sets of 24: adds 3·(23 + 24 + 23 + 1) = 213, divisions 3·26
    Case("groupnorm", {"groups": 3}, "4x6x3", Operations(add=213 + 72, multiply=144, divide=78, exponential=3)),
    # 1 set of 72: adds 71 + 72 + 71 + 1
    Case("groupnorm", {"groups": 1}, "4x6x3", Operations(add=215 + 72, multiply=144, divide=74, exponential=1)),
    Case("instancenorm", {}, "4x6x3", Operations(add=213, multiply=72, divide=78, exponential=3)),
    Case("instancenorm", {"affine": True}, "4x6x3", Operations(add=285, multiply=144, divide=78, exponential=3)),
    # Krizhevsky et al. 2012, section 3.3, over 5: 5 squares and alpha; 4 adds and k; a power; a division
    Case("lrn", {"size": 5}, "4x6x3", Operations(add=5 * 72, multiply=6 * 72, divide=72, exponential=72)),
    Case("relu", {}, "4x6x3", Operations(compare=72)),
    Case("relu6", {}, "4x6x3", Operations(compare=144)),
    Case("leaky_relu", {}, "4x6x3", Operations(compare=72, multiply=72)),
    Case("prelu", {}, "4x6x3", Operations(compare=72, multiply=72)),
    # alpha·(eˣ − 1)
    Case("elu", {}, "4x6x3", Operations(add=72, multiply=72, compare=72, exponential=72)),
    # scale·alpha·(eˣ − 1)
    Case("selu", {}, "4x6x3", Operations(add=72, multiply=144, compare=72, exponential=72)),
    # x·½·(1 + erf(x·√½))
    Case("gelu", {}, "4x6x3", Operations(add=72, multiply=3 * 72, exponential=72)),
    # 1/(1 + e⁻ˣ)
    Case("sigmoid", {}, "4x6x3", Operations(add=72, divide=72, exponential=72)),
    Case("silu", {}, "4x6x3", Operations(add=72, multiply=72, divide=72, exponential=72)),
    # (e²ˣ − 1)/(e²ˣ + 1)
    Case("tanh", {}, "4x6x3", Operations(add=144, multiply=72, divide=72, exponential=72)),
    # x·tanh(ln(1 + eˣ)): an exponential, an add and a logarithm, a tanh, a multiply
    Case("mish", {}, "4x6x3", Operations(add=3 * 72, multiply=144, divide=72, exponential=3 * 72)),
    # relu6(x + 3)/6
    Case("hardsigmoid", {}, "4x6x3", Operations(add=72, compare=144, divide=72)),
    Case("hardswish", {}, "4x6x3", Operations(add=72, multiply=72, compare=144, divide=72)),
    # Of 3 numbers: the largest 2, differences 3, exponentials 3, their sum 2, divisions 3; at 24 positions
    Case("softmax", {}, "4x6x3", Operations(add=24 * 5, compare=48, divide=72, exponential=72)),
    Case("softmax", {}, "1000", Operations(add=1999, compare=999, divide=1000, exponential=1000)),
    # differences 3, their sum 2, differences 3; 3 exponentials and a logarithm
    Case("log_softmax", {}, "4x6x3", Operations(add=24 * 8, compare=48, exponential=24 * 4)),
    # Joins: one less than there are inputs, a number
    Case("add", {}, "4x6x3 4x6x3", Operations(add=72)),
    Case("add", {}, "4x6x3 4x6x3 4x6x3", Operations(add=144)),
    Case("add", {}, "4x6x3"),
    Case("subtract", {}, "4x6x3 4x6x3", Operations(add=72)),
    Case("average", {}, "4x6x3 4x6x3 4x6x3", Operations(add=144, divide=72)),
    Case("maximum", {}, "4x6x3 4x6x3", Operations(compare=72)),
    Case("multiply", {}, "4x6x3 1x1x3", Operations(multiply=72)),
    # Nothing is computed, or only in training
    Case("concat", {}, "4x6x3 4x6x2"),
    Case("dropout", {}, "4x6x3"),
    Case("drop_path", {"rate": 0}, "4x6x3"),
    Case("flatten", {}, "4x6x3"),
    Case("identity", {}, "4x6x3"),
    Case("reshape", {"size": "2x2x18"}, "4x6x3"),
    Case("pad", {"width": 1}, "4x6x3"),
    Case("crop", {"width": 1}, "4x6x3"),
    Case("upsample", {"factor": 2}, "4x6x3"),
    Case("pixel_shuffle", {"factor": 2}, "4x6x4"),
    Case("channel_shuffle", {"groups": 3}, "4x6x3"),
    Case("slice", {"channels": [0, 2]}, "4x6x3"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}-{case.inputs}")
def test_case(case: Case) -> None:
    layer, xs = make(case.kind, case.given), tuple(map(volume, case.inputs.split()))
    if isinstance(layer, JoinLayer):
        assert layer.operations_of(xs, layer.join(xs, ("",) * len(xs))) == case.operations
    else:
        assert layer.operations(xs[0], layer.output(xs[0])) == case.operations


def test_every_kind_has_a_case() -> None:
    assert set(kinds()) == {case.kind for case in CASES}


def test_a_bias_needs_no_layer_of_its_own() -> None:
    """A convolution without one, and a scale's shift after it, add as often as a convolution with one."""
    x = Volume((4, 6), 3)
    bare, whole = (make("conv", {"filters": 5, "kernel": 3, "bias": bias}) for bias in (False, True))
    y = bare.output(x)
    assert bare.operations(x, y).add + make("scale", {}).operations(y, y).add == whole.operations(x, y).add


def test_regions_of_adaptive_pools_are_counted_out() -> None:
    """Region o is from ⌊o·n/t⌋ up to ⌈(o + 1)·n/t⌉ (PyTorch, AdaptivePooling.h)."""
    for size, to in itertools.product(range(1, 40), range(1, 40)):
        assert numbers_read(size, to) == sum(-(-(o + 1) * size // to) - o * size // to for o in range(to))


# -- whole networks

NET = """\
input: 20x20x3
layers:
  - {conv: {filters: 4, kernel: 3, padding: 1}, name: first}
  - batchnorm
  - relu
  - {conv: {filters: 4, kernel: 3, padding: 1}, repeat: 5, name: body}
  - {share: first, name: again, from: input}
  - maxpool: {kernel: 3, stride: 2, padding: 1}
  - softmax
  - layernorm
  - gelu
  - adaptive_avgpool: 7
  - add: {left: [{groupnorm: 2}], right: [tanh]}
  - lrn: 3
  - global_avgpool
  - fc: 10
"""


def analyze(text: str, **changes: object) -> convcalc.Report:
    return convcalc.analyze(convcalc.Source("net.yaml", text), **changes)  # type: ignore[arg-type]


def test_totals_are_the_sum_of_the_layers_through_repeats_and_shared_weights() -> None:
    report = analyze("rounding: floor\n" + NET)
    total = NONE
    for row in report.rows:
        assert row.operations is not None
        assert row.flops == 2 * (row.macs or 0) + sum(row.operations)
        total = total.plus(row.operations)
    assert report.totals.operations == total
    assert report.totals.flops == 2 * report.totals.macs + sum(total)
    # shared weights are parameters once, and work each time: 20·20·4 biases
    assert [report.row(name).operations for name in ("first", "again", "body_5")] == [Operations(add=1600)] * 3


def test_a_million_copies() -> None:
    text = "input: 4x4x2\nlayers:\n  - {conv: {filters: 2, kernel: 1}, repeat: 1000000}\n"
    report = analyze(text)
    assert report.totals.operations == Operations(add=32_000_000)
    assert report.totals.flops == 10**6 * (2 * 64 + 32)


def test_the_batch_changes_nothing() -> None:
    one, many = analyze("rounding: floor\n" + NET), analyze("rounding: floor\n" + NET, batch=8)
    assert one.totals.operations == many.totals.operations


def test_what_is_not_known_is_not_zero() -> None:
    report = analyze("input: 5x5x3\nlayers:\n  - conv: {filters: 8, kernel: 7}\n  - relu\n  - add: {a: [relu], b: []}\n")
    assert {(row.operations, row.flops) for row in report.rows} == {(None, None)}
    assert not report.totals.complete
    text = "input: 5x5x3\nlayers:\n  - {conv: {filters: 3, kernel: 3}, name: c}\n  - add: [input, c]\n"
    report = analyze(text)
    assert report.row("c").flops == 2 * 27 * 27 + 27
    assert report.row("add_1").operations is None
    assert not report.totals.complete


def test_layers_with_others_weights_that_do_not_fit_are_not_known() -> None:
    text = "input: 5x5x3\nlayers:\n  - {fc: 4, name: f}\n  - {share: f, name: g}\n"
    report = analyze(text)
    assert [f.rule.name for f in report.findings] == ["weights-differ"]
    assert report.row("g").operations is None


@pytest.mark.parametrize("size", [(9, 14), (20, 20), (27, 33), (64, 48)])
def test_closed_forms_at_a_size_are_the_numbers(size: tuple[int, int]) -> None:
    forms = convcalc.closed_forms(convcalc.Source("net.yaml", "rounding: floor\n" + NET))
    at = forms.at(H=size[0], W=size[1])
    numbers = analyze("rounding: floor\n" + NET, input=(*size, 3))
    assert at.totals == numbers.totals
    assert [(row.name, row.operations, row.flops) for row in at.rows] == [
        (row.name, row.operations, row.flops) for row in numbers.rows
    ]


@pytest.mark.parametrize("name", ["alexnet", "googlenet", "efficientnet_b0", "convnext_tiny", "unet", "m5"])
def test_closed_forms_of_the_zoo(name: str) -> None:
    report = convcalc.analyze(name)
    (volume,) = report.architecture.inputs.values()
    forms = convcalc.closed_forms(name)
    at = forms.at(**dict(zip(forms.unknowns.names, volume.size, strict=True)))
    assert at.totals.operations == report.totals.operations
    assert [row.operations for row in at.rows] == [row.operations for row in report.rows]
