"""Layers with the weights of others: parameters count where they are first, and shapes must agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from convcalc.analysis.tree import paths
from convcalc.analysis.tree.counts import ZERO_COUNTS
from convcalc.analysis.tree.node import LayerList, TreeNode
from convcalc.analysis.tree.row import Row, WeightsDifferError
from convcalc.analysis.tree.structures import BlockUse, OpenGroup, Repeated
from convcalc.analysis.tree.visitor import Visitor
from convcalc.arithmetic.comparisons import same

_WEIGHTS = {key: ZERO_COUNTS[key] for key in ("params", "trainable_params", "buffers")}
"""What a layer has none of whose weights are another's."""
_NOT_DONE: dict[str, Any] = dict.fromkeys(("macs", "operations", "memory_bytes"))


class Owner(NamedTuple):
    """The layer or block whose weights are used, and what it is called in the closed list."""

    name: str
    node: TreeNode


def with_weights_of(owner: Owner, node: TreeNode) -> TreeNode:
    """`node` without parameters of its own; a layer in it that would need others than the owner's says so."""
    shared: TreeNode = _Shared().visit(node, owner.node, owner.name, False)
    return shared


class _Shared(Visitor):
    """A node with the weights of `original`, whose path is `there`; the rows of a block are told by it whose they use."""

    def visit_Row(self, row: Row, original: TreeNode | None, there: str, inside: bool) -> Row:
        return _with_weights(row, _one(original), None if inside else there)

    def visit_BlockUse(self, use: BlockUse, original: TreeNode | None, there: str, inside: bool) -> BlockUse:
        originals = {node.name: node for node in _parts(original)}
        nodes = (self.visit(node, originals.get(node.name), paths.joined(there, node.name), True) for node in use.body)
        return replace(use, body=LayerList(tuple(nodes)), shared_with=None if inside else there)

    def visit_OpenGroup(self, group: OpenGroup, original: TreeNode | None, there: str, inside: bool) -> OpenGroup:
        originals = {_key(original, node): node for node in _parts(original)} if original else {}
        keyed = ((_key(group, node), node) for node in group.layers)
        nodes = (self.visit(node, originals.get(key), there + key, inside) for key, node in keyed)
        return replace(group, layers=LayerList(tuple(nodes)))

    def visit_Repeated(self, node: Repeated, original: TreeNode | None, there: str, inside: bool) -> Repeated:
        return replace(node, one=self.visit(node.one, _one(original), there, inside))


def _one(original: TreeNode | None) -> TreeNode | None:
    """Of copies the first, which has the weights of all."""
    return original.one if isinstance(original, Repeated) else original


def _parts(original: TreeNode | None) -> Iterable[TreeNode]:
    one = _one(original)
    return one.children() if one else ()


def _key(group: TreeNode, part: TreeNode) -> str:
    """What a part is called in its group, whatever the group is called."""
    return part.name[len(group.name) :]


def _with_weights(row: Row, original: TreeNode | None, shared_with: str | None) -> Row:
    if isinstance(original, Row) and row.params is not None and original.params is not None:
        shape_error = WeightsDifferError(row.name, original.name, row.params, original.params)
        if not same(row.params, original.params):
            row = replace(row, output=None, shape_error=shape_error, **_NOT_DONE)
    return replace(row, shared_with=shared_with, **_WEIGHTS)
