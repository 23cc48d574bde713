"""Convolutions of each channel by itself."""

from typing import ClassVar

from convcalc.arithmetic.volume import Volume
from convcalc.layers.convolution import BorderedConvolution
from convcalc.layers.parameters import Positive


class Depthwise(BorderedConvolution):
    """Each channel is convolved by itself, with `multiplier` filters of its own (Howard et al. 2017, MobileNets)."""

    kind: ClassVar[str] = "depthwise"
    main: ClassVar[str | None] = "kernel"
    example: ClassVar[tuple[str, str] | None] = ("112x112x32", "depthwise: {kernel: 3, padding: 1}")
    symbols: ClassVar[dict[str, str]] = {"multiplier": "M"}

    multiplier: Positive = 1

    def output(self, x: Volume) -> Volume:
        """(W − F + 2P)/S + 1 positions on each axis, `multiplier` channels for each channel."""
        return Volume(self.size(x), self.filters(x))

    def channels_out(self, channels: int | None, rank: int) -> int | None:
        """`multiplier` channels for each."""
        return None if channels is None else channels * self.multiplier

    def filters(self, x: Volume) -> int:
        """One filter for each channel, or `multiplier` of them."""
        return x.channels * self.multiplier if self.multiplier > 1 else x.channels

    def params(self, x: Volume) -> int:
        """A kernel for each filter, and, if there is one, a bias."""
        return self.held_by(self.filters(x), self.kernel_area(x))

    def macs(self, x: Volume, y: Volume) -> int:
        """One small dot product for each number of the output."""
        return y.numel * self.kernel_area(x)

    def details(self) -> list[str]:
        """The multiplier where there is one."""
        return [*super().details(), *([f"multiplier {self.multiplier}"] if self.multiplier > 1 else [])]
