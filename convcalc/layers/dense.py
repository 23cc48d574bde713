"""Fully connected layers."""

from typing import ClassVar

from convcalc.arithmetic.operations import NONE, Operations
from convcalc.arithmetic.sight import WHOLE, Sight
from convcalc.arithmetic.volume import Volume
from convcalc.layers.base import Layer
from convcalc.layers.keeping import INPUT, NOTHING, Keeps, Use
from convcalc.layers.parameters import Flag, Positive


class Fc(Layer):
    """Every unit reads every number of its input, which is flattened if it is a volume."""

    kind: ClassVar[str] = "fc"
    reads_one_piece: ClassVar[bool] = True
    main: ClassVar[str | None] = "units"
    example: ClassVar[tuple[str, str] | None] = ("6x6x256", "fc: 4096")
    symbols: ClassVar[dict[str, str]] = {"units": "K"}
    fully_connected: ClassVar[bool] = True

    units: Positive
    bias: Flag = True

    def adds_to_channels(self) -> bool:
        """A bias a unit."""
        return self.bias

    def output(self, x: Volume) -> Volume:
        """A vector of the units."""
        return Volume((), self.units)

    def sees(self, x: Volume, y: Volume) -> tuple[Sight, ...]:
        """Everything."""
        return (WHOLE,) * x.rank

    def channels_out(self, channels: int | None, rank: int) -> int | None:
        """One a unit."""
        return self.units

    def params(self, x: Volume) -> int:
        """A weight for each number of the input, and, if there is one, a bias, for each unit."""
        return self.units * (x.numel + self.bias)

    def macs(self, x: Volume, y: Volume) -> int:
        """Each unit multiplies each input once."""
        return self.units * x.numel

    def operations(self, x: Volume, y: Volume) -> Operations:
        """The bias is added to each unit."""
        return Operations(add=self.units) if self.bias else NONE

    def keeps(self, x: Volume, y: Volume, use: Use) -> Keeps:
        """Its input, for the gradient of its weights; nothing where they are frozen."""
        return INPUT if use.trained else NOTHING
