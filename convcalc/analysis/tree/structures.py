"""The structures of the tree: blocks that are used, named groups, joins with branches, and copies that are alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from convcalc.analysis.tree import paths
from convcalc.analysis.tree.counts import Sums
from convcalc.analysis.tree.node import LayerList, Reference, TreeNode
from convcalc.analysis.tree.row import Row


@dataclass(frozen=True, kw_only=True)
class BlockUse(TreeNode):
    """A use of a block: a closed list, which sees its inputs only. `shared_with` is the use whose weights it has."""

    title: str
    body: LayerList
    output_from: Reference
    """The row that makes the output, or the number of the input that is handed on, in the names of `body`."""
    shared_with: str | None = None

    @property
    def kind(self) -> str:
        """The block's name."""
        return self.title

    @property
    def sums(self) -> Sums:
        """What the block's layers have together."""
        return self.body.sums

    def output_as(self, name: str, reads: tuple[Any, ...]) -> Any:
        """A row inside, or what the block reads and hands on."""
        return reads[self.output_from] if isinstance(self.output_from, int) else paths.joined(name, self.output_from)

    def children(self) -> tuple[TreeNode, ...]:
        """The block's list."""
        return self.body.nodes

    def bodies(self) -> Iterator[tuple[LayerList, int]]:
        """The block's list."""
        yield self.body, 1

    def rebuilt(self, node: Callable[[Any], Any], body: Callable[[LayerList], LayerList], **changes: Any) -> BlockUse:
        """With another list."""
        return replace(self, body=body(self.body), **changes)


@dataclass(frozen=True, kw_only=True)
class OpenGroup(TreeNode):
    """Layers under one name that see the names around them: their paths begin with the group's."""

    layers: LayerList
    output_from: Reference

    @property
    def sums(self) -> Sums:
        """What the group's layers have together."""
        return self.layers.sums

    def output_as(self, name: str, reads: tuple[Any, ...]) -> Any:
        """A row inside, by its path in the closed list, or what the group reads."""
        return self.output_from

    def children(self) -> tuple[TreeNode, ...]:
        """The group's layers."""
        return self.layers.nodes

    def steps(self) -> Iterator[TreeNode]:
        """The group's layers."""
        return self.layers.steps()

    def bodies(self) -> Iterator[tuple[LayerList, int]]:
        """Those among the group's layers."""
        return self.layers.bodies()

    def rebuilt(self, node: Callable[[Any], Any], body: Callable[[LayerList], LayerList], **changes: Any) -> Any:
        """With other layers."""
        return replace(self, layers=LayerList(tuple(map(node, self.layers))), **changes)


@dataclass(frozen=True, kw_only=True)
class NamedGroup(OpenGroup):
    """Layers that were written under a name."""

    @property
    def kind(self) -> str:
        """A group is a group."""
        return "group"


@dataclass(frozen=True, kw_only=True)
class JoinGroup(OpenGroup):
    """The layers of all branches of a join, and the join itself, whose row has the group's name."""

    join: str
    branches: int

    @property
    def kind(self) -> str:
        """The join and how many branches it has."""
        return f"{self.join} of {self.branches} branch{'es' if self.branches > 1 else ''}"


@dataclass(frozen=True, kw_only=True)
class Repeated(TreeNode):
    """Copies that are alike, each reading the one before it: `one` is the first, `stem_first` its name without its path."""

    one: Row | BlockUse
    copies: int
    stem: str
    first: int

    @staticmethod
    def of(one: Row | BlockUse, copies: int, stem: str, first: int) -> Repeated:
        """So many copies of `one`."""
        return Repeated(
            name=one.name, span=one.span, reads=one.reads, inputs=one.inputs, output=one.output,
            one=one, copies=copies, stem=stem, first=first,
        )  # fmt: skip

    @property
    def kind(self) -> str:
        """What each copy is."""
        return self.one.kind

    @property
    def operation(self) -> str:
        """What each copy is, and how many there are."""
        return f"{self.one.operation} × {self.copies:,}"

    @property
    def sums(self) -> Sums:
        """Of all copies."""
        return self.one.sums.times(self.copies)

    @property
    def copies_name(self) -> str:
        """`conv4_2…6` for the copies 2 to 6."""
        return paths.of_copies(self.copy_name(0), self.copies, self.first)

    def has_copy(self, number: int) -> bool:
        """Whether a copy has the number."""
        return 0 <= number - self.first < self.copies

    def copy_name(self, index: int) -> str:
        """The path of copy `index`, from 0."""
        return paths.beside(self.name, f"{self.stem}_{self.first + index}")

    def output_as(self, name: str, reads: tuple[Any, ...]) -> Any:
        """The output of the last copy."""
        return self.one.output_as(self.copy_name(self.copies - 1), reads)

    def children(self) -> tuple[TreeNode, ...]:
        """One copy."""
        return (self.one,)

    def bodies(self) -> Iterator[tuple[LayerList, int]]:
        """The block's list, with the number of copies."""
        return ((body, times * self.copies) for body, times in self.one.bodies())

    def rebuilt(self, node: Callable[[Any], Any], body: Callable[[LayerList], LayerList], **changes: Any) -> Repeated:
        """Of another layer or block."""
        return replace(self, one=node(self.one), **changes)
