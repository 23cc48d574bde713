"""Receptive fields: which pixels of the network's inputs a neuron of each layer sees.

The walk follows the structure that was written. Shapes repeat and fields grow, so a closed block is walked once, relative to
its own inputs, and put behind whatever stands before it; copies that are alike are put together by squaring.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple, TypeAlias

from convcalc.analysis.evaluation import Evaluation
from convcalc.analysis.flat import Uses
from convcalc.analysis.index_maps import IndexMaps, all_orderly, merged, not_known, power_on_axes, through, through_row
from convcalc.analysis.tree import paths
from convcalc.analysis.tree.node import LayerList, Reference, TreeNode
from convcalc.analysis.tree.row import Row
from convcalc.analysis.tree.structures import BlockUse, OpenGroup, Repeated
from convcalc.analysis.tree.visitor import Visitor
from convcalc.arithmetic.index_map import IDENTITY, IndexMap, along
from convcalc.arithmetic.polynomial import is_number
from convcalc.arithmetic.volume import Volume
from convcalc.layers import JoinLayer

MOST_STEPS = 10_000
"""How many copies are followed one by one, where neighbours see so differently that squaring would not be exact."""


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


def receptive_fields(report: Evaluation, depth: int | None = None, *, folded: bool = False) -> dict[str, Fields]:
    """The fields of every layer, block, group and join by its path.

    Groups are opened as `fold.entries` does, down to `depth`. Where `folded`, of copies that are alike there are the first
    and the last, and of the uses of a block that are alike the first is opened.
    """
    inputs = report.architecture.inputs
    walk = _FieldWalk(depth is not None or folded, Uses(report.tree) if folded else None)
    known: dict[Reference, IndexMaps] = {i: {i: (IDENTITY,) * volume.rank} for i, volume in enumerate(inputs.values())}
    walk.layers(report.tree, known, "", walk.deepest if depth is None else depth)
    fields: dict[int, Fields] = {}
    volumes = list(inputs.items())
    for index_maps in walk.found.values():  # neighbours often have one field between them, the very same object
        if id(index_maps) not in fields:
            fields[id(index_maps)] = {volumes[i][0]: _field(axes, volumes[i][1]) for i, axes in index_maps.items()}
    return {name: fields[id(index_maps)] for name, index_maps in walk.found.items()}


def has_gates(layers: LayerList) -> bool:
    """Whether a join among the layers reads a gate, which is left out of account."""
    waiting, seen = [layers], {layers}
    while waiting:
        inner = waiting.pop()
        if any(isinstance(step, Row) and _reads_gate(step) for step in inner.steps()):
            return True
        new = dict.fromkeys(body for body, _ in inner.bodies() if body not in seen)  # a block is looked at once
        seen.update(new)
        waiting += new
    return False


def _reads_gate(row: Row) -> bool:
    if not isinstance(row.layer, JoinLayer) or row.output is None:
        return False
    return None in row.layer.index_maps(row.known_inputs, row.output)


def fields_of_all(report: Evaluation) -> dict[str, Fields]:
    """The fields of everything that has a path; nothing is known of them where sizes are not."""
    if report.architecture.unknowns is not None:
        return {name: {} for name in report.names}
    return receptive_fields(report, folded=report.folds)


def _field(axes: tuple[IndexMap, ...], volume: Volume) -> ReceptiveField:
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


class _FieldWalk(Visitor):
    """Follows the sights through the tree. With `folded` only the first copy of several is walked.

    A node is visited with what is known in its closed list, where its paths begin, and how deep it is to be looked into.
    """

    deepest = 1_000_000

    def __init__(self, folded: bool, uses: Uses | None = None) -> None:
        self.folded, self.uses = folded, uses
        self.steps = 0
        """The copies that had to be followed one by one."""
        self.found: dict[str, IndexMaps] = {}
        """The sights of what the reader wants to know, by its path."""
        self.relative: dict[LayerList, IndexMaps] = {}
        """What the output of a closed list sees of its own inputs."""

    def layers(self, layers: LayerList, known: dict[Reference, IndexMaps], root: str, depth: int) -> None:
        """The nodes of one closed list, into `known`; those of `depth` 1 and more are found, and groups opened below it."""
        for node in layers:
            self.visit(node, known, root, depth)

    def find(self, path: str, index_maps: IndexMaps, depth: int) -> None:
        """Remember what is shown."""
        if depth > 0:
            self.found[path] = index_maps

    def visit_Row(self, row: Row, known: dict[Reference, IndexMaps], root: str, depth: int) -> None:
        known[row.name] = through_row(row, [known[reference] for reference in row.reads])
        self.find(root + row.name, known[row.name], depth)

    def visit_OpenGroup(self, group: OpenGroup, known: dict[Reference, IndexMaps], root: str, depth: int) -> None:
        self.layers(group.layers, known, root, depth - 1)
        self.find(root + group.name, known[group.output_from], depth)

    def visit_BlockUse(self, use: BlockUse, known: dict[Reference, IndexMaps], root: str, depth: int) -> None:
        after = self.one([known[reference] for reference in use.reads], use, root + use.name, depth, self.opened(use, depth))
        known.setdefault(use.made_by, after)

    def visit_Repeated(self, node: Repeated, known: dict[Reference, IndexMaps], root: str, depth: int) -> None:
        before = [known[reference] for reference in node.reads]
        opened = self.opened(node.one, depth)
        one_by_one = node.copies if depth > 0 and not self.folded else 1
        for i in range(one_by_one):
            after = self.one(before, node.one, root + node.copy_name(i), depth, opened)
            before = [after]
        if one_by_one < node.copies:
            after = self.behind(node.one, before, node.copies - one_by_one)
            self.find(root + node.copy_name(node.copies - 1), after, depth)
        known.setdefault(node.made_by, after)

    def opened(self, node: TreeNode, depth: int) -> bool:
        """Whether the layers inside are to be found, too."""
        return isinstance(node, BlockUse) and depth > 1 and (self.uses is None or self.uses.first(node.body))

    def one(self, before: list[IndexMaps], node: Row | BlockUse, path: str, depth: int, opened: bool) -> IndexMaps:
        """A single layer or block, behind what stands before it, found by its path."""
        after = self.copy(node, before, paths.inside(path), depth - 1) if opened else self.behind(node, before, 1)
        self.find(path, after, depth)
        return after

    def copy(self, node: Row | BlockUse, before: list[IndexMaps], root: str, depth: int) -> IndexMaps:
        """A single layer or block, walked."""
        if isinstance(node, Row):
            return through_row(node, before)
        inside: dict[Reference, IndexMaps] = dict(enumerate(before))
        self.layers(node.body, inside, root, depth)
        return inside[node.output_from]

    def behind(self, node: Row | BlockUse, before: list[IndexMaps], copies: int) -> IndexMaps:
        """`copies` copies, put behind what stands before them without walking them."""
        one = self.seen(node)
        if node.output is None or not one or not all(before[i] for i in one):
            return {}
        if all(map(all_orderly, before)) and (copies == 1 or all_orderly(one)):
            many = {i: power_on_axes(axes, copies, node.output) for i, axes in one.items()} if copies > 1 else one
            return merged([through(before[i], axes, node.output) for i, axes in many.items()], node.output)
        self.steps += copies
        if self.steps > MOST_STEPS:
            return not_known(before[0])
        for _ in range(copies):
            before = [self.copy(node, before, "", 0)]
        return before[0]

    def seen(self, node: Row | BlockUse) -> IndexMaps:
        """What one copy sees of its own inputs."""
        own: list[IndexMaps] = [{i: (IDENTITY,) * volume.rank} if volume else {} for i, volume in enumerate(node.inputs)]
        if isinstance(node, Row):
            return through_row(node, own)
        if node.body not in self.relative:
            self.relative[node.body] = self.copy(node, own, "", 0)
        return self.relative[node.body]
