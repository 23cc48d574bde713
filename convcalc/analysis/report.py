"""The result of an analysis, as data. None always means unknown, never 0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from convcalc.arithmetic.fit import AxisFit, Rounding
from convcalc.arithmetic.volume import Volume
from convcalc.findings import Finding
from convcalc.layers import Layer, Misfit
from convcalc.source import Span
from convcalc.spec.architecture import Architecture, Node

if TYPE_CHECKING:
    from convcalc.analysis.receptive import Fields, ReceptiveField

MOST_ROWS = 100_000
"""From here on rows stay folded: each is there once, with the number of its copies."""

Reference: TypeAlias = int | str
"""What a row reads: the name of a row of the same closed list, or the number of one of the list's inputs."""


class Sums(NamedTuple):
    """What several layers have together; where `complete` is False it leaves out what is not known."""

    layers: int = 0
    params: int = 0
    trainable_params: int = 0
    buffers: int = 0
    macs: int = 0
    memory_bytes: int = 0
    complete: bool = True

    def plus(self, other: Sums, times: int = 1) -> Sums:
        """With `times` of the other."""
        return Sums(
            self.layers + times * other.layers,
            self.params + times * other.params,
            self.trainable_params + times * other.trainable_params,
            self.buffers + times * other.buffers,
            self.macs + times * other.macs,
            self.memory_bytes + times * other.memory_bytes,
            self.complete and other.complete,
        )


class Row(NamedTuple):
    """What is known of one layer. Counts are per image; `memory_bytes` is of the whole batch.

    `name` is the path from the closed list that the layer stands in; `Report.rows` has paths from the network. A join has
    several `inputs`. `shares_memory` says that the output takes no memory of its own, `shared_with` whose weights are used,
    `misfit` why the layer cannot read its input.
    """

    name: str
    layer: Layer
    node: Node
    span: Span
    reads: tuple[Reference, ...]
    inputs: tuple[Volume | None, ...]
    output: Volume | None = None
    params: int | None = None
    trainable_params: int | None = None
    buffers: int | None = None
    macs: int | None = None
    memory_bytes: int | None = None
    shares_memory: bool = False
    fit: tuple[AxisFit, ...] | None = None
    misfit: Misfit | None = None
    shared_with: str | None = None
    copies: int = 1
    """How many layers this row stands for, where rows stay folded."""
    way: tuple[str, ...] = ()
    """The uses of blocks that lead here, for messages."""

    @property
    def input(self) -> Volume | None:
        """The first input."""
        return self.inputs[0]

    @property
    def reads_from(self) -> tuple[str, ...]:
        """The names of the rows that it reads."""
        return tuple(map(str, self.reads))

    @property
    def assumed(self) -> bool:
        """The output is that of the rounded-down window, though the file allows no rounding."""
        return any(not fit.even and fit.rounding is Rounding.STRICT for fit in self.fit or ())

    @property
    def operation(self) -> str:
        """The layer as one would write it on a slide."""
        return self.layer.describe(self.input)

    @property
    def sums(self) -> Sums:
        """The row as a sum of one."""
        counts = (self.params or 0, self.trainable_params or 0, self.buffers or 0, self.macs or 0, self.memory_bytes or 0)
        return Sums(1, *counts, complete=self.output is not None)


class Group(NamedTuple):
    """Layers under one name: a block, a named group, or a join with its branches; of copies that are alike the first."""

    name: str
    title: str
    span: Span
    reads: tuple[Reference, ...]
    items: tuple[Item, ...]
    output_from: Reference
    """The row that makes the output, in the names of `items` where the group is closed."""
    inputs: tuple[Volume | None, ...]
    output: Volume | None
    sums: Sums
    """Of one copy."""
    closed: bool = True
    copies: int = 1
    stem: str = ""
    first: int = 1

    def copy_name(self, index: int) -> str:
        """The path of copy `index`, from 0."""
        if not self.stem:
            return self.name
        head, slash, _ = self.name.rpartition("/")
        return f"{head}{slash}{self.stem}_{self.first + index}"


Item: TypeAlias = Row | Group


