"""The most memory that is in use at once while a network infers: a value is freed after its last reader.

The walk follows the structure that was written. What a closed list needs depends only on which of its inputs are needed
afterwards, since those must stay; so each list is gone through once for each such case, and copies are not gone through.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from convcalc.analysis.report import Report
from convcalc.analysis.rows import Group, Item, Reference, Row
from convcalc.arithmetic.volume import memory_bytes

Storage: TypeAlias = int
"""A piece of memory that one or several values of a closed list are in."""


class Alive(NamedTuple):
    """A piece of memory that is in use: a row or input whose output is in it, and its bytes."""

    name: str
    bytes: int


class Peak(NamedTuple):
    """The most bytes in use at once, for the whole batch; at which layer, and what is in memory there."""

    bytes: int
    at: str
    alive: tuple[Alive, ...]


def peak(report: Report) -> Peak | None:
    """The peak while inferring; None where a volume is not known. Weights and work spaces are not in it."""
    if not report.totals.complete or report.architecture.unknowns is not None:
        return None
    a = report.architecture
    names = list(a.inputs)
    sizes = tuple(memory_bytes(volume, a.batch, a.value_bytes) for volume in a.inputs.values())
    case = _Case(tuple(range(len(names))), sizes, (False,) * len(names))
    outputs = tuple(names.index(name) if name in names else name for name in report.outputs)
    found = _Lists().of(report.items, case, outputs)
    alive = (Alive(names[one.name] if isinstance(one.name, int) else one.name, one.bytes) for one in found.alive)
    return Peak(found.bytes, found.at or names[0], tuple(alive))


class _Held(NamedTuple):
    """A value in memory, by the row of the list or the number of the list's input that made it."""

    name: Reference
    bytes: int


class _Found(NamedTuple):
    """The peak inside a closed list, by the names that its rows have in it; `at` is empty for a list without layers."""

    bytes: int
    at: str
    alive: tuple[_Held, ...]


class _Case(NamedTuple):
    """How a closed list is used: which memory each input is in, how large it is, and whether it must stay."""

    storages: tuple[Storage, ...]
    sizes: tuple[int, ...]
    needed: tuple[bool, ...]


class _Lists:
    """Remembers what was found of each closed list."""

    def __init__(self) -> None:
        self.found: dict[Any, _Found] = {}
        self.makers: dict[int, int | Row] = {}

    def of(self, items: tuple[Item, ...], case: _Case, outputs: tuple[Reference, ...]) -> _Found:
        """The peak of a closed list that gives the values `outputs`."""
        key = (id(items), case)
        if key not in self.found:
            self.found[key] = _List(items, case, outputs, self).peak()
        return self.found[key]

    def maker(self, group: Group) -> int | Row:
        """What made the memory that the output of a closed group is in: a row inside, or an input by its number."""
        key = id(group.items)
        if key not in self.makers:
            steps = {_name(step): step for step in _steps(group.items)}
            self.makers[key] = self._maker(group.inner_output, steps)
        return self.makers[key]

    def _maker(self, value: Reference, steps: dict[str, Row | Group]) -> int | Row:
        while not isinstance(value, int):
            step = steps[value]
            maker = self.maker(step) if isinstance(step, Group) else 0 if step.shares_memory else step
            if isinstance(maker, Row):
                return maker
            value = step.reads[maker]
        return value


