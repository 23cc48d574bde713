"""The nodes of a tree by their paths, so that a file that asks for thousands of them is not gone through for each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter
from typing import Any, NamedTuple

from convcalc.analysis.tree import paths
from convcalc.analysis.tree.node import LayerList, TreeNode
from convcalc.analysis.tree.row import Row
from convcalc.analysis.tree.structures import BlockUse, OpenGroup, Repeated
from convcalc.analysis.tree.visitor import Visitor

_MOST_DIGITS = 500
"""More than the number of a copy can have."""


class _Names(NamedTuple):
    """The nodes of one list: those with one name by it, copies by the stem of their names, in the order of their numbers."""

    by_name: dict[str, TreeNode]
    copies: dict[str, list[Repeated]]
    longest: int


class Directory:
    """Finds nodes; each list is gone through once."""

    def __init__(self) -> None:
        self._known: dict[LayerList, _Names] = {}
        self.lists_read = 0

    def find(self, layers: LayerList, name: str) -> TreeNode:
        """The node that has the path `name` from the list, or the copies of which one has it; raises KeyError."""
        names = self._names(layers)
        for path in _beginnings(name, names.longest + _MOST_DIGITS):
            node = names.by_name.get(path) or _copy(path, names)
            if node is not None and path == name:
                return node
            if node is not None and (inside := _Inside().visit(node, path, name)) is not None:
                return self.find(*inside)
        raise KeyError(name)

    def _names(self, layers: LayerList) -> _Names:
        if layers not in self._known:
            self._known[layers] = _read(layers)
            self.lists_read += 1
        return self._known[layers]


class _Inside(Visitor):
    """The list in which a node that is called `own` has the path `name`, and the path from there; None for a layer."""

    def visit_Row(self, row: Row, own: str, name: str) -> None:
        return None

    def visit_OpenGroup(self, group: OpenGroup, own: str, name: str) -> tuple[LayerList, str]:
        return group.layers, name

    def visit_BlockUse(self, use: BlockUse, own: str, name: str) -> tuple[LayerList, str]:
        return use.body, name.removeprefix(paths.inside(own))

    def visit_Repeated(self, node: Repeated, own: str, name: str) -> Any:
        return self.visit(node.one, own, name)


def _read(layers: LayerList) -> _Names:
    by_name: dict[str, TreeNode] = {}
    copies: dict[str, list[Repeated]] = {}
    for node in layers:
        if isinstance(node, Repeated):
            copies.setdefault(node.copy_name(0).rpartition("_")[0], []).append(node)
        else:
            by_name.setdefault(node.name, node)
    for repeated in copies.values():
        repeated.sort(key=_first)
    return _Names(by_name, copies, max(map(len, (*by_name, *copies)), default=0))


_first = attrgetter("first")


def _beginnings(name: str, longest: int) -> Iterator[str]:
    """The path and those of what it stands in, the shortest first, without those longer than any."""
    end = name.find("/")
    while 0 <= end <= longest:
        yield name[:end]
        end = name.find("/", end + 1)
    if end < 0 and len(name) <= longest:
        yield name


def _copy(path: str, names: _Names) -> Repeated | None:
    """The copies of which one is called `path`."""
    stem, _, number = path.rpartition("_")
    repeated = names.copies.get(stem, [])
    if not repeated or not (number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS):
        return None
    before = bisect_right(repeated, int(number), key=_first)
    found = repeated[before - 1] if before else None
    return found if found is not None and found.has_copy(int(number)) and number == str(int(number)) else None
