"""Pooling over everything."""

from typing import ClassVar

from convcalc.arithmetic.index_map import WHOLE, IndexMap
from convcalc.arithmetic.operations import Operations
from convcalc.arithmetic.volume import Volume
from convcalc.layers.autograd import INPUT, ExtraTensor, Numbers, SavedTensors, TrainingContext
from convcalc.layers.base import Layer
from convcalc.layers.windows import NO_AXES_LEFT, require_axes


class GlobalPool(Layer):
    """Pools each channel to a single number."""

    idempotent: ClassVar[bool] = True

    def output(self, x: Volume) -> Volume:
        """1×1×C."""
        require_axes(self, x, NO_AXES_LEFT)
        return Volume((1,) * x.rank, x.channels)

    def index_map(self, x: Volume, y: Volume) -> tuple[IndexMap, ...]:
        """Everything."""
        return (WHOLE,) * x.rank


class GlobalAvgPool(GlobalPool):
    """The mean of each channel."""

    kind: ClassVar[str] = "global_avgpool"
    example: ClassVar[tuple[str, str] | None] = ("7x7x2048", "global_avgpool")

    def operations(self, x: Volume, y: Volume) -> Operations:
        """The sum of each channel, and a division."""
        return Operations(add=x.channels * (x.positions - 1), divide=x.channels)


class GlobalMaxPool(GlobalPool):
    """The largest number of each channel."""

    kind: ClassVar[str] = "global_maxpool"
    example: ClassVar[tuple[str, str] | None] = ("7x7x2048", "global_maxpool")

    def operations(self, x: Volume, y: Volume) -> Operations:
        """Each number of a channel but the first is compared."""
        return Operations(compare=x.channels * (x.positions - 1))

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its input, and where each largest number was."""
        return INPUT._replace(extra=(ExtraTensor(y.numel, Numbers.INDEX),))
