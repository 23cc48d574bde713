"""Fully connected layers."""

from typing import ClassVar

from convcalc.arithmetic.index_map import WHOLE, IndexMap
from convcalc.arithmetic.operations import NONE, Operations
from convcalc.arithmetic.volume import Volume
from convcalc.layers.autograd import INPUT, NOTHING, SavedTensors, TrainingContext
from convcalc.layers.base import Layer
from convcalc.layers.parameters import Flag, Positive


class Fc(Layer):
    """Every unit reads every number of its input, which is flattened if it is a volume."""

    kind: ClassVar[str] = "fc"
    needs_contiguous_input: ClassVar[bool] = True
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

    def index_map(self, x: Volume, y: Volume) -> tuple[IndexMap, ...]:
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

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its input, for the gradient of its weights; nothing where they are frozen."""
        return INPUT if context.trained else NOTHING
