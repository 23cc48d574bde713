"""What is known of layers and of groups of them, as data. None always means unknown, never 0."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from convcalc.arithmetic.fit import AxisFit, Rounding
from convcalc.arithmetic.operations import NONE, Operations
from convcalc.arithmetic.volume import Volume
from convcalc.language.architecture import Node
from convcalc.layers import Layer, Misfit
from convcalc.source import Span

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
