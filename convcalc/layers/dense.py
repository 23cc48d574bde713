"""Fully connected layers."""

from typing import ClassVar

from convcalc.arithmetic.sight import WHOLE, Sight
from convcalc.arithmetic.volume import Volume
from convcalc.layers.base import Layer
from convcalc.layers.keeping import INPUT, NOTHING, Keeps, Use
from convcalc.layers.parameters import Flag, Positive


class Fc(Layer):
    """Every unit reads every number of its input, which is flattened if it is a volume."""

    kind: ClassVar[str] = "fc"
    main: ClassVar[str | None] = "units"
    example: ClassVar[tuple[str, str] | None] = ("6x6x256", "fc: 4096")
    symbols: ClassVar[dict[str, str]] = {"units": "K"}

    units: Positive
    bias: Flag = True

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
        """units · (inputs + bias)."""
        return self.units * (x.numel + self.bias)

    def macs(self, x: Volume, y: Volume) -> int:
        """Each unit multiplies each input once."""
        return self.units * x.numel

    def keeps(self, x: Volume, y: Volume, use: Use) -> Keeps:
        """Its input, for the gradient of its weights; nothing where they are frozen."""
        return INPUT if use.trained else NOTHING
