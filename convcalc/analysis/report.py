"""The result of an analysis, as data. None always means unknown, never 0."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from convcalc.analysis.directory import Directory
from convcalc.analysis.flat import Uses, flat
from convcalc.analysis.rows import Item, Row
from convcalc.arithmetic.operations import Operations
from convcalc.arithmetic.volume import Volume
from convcalc.findings import Finding
from convcalc.language.architecture import Architecture

if TYPE_CHECKING:
    from convcalc.analysis.links import Link
    from convcalc.analysis.peak import Peak
    from convcalc.analysis.receptive import Fields, ReceptiveField
    from convcalc.analysis.training import TrainingMemory

MOST_ROWS = 100_000
"""From here on rows stay folded: each is there once, with the number of its copies."""


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
        return self._directory.find(self.items, name).output

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
    def _directory(self) -> Directory:
        return Directory()

    @cached_property
    def _by_name(self) -> dict[str, Row]:
        return {row.name: row for row in self.rows}
