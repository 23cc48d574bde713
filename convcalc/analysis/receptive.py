"""Receptive fields: which pixels of the network's inputs a neuron of each layer sees.

The walk follows the structure that was written. Shapes repeat and fields grow, so a closed block is walked once, relative to
its own inputs, and put behind whatever stands before it; copies that are alike are put together by squaring.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple, TypeAlias

from convcalc.analysis.flat import Uses
from convcalc.analysis.report import Report
from convcalc.analysis.rows import Group, Item, Reference, Row
from convcalc.arithmetic.chain import hull, power, then
from convcalc.arithmetic.closed import Undecided
from convcalc.arithmetic.polynomial import is_number
from convcalc.arithmetic.sight import HERE, WHOLE, Sight, along, orderly, settled
from convcalc.arithmetic.volume import Volume
from convcalc.layers import JoinLayer, Layer

MOST_STEPS = 10_000
"""How many copies are followed one by one, where neighbours see so differently that squaring would not be exact."""

Sights: TypeAlias = dict[int, tuple[Sight, ...]]
"""What a position sees of each input of a list that it reaches, on every axis of that input; empty: not known."""


class ReceptiveField(NamedTuple):
    """The receptive field of a layer's neurons on one input, each with a number for every axis of that input; in pixels.

    `size` is the largest of all neurons, and not cut at the border of the image; it is the input's own where `whole`.
    `padding` is how far the first neuron looks beyond the border, `center` the middle of what it looks at, counted from 0.
    None is not known, and what has no meaning where the field is the whole input.
    """

    size: tuple[int | None, ...]
    stride: tuple[int | Fraction | None, ...]
    padding: tuple[int | None, ...]
    center: tuple[int | Fraction | None, ...]
    whole: tuple[bool, ...]
    input: Volume

    @property
    def is_whole(self) -> bool:
        """It is the whole input, on every axis."""
        return all(self.whole)

    @property
    def is_unknown(self) -> bool:
        """Nothing is known of it, on any axis."""
        return bool(self.size) and all(n is None for n in self.size)

    @property
    def exceeds(self) -> bool:
        """It is known to be larger than the image on an axis, so that the image's border cuts it."""
        return any(
            n is not None and is_number(n, side) and n > side for n, side in zip(self.size, self.input.size, strict=True)
        )


Fields: TypeAlias = dict[str, ReceptiveField]
"""The receptive fields of one layer by the names of the network's inputs that it reaches; empty: not known."""


def receptive_fields(report: Report, depth: int | None = None, *, folded: bool = False) -> dict[str, Fields]:
    """The fields of every layer, block, group and join by its path.

    Groups are opened as `fold.entries` does, down to `depth`. Where `folded`, of copies that are alike there are the first
    and the last, and of the uses of a block that are alike the first is opened.
    """
    inputs = report.architecture.inputs
    walk = _Walk(depth is not None or folded, Uses(report.items) if folded else None)
    known: dict[Reference, Sights] = {i: {i: (HERE,) * volume.rank} for i, volume in enumerate(inputs.values())}
    walk.items(report.items, known, "", walk.deepest if depth is None else depth)
    fields: dict[int, Fields] = {}
    volumes = list(inputs.items())
    for sights in walk.found.values():  # neighbours often have one field between them, the very same object
        if id(sights) not in fields:
            fields[id(sights)] = {volumes[i][0]: _field(axes, volumes[i][1]) for i, axes in sights.items()}
    return {name: fields[id(sights)] for name, sights in walk.found.items()}


def has_gates(items: tuple[Item, ...]) -> bool:
    """Whether a join among the layers reads a gate, which is left out of account."""
    waiting, seen = [items], {id(items)}
    while waiting:
        for item in waiting.pop():
            if isinstance(item, Row):
                if _reads_gate(item):
                    return True
            elif id(item.items) not in seen:  # a block that is used often is looked at once
                seen.add(id(item.items))
                waiting.append(item.items)
    return False


def _reads_gate(row: Row) -> bool:
    volumes = tuple(volume for volume in row.inputs if volume is not None)
    if not isinstance(row.layer, JoinLayer) or row.output is None:
        return False
    return None in row.layer.sees_of(volumes, row.output)


def _field(axes: tuple[Sight, ...], volume: Volume) -> ReceptiveField:
    found = list(map(along, axes))
    size = tuple(side if axis.whole else axis.size for axis, side in zip(found, volume.size, strict=True))
    return ReceptiveField(
        size,
        tuple(axis.stride for axis in found),
        tuple(axis.padding for axis in found),
        tuple(axis.center for axis in found),
        tuple(axis.whole for axis in found),
        volume,
    )


