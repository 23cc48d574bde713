"""Layers that change the shape and leave the numbers alone."""

from typing import ClassVar, Self

from pydantic import model_validator

from convcalc.arithmetic.comparisons import at_least, same
from convcalc.arithmetic.index_map import WHOLE, IndexMap, resized
from convcalc.arithmetic.product import product
from convcalc.arithmetic.volume import CROSS, Volume, size_text
from convcalc.layers.base import Layer, Reuse, ShapeError
from convcalc.layers.groups import NO_GROUPS, require_groups
from convcalc.layers.parameters import Channels, Positive, VolumeSize, refuse
from convcalc.layers.windows import NO_AXES, require_axes


class Flatten(Layer):
    """The volume as one vector."""

    kind: ClassVar[str] = "flatten"
    reuse: ClassVar[Reuse] = Reuse.VIEW
    needs_contiguous_input: ClassVar[bool] = True
    example: ClassVar[tuple[str, str] | None] = ("6x6x256", "flatten")

    def no_op_reason(self, x: Volume) -> str:
        """Where it reads a vector."""
        return "" if x.rank else "it reads a vector"

    def output(self, x: Volume) -> Volume:
        """A vector of all numbers."""
        return Volume((), x.numel)

    def index_map(self, x: Volume, y: Volume) -> tuple[IndexMap, ...]:
        """Everything: a vector has no axes, and the layers that read one see all of it."""
        return (WHOLE,) * x.rank

    def channels_out(self, channels: int | None, rank: int) -> int | None:
        """They depend on the sizes, unless it is a vector already."""
        return channels if rank == 0 else None


class Identity(Layer):
    """Does nothing."""

    kind: ClassVar[str] = "identity"
    example: ClassVar[tuple[str, str] | None] = ("28x28x64", "identity")
    reuse: ClassVar[Reuse] = Reuse.VIEW


class Reshape(Layer):
    """The same numbers in another shape, channels last: `reshape: 4x4x512`."""

    kind: ClassVar[str] = "reshape"
    main: ClassVar[str | None] = "size"
    reuse: ClassVar[Reuse] = Reuse.VIEW
    needs_contiguous_input: ClassVar[bool] = True
    example: ClassVar[tuple[str, str] | None] = ("8192", "reshape: 4x4x512")

    size: VolumeSize

    def no_op_reason(self, x: Volume) -> str:
        """Where it reads a volume of the shape that is asked for."""
        return f"it reads {x}" if (*x.size, x.channels) == self.size else ""

    def output(self, x: Volume) -> Volume:
        """The volume that is asked for; raises ShapeError if it holds more or fewer numbers."""
        y = Volume(self.size[:-1], self.size[-1])
        if not same(x.numel, y.numel):
            message = f"{y} holds {y.numel:,} numbers, and the input {x} holds {x.numel:,}"
            raise ShapeError("sizes-differ", message, parameter="size", help="the numbers must be as many as before")
        return y

    def index_map(self, x: Volume, y: Volume) -> tuple[IndexMap, ...]:
        """Everything: its positions are not those of the input."""
        return (WHOLE,) * x.rank

    def channels_out(self, channels: int | None, rank: int) -> int | None:
        """As asked for."""
        return self.size[-1]

    def describe(self, x: Volume | None) -> str:
        """`reshape 4×4×512`."""
        return f"{self.kind} {size_text(self.size)}"


