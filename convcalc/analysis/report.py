"""The result of an analysis, as data. None always means unknown, never 0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from convcalc.arithmetic.fit import AxisFit, Rounding
from convcalc.arithmetic.operations import NONE, Operations
from convcalc.arithmetic.volume import Volume
from convcalc.findings import Finding
from convcalc.layers import JoinLayer, Layer, Misfit
from convcalc.source import Span
from convcalc.spec.architecture import Architecture, Node

if TYPE_CHECKING:
    from convcalc.analysis.links import Link
    from convcalc.analysis.peak import Peak
    from convcalc.analysis.receptive import Fields, ReceptiveField
    from convcalc.analysis.training import TrainingMemory

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
    operations: Operations = NONE
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
            self.operations.plus(other.operations, times),
            self.memory_bytes + times * other.memory_bytes,
            self.complete and other.complete,
        )


class WeightsDiffer(Misfit):
    """A layer that has the weights of another, and would need other ones."""

    def __init__(self, name: str, owner: str, needs: int, has: int) -> None:
        self.needs, self.has = needs, has
        message = f"{name} would need {needs:,} parameters, and {owner} has {has:,}"
        help = "both must read equally many channels, and where it is fully connected volumes of one size"
        super().__init__("weights-differ", message, help=help)


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
    operations: Operations | None = None
    """What is done beside the MACs."""
    memory_bytes: int | None = None
    shares_memory: bool = False
    fit: tuple[AxisFit, ...] | None = None
    misfit: Misfit | None = None
    shared_with: str | None = None
    sides: tuple[Reference, ...] = ()
    """What the inputs of a join are called where they do not agree: its branches, or the rows that it reads."""
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
    def flops(self) -> int | None:
        """Floating point operations: two for each MAC, and one for each operation beside them."""
        return None if self.macs is None or self.operations is None else self.operations.flops(self.macs)

    @property
    def sums(self) -> Sums:
        """The row as a sum of one."""
        counts = (self.params, self.trainable_params, self.buffers, self.macs, self.memory_bytes)
        params, trainable, buffers, macs, memory = (0 if count is None else count for count in counts)
        complete = self.output is not None and self.operations is not None
        return Sums(1, params, trainable, buffers, macs, self.operations or NONE, memory, complete)


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
    shared_with: str | None = None
    """The block whose weights are used."""

    def copy_name(self, index: int) -> str:
        """The path of copy `index`, from 0."""
        if not self.stem:
            return self.name
        head, slash, _ = self.name.rpartition("/")
        return f"{head}{slash}{self.stem}_{self.first + index}"

    @property
    def inner_output(self) -> Reference:
        """What makes the output, by the names inside a closed group; copies of a single layer have that layer."""
        return self.output_from if self.title else self.items[0].name

    def output_name(self, index: int) -> str:
        """What the output of copy `index` of a closed group is called outside."""
        name = self.copy_name(index)
        return f"{name}/{self.output_from}" if self.title else name

    def copy_called(self, name: str) -> str | None:
        """The copy whose path begins `name`; None if none does."""
        if not self.stem:
            return self.name if name == self.name or name.startswith(f"{self.name}/") else None
        stem = self.copy_name(0).rpartition("_")[0] + "_"
        number = name.removeprefix(stem).partition("/")[0] if name.startswith(stem) else ""
        is_copy = number.isdecimal() and 0 <= int(number) - self.first < self.copies and number == str(int(number))
        return stem + number if is_copy else None


Item: TypeAlias = Row | Group


class Totals(NamedTuple):
    """Sums over the layers; where `complete` is False they leave out what is not known."""

    complete: bool
    layers: int
    params: int
    trainable_params: int
    buffers: int
    macs: int
    operations: Operations
    """What is done beside the MACs."""
    params_bytes: int
    activations_bytes: int

    @property
    def flops(self) -> int:
        """Floating point operations: two for each MAC, and one for each operation beside them."""
        return self.operations.flops(self.macs)


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
    suppressed: tuple[Finding, ...] = ()
    """What the file asked not to be told."""
    checked: frozenset[str] = frozenset()
    """The names of the rules that were asked."""

    @property
    def name(self) -> str:
        """The network's name."""
        return self.architecture.name

    @cached_property
    def rows(self) -> list[Row]:
        """Every layer with its path from the network; beyond `MOST_ROWS` those that are alike once, with their count."""
        return self._flat(folded=self.totals.layers > MOST_ROWS)

    @cached_property
    def lines(self) -> dict[str, int]:
        """The line in the file of every layer that differs from those before it."""
        return {row.name: row.span.line for row in self.distinct}

    @cached_property
    def distinct(self) -> list[Row]:
        """Every layer that differs from those before it: of copies and of uses of a block that are alike the first."""
        return self._flat(folded=True)

    def _flat(self, folded: bool) -> list[Row]:
        uses = Uses(self.items) if folded else None
        return list(flat(self.items, uses, producers=tuple(self.architecture.inputs)))

    def volume(self, name: str) -> Volume | None:
        """The output of the layer, block, group, join or copy called `name`; raises KeyError."""
        return _found(self.items, name).output

    @cached_property
    def names(self) -> list[str]:
        """The paths of all layers and of what they stand in: blocks, groups, joins and branches."""
        found: dict[str, None] = {}
        for row in self.rows:
            parts = row.name.split("/")
            found.update(dict.fromkeys("/".join(parts[:i]) for i in range(1, len(parts) + 1)))
        return list(found)

    @cached_property
    def receptive_fields(self) -> dict[str, Fields]:
        """What a neuron of every layer, block, group and join sees, by its path; of copies beyond `MOST_ROWS` the first."""
        from convcalc.analysis.receptive import receptive_fields  # noqa: PLC0415  (few ask for it, and it reads this file)

        if self.architecture.unknowns is not None:
            return {name: {} for name in self.names}
        return receptive_fields(self, folded=self.totals.layers > MOST_ROWS)

    def training(self, optimizer: str = "sgd", device: str = "cpu") -> TrainingMemory:
        """What training needs, in bytes: what PyTorch's autograd keeps, gradients and optimizer state.

        `optimizer` is sgd, momentum, adam, adamw or rmsprop, `device` cpu or cuda; raises OptionError for others.

        >>> from convcalc.api import analyze
        >>> analyze("alexnet_torchvision", batch=2).training().saved_bytes
        7482368
        """
        from convcalc.analysis.training import training_memory  # noqa: PLC0415  (few ask for it, and it reads this file)

        return training_memory(self, optimizer, device)

    def field(self, name: str, input: str | None = None) -> ReceptiveField | None:
        """A layer's receptive field on an input, the first unless given: None if unknown or not reached; raises KeyError."""
        return self.receptive_fields[name].get(input or next(iter(self.architecture.inputs)))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Which layers read which, once for layers that are alike; none for a network with too many to go through."""
        from convcalc.analysis.links import links  # noqa: PLC0415  (few ask for it, and it reads this file)

        return links(self.items)

    @cached_property
    def peak(self) -> Peak | None:
        """The most memory that is in use at once while inferring, in bytes for the whole batch; None if unknown."""
        from convcalc.analysis.peak import peak  # noqa: PLC0415  (few ask for it, and it reads this file)

        return peak(self)

    def row(self, name: str) -> Row:
        """The row called `name`; raises KeyError."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Row]:
        return {row.name: row for row in self.rows}