class Totals(NamedTuple):
    """Sums over the layers; where `complete` is False they leave out what is not known."""

    complete: bool
    layers: int
    params: int
    trainable_params: int
    buffers: int
    macs: int
    params_bytes: int
    activations_bytes: int


@dataclass(frozen=True)
class Report:
    """Everything that convcalc says of an architecture."""

    architecture: Architecture
    items: tuple[Item, ...]
    input_bytes: int
    totals: Totals
    outputs: dict[str, Volume | None]
    """The network's outputs by the name of the row that makes them."""
    findings: tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        """The network's name."""
        return self.architecture.name

    @cached_property
    def rows(self) -> list[Row]:
        """Every layer with its path from the network; beyond `MOST_ROWS` copies that are alike once, with their count."""
        return list(flat(self.items, self.totals.layers > MOST_ROWS, producers=tuple(self.architecture.inputs)))

    @cached_property
    def lines(self) -> dict[str, int]:
        """The line in the file of every layer that differs from those before it."""
        return {row.name: row.span.line for row in self.distinct()}

    def distinct(self) -> Iterator[Row]:
        """Every layer that differs from those before it: of copies that are alike the first."""
        return flat(self.items, folded=True, producers=tuple(self.architecture.inputs))

    @cached_property
    def volumes(self) -> dict[str, Volume | None]:
        """The output of every layer, block, group and join by its path; of copies beyond `MOST_ROWS` the first."""
        return dict(_volumes(self.items, "", folded=self.totals.layers > MOST_ROWS))

    @cached_property
    def receptive_fields(self) -> dict[str, Fields]:
        """What a neuron of every layer, block, group and join sees, by its path; of copies beyond `MOST_ROWS` the first."""
        from convcalc.analysis.receptive import receptive_fields  # noqa: PLC0415  (few ask for it, and it reads this file)

        return receptive_fields(self, folded=self.totals.layers > MOST_ROWS)

    def field(self, name: str, input: str | None = None) -> ReceptiveField | None:
        """A layer's receptive field on an input, the first unless given: None if unknown or not reached; raises KeyError."""
        return self.receptive_fields[name].get(input or next(iter(self.architecture.inputs)))

    def row(self, name: str) -> Row:
        """The row called `name`; raises KeyError."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Row]:
        return {row.name: row for row in self.rows}


def _volumes(items: tuple[Item, ...], root: str, folded: bool) -> Iterator[tuple[str, Volume | None]]:
    for item in items:
        if isinstance(item, Row):
            yield root + item.name, item.output
            continue
        for i in range(1 if folded else item.copies):
            name = root + item.copy_name(i)
            if item.title:
                yield from _volumes(item.items, f"{name}/" if item.closed else root, folded)
            yield name, item.output


def flat(
    items: tuple[Item, ...],
    folded: bool,
    root: str = "",
    producers: tuple[str, ...] = ("input",),
    count: int = 1,
    way: tuple[str, ...] = (),
) -> Iterator[Row]:
    """The rows below `items` with their paths. `producers` are the rows that make the inputs of the closed list."""
    for item in items:
        reads = tuple(_path(reference, root, producers) for reference in item.reads)
        if isinstance(item, Row):
            shared = item.shared_with and root + item.shared_with
            yield item._replace(name=root + item.name, reads=reads, copies=count, way=way, shared_with=shared)
        elif not item.closed:
            yield from flat(item.items, folded, root, producers, count, way)
        else:
            times = count * item.copies if folded else count
            for i in range(1 if folded else item.copies):
                name = root + item.copy_name(i)
                if isinstance(item.items[0], Row) and not item.title:  # copies of a single layer
                    yield item.items[0]._replace(name=name, reads=reads, copies=times, way=way)
                    reads = (name,)
                    continue
                here = (*way, f"{name} uses {item.title} in line {item.span.line}")
                yield from flat(item.items, folded, f"{name}/", reads, times, here)
                reads = (_path(item.output_from, f"{name}/", reads),)


def _path(reference: Reference, root: str, producers: tuple[str, ...]) -> str:
    return producers[reference] if isinstance(reference, int) else root + reference
