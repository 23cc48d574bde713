"""Pooling: by a window, to a given size, and over everything."""

from typing import Any, ClassVar

from pydantic import Field

from convcalc.arithmetic.sight import WHOLE, Sight, bins
from convcalc.arithmetic.volume import Volume
from convcalc.layers.base import Layer
from convcalc.layers.parameters import Flag, Size
from convcalc.layers.windows import WindowLayer, on_axes, on_axes_text, require_axes

NO_AXES_LEFT = "a vector has no axes left to pool over"


class Pool(WindowLayer):
    """A window slides over each channel by itself and leaves one number a position; its stride is its kernel."""

    main: ClassVar[str | None] = "kernel"
    instead_of_vector: ClassVar[str] = NO_AXES_LEFT
    unless_given: ClassVar[dict[str, str]] = {"stride": "the kernel"}

    kernel: Size
    stride: Size | None = None

    @property
    def strides(self) -> Size:
        """The stride, which is the kernel unless written."""
        return self.kernel if self.stride is None else self.stride

    def output(self, x: Volume) -> Volume:
        """(W − F + 2P)/S + 1 positions on each axis, the same channels."""
        return Volume(self.size(x), x.channels)


class MaxPool(Pool):
    """The largest number under the window."""

    kind: ClassVar[str] = "maxpool"
    example: ClassVar[tuple[str, str] | None] = ("55x55x96", "maxpool: {kernel: 3, stride: 2}")


class AvgPool(Pool):
    """The mean of the numbers under the window."""

    kind: ClassVar[str] = "avgpool"
    example: ClassVar[tuple[str, str] | None] = ("28x28x6", "avgpool: 2")

    count_padding: Flag = True


class AdaptivePool(Layer):
    """Pools to the size that is asked for, whatever the input's."""

    main: ClassVar[str | None] = "output"
    symbols: ClassVar[dict[str, str]] = {"output": "O"}

    # `output` is the word in files; the attribute is named apart from the method.
    output_size: Size = Field(alias="output")

    def output(self, x: Volume) -> Volume:
        """The size that is asked for, the same channels."""
        require_axes(self, x, NO_AXES_LEFT)
        return Volume(on_axes(self.output_size, x.rank, "output"), x.channels)

    def sees(self, x: Volume, y: Volume) -> tuple[Sight, ...]:
        """A region; all there is on an axis where the output has one position."""
        return tuple(map(bins, x.size, y.size))

    def resolved(self, x: Volume) -> dict[str, Any]:
        """The output with one number for each axis."""
        return {"output": self.output(x).size}

    def describe(self, x: Volume | None) -> str:
        """`adaptive_avgpool 7×7`."""
        rank = x.rank if x and x.rank else len(self.output_size)
        return f"{self.kind} {on_axes_text(self.output_size, rank)}"


class AdaptiveAvgPool(AdaptivePool):
    """Means over as many regions as the output has positions."""

    kind: ClassVar[str] = "adaptive_avgpool"
    example: ClassVar[tuple[str, str] | None] = ("13x13x256", "adaptive_avgpool: 6x6")


class AdaptiveMaxPool(AdaptivePool):
    """The largest numbers of as many regions as the output has positions."""

    kind: ClassVar[str] = "adaptive_maxpool"
    example: ClassVar[tuple[str, str] | None] = ("13x13x256", "adaptive_maxpool: 1")


class GlobalPool(Layer):
    """Pools each channel to a single number."""

    def output(self, x: Volume) -> Volume:
        """1×1×C."""
        require_axes(self, x, NO_AXES_LEFT)
        return Volume((1,) * x.rank, x.channels)

    def sees(self, x: Volume, y: Volume) -> tuple[Sight, ...]:
        """Everything."""
        return (WHOLE,) * x.rank


class GlobalAvgPool(GlobalPool):
    """The mean of each channel."""

    kind: ClassVar[str] = "global_avgpool"
    example: ClassVar[tuple[str, str] | None] = ("7x7x2048", "global_avgpool")


class GlobalMaxPool(GlobalPool):
    """The largest number of each channel."""

    kind: ClassVar[str] = "global_maxpool"
    example: ClassVar[tuple[str, str] | None] = ("7x7x2048", "global_maxpool")
