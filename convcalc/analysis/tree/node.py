"""What every node of the tree tells of itself, and lists of nodes.

The tree follows the structure that was written: `Row` is a layer, and `structures` has a class for each other structure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from convcalc.analysis.tree.counts import Sums
from convcalc.arithmetic.volume import Volume
from convcalc.source import Span

Reference: TypeAlias = int | str
"""What a node reads: the name of a row of the same closed list, or the number of one of the list's inputs."""


@dataclass(frozen=True, kw_only=True)
class TreeNode:
    """Something that reads volumes and gives one; `name` is its path from the closed list that it stands in."""

    name: str
    span: Span
    reads: tuple[Reference, ...]
    inputs: tuple[Volume | None, ...]
    output: Volume | None = None

    @property
    def input(self) -> Volume | None:
        """The first input."""
        return self.inputs[0]

    @property
    def kind(self) -> str:
        """What it is, in a word."""
        raise NotImplementedError

    @property
    def operation(self) -> str:
        """What it is, as one would write it on a slide."""
        return self.kind

    @property
    def sums(self) -> Sums:
        """What its layers have together, those of all copies."""
        raise NotImplementedError

    @property
    def made_by(self) -> Reference:
        """What its output is called in the closed list that it stands in."""
        made_by: Reference = self.output_as(self.name, self.reads)
        return made_by

    def output_as(self, name: str, reads: tuple[Any, ...]) -> Any:
        """What its output is called where it is called `name` itself, and what it reads `reads`."""
        raise NotImplementedError

    def children(self) -> tuple[TreeNode, ...]:
        """What it consists of."""
        return ()

    def steps(self) -> Iterator[TreeNode]:
        """Itself, or what its closed list has in its stead: all that does not see the names around it."""
        yield self

    def bodies(self) -> Iterator[tuple[LayerList, int]]:
        """The lists of the blocks that are used in its closed list, with the number of copies."""
        return iter(())

    def rebuilt(self, node: Callable[[Any], Any], body: Callable[[LayerList], LayerList], **changes: Any) -> Any:
        """The same with `changes`, and made of what `node` and `body` make of its parts."""
        return replace(self, **changes)


@dataclass(frozen=True, eq=False, slots=True)
class LayerList:
    """A list of layers. Two are the same only if they are one object: what is found of a closed list is kept by it."""

    nodes: tuple[TreeNode, ...]
    sums: Sums = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sums", Sums.of(node.sums for node in self.nodes))

    def __iter__(self) -> Iterator[TreeNode]:
        return iter(self.nodes)

    def __len__(self) -> int:
        return len(self.nodes)

    def steps(self) -> Iterator[TreeNode]:
        """The layers and blocks of a closed list in the order of evaluation, those in its joins and named groups too."""
        for node in self.nodes:
            yield from node.steps()

    def bodies(self) -> Iterator[tuple[LayerList, int]]:
        """The lists of the blocks that a closed list uses, with the number of copies."""
        for node in self.nodes:
            yield from node.bodies()
