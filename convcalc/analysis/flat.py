"""From the structure to a list: every layer with its path from the network, or those that are alike once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from convcalc.analysis.tree import paths
from convcalc.analysis.tree.node import LayerList, Reference, TreeNode
from convcalc.analysis.tree.row import Row, WeightsDifferError
from convcalc.analysis.tree.structures import BlockUse, OpenGroup, Repeated
from convcalc.analysis.tree.visitor import Visitor
from convcalc.layers import JoinLayer, ShapeError


class Uses:
    """How often every closed list is used in all, so that lists that are alike need to be gone through once only.

    A block that uses another twice, which uses a third twice, and so on, has more copies than anybody could list.
    """

    def __init__(self, layers: LayerList) -> None:
        self.done: set[LayerList] = set()
        order: list[LayerList] = []
        self._visit(layers, order, set())
        self.counts = {layers: 1}
        for outer in reversed(order):
            for body, copies in outer.bodies():
                self.counts[body] = self.counts.get(body, 0) + self.counts[outer] * copies

    def _visit(self, layers: LayerList, order: list[LayerList], seen: set[LayerList]) -> None:
        """Lists inside before those around them."""
        seen.add(layers)
        for body, _ in layers.bodies():
            if body not in seen:
                self._visit(body, order, seen)
        order.append(layers)

    def first(self, body: LayerList) -> bool:
        """Whether this is the first use of a list."""
        first = body not in self.done
        self.done.add(body)
        return first


class _FlatPosition(NamedTuple):
    """Where a closed list stands: what its paths begin with, and which rows make its inputs."""

    root: str
    producers: tuple[str, ...]
    copies: int = 1
    """How many lists are alike."""
    use_path: tuple[str, ...] = ()
    shared_root: str | None = None
    """Where the weights are that the list uses, if they are not its own."""

    def path(self, reference: Reference) -> str:
        """The path of what is read in the list."""
        return path(reference, self.root, self.producers)

    def shared(self, shared_with: str | None, name: str) -> str | None:
        """Whose weights are used: those of a layer that is named, or what is called so where the list's are."""
        if shared_with:
            return self.root + shared_with
        return self.shared_root and self.shared_root + name


def flat(layers: LayerList, uses: Uses | None, producers: tuple[str, ...]) -> Iterator[Row]:
    """The rows of a network with their paths; with `uses` those that are alike once, with their count.

    `producers` are the network's inputs.
    """
    return _Flat(uses).rows(layers, _FlatPosition("", producers))


class _Flat(Visitor):
    """The rows of a node that is called `name`, and reads what is called `reads` in the network."""

    def __init__(self, uses: Uses | None) -> None:
        self.uses = uses

    def rows(self, nodes: Iterable[TreeNode], where: _FlatPosition) -> Iterator[Row]:
        for node in nodes:
            yield from self.visit(node, where, node.name, tuple(map(where.path, node.reads)))

    def visit_Row(self, row: Row, where: _FlatPosition, name: str, reads: tuple[str, ...]) -> Iterator[Row]:
        shared = where.shared(row.shared_with, name)
        made = row.placed(where.root + name, reads, where.copies, where.use_path, shared)
        yield _told_apart(made, tuple(map(where.path, row.sides)))

    def visit_OpenGroup(self, group: OpenGroup, where: _FlatPosition, name: str, reads: tuple[str, ...]) -> Iterator[Row]:
        return self.rows(group.layers, where)

    def visit_BlockUse(self, use: BlockUse, where: _FlatPosition, name: str, reads: tuple[str, ...]) -> Iterator[Row]:
        if self.uses is not None and not self.uses.first(use.body):
            return
        times = self.uses.counts[use.body] if self.uses else where.copies
        use_path = (*where.use_path, f"{where.root}{name} uses {use.title} in line {use.span.line}")
        if times > where.copies:
            use_path = (*use_path, "and in other uses of it")
        shared = where.shared(use.shared_with, name)
        inside = _FlatPosition(paths.inside(where.root + name), reads, times, use_path, shared and paths.inside(shared))
        yield from self.rows(use.body, inside)

    def visit_Repeated(self, node: Repeated, where: _FlatPosition, name: str, reads: tuple[str, ...]) -> Iterator[Row]:
        if self.uses is not None:
            yield from self.visit(node.one, where._replace(copies=where.copies * node.copies), node.copy_name(0), reads)
            return
        for i in range(node.copies):
            name = node.copy_name(i)
            yield from self.visit(node.one, where, name, reads)
            reads = (node.one.output_as(where.root + name, reads),)


def _told_apart(row: Row, sides: tuple[str, ...]) -> Row:
    """A row that names two layers that do not agree, with their paths from the network."""
    if isinstance(row.shape_error, WeightsDifferError):
        needs, has = row.shape_error.needs, row.shape_error.has
        return replace(row, shape_error=WeightsDifferError(row.name, row.shared_with or "", needs, has))
    if row.shape_error is not None and isinstance(row.layer, JoinLayer):
        try:
            row.layer.join(row.known_inputs, sides)
        except ShapeError as error:
            return replace(row, shape_error=error)
    return row


def path(reference: Reference, root: str, producers: tuple[str, ...]) -> str:
    """The path of what is read in a list whose paths begin with `root` and whose inputs the rows `producers` make."""
    return producers[reference] if isinstance(reference, int) else root + reference