class PixelShuffle(Layer):
    """Channels become positions: r channels on each axis make it r times as long (Shi et al. 2016)."""

    kind: ClassVar[str] = "pixel_shuffle"
    main: ClassVar[str | None] = "factor"
    example: ClassVar[tuple[str, str] | None] = ("64x64x36", "pixel_shuffle: 3")
    symbols: ClassVar[dict[str, str]] = {"factor": "r"}

    factor: Positive

    def no_op_reason(self, x: Volume) -> str:
        """Where the factor is 1."""
        return "its factor is 1" if self.factor == 1 else ""

    def output(self, x: Volume) -> Volume:
        """r times as many positions on each axis, the channels divided accordingly."""
        require_axes(self, x, NO_AXES)
        area = product([self.factor] * x.rank)
        if x.channels % area:
            message = f"{x.channels} channels do not divide by {CROSS.join([str(self.factor)] * x.rank)} = {area}"
            help = "the channels must be a multiple of factor × factor"
            raise ShapeError(NO_GROUPS, message, parameter="factor", help=help)
        return Volume(tuple(n * self.factor for n in x.size), x.channels // area)

    def index_map(self, x: Volume, y: Volume) -> tuple[IndexMap, ...]:
        """The position whose channels it was among."""
        return tuple(map(resized, x.size, y.size))

    def channels_out(self, channels: int | None, rank: int) -> int | None:
        """Divided among the positions."""
        return None if channels is None else channels // self.factor**rank


class ChannelShuffle(Layer):
    """The channels of all groups are dealt out in turn (Zhang et al. 2018, ShuffleNet)."""

    kind: ClassVar[str] = "channel_shuffle"
    main: ClassVar[str | None] = "groups"
    example: ClassVar[tuple[str, str] | None] = ("28x28x116", "channel_shuffle: 2")

    groups: Positive

    def no_op_reason(self, x: Volume) -> str:
        """Where there is one group, or a group a channel, whose turns are the channels' order."""
        return "each group is one channel" if self.groups == x.channels else "it has one group" if self.groups == 1 else ""

    def output(self, x: Volume) -> Volume:
        """The same volume; raises ShapeError where the groups do not divide the channels."""
        require_groups(x.channels, self.groups)
        return x


class Slice(Layer):
    """Some of the channels: a part, `{part: 1, of: 2}`, or a range from, up to but not including: `{channels: [0, 58]}`."""

    kind: ClassVar[str] = "slice"
    reuse: ClassVar[Reuse] = Reuse.VIEW
    example: ClassVar[tuple[str, str] | None] = ("28x28x116", "slice: {part: 1, of: 2}")
    symbols: ClassVar[dict[str, str]] = {"of": "N"}

    part: Positive | None = None
    of: Positive | None = None
    channels: Channels | None = None

    def no_op_reason(self, x: Volume) -> str:
        """Where it takes all channels."""
        return "it takes all channels" if self.of == 1 or self.channels == (0, x.channels) else ""

    def output(self, x: Volume) -> Volume:
        """The channels that are asked for; raises ShapeError where they are not there, or the parts are not equal."""
        if self.channels is not None:
            first, end = self.channels
            if not (first < end and at_least(x.channels, end)):
                message = f"channels {first} up to {end} are not all there: the input has {x.channels}"
                help = "count from 0; the end is not included"
                raise ShapeError("no-such-channels", message, parameter="channels", help=help)
            return Volume(x.size, end - first)
        part, of = self.part or 1, self.of or 1
        if part > of:
            message = f"there is no part {part} of {of}"
            raise ShapeError("no-such-channels", message, parameter="part", help="the parts are counted from 1")
        if not same(x.channels % of, 0):
            message = f"{x.channels} channels do not divide into {of} parts"
            raise ShapeError(NO_GROUPS, message, parameter="of", help="the parts must be equal")
        return Volume(x.size, x.channels // of)

    def channels_out(self, channels: int | None, rank: int) -> int | None:
        """As many as are asked for."""
        if self.channels is not None:
            return self.channels[1] - self.channels[0]
        return None if channels is None else channels // (self.of or 1)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        by_part = self.part is not None and self.of is not None
        if by_part == (self.channels is not None) or (self.part is None) != (self.of is None):
            raise refuse("needs either part and of, or channels: {part: 1, of: 2} or {channels: [0, 58]}")
        return self

    def describe(self, x: Volume | None) -> str:
        """`slice 1 of 2` or `slice 0…58`."""
        what = f"{self.part} of {self.of}" if self.channels is None else f"{self.channels[0]}…{self.channels[1]}"
        return f"{self.kind} {what}"