def _found(items: tuple[Item, ...], name: str) -> Item:
    """The item that has the path `name` from the list; raises KeyError."""
    for item in items:
        if isinstance(item, Row) or not item.closed:
            if item.name == name:
                return item
            if isinstance(item, Group) and name.startswith(f"{item.name}/"):
                return _found(item.items, name)
        elif (copy := item.copy_called(name)) is not None:
            return item if copy == name else _found(item.items, name[len(copy) + 1 :])
    raise KeyError(name)


class Uses:
    """How often every closed list is used in all, so that lists that are alike need to be gone through once only.

    A block that uses another twice, which uses a third twice, and so on, has more copies than anybody could list.
    """

    def __init__(self, items: tuple[Item, ...]) -> None:
        self.counts: dict[int, int] = {}
        self.done: set[int] = set()
        order: list[tuple[Item, ...]] = []
        self._visit(items, order, set())
        self.counts = {id(items): 1}
        for outer in reversed(order):
            for group in _closed(outer):
                key = id(group.items)
                self.counts[key] = self.counts.get(key, 0) + self.counts[id(outer)] * group.copies

    def _visit(self, items: tuple[Item, ...], order: list[tuple[Item, ...]], seen: set[int]) -> None:
        """Lists inside before those around them."""
        seen.add(id(items))
        for group in _closed(items):
            if id(group.items) not in seen:
                self._visit(group.items, order, seen)
        order.append(items)

    def first(self, group: Group) -> bool:
        """Whether this is the first use of the group's list."""
        first = id(group.items) not in self.done
        self.done.add(id(group.items))
        return first


