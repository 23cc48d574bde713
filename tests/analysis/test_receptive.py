"""Receptive fields: against published tables, and against the pixels that reach a neuron in random networks."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import convcalc
from convcalc.analysis.receptive import ReceptiveField, receptive_fields
from tests.analysis import propagation
from tests.analysis.propagation import Axis, InvalidError, Maker

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


@pytest.mark.parametrize(("network", "end_point", "size", "stride", "padding"), ROWS, ids=lambda v: str(v))
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


def random_network(seed: int) -> tuple[str, dict[str, list[Axis]]]:
    """A file, and what each of its steps sees by brute force; raises InvalidError."""
    rank = 1 if seed % 4 else 2
    maker = Maker(seed, rank)
    axes = [Axis(lambda o: frozenset([o]), maker.random.choice([20, 27, 32])) for _ in range(rank)]
    size = "x".join(str(a.n) for a in axes)
    blocks: dict[str, Any] = {}
    layers: list[Any] = []
    want: dict[str, list[Axis]] = {}
    for i in range(maker.random.randint(2, 6)):
        alike = [name for name, other in want.items() if [a.n for a in other] == [a.n for a in axes] and name != f"s{i - 1}"]
        if alike and maker.random.random() < 0.5:
            other = maker.random.choice(alike)
            axes = [propagation.join([a, b], [0, 0], a.n) for a, b in zip(want[other], axes, strict=True)]
            layers.append({"add": [other, "previous"], "name": f"s{i}"})
        else:
            written = maker.one(depth=2)
            axes = written.apply(axes)
            layers.append({**propagation.blocks_of(written.yaml, blocks), "name": f"s{i}"})
        want[f"s{i}"] = axes
        if any(a.period > 200 for a in axes):
            raise InvalidError
    head = (
        f"input: {size}x2\nrounding: floor\nblocks: {json.dumps(blocks)}\n"
        if blocks
        else f"input: {size}x2\nrounding: floor\n"
    )
    return f"{head}layers: {json.dumps(layers)}\n", want


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
