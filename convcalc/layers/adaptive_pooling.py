"""Pooling to a size that is asked for."""

from typing import Any, ClassVar

from pydantic import Field

from convcalc.arithmetic.adaptive_bins import numbers_read
from convcalc.arithmetic.index_map import IndexMap, bins
from convcalc.arithmetic.operations import Operations
from convcalc.arithmetic.product import product
from convcalc.arithmetic.volume import Volume
from convcalc.layers.autograd import INPUT, NOTHING, ExtraTensor, Numbers, SavedTensors, TrainingContext
from convcalc.layers.base import Layer
from convcalc.layers.parameters import Size
from convcalc.layers.windows import NO_AXES_LEFT, on_axes, on_axes_text, require_axes


class AdaptivePool(Layer):
    """Pools to the size that is asked for, whatever the input's."""

    main: ClassVar[str | None] = "output"
    symbols: ClassVar[dict[str, str]] = {"output": "O"}
    idempotent: ClassVar[bool] = True

    # `output` is the word in files; the attribute is named apart from the method.
    output_size: Size = Field(alias="output")

    def output(self, x: Volume) -> Volume:
        """The size that is asked for, the same channels."""
        require_axes(self, x, NO_AXES_LEFT)
        return Volume(on_axes(self.output_size, x.rank, "output"), x.channels)

    def index_map(self, x: Volume, y: Volume) -> tuple[IndexMap, ...]:
        """A region; all there is on an axis where the output has one position."""
        return tuple(map(bins, x.size, y.size))

    def after_the_first(self, x: Volume, y: Volume) -> int:
        """How many numbers the regions read beside the first of each: what their sums or comparisons take."""
        return (product(map(numbers_read, x.size, y.size)) - y.positions) * x.channels

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

    def operations(self, x: Volume, y: Volume) -> Operations:
        """The sum of each region, and a division."""
        return Operations(add=self.after_the_first(x, y), divide=y.numel)

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its input; nothing where a single position is left, which is computed as a mean."""
        return NOTHING if y.positions == 1 else INPUT


class AdaptiveMaxPool(AdaptivePool):
    """The largest numbers of as many regions as the output has positions."""

    kind: ClassVar[str] = "adaptive_maxpool"
    example: ClassVar[tuple[str, str] | None] = ("13x13x256", "adaptive_maxpool: 1")

    def operations(self, x: Volume, y: Volume) -> Operations:
        """Each number of a region but the first is compared."""
        return Operations(compare=self.after_the_first(x, y))

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its input, and where each largest number was."""
        return INPUT._replace(extra=(ExtraTensor(y.numel, Numbers.INDEX),))
