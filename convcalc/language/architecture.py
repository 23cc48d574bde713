"""An architecture as data: what a file says, checked and with its parameters filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from convcalc.arithmetic.closed import Unknowns
from convcalc.arithmetic.fit import Rounding
from convcalc.arithmetic.volume import Volume
from convcalc.language.limits import DEFAULT_LIMITS
from convcalc.language.problems import ZooBase
from convcalc.language.suppressions import Malformed, Suppression
from convcalc.language.unused import Unused
from convcalc.layers import JoinLayer, Layer
from convcalc.source import Source, Span

PREVIOUS = "previous"
"""What a layer reads unless it says otherwise: the one above."""

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

GRADIENTS = ("float64", "float32", "float16", "bfloat16")
"""The data types in which PyTorch computes gradients."""

OPTIMIZERS = {"sgd": 0, "momentum": 1, "adam": 2, "adamw": 2, "rmsprop": 1}
"""The optimizers of PyTorch, with the numbers that each holds for a trainable parameter, in the parameter's data type."""

DEVICES = ("cpu", "cuda")
"""Where a network is trained: a few tensors that are kept differ in size."""


class Node(NamedTuple):
    """One layer: a kind with its parameters, and what is said beside it."""

    layer: Layer
    spans: dict[str, Span]
    """Where the value of each written parameter stands."""
    trainable: bool = True
    in_place: bool = True


class Branch(NamedTuple):
    """One way from a join's input to the join."""

    name: str
    body: Body


class Join(NamedTuple):
    """A layer that reads several volumes: by name, or through branches of its own."""

    layer: JoinLayer
    branches: tuple[Branch, ...] = ()
    """Empty where the volumes are read by name."""


class Block(NamedTuple):
    """Several layers under one name. A closed one sees only its inputs, so that equal inputs give equal results."""

    title: str
    body: Body
    inputs: tuple[str, ...] = ("input",)
    closed: bool = True
    allow: Suppression | None = None
    """What a use of a closed one allows in its layers."""


class Step(NamedTuple):
    """One entry of a list of layers: what it is, what it is called, and what it reads."""

    name: str
    what: Node | Join | Block
    span: Span
    """Where the kind stands."""
    reads: tuple[str, ...] = (PREVIOUS,)
    copies: int = 1
    """How many copies there are, each reading the one before it."""
    stem: str = ""
    """The copies are called `stem_first`, `stem_(first+1)` …"""
    first: int = 1
    called: str = ""
    """The name as written, which means the last copy; empty for a layer without one."""
    shares: str = ""
    """The layer above whose weights are used."""
    like: str = ""
    """The layer or input whose size it takes; nothing else of it is read."""
    one_set: bool = False
    """All copies use one set of weights."""

    def copy_name(self, index: int) -> str:
        """What copy `index` (from 0) is called."""
        return f"{self.stem}_{self.first + index}" if self.stem else self.name

    @property
    def last(self) -> str:
        """What the last copy is called."""
        return self.copy_name(self.copies - 1)

    @property
    def known_as(self) -> tuple[str, ...]:
        """The names by which the layers below can read what it gives."""
        return (self.last, self.called or self.last)


Body: TypeAlias = tuple[Step, ...]


class Expectation(NamedTuple):
    """One figure of `expect:`. `what` is params, macs or output; `layer` is set for the output of a named layer.

    `listed` says that the layer must be one of `outputs:`.
    """

    what: str
    value: int | tuple[int, ...]
    span: Span
    layer: str | None = None
    listed: bool = False


class Training(NamedTuple):
    """How a network is trained; without a `batch` with the one of the file."""

    batch: int | None = None
    optimizer: str = "sgd"
    device: str = "cpu"


class Allowance(NamedTuple):
    """One upper limit of `budget:`, with the text that it was written as; `training` says how the network is trained."""

    what: str
    most: int
    written: str
    span: Span
    training: Training | None = None


class ObjectSize(NamedTuple):
    """How large the objects in the image are, in pixels: a number for each axis."""

    size: tuple[int, ...]
    span: Span


@dataclass(frozen=True, kw_only=True)
class Architecture:
    """A network: its input, its layers in order, and the conventions it is to be counted by."""

    name: str
    citation: str
    source: Source
    inputs: dict[str, Volume]
    """What the network reads, by name; a single one is called `input`."""
    layers: Body
    parameters: dict[str, Any]
    batch: int = 1
    dtype: str = "float32"
    rounding: Rounding | dict[str, Rounding] = Rounding.STRICT
    expect: tuple[Expectation, ...] = ()
    budget: tuple[Allowance, ...] = ()
    suspended: tuple[str, ...] = ()
    """What was given beside the file and makes its `expect:` not apply."""
    changed: bool = False
    """Whether anything was given beside the file."""
    suppressions: tuple[Suppression, ...] = ()
    """What it and the files that it extends ask not to be told."""
    malformed: tuple[Malformed, ...] = ()
    """Comments that were meant to ask for that."""
    absent: tuple[Span, ...] = ()
    """Where layers and blocks stand that are left out."""
    expect_span: Span | None = None
    object: ObjectSize | None = None
    unused_parameters: tuple[Unused, ...] = ()
    unused_blocks: tuple[Unused, ...] = ()
    bases: tuple[Path, ...] = ()
    """The files that it extends."""
    zoo_bases: tuple[ZooBase, ...] = ()
    """Those of them that are the zoo's."""
    input_spans: dict[str, Span] = field(default_factory=dict)
    """Where the size of each input stands."""
    input_given: bool = False
    """Whether the input was given beside the file."""
    unknowns: Unknowns | None = None
    """The sizes that the input leaves open; None where all are numbers."""
    outputs: tuple[str, ...] = ()
    """The steps that the network gives; without them it is the last."""
    expansion: int = DEFAULT_LIMITS.expansion
    """How many layers may be evaluated again, where what is repeated is not alike."""

    @property
    def input(self) -> Volume:
        """The first input, or the only one."""
        return next(iter(self.inputs.values()))

    @property
    def value_bytes(self) -> int:
        """The size of one number, in bytes."""
        return DTYPES[self.dtype]
