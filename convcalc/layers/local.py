"""Convolutions that are shared with nothing."""

from typing import ClassVar

from convcalc.arithmetic.product import product
from convcalc.arithmetic.volume import Volume
from convcalc.layers.convolution import Convolution
from convcalc.layers.parameters import Positive


class Local(Convolution):
    """A convolution that shares nothing: every position has filters and a bias of its own."""

    kind: ClassVar[str] = "local"
    main: ClassVar[str | None] = "filters"
    example: ClassVar[tuple[str, str] | None] = ("14x14x8", "local: {filters: 8, kernel: 3}")
    symbols: ClassVar[dict[str, str]] = {"filters": "K"}

    filters: Positive

    def output(self, x: Volume) -> Volume:
        """(W − F + 2P)/S + 1 positions on each axis, one channel a filter."""
        return Volume(self.size(x), self.filters)

    def adds_to_channels(self) -> bool:
        """Its biases are of positions."""
        return False

    def channels_out(self, channels: int | None, rank: int) -> int | None:
        """One channel a filter."""
        return self.filters

    def params(self, x: Volume) -> int:
        """The parameters of a convolution, once for each position."""
        return self.held_by(product(self.size(x)) * self.filters, self.kernel_area(x) * x.channels)

    def macs(self, x: Volume, y: Volume) -> int:
        """One dot product for each number of the output."""
        return y.numel * self.kernel_area(x) * x.channels

    def details(self) -> list[str]:
        """Filters first, as on a slide."""
        return [str(self.filters), *super().details()]
