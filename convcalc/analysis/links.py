"""Which layer reads which, through the walls of blocks: what comes right behind what.

The walk follows the structure that was written. A block is looked into once; where it is used behind several layers there is
a link for each of them, and copies that are alike have the one from a copy to the next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate, islice
from typing import Any, NamedTuple, TypeAlias, TypeVar

from convcalc.analysis.tree import paths
from convcalc.analysis.tree.node import LayerList
from convcalc.analysis.tree.row import Row
from convcalc.analysis.tree.structures import BlockUse, Repeated
from convcalc.analysis.tree.visitor import Visitor

T = TypeVar("T")

MOST_LINKS = 200_000
"""From here on nobody asks what reads what: a file with as many means harm, or is no network."""


class Use(NamedTuple):
    """A block that is used on the way to a layer, as its list calls it; `elsewhere` says that it has other uses."""

    name: str
    block: BlockUse
    elsewhere: bool


Chain: TypeAlias = tuple[Use, "Chain"] | None
"""Uses of blocks from the outside in, the first and those below it: to put one more outside costs nothing."""


class Place(NamedTuple):
    """A layer as its list calls it, and the uses of blocks that lead to it, below those that lead to the list at hand."""

    own_name: str
    row: Row
    inner: Chain = None
    around: tuple[Use, ...] = ()

    @property
    def uses(self) -> tuple[Use, ...]:
        """The uses of blocks from the network to the layer."""
        uses, rest = [*self.around], self.inner
        while rest is not None:
            use, rest = rest
            uses.append(use)
        return tuple(uses)

    @property
    def name(self) -> str:
        """The layer's path."""
        return paths.joined(*(use.name for use in self.uses), self.own_name)

    @property
    def use_path(self) -> tuple[str, ...]:
        """The uses of blocks, for messages."""
        uses = self.uses
        outer = accumulate((use.name for use in uses), paths.joined)
        reported = (
            f"{path} uses {use.block.title} in line {use.block.span.line}" for path, use in zip(outer, uses, strict=True)
        )
        return (*reported, *(("and in other uses of it",) if any(use.elsewhere for use in uses) else ()))

    def inside(self, use: Use) -> Place:
        """The same, seen from the list that the block is used in."""
        return self._replace(inner=(use, self.inner))


class Link(NamedTuple):
    """One layer reads what another makes; `producer` is None where it reads an input of the network."""

    producer: Place | None
    reader: Place


class _TooManyError(Exception):
    """There are more links than anybody could go through."""


def links(layers: LayerList) -> tuple[Link, ...]:
    """Every link of a network; none where there are too many to go through."""
    try:
        return _within_bounds(_LinkWalk(layers).links(layers, ()))
    except _TooManyError:
        return ()


def _within_bounds(found: Iterable[T]) -> tuple[T, ...]:
    """All that was found; raises _TooManyError for what leads to more links than `MOST_LINKS`."""
    some = tuple(islice(found, MOST_LINKS + 1))
    if len(some) > MOST_LINKS:
        raise _TooManyError
    return some


class _LinkWalk:
    """Goes through closed lists, each once; what is found in one is remembered."""

    def __init__(self, layers: LayerList) -> None:
        self.known_readers: dict[tuple[LayerList, int], tuple[Place, ...]] = {}
        self.known_makers: dict[LayerList, dict[str, Place]] = {}
        self.into, self.maker = _Into(self), _Maker(self)
        self.seen = {layers}
        self.uses: Counter[LayerList] = Counter()
        """How often each list is used."""
        waiting = [layers]
        while waiting:
            for body, _ in waiting.pop().bodies():
                if not self.uses[body]:
                    waiting.append(body)
                self.uses[body] += 1

    def links(self, layers: LayerList, around: tuple[Use, ...]) -> Iterator[Link]:
        """The links in a list that is reached through `around`, and in those that it uses first."""
        makers = self.makers(layers)
        for step in layers.steps():
            for i, reference in enumerate(step.reads):
                if isinstance(reference, str) or not around:  # what a block reads is linked where the block is used
                    yield from self.linked(makers.get(str(reference)), self.into.visit(step, i, step.name), around)
            if isinstance(step, Repeated) and (maker := self.maker.visit(step.one, step.copy_name(0))):
                yield from self.linked(maker, self.into.visit(step.one, 0, step.copy_name(1)), around)
            block = step.one if isinstance(step, Repeated) else step
            if isinstance(block, BlockUse) and block.body not in self.seen:
                self.seen.add(block.body)
                yield from self.links(block.body, (*around, self.use(block, block.name)))

    def linked(self, maker: Place | None, readers: Iterable[Place], around: tuple[Use, ...]) -> Iterator[Link]:
        """A link to each reader, with the way from the network."""
        producer = maker and maker._replace(around=around)
        for reader in readers:
            yield Link(producer, reader._replace(around=around))

    def use(self, block: BlockUse, name: str) -> Use:
        """The use of a block that is called `name`."""
        return Use(name, block, self.uses[block.body] > 1)

    def readers(self, layers: LayerList, index: int) -> tuple[Place, ...]:
        """The layers that read input `index` of a list; those of a block that reads it several times once.

        Each of them is a link where the list is used, so that too many are too many links.
        """
        key = (layers, index)
        if key not in self.known_readers:
            found: dict[object, list[Place]] = {}
            for step in layers.steps():
                what = next((body for body, _ in step.bodies()), id(step))
                if index in step.reads and what not in found:
                    found[what] = self.into.visit(step, step.reads.index(index), step.name)
            self.known_readers[key] = _within_bounds(place for places in found.values() for place in places)
        return self.known_readers[key]

    def makers(self, layers: LayerList) -> dict[str, Place]:
        """The layers that make what can be read in a list, by what it is called there."""
        if layers not in self.known_makers:
            made = ((str(step.made_by), self.maker.visit(step, step.name)) for step in layers.steps())
            self.known_makers[layers] = {name: maker for name, maker in made if maker}
        return self.known_makers[layers]


class _Into(Visitor):
    """The layers of a node, called `name`, that read its input `index`."""

    def __init__(self, walk: _LinkWalk) -> None:
        self.walk = walk

    def visit_Row(self, row: Row, index: int, name: str) -> list[Place]:
        return [Place(name, row)]

    def visit_BlockUse(self, use: BlockUse, index: int, name: str) -> list[Place]:
        here = self.walk.use(use, name)
        return [place.inside(here) for place in self.walk.readers(use.body, index)]

    def visit_Repeated(self, node: Repeated, index: int, name: str) -> Any:
        return self.visit(node.one, index, node.copy_name(0))


class _Maker(Visitor):
    """The layer that makes the output of a node, called `name`; None where it hands on what it reads."""

    def __init__(self, walk: _LinkWalk) -> None:
        self.walk = walk

    def visit_Row(self, row: Row, name: str) -> Place | None:
        return Place(name, row)

    def visit_BlockUse(self, use: BlockUse, name: str) -> Place | None:
        inner = None if isinstance(use.output_from, int) else self.walk.makers(use.body).get(use.output_from)
        return inner and inner.inside(self.walk.use(use, name))

    def visit_Repeated(self, node: Repeated, name: str) -> Any:
        return self.visit(node.one, node.copy_name(node.copies - 1))