class _Walk:
    """Follows the sights through the items of a report. With `folded` only the first copy of several is walked."""

    deepest = 1_000_000

    def __init__(self, folded: bool, uses: Uses | None = None) -> None:
        self.folded, self.uses = folded, uses
        self.steps = 0
        """The copies that had to be followed one by one."""
        self.found: dict[str, Sights] = {}
        """The sights of what the reader wants to know, by its path."""
        self.relative: dict[int, Sights] = {}
        """What the output of a closed list sees of its own inputs, by the identity of its items."""

    def items(self, items: tuple[Item, ...], known: dict[Reference, Sights], root: str, depth: int) -> None:
        """The items of one closed list, into `known`; those of `depth` 1 and more are found, and groups opened below it."""
        for item in items:
            if isinstance(item, Row):
                known[item.name] = _through_row(item, [known[reference] for reference in item.reads])
                self.find(root + item.name, known[item.name], depth)
            elif item.closed:
                self.closed(item, known, root, depth)
            else:
                self.items(item.items, known, root, depth - 1)
                self.find(root + item.name, known[item.output_from], depth)

    def find(self, path: str, sights: Sights, depth: int) -> None:
        """Remember what is shown."""
        if depth > 0:
            self.found[path] = sights

    def closed(self, group: Group, known: dict[Reference, Sights], root: str, depth: int) -> None:
        """All copies of a closed group."""
        before = [known[reference] for reference in group.reads]
        opened = bool(group.title) and depth > 1 and (self.uses is None or self.uses.first(group))
        one_by_one = group.copies if depth > 0 and not self.folded else 1
        for i in range(one_by_one):
            name = root + group.copy_name(i)
            after = self.copy(group, before, f"{name}/", depth - 1) if opened else self.behind(group, before, 1)
            self.find(name, after, depth)
            before = [after]
        if one_by_one < group.copies:
            after = self.behind(group, before, group.copies - one_by_one)
            self.find(root + group.copy_name(group.copies - 1), after, depth)
        known[group.output_name(group.copies - 1)] = after

    def copy(self, group: Group, before: list[Sights], root: str, depth: int) -> Sights:
        """One copy of a closed group, walked."""
        inside: dict[Reference, Sights] = dict(enumerate(before))
        if not group.title:  # a single layer, whose row is renamed for each copy
            (row,) = group.items
            return _through_row(row, before) if isinstance(row, Row) else {}
        self.items(group.items, inside, root, depth)
        return inside[group.output_from]

    def behind(self, group: Group, before: list[Sights], copies: int) -> Sights:
        """`copies` copies of a closed group, put behind what stands before it without walking them."""
        one = self.seen(group)
        if group.output is None or not one or not all(before[i] for i in one):
            return {}
        if all(map(_orderly, before)) and (copies == 1 or _orderly(one)):
            many = {i: _power(axes, copies, group.output) for i, axes in one.items()} if copies > 1 else one
            return _merged([_through(before[i], axes, group.output) for i, axes in many.items()], group.output)
        self.steps += copies
        if self.steps > MOST_STEPS:
            return _unknown(before[0])
        for _ in range(copies):
            before = [self.copy(group, before, "", 0)]
        return before[0]

    def seen(self, group: Group) -> Sights:
        """What one copy sees of the group's own inputs."""
        key = id(group.items)
        if key not in self.relative:
            own: list[Sights] = [{i: (HERE,) * volume.rank} if volume else {} for i, volume in enumerate(group.inputs)]
            self.relative[key] = self.copy(group, own, "", 0)
        return self.relative[key]


def _through_row(row: Row, before: list[Sights]) -> Sights:
    """What the positions of one layer see of the list's inputs; `before` is what those of its inputs see."""
    volumes = tuple(volume for volume in row.inputs if volume is not None)
    if row.output is None or len(volumes) < len(row.inputs) or not all(before):
        return {}
    if not isinstance(row.layer, JoinLayer):
        return _through(before[0], _sees(row.layer, volumes[0], row.output), row.output)
    own = row.layer.sees_of(volumes, row.output)
    ways = zip(before, own, strict=True)
    return _merged([_through(sights, axes, row.output) for sights, axes in ways if axes is not None], row.output)


def _sees(layer: Layer, x: Volume, y: Volume) -> tuple[Sight, ...]:
    """What a position of `y` looks at; not known where the layer would have to know a size that is open."""
    try:
        return layer.sees(x, y)
    except Undecided:
        return (None,) * x.rank


def _through(before: Sights, own: tuple[Sight, ...], output: Volume) -> Sights:
    """The positions of `output`, which look at theirs as `own` says, seen through what stands before them."""
    if all(axis == HERE for axis in own):
        return before
    own = tuple(map(settled, own))
    return {i: _on_axes(axes, own, output) for i, axes in before.items()}


def _on_axes(before: tuple[Sight, ...], own: tuple[Sight, ...], output: Volume) -> tuple[Sight, ...]:
    # Only layers that look at everything change the number of axes, so behind them nothing is left to work out.
    return tuple(
        WHOLE if axis is WHOLE else then(axis, own[k], output.size[k] if k < output.rank else 1)
        for k, axis in enumerate(before)
    )


def _merged(ways: list[Sights], output: Volume) -> Sights:
    """What is seen through several ways at once."""
    if len(ways) == 1:
        return ways[0]
    reached = dict.fromkeys(i for sights in ways for i in sights)
    return {i: _hull_on_axes([sights[i] for sights in ways if i in sights], output) for i in reached}


def _hull_on_axes(ways: list[tuple[Sight, ...]], output: Volume) -> tuple[Sight, ...]:
    return tuple(hull(axes, output.size[k] if k < output.rank else 1) for k, axes in enumerate(zip(*ways, strict=True)))


def _power(axes: tuple[Sight, ...], times: int, output: Volume) -> tuple[Sight, ...]:
    return tuple(power(axis, times, output.size[k] if k < output.rank else 1) for k, axis in enumerate(axes))


def _orderly(sights: Sights) -> bool:
    return all(orderly(axis) for axes in sights.values() for axis in axes)


def _unknown(sights: Sights) -> Sights:
    return {i: tuple(WHOLE if axis is WHOLE else None for axis in axes) for i, axes in sights.items()}
