"""What every layer kind answers. A kind is one class in one place, and nothing else in the program knows how it counts."""

from collections.abc import Callable
from enum import Enum
from functools import cache
from math import inf
from typing import Any, ClassVar, Self, get_args

from pydantic import BaseModel, ConfigDict

from convcalc.arithmetic.fit import AxisFit
from convcalc.arithmetic.index_map import IDENTITY, IndexMap
from convcalc.arithmetic.operations import NONE, Operations
from convcalc.arithmetic.strip import Track
from convcalc.arithmetic.volume import Volume
from convcalc.layers.autograd import INPUT, NOTHING, SavedTensors, TrainingContext, saved_copy
from convcalc.layers.parameters import Checked, format_value


class ShapeError(Exception):
    """A layer that cannot read the volume it is given.

    `rule` is the stable name of the finding, `parameter` the parameter to point at (None: the layer itself).
    """

    def __init__(
        self, rule: str, message: str, *, parameter: str | None = None, facts: tuple[str, ...] = (), help: str = ""
    ) -> None:
        super().__init__(message)
        self.rule, self.message, self.parameter, self.facts, self.help = rule, message, parameter, facts, help


class Reuse(Enum):
    """Whether a layer's output is a tensor of its own."""

    NEW = "new"
    """Always new memory."""
    IN_PLACE = "in place"
    """May overwrite its input, unless that is the network's."""
    VIEW = "view"
    """The same numbers under another shape."""


class Layer(BaseModel):
    """One layer kind with its parameters; an instance is a layer with its parameters filled in.

    Volumes are (H, W) × C in 2-D, and likewise in 1-D and 3-D; a vector has no spatial axes. Every count is exact and per
    image: `params` and `buffers` are numbers held, `macs` are multiply-accumulates, `operations` what is done beside them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    kind: ClassVar[str] = ""
    main: ClassVar[str | None] = None
    """The parameter that a scalar sets: `fc: 4096`."""
    reuse: ClassVar[Reuse] = Reuse.NEW
    takes_rounding: ClassVar[bool] = False
    example: ClassVar[tuple[str, str] | None] = None
    """An input, and a layer of this kind that can read it, as a file would write both; None where any input will do."""
    unless_given: ClassVar[dict[str, str]] = {}
    """What parameters without a default of their own are, in words."""
    symbols: ClassVar[dict[str, str]] = {}
    """How formulas write the parameters, beside those of the window."""
    output_range: ClassVar[tuple[float, float]] = (-inf, inf)
    """Between which numbers its output lies, whatever it reads."""
    identity_range: ClassVar[tuple[float, float] | None] = None
    """Between which numbers it gives back what it reads; None where it may change any number."""
    idempotent: ClassVar[bool] = False
    """Whether a second one right behind it does nothing."""
    expects_logits: ClassVar[bool] = False
    """Whether it makes scores of any sign into shares of 1, or their logarithms."""
    outputs_probabilities: ClassVar[bool] = False
    """Whether its output is such shares."""
    cancels_bias: ClassVar[bool] = False
    """Whether it takes off each channel's mean, and with it whatever was added to the channel."""
    needs_contiguous_input: ClassVar[bool] = False
    """Whether it takes its input's numbers as they lie one behind another, so that an input with gaps is copied first."""
    needs_contiguous_batch: ClassVar[bool] = False
    """Whether PyTorch copies what it reads where there are gaps between the images of a batch, too."""
    fully_connected: ClassVar[bool] = False
    """Whether it has a weight for each pair of a number that it reads and one that it gives."""

    @classmethod
    def attributes(cls) -> dict[str, str]:
        """The parameters that a file may give, the main one first, with the attributes that hold them.

        `rounding` is no parameter: it stands beside the kind.
        """
        names = {field.alias or name: name for name, field in cls.model_fields.items() if name != "rounding"}
        return {cls.main: names.pop(cls.main), **names} if cls.main else names

    @classmethod
    @cache
    def parameter_names(cls) -> tuple[str, ...]:
        """The names of the parameters, the main one first."""
        return tuple(cls.attributes())

    @classmethod
    def required(cls) -> tuple[str, ...]:
        """The names of the parameters without a default."""
        return tuple(name for name, attribute in cls.attributes().items() if cls.model_fields[attribute].is_required())

    @classmethod
    def written_schema(cls, name: str) -> dict[str, Any]:
        """The JSON Schema of what a file may write for the parameter called `name`."""
        field = cls.model_fields[cls.attributes()[name]]
        # A parameter that may be left out, `Positive | None`, carries its mark inside the union.
        marks = [
            *field.metadata,
            *(mark for part in get_args(field.annotation) for mark in getattr(part, "__metadata__", ())),
        ]
        return next(mark.schema for mark in marks if isinstance(mark, Checked))

    def parameters(self) -> dict[str, Any]:
        """The parameters by the names that files use, as given or by default; those without either are left out."""
        values = {name: getattr(self, attribute) for name, attribute in self.attributes().items()}
        return {name: value for name, value in values.items() if value is not None}

    def size_from(self) -> str | None:
        """The name of an earlier layer whose size this one takes; None for a kind that looks at its input only."""
        return None

    def resolve_like(self, other: Volume) -> Self:
        """The layer, knowing the volume of the layer that `size_from` names."""
        return self

    def substitute(self, numbers: Callable[[Volume], Volume]) -> Self:
        """The layer with `numbers` of what it knows of volumes whose sizes were unknown."""
        return self

    def output(self, x: Volume) -> Volume:
        """The output volume for the input `x`; raises ShapeError where there is none."""
        return x

    def channels_out(self, channels: int | None, rank: int) -> int | None:
        """The channels of the output, from those of the input alone; None where they depend on sizes."""
        return channels

    def params(self, x: Volume) -> int:
        """Learned numbers; raises ShapeError where the input does not allow the parameters."""
        return 0

    def buffers(self, x: Volume) -> int:
        """Numbers that are kept but not learned, such as running statistics."""
        return 0

    def macs(self, x: Volume, y: Volume) -> int:
        """Multiply-accumulates of one image, without the bias."""
        return 0

    def operations(self, x: Volume, y: Volume) -> Operations:
        """What is done beside the multiply-accumulates, of one image, at inference: nothing, unless said."""
        return NONE

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """What autograd keeps of it where the output `y` has a gradient; nothing, unless said."""
        return NOTHING

    def reuse_in_training(self) -> Reuse:
        """Whether its output is a tensor of its own in PyTorch while training, where it may write over its input."""
        return self.reuse

    def is_non_contiguous(self, x: Volume, y: Volume) -> bool:
        """Whether its output is a part of its input that does not lie in one piece, so that a vector of it is a copy."""
        return False

    def fits(self, x: Volume) -> tuple[AxisFit, ...] | None:
        """How the window comes out on each axis; None for a kind without a window."""
        return None

    def tracks(self, x: Volume, y: Volume) -> tuple[Track, ...]:
        """What the window slides over on each axis; nothing for a kind without one."""
        return ()

    def index_map(self, x: Volume, y: Volume) -> tuple[IndexMap, ...]:
        """What a position of the output `y` looks at, on each axis of the input `x`: the same position, unless said."""
        return (IDENTITY,) * x.rank

    def no_op_reason(self, x: Volume) -> str:
        """Why it gives just what it reads, though the file may have meant more; empty where it does something."""
        return ""

    def is_redundant_after(self, before: "Layer") -> bool:
        """Whether it does nothing right behind `before`: it keeps all numbers that may come, or it is the same again."""
        low, high = before.output_range
        kept = self.identity_range is not None and self.identity_range[0] <= low and high <= self.identity_range[1]
        return kept or (self.idempotent and self == before)

    def adds_to_channels(self) -> bool:
        """Whether it adds a learned number to each channel of its output."""
        return False

    def resolved(self, x: Volume) -> dict[str, Any]:
        """The parameters with everything that depends on the input's rank and size worked out."""
        return self.parameters()

    def describe(self, x: Volume | None) -> str:
        """The layer as one would write it on a slide: `conv 11×11/4, 96`."""
        return f"{self.kind} {format_value(self.parameters()[self.main])}" if self.main else self.kind


