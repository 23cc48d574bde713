"""Pooling over everything."""

from typing import ClassVar

from convcalc.arithmetic.operations import Operations
from convcalc.arithmetic.sight import WHOLE, Sight
from convcalc.arithmetic.volume import Volume
from convcalc.layers.base import Layer
from convcalc.layers.keeping import INPUT, Beside, Keeps, Numbers, Use
from convcalc.layers.windows import NO_AXES_LEFT, require_axes


class GlobalPool(Layer):
    """Pools each channel to a single number."""

    idempotent: ClassVar[bool] = True

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

    def keeps(self, x: Volume, y: Volume, use: Use) -> Keeps:
        """Its input, and where each largest number was."""
        return INPUT._replace(beside=(Beside(y.numel, Numbers.INDEX),))
