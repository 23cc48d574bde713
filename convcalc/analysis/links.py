"""Which layer reads which, through the walls of blocks: what comes right behind what.

The walk follows the structure that was written. A block is looked into once; where it is used behind several layers there is
a link for each of them, and copies that are alike have the one from a copy to the next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate, islice
from typing import NamedTuple, TypeAlias, TypeVar

from convcalc.analysis.rows import Group, Item, Row

T = TypeVar("T")

MOST_LINKS = 200_000
"""From here on nobody asks what reads what: a file with as many means harm, or is no network."""


class Use(NamedTuple):
    """A block that is used on the way to a layer, as its list calls it; `elsewhere` says that it has other uses."""

    name: str
    group: Group
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
        return "/".join([*(use.name for use in self.uses), self.own_name])

    @property
    def way(self) -> tuple[str, ...]:
        """The uses of blocks, for messages."""
        groups = [use.group for use in self.uses]
        paths = accumulate((use.name for use in self.uses), "{}/{}".format)
        told = (f"{path} uses {group.title} in line {group.span.line}" for path, group in zip(paths, groups, strict=True))
        return (*told, *(("and in other uses of it",) if any(use.elsewhere for use in self.uses) else ()))

    def inside(self, use: Use) -> Place:
        """The same, seen from the list that the block is used in."""
        return self._replace(inner=(use, self.inner))


class Link(NamedTuple):
    """One layer reads what another makes; `producer` is None where it reads an input of the network."""

    producer: Place | None
    reader: Place


class _TooManyError(Exception):
    """There are more links than anybody could go through."""


def links(items: tuple[Item, ...]) -> tuple[Link, ...]:
    """Every link of a network; none where there are too many to go through."""
    try:
        return _within_bounds(_Walk(items).links(items, ()))
    except _TooManyError:
        return ()


def _within_bounds(found: Iterable[T]) -> tuple[T, ...]:
    """All that was found; raises _TooManyError for what leads to more links than `MOST_LINKS`."""
    some = tuple(islice(found, MOST_LINKS + 1))
    if len(some) > MOST_LINKS:
        raise _TooManyError
    return some


class _Walk:
    """Goes through closed lists, each once; what is found in one is remembered by its identity."""

    def __init__(self, items: tuple[Item, ...]) -> None:
        self.known_readers: dict[tuple[int, int], tuple[Place, ...]] = {}
        self.known_makers: dict[int, dict[str, Place]] = {}
        self.seen = {id(items)}
        self.uses: Counter[int] = Counter()
        """How often each list is used."""
        waiting = [items]
        while waiting:
            for item in _entries(waiting.pop()):
                if isinstance(item, Group):
                    if not self.uses[id(item.items)]:
                        waiting.append(item.items)
                    self.uses[id(item.items)] += 1

    def links(self, items: tuple[Item, ...], around: tuple[Use, ...]) -> Iterator[Link]:
        """The links in a list that is reached through `around`, and in those that it uses first."""
        makers = self.makers(items)
        for item in _entries(items):
            for i, reference in enumerate(item.reads):
                if isinstance(reference, str) or not around:  # what a block reads is linked where the block is used
                    yield from self.linked(makers.get(str(reference)), self.into(item, i), around)
            if not isinstance(item, Group):
                continue
            if item.copies > 1 and (maker := self.maker(item, 0)):
                yield from self.linked(maker, self.into(item, 0, copy=1), around)
            if item.title and id(item.items) not in self.seen:
                self.seen.add(id(item.items))
                yield from self.links(item.items, (*around, self.use(item, 0)))

    def linked(self, maker: Place | None, readers: Iterable[Place], around: tuple[Use, ...]) -> Iterator[Link]:
        """A link to each reader, with the way from the network."""
        producer = maker and maker._replace(around=around)
        for reader in readers:
            yield Link(producer, reader._replace(around=around))

    def use(self, group: Group, copy: int) -> Use:
        """The use of a block for copy `copy` of a group."""
        return Use(group.copy_name(copy), group, self.uses[id(group.items)] > 1)

    def into(self, item: Item, index: int, copy: int = 0) -> list[Place]:
        """The layers of an item that read its input `index`."""
        if isinstance(item, Row):
            return [Place(item.name, item)]
        if not item.title:  # copies of a single layer
            return [Place(item.copy_name(copy), row) for row in item.items if isinstance(row, Row)]
        use = self.use(item, copy)
        return [place.inside(use) for place in self.readers(item.items, index)]

    def readers(self, items: tuple[Item, ...], index: int) -> tuple[Place, ...]:
        """The layers that read input `index` of a list; those of a block that reads it several times once.

        Each of them is a link where the list is used, so that too many are too many links.
        """
        key = (id(items), index)
        if key not in self.known_readers:
            found: dict[int, list[Place]] = {}
            for item in _entries(items):
                what = id(item.items if isinstance(item, Group) else item)
                if index in item.reads and what not in found:
                    found[what] = self.into(item, item.reads.index(index))
            self.known_readers[key] = _within_bounds(place for places in found.values() for place in places)
        return self.known_readers[key]

    def makers(self, items: tuple[Item, ...]) -> dict[str, Place]:
        """The layers that make what can be read in a list, by what it is called there."""
        if id(items) not in self.known_makers:
            found = {}
            for item in _entries(items):
                name = item.name if isinstance(item, Row) else item.output_name(item.copies - 1)
                if maker := self.maker(item, 0 if isinstance(item, Row) else item.copies - 1):
                    found[name] = maker
            self.known_makers[id(items)] = found
        return self.known_makers[id(items)]

    def maker(self, item: Item, copy: int) -> Place | None:
        """The layer that makes the output of copy `copy` of an item; None where it hands on what it reads."""
        if isinstance(item, Row):
            return Place(item.name, item)
        if not item.title:
            return next((Place(item.copy_name(copy), row) for row in item.items if isinstance(row, Row)), None)
        if isinstance(item.output_from, int):
            return None
        inner = self.makers(item.items).get(item.output_from)
        return inner and inner.inside(self.use(item, copy))


def _entries(items: tuple[Item, ...]) -> Iterator[Item]:
    """The layers and closed groups of a closed list, those in its branches and named groups too."""
    for item in items:
        if isinstance(item, Group) and not item.closed:
            yield from _entries(item.items)
        else:
            yield item