def _closed(items: tuple[Item, ...]) -> Iterator[Group]:
    """The closed groups of a closed list, those in its branches and named groups too."""
    for item in items:
        if isinstance(item, Group):
            if item.closed:
                yield item
            else:
                yield from _closed(item.items)


def flat(
    items: tuple[Item, ...],
    uses: Uses | None,
    root: str = "",
    producers: tuple[str, ...] = ("input",),
    count: int = 1,
    way: tuple[str, ...] = (),
    shared_root: str | None = None,
) -> Iterator[Row]:
    """The rows below `items` with their paths; with `uses` those that are alike once, with their count.

    `producers` are the rows that make the inputs of the closed list, `shared_root` is where the weights are that the closed
    list uses, if they are not its own.
    """
    for item in items:
        reads = tuple(path(reference, root, producers) for reference in item.reads)
        if isinstance(item, Row):
            shared = _shared(item, item.name, root, shared_root)
            row = item._replace(name=root + item.name, reads=reads, copies=count, way=way, shared_with=shared)
            yield _told_apart(row, tuple(path(side, root, producers) for side in item.sides))
        elif not item.closed:
            yield from flat(item.items, uses, root, producers, count, way, shared_root)
        else:
            if uses is not None and not uses.first(item):
                continue
            times = uses.counts[id(item.items)] if uses else count
            for i in range(1 if uses else item.copies):
                name = root + item.copy_name(i)
                if not item.title and isinstance(copied := item.items[0], Row):  # copies of a single layer
                    shared = _shared(copied, item.copy_name(i), root, shared_root)
                    yield copied._replace(name=name, reads=reads, copies=times, way=way, shared_with=shared)
                    reads = (name,)
                    continue
                here = (*way, f"{name} uses {item.title} in line {item.span.line}")
                if times > count * item.copies:
                    here = (*here, "and in other uses of it")
                shared = _shared(item, item.copy_name(i), root, shared_root)
                yield from flat(item.items, uses, f"{name}/", reads, times, here, shared and f"{shared}/")
                reads = (path(item.output_from, f"{name}/", reads),)


def _shared(item: Item, name: str, root: str, shared_root: str | None) -> str | None:
    """Whose weights are used: those of a layer that the item names, or what is called so where the list's are."""
    if item.shared_with:
        return root + item.shared_with
    return shared_root and shared_root + name


def _told_apart(row: Row, sides: tuple[str, ...]) -> Row:
    """A row that names two layers that do not agree, with their paths from the network."""
    volumes = tuple(volume for volume in row.inputs if volume is not None)
    if isinstance(row.misfit, WeightsDiffer):
        misfit = WeightsDiffer(row.name, row.shared_with or "", row.misfit.needs, row.misfit.has)
        return row._replace(misfit=misfit)
    if row.misfit is not None and isinstance(row.layer, JoinLayer):
        try:
            row.layer.join(volumes, sides)
        except Misfit as error:
            return row._replace(misfit=error)
    return row


def path(reference: Reference, root: str, producers: tuple[str, ...]) -> str:
    """The path of what is read in a list whose paths begin with `root` and whose inputs the rows `producers` make."""
    return producers[reference] if isinstance(reference, int) else root + reference