class _List:
    """One closed list: its steps, the memory that their values are in, and until when each is needed."""

    def __init__(self, items: tuple[Item, ...], case: _Case, outputs: tuple[Reference, ...], lists: _Lists) -> None:
        self.lists = lists
        self.steps = list(_steps(items))
        self.storage: dict[Reference, Storage] = dict(enumerate(case.storages))
        self.sizes: dict[Storage, int] = dict(zip(case.storages, case.sizes, strict=True))
        self.makers: dict[Storage, Reference] = {case.storages[i]: i for i in reversed(range(len(case.storages)))}
        self.until: dict[Storage, int] = dict.fromkeys(self.sizes, -1)
        self.inputs = frozenset(self.sizes)
        self.unused = max(self.sizes, default=-1) + 1
        """The first number that no memory has."""
        for i, step in enumerate(self.steps):
            self.place(i, step)
        stay = [storage for storage, needed in zip(case.storages, case.needed, strict=True) if needed]
        for storage in (*stay, *(self.storage[output] for output in outputs)):
            self.until[storage] = len(self.steps)

    def place(self, i: int, step: Row | Group) -> None:
        """Say which memory the output of step `i` is in, and that its inputs are needed until then."""
        for reference in step.reads:
            self.until[self.storage[reference]] = i
        source = self.source(step)
        if source is not None:
            self.storage[_name(step)] = self.storage[step.reads[source]]
            return
        storage = self.storage[_name(step)] = self.unused
        self.unused += 1
        maker = self.lists.maker(step) if isinstance(step, Group) else step
        self.sizes[storage] = (maker.memory_bytes or 0) if isinstance(maker, Row) else 0
        self.makers[storage], self.until[storage] = _name(step), i

    def source(self, step: Row | Group) -> int | None:
        """The input whose memory the output is in; None for memory of its own."""
        if isinstance(step, Row):
            return 0 if step.shares_memory else None
        maker = self.lists.maker(step)
        return maker if isinstance(maker, int) else None

    def peak(self) -> _Found:
        """Go through the steps in order, freeing what nobody reads any more."""
        totals = [total for total, _ in self.through()]
        if not totals:
            return _Found(sum(self.sizes.values()), "", self.named(set(self.inputs)))
        most = max(totals)
        return next(self.at(i, total, held) for i, (total, held) in enumerate(self.through()) if total == most)

    def through(self) -> Iterator[tuple[int, set[Storage]]]:
        """For each step the bytes in use while it runs, and the memory that is held then."""
        ends: dict[int, list[Storage]] = {}
        for storage, until in self.until.items():
            ends.setdefault(until, []).append(storage)
        held = set(self.inputs).difference(ends.get(-1, ()))
        in_use = sum(self.sizes[storage] for storage in held)
        for i, step in enumerate(self.steps):
            before = in_use - sum(self.sizes[storage] for storage in self.read_by(step))
            output = self.storage[_name(step)]
            if output not in held:
                held.add(output)
                in_use += self.sizes[output]
            yield (before + self.inside(i, step).bytes if isinstance(step, Group) else in_use), held
            for storage in ends.get(i, ()):
                held.discard(storage)
                in_use -= self.sizes[storage]

    def read_by(self, step: Row | Group) -> set[Storage]:
        """The memory of what a step reads."""
        return {self.storage[reference] for reference in step.reads}

    def inside(self, i: int, group: Group) -> _Found:
        """The peak inside a closed group."""
        storages = [self.storage[reference] for reference in group.reads]
        own = tuple(map(storages.index, storages))
        sizes = tuple(self.sizes[storage] for storage in storages)
        needed = tuple(self.until[storage] > i for storage in storages)
        first = self.copy(group, 0, _Case(own, sizes, needed))
        if group.copies == 1 or self.source(group) is not None:
            return first
        # Each later copy reads what the one before it made, which may be a part of a larger piece of memory.
        stays = (_Held(0, sizes[0]),) if needed[0] else ()
        later = self.copy(group, 1, _Case((0,), (self.sizes[self.storage[_name(group)]],), (False,)))
        total = later.bytes + sum(held.bytes for held in stays)
        if total <= first.bytes:
            return first
        alive = (_Held(group.output_name(0), h.bytes) if isinstance(h.name, int) else h for h in later.alive)
        return later._replace(bytes=total, alive=(*stays, *alive))

    def copy(self, group: Group, index: int, case: _Case) -> _Found:
        """The peak inside one copy, by the names of this list; its inputs by their numbers."""
        found = self.lists.of(group.items, case, (group.inner_output,))
        name = group.copy_name(index)

        def here(inner: str) -> str:
            return f"{name}/{inner}" if group.title and inner else name

        alive = tuple(h if isinstance(h.name, int) else h._replace(name=here(h.name)) for h in found.alive)
        return found._replace(at=here(found.at), alive=alive)

    def at(self, i: int, total: int, held: set[Storage]) -> _Found:
        """What is known of the step at which most is in use."""
        step = self.steps[i]
        if isinstance(step, Row):
            return _Found(total, step.name, self.named(held))
        inner = self.inside(i, step)
        others = self.named(held - self.read_by(step) - {self.storage[_name(step)]})
        alive = (
            h._replace(name=self.makers[self.storage[step.reads[h.name]]]) if isinstance(h.name, int) else h
            for h in inner.alive
        )
        return _Found(total, inner.at, (*others, *alive))

    def named(self, held: set[Storage]) -> tuple[_Held, ...]:
        """What is in the memory that is held, in the order in which it was made."""
        return tuple(_Held(self.makers[storage], self.sizes[storage]) for storage in sorted(held))


def _steps(items: tuple[Item, ...]) -> Iterator[Row | Group]:
    """The layers and closed groups of a list, those in branches and named groups too, in the order of evaluation."""
    for item in items:
        if isinstance(item, Group) and not item.closed:
            yield from _steps(item.items)
        elif isinstance(item, Row) or item.sums.layers:  # a block without layers is not there
            yield item


def _name(step: Row | Group) -> str:
    """What the output of a step is called by those that read it."""
    return step.name if isinstance(step, Row) else step.output_name(step.copies - 1)
