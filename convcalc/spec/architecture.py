"""An architecture as data: what a file says, checked and with its parameters filled in."""

from __future__ import annotations

from typing import Any, NamedTuple

from convcalc.arithmetic.fit import Rounding
from convcalc.arithmetic.volume import Volume
from convcalc.layers import Layer
from convcalc.source import Source, Span

DTYPES = {
    "float64": 8,
    "float32": 4,
    "float16": 2,
    "bfloat16": 2,
    "float8": 1,
    "int64": 8,
    "int32": 4,
    "int16": 2,
    "int8": 1,
    "uint8": 1,
}
"""The data types by name, with their size in bytes."""


class Node(NamedTuple):
    """One layer of the network: a kind with its parameters, and what stands beside it."""

    name: str
    layer: Layer
    span: Span
    """Where the kind stands."""
    spans: dict[str, Span]
    """Where the value of each written parameter stands."""
    trainable: bool = True
    in_place: bool = True


class Expectation(NamedTuple):
    """One figure of `expect:`. `what` is params, macs or output; `layer` is set for the output of a named layer."""

    what: str
    value: int | tuple[int, ...]
    span: Span
    layer: str | None = None


class Allowance(NamedTuple):
    """One upper limit of `budget:`, with the text that it was written as."""

    what: str
    most: int
    written: str
    span: Span


class Architecture(NamedTuple):
    """A network: its input, its layers in order, and the conventions it is to be counted by."""

    name: str
    citation: str
    source: Source
    input: Volume
    layers: tuple[Node, ...]
    parameters: dict[str, Any]
    batch: int = 1
    dtype: str = "float32"
    rounding: Rounding | dict[str, Rounding] = Rounding.STRICT
    expect: tuple[Expectation, ...] = ()
    budget: tuple[Allowance, ...] = ()
    suspended: tuple[str, ...] = ()
    """What was given beside the file and makes its `expect:` not apply."""
    expect_span: Span | None = None

    @property
    def value_bytes(self) -> int:
        """The size of one number, in bytes."""
        return DTYPES[self.dtype]
