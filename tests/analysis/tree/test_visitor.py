"""Visitors find the method of a node's class, or of the nearest class above it; what is built of nodes follows them."""

import pytest

import convcalc
from convcalc.analysis.tree.node import LayerList, TreeNode
from convcalc.analysis.tree.structures import BlockUse, OpenGroup, Repeated
from convcalc.analysis.tree.visitor import Visitor

# All copies of the last block are alike: the one before it gives what it gives.
NET = """\
input: 8x8x4
blocks:
  B: {layers: [{conv: {filters: 4, kernel: 1}}, relu]}
layers:
  - {conv: {filters: 4, kernel: 1}, name: c}
  - {add: {one: [{relu: }], two: []}, name: j}
  - {layers: [{relu: , name: r}, {relu: , name: q}], name: g}
  - {B: , name: b}
  - {B: , name: again, repeat: 3}
"""


class Kinds(Visitor):
    """The classes whose methods were called, from the outside in."""

    def visit_TreeNode(self, node: TreeNode) -> list[str]:
        return ["TreeNode"]

    def visit_OpenGroup(self, group: OpenGroup) -> list[str]:
        return ["OpenGroup", *(name for node in group.children() for name in self.visit(node))]

    def visit_Repeated(self, node: Repeated) -> list[str]:
        return ["Repeated", *self.visit(node.one)]


class OnlyBlocks(Visitor):
    def visit_BlockUse(self, use: BlockUse) -> str:
        return use.title


def tree() -> LayerList:
    return convcalc.analyze(convcalc.Source("net.yaml", NET)).tree


def test_each_class_has_its_method_or_that_of_a_class_above_it() -> None:
    assert [Kinds().visit(node) for node in tree()] == [
        ["TreeNode"],
        ["OpenGroup", "TreeNode", "TreeNode"],
        ["OpenGroup", "TreeNode", "TreeNode"],
        ["TreeNode"],
        ["Repeated", "TreeNode"],
    ]


def test_a_class_without_a_method_is_refused() -> None:
    layer, _, _, block, _ = tree()
    assert OnlyBlocks().visit(block) == "B"
    with pytest.raises(TypeError, match="OnlyBlocks has no method for Row"):
        OnlyBlocks().visit(layer)


def test_lists_are_the_same_only_if_they_are_one() -> None:
    layers = tree()
    assert {layers: 1}[layers] == 1
    assert layers != LayerList(layers.nodes)


def test_steps_are_layers_and_blocks_and_groups_are_none() -> None:
    assert [step.name for step in tree().steps()] == ["c", "j/one/relu_1", "j", "g/r", "g/q", "b", "again_1"]


def test_the_lists_of_blocks_are_told_with_their_copies() -> None:
    assert [copies for _, copies in tree().bodies()] == [1, 3]
