"""The most memory that is in use at once while a network infers: a value is freed after its last reader.

The walk follows the structure that was written. What a closed list needs depends only on which of its inputs are needed
afterwards, since those must stay; so each list is gone through once for each such case, and copies are not gone through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

from convcalc.analysis.evaluation import Evaluation
from convcalc.analysis.tree import paths
from convcalc.analysis.tree.node import LayerList, Reference, TreeNode
from convcalc.analysis.tree.row import Row
from convcalc.analysis.tree.structures import BlockUse, Repeated
from convcalc.analysis.tree.visitor import Visitor
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


def peak(report: Evaluation) -> Peak | None:
    """The peak while inferring; None where a volume is not known. Weights and work spaces are not in it."""
    if not report.totals.complete or report.architecture.unknowns is not None:
        return None
    a = report.architecture
    names = list(a.inputs)
    sizes = tuple(memory_bytes(volume, a.batch, a.value_bytes) for volume in a.inputs.values())
    case = _Case(tuple(range(len(names))), sizes, (False,) * len(names))
    outputs = tuple(names.index(name) if name in names else name for name in report.outputs)
    found = _Lists().of(report.tree, case, outputs)
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
        self.makers = _Makers()

    def of(self, layers: LayerList, case: _Case, outputs: tuple[Reference, ...]) -> _Found:
        """The peak of a closed list that gives the values `outputs`."""
        key = (layers, case)
        if key not in self.found:
            self.found[key] = _List(layers, case, outputs, self).peak()
        return self.found[key]


class _Makers(Visitor):
    """What made the memory that the output of a node is in: a row, or by its number an input."""

    def __init__(self) -> None:
        self.known: dict[LayerList, int | Row] = {}

    def visit_Row(self, row: Row) -> int | Row:
        return 0 if row.shares_memory else row

    def visit_Repeated(self, node: Repeated) -> Any:
        return self.visit(node.one)

    def visit_BlockUse(self, use: BlockUse) -> int | Row:
        if use.body not in self.known:
            steps: dict[Reference, TreeNode] = {}
            for step in _steps(use.body):
                steps.setdefault(step.made_by, step)
            self.known[use.body] = self._among(steps, use.output_from)
        return self.known[use.body]

    def _among(self, steps: dict[Reference, TreeNode], value: Reference) -> int | Row:
        while not isinstance(value, int):
            maker = self.visit(steps[value])
            if isinstance(maker, Row):
                return maker
            value = steps[value].reads[maker]
        return value


class _List:
    """One closed list: its steps, the memory that their values are in, and until when each is needed."""

    def __init__(self, layers: LayerList, case: _Case, outputs: tuple[Reference, ...], lists: _Lists) -> None:
        self.lists = lists
        self.steps = list(_steps(layers))
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

    def place(self, i: int, step: TreeNode) -> None:
        """Say which memory the output of step `i` is in, and that its inputs are needed until then."""
        for reference in step.reads:
            self.until[self.storage[reference]] = i
        maker = self.lists.makers.visit(step)
        if isinstance(maker, int):
            self.storage.setdefault(step.made_by, self.storage[step.reads[maker]])
            return
        storage = self.storage[step.made_by] = self.unused
        self.unused += 1
        self.sizes[storage] = maker.memory_bytes or 0
        self.makers[storage], self.until[storage] = step.made_by, i

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
            output = self.storage[step.made_by]
            if output not in held:
                held.add(output)
                in_use += self.sizes[output]
            yield (in_use if isinstance(step, Row) else before + self.inside(i, step).bytes), held
            for storage in ends.get(i, ()):
                held.discard(storage)
                in_use -= self.sizes[storage]

    def read_by(self, step: TreeNode) -> set[Storage]:
        """The memory of what a step reads."""
        return {self.storage[reference] for reference in step.reads}

    def inside(self, i: int, step: TreeNode) -> _Found:
        """The peak inside a block, or inside the copies of one or of a layer."""
        storages = [self.storage[reference] for reference in step.reads]
        own = tuple(map(storages.index, storages))
        sizes = tuple(self.sizes[storage] for storage in storages)
        needed = tuple(self.until[storage] > i for storage in storages)
        return _PeakInside(self.lists).visit(step, step.name, _Case(own, sizes, needed))  # type: ignore[no-any-return]

    def at(self, i: int, total: int, held: set[Storage]) -> _Found:
        """What is known of the step at which most is in use."""
        step = self.steps[i]
        if isinstance(step, Row):
            return _Found(total, step.name, self.named(held))
        inner = self.inside(i, step)
        others = self.named(held - self.read_by(step) - {self.storage[step.made_by]})
        alive = (
            h._replace(name=self.makers[self.storage[step.reads[h.name]]]) if isinstance(h.name, int) else h
            for h in inner.alive
        )
        return _Found(total, inner.at, (*others, *alive))

    def named(self, held: set[Storage]) -> tuple[_Held, ...]:
        """What is in the memory that is held, in the order in which it was made."""
        return tuple(_Held(self.makers[storage], self.sizes[storage]) for storage in sorted(held))


class _PeakInside(Visitor):
    """The peak inside a node that is called `name`, by the names of its closed list; its inputs by their numbers."""

    def __init__(self, lists: _Lists) -> None:
        self.lists = lists

    def visit_BlockUse(self, use: BlockUse, name: str, case: _Case) -> _Found:
        found = self.lists.of(use.body, case, (use.output_from,))
        alive = tuple(
            held if isinstance(held.name, int) else held._replace(name=paths.joined(name, held.name)) for held in found.alive
        )
        return found._replace(at=paths.joined(name, found.at) if found.at else name, alive=alive)

    def visit_Row(self, row: Row, name: str, case: _Case) -> _Found:
        alone = LayerList((replace(row, name=name, reads=tuple(range(len(row.reads)))),))
        return _List(alone, case, (name,), self.lists).peak()

    def visit_Repeated(self, node: Repeated, name: str, case: _Case) -> _Found:
        first: _Found = self.visit(node.one, node.copy_name(0), case)
        maker = self.lists.makers.visit(node)
        if isinstance(maker, int):
            return first
        # Each later copy reads what the one before it made, which may be a part of a larger piece of memory.
        stays = (_Held(0, case.sizes[0]),) if case.needed[0] else ()
        later: _Found = self.visit(node.one, node.copy_name(1), _Case((0,), (maker.memory_bytes or 0,), (False,)))
        total = later.bytes + sum(held.bytes for held in stays)
        if total <= first.bytes:
            return first
        before = node.one.output_as(node.copy_name(0), node.reads)
        alive = (_Held(before, held.bytes) if isinstance(held.name, int) else held for held in later.alive)
        return later._replace(bytes=total, alive=(*stays, *alive))


def _steps(layers: LayerList) -> Iterator[TreeNode]:
    """The layers and blocks of a list in the order of evaluation; a block without layers is not there."""
    return (step for step in layers.steps() if step.sums.layers)
