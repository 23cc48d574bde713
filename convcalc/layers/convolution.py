"""Convolutions."""

from typing import ClassVar

from convcalc.arithmetic.volume import Volume
from convcalc.layers.base import Misfit
from convcalc.layers.parameters import Flag, Positive, Size
from convcalc.layers.windows import WindowLayer


class Conv(WindowLayer):
    """Filters slide over the volume; each position is one dot product."""

    kind: ClassVar[str] = "conv"
    main: ClassVar[str | None] = "filters"
    instead_of_vector: ClassVar[str] = "a layer over a vector is an fc"

    filters: Positive
    kernel: Size
    stride: Size = (1,)
    dilation: Size = (1,)
    groups: Positive = 1
    bias: Flag = True

    @property
    def strides(self) -> Size:
        """The stride as written."""
        return self.stride

    @property
    def dilations(self) -> Size:
        """The dilation as written."""
        return self.dilation

    def output(self, x: Volume) -> Volume:
        """(W − F + 2P)/S + 1 positions on each axis, one channel a filter."""
        return Volume(self.size(x), self.filters)

    def params(self, x: Volume) -> int:
        """filters · (channels/groups · kernel area + bias)."""
        return self.filters * (self.channels_read(x) * self.kernel_area(x) + self.bias)

    def macs(self, x: Volume, y: Volume) -> int:
        """One dot product over (channels/groups) · kernel area for each number of the output."""
        return y.numel * self.channels_read(x) * self.kernel_area(x)

    def channels_read(self, x: Volume) -> int:
        """How many channels one filter reads; raises Misfit where the groups do not divide."""
        for what, number in (("input channels", x.channels), ("filters", self.filters)):
            if number % self.groups:
                raise Misfit(
                    "groups-do-not-divide",
                    f"{number} {what} do not divide into {self.groups} groups",
                    parameter="groups",
                    help="the number of groups must divide both the input channels and the filters",
                )
        return x.channels // self.groups

    def details(self) -> list[str]:
        """Filters first, as on a slide: `96, pad 2, groups 2`."""
        groups = [f"groups {self.groups}"] if self.groups > 1 else []
        return [str(self.filters), *super().details(), *groups]
