"""What every kind sees: a sight for each axis of its input, and one that fits its output."""

import pytest

import convcalc
from convcalc.analysis.tree.row import Row
from convcalc.arithmetic.index_map import IDENTITY
from convcalc.arithmetic.volume import Volume
from convcalc.layers import JoinLayer, kinds
from convcalc.source import Source


def of_example(kind: str) -> Row:
    size, written = kinds()[kind].example or ("8x8x16", kind)
    report = convcalc.analyze(Source("net.yaml", f"rounding: floor\ninput: {size}\nlayers:\n  - {written}\n"))
    return report.rows[-1]


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_axis_has_a_sight(kind: str) -> None:
    """A new kind that changes the size and forgets to say what it sees fails here."""
    row = of_example(kind)
    volumes = [x for x in row.inputs if x is not None]
    assert row.output is not None
    if isinstance(row.layer, JoinLayer):
        index_maps = row.layer.index_maps(tuple(volumes), row.output)
    else:
        index_maps = (row.layer.index_map(volumes[0], row.output),)
    for x, axes in zip(volumes, index_maps, strict=True):
        assert axes is None or len(axes) == x.rank
        if axes and x.size != row.output.size:
            assert any(sight != IDENTITY for sight in axes)


def test_a_gate_is_left_out() -> None:
    multiply = kinds()["multiply"].model_validate({})
    assert isinstance(multiply, JoinLayer)
    large, gate = Volume((8, 8), 16), Volume((1, 1), 16)
    assert multiply.index_maps((gate, large), large) == (None, (IDENTITY, IDENTITY))
    assert multiply.index_maps((gate, gate), gate) == ((IDENTITY, IDENTITY), (IDENTITY, IDENTITY))
