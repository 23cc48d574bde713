"""Activations that let what is above 0 through."""

from fractions import Fraction
from math import inf
from typing import ClassVar

from convcalc.arithmetic.operations import Operations
from convcalc.arithmetic.volume import Volume
from convcalc.layers.autograd import INPUT, OUTPUT, SavedTensors, TrainingContext
from convcalc.layers.base import Activation
from convcalc.layers.parameters import Flag, Number


class Relu(Activation):
    """max(0, x) (Nair & Hinton 2010)."""

    kind: ClassVar[str] = "relu"
    each: ClassVar[Operations] = Operations(compare=1)  # x > 0
    output_range: ClassVar[tuple[float, float]] = (0, inf)
    identity_range: ClassVar[tuple[float, float] | None] = (0, inf)

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its output."""
        return OUTPUT


class Relu6(Activation):
    """max(0, x), and no more than 6 (Howard et al. 2017)."""

    kind: ClassVar[str] = "relu6"
    each: ClassVar[Operations] = Operations(compare=2)  # x > 0, x < 6
    output_range: ClassVar[tuple[float, float]] = (0, 6)
    identity_range: ClassVar[tuple[float, float] | None] = (0, 6)


class LeakyRelu(Activation):
    """x, or slope · x below 0 (Maas, Hannun & Ng 2013)."""

    kind: ClassVar[str] = "leaky_relu"
    each: ClassVar[Operations] = Operations(compare=1, multiply=1)  # x > 0, ·slope
    identity_range: ClassVar[tuple[float, float] | None] = (0, inf)

    slope: Number = Fraction(1, 100)

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its input, or its output where that takes the input's place: either tells the sign."""
        return OUTPUT if context.in_place else INPUT


class PRelu(Activation):
    """x, or slope · x below 0 where the slope is learned, one for all or one a channel (He et al. 2015)."""

    kind: ClassVar[str] = "prelu"
    each: ClassVar[Operations] = Operations(compare=1, multiply=1)  # x > 0, ·slope
    overwrites: ClassVar[bool] = False
    identity_range: ClassVar[tuple[float, float] | None] = (0, inf)

    per_channel: Flag = False

    def params(self, x: Volume) -> int:
        """The learned slopes."""
        return x.channels if self.per_channel else 1
