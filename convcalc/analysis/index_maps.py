"""What the positions of layers see of the inputs of their list, on every axis: how it goes through a layer."""

from __future__ import annotations

from typing import TypeAlias

from convcalc.analysis.tree.row import Row
from convcalc.arithmetic.chain import hull, power, then
from convcalc.arithmetic.closed import Undecided
from convcalc.arithmetic.index_map import IDENTITY, WHOLE, IndexMap, is_monotone, settled
from convcalc.arithmetic.volume import Volume
from convcalc.layers import JoinLayer, Layer

IndexMaps: TypeAlias = dict[int, tuple[IndexMap, ...]]
"""What a position sees of each input of a list that it reaches, on every axis of that input; empty: not known."""


def through_row(row: Row, before: list[IndexMaps]) -> IndexMaps:
    """What the positions of one layer see of the list's inputs; `before` is what those of its inputs see."""
    volumes = row.known_inputs
    if row.output is None or len(volumes) < len(row.inputs) or not all(before):
        return {}
    if not isinstance(row.layer, JoinLayer):
        return through(before[0], _sees(row.layer, volumes[0], row.output), row.output)
    own = row.layer.index_maps(volumes, row.output)
    ways = zip(before, own, strict=True)
    return merged([through(index_maps, axes, row.output) for index_maps, axes in ways if axes is not None], row.output)


def _sees(layer: Layer, x: Volume, y: Volume) -> tuple[IndexMap, ...]:
    """What a position of `y` looks at; not known where the layer would have to know a size that is open."""
    try:
        return layer.index_map(x, y)
    except Undecided:
        return (None,) * x.rank


def through(before: IndexMaps, own: tuple[IndexMap, ...], output: Volume) -> IndexMaps:
    """The positions of `output`, which look at theirs as `own` says, seen through what stands before them."""
    if all(axis == IDENTITY for axis in own):
        return before
    own = tuple(map(settled, own))
    return {i: _on_axes(axes, own, output) for i, axes in before.items()}


def _on_axes(before: tuple[IndexMap, ...], own: tuple[IndexMap, ...], output: Volume) -> tuple[IndexMap, ...]:
    # Only layers that look at everything change the number of axes, so behind them nothing is left to work out.
    return tuple(
        WHOLE if axis is WHOLE else then(axis, own[k], output.size[k] if k < output.rank else 1)
        for k, axis in enumerate(before)
    )


def merged(ways: list[IndexMaps], output: Volume) -> IndexMaps:
    """What is seen through several ways at once."""
    if len(ways) == 1:
        return ways[0]
    reached = dict.fromkeys(i for index_maps in ways for i in index_maps)
    return {i: _hull_on_axes([index_maps[i] for index_maps in ways if i in index_maps], output) for i in reached}


def _hull_on_axes(ways: list[tuple[IndexMap, ...]], output: Volume) -> tuple[IndexMap, ...]:
    return tuple(hull(axes, output.size[k] if k < output.rank else 1) for k, axes in enumerate(zip(*ways, strict=True)))


def power_on_axes(axes: tuple[IndexMap, ...], times: int, output: Volume) -> tuple[IndexMap, ...]:
    """So many steps that are alike, one behind the other."""
    return tuple(power(axis, times, output.size[k] if k < output.rank else 1) for k, axis in enumerate(axes))


def all_orderly(index_maps: IndexMaps) -> bool:
    """Whether on every axis what neighbours see follows one another in order."""
    return all(is_monotone(axis) for axes in index_maps.values() for axis in axes)


def not_known(index_maps: IndexMaps) -> IndexMaps:
    """The same inputs and axes, of which nothing is known."""
    return {i: tuple(WHOLE if axis is WHOLE else None for axis in axes) for i, axes in index_maps.items()}
