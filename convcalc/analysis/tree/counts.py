"""What is counted of a layer, of several, and of a whole network. None always means unknown, never 0.

Each count is described once, beside its field in `Counts`: rows, sums, totals, JSON, columns and rankings follow from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

from convcalc.arithmetic.operations import NONE, Operations

Count = TypeVar("Count", int, int | None)
Sorts = TypeVar("Sorts", Operations, Operations | None)


class Quantity(NamedTuple):
    """One thing that is counted; all of them add up over layers."""

    key: str
    """The field's name, and the key in JSON."""
    words: str
    """What many are called in a sentence."""
    about: str
    """What it is, in help texts."""
    unit: str
    """The unit that stands behind a number of them, if there is one."""


@dataclass(frozen=True, kw_only=True)
class Counts(Generic[Count, Sorts]):
    """The counts of something, per image, and bytes for the whole batch; where all is known `Counts[int, Operations]`."""

    params: Count = field(metadata={"quantity": ("parameters", "learned numbers", "")})
    trainable_params: Count = field(
        metadata={"quantity": ("trainable parameters", "learned numbers that are not frozen", "")}
    )
    buffers: Count = field(metadata={"quantity": ("buffers", "kept numbers that are not learned", "")})
    macs: Count = field(metadata={"quantity": ("MACs", "multiply-accumulates, to the last one", "")})
    operations: Sorts = field(metadata={"quantity": ("operations", "operations of all sorts beside MACs", "")})
    """What is done beside the MACs."""
    memory_bytes: Count = field(metadata={"quantity": ("activations", "the output's memory", "bytes")})

    @property
    def flops(self) -> int | None:
        """Floating point operations: two for each MAC, and one for each operation beside them."""
        return None if self.macs is None or self.operations is None else self.operations.flops(self.macs)


QUANTITIES = {f.name: Quantity(f.name, *f.metadata["quantity"]) for f in fields(Counts)}
"""Everything that is counted, by its key, in the order of the fields."""

UNKNOWN_COUNTS: dict[str, Any] = dict.fromkeys(QUANTITIES)
ZERO_COUNTS: dict[str, Any] = {key: NONE if key == "operations" else 0 for key in QUANTITIES}

counts_of = attrgetter(*QUANTITIES)
"""The counts of something, in the order of `QUANTITIES`."""


def known_counts(counts: Counts[Any, Any]) -> dict[str, Any]:
    """The counts by key, nothing where one is not known."""
    known = zip(QUANTITIES, counts_of(counts), strict=True)
    return {key: ZERO_COUNTS[key] if value is None else value for key, value in known}


def multiplied(counts: Counts[Any, Any], copies: int) -> dict[str, Any]:
    """The counts of `copies` things that are alike, by key; None stays unknown."""
    known = zip(QUANTITIES, counts_of(counts), strict=True)
    return {key: None if value is None else _plus(ZERO_COUNTS[key], value, copies) for key, value in known}


def mapped(counts: Counts[Any, Any], change: Callable[[Any], Any]) -> dict[str, Any]:
    """The counts with every number changed, by key."""
    known = zip(QUANTITIES, counts_of(counts), strict=True)
    return {key: Operations(*map(change, v)) if isinstance(v, Operations) else change(v) for key, v in known}


def _plus(one: Any, other: Any, times: int) -> Any:
    return one.plus(other, times) if isinstance(one, Operations) else one + times * other


@dataclass(frozen=True, kw_only=True)
class Sums(Counts[int, Operations]):
    """What several layers have together; where `complete` is False it leaves out what is not known."""

    layers: int
    complete: bool

    @staticmethod
    def of(parts: Iterable[Sums]) -> Sums:
        """All parts together."""
        layers, complete, found = 0, True, list(ZERO_COUNTS.values())
        for part in parts:
            layers += part.layers
            complete = complete and part.complete
            found = [_plus(one, other, 1) for one, other in zip(found, counts_of(part), strict=True)]
        return Sums(layers=layers, complete=complete, **dict(zip(QUANTITIES, found, strict=True)))

    def times(self, copies: int) -> Sums:
        """Of so many copies."""
        return Sums(layers=copies * self.layers, complete=self.complete, **multiplied(self, copies))


@dataclass(frozen=True, kw_only=True)
class Totals(Sums):
    """The sums of a whole network, and what they take in memory; `memory_bytes` are the outputs of its layers."""

    params_bytes: int
    activations_bytes: int
    """The inputs and the outputs of all layers."""