class JoinLayer(Layer):
    """A kind that reads several volumes."""

    def join(self, xs: tuple[Volume, ...], names: tuple[str, ...]) -> Volume:
        """The output volume for inputs that are called `names` in messages; raises ShapeError where they do not agree."""
        raise NotImplementedError

    def saved_tensors_of(self, xs: tuple[Volume, ...], y: Volume, grads: tuple[bool, ...]) -> SavedTensors:
        """What autograd keeps of it; `grads` says which of the inputs have a gradient. Nothing, unless said."""
        return NOTHING

    def channels_joined(self, channels: list[int | None]) -> int | None:
        """The channels of the output, from those of the inputs."""
        return next((c for c in channels if c is not None), None)

    def no_op_reason_of(self, xs: tuple[Volume, ...]) -> str:
        """Why it gives just what it reads; empty where it joins several volumes."""
        return "it joins a single volume" if len(xs) == 1 else ""

    def operations_of(self, xs: tuple[Volume, ...], y: Volume) -> Operations:
        """What is done to make `y` of the inputs, of one image: nothing, unless said."""
        return NONE

    def index_maps(self, xs: tuple[Volume, ...], y: Volume) -> tuple[tuple[IndexMap, ...] | None, ...]:
        """What a position of `y` looks at, on each axis of each input; None for an input that is left out of account."""
        return tuple((IDENTITY,) * x.rank for x in xs)


class Activation(Layer):
    """A function of each number by itself."""

    reuse: ClassVar[Reuse] = Reuse.IN_PLACE
    each: ClassVar[Operations] = NONE
    """What is done to a number, as the formula in the kind's description has it."""

    def operations(self, x: Volume, y: Volume) -> Operations:
        """The same for each number; where there are two ways, as if each number took the longer one."""
        return self.each.times(x.numel)

    overwrites: ClassVar[bool] = True
    """PyTorch has it in place."""

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its input, unless said; a copy of it where the output takes its place."""
        return saved_copy(x.numel) if context.in_place else INPUT

    def reuse_in_training(self) -> Reuse:
        """In place where PyTorch can."""
        return self.reuse if self.overwrites else Reuse.NEW
