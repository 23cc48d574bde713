"""Layers that do something in training only."""

from fractions import Fraction
from typing import ClassVar

from convcalc.arithmetic.volume import Volume
from convcalc.layers.autograd import NOTHING, ExtraTensor, Numbers, SavedTensors, TrainingContext
from convcalc.layers.base import Layer, Reuse
from convcalc.layers.parameters import Rate


class Dropping(Layer):
    """Leaves something out while training, at a rate."""

    main: ClassVar[str | None] = "rate"
    reuse: ClassVar[Reuse] = Reuse.IN_PLACE

    rate: Rate

    def no_op_reason(self, x: Volume) -> str:
        """At the rate 0."""
        return "its rate is 0" if self.rate == 0 else ""


class Dropout(Dropping):
    """Sets a share of the numbers to 0 while training (Srivastava et al. 2014)."""

    kind: ClassVar[str] = "dropout"
    example: ClassVar[tuple[str, str] | None] = ("4096", "dropout: 0.5")

    rate: Rate = Fraction(1, 2)

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """A mask; where everything is dropped, a single 0."""
        if self.rate in (0, 1):
            return SavedTensors(extra=(ExtraTensor(1, Numbers.VALUE, once=True),)) if self.rate else NOTHING
        return SavedTensors(extra=(ExtraTensor(x.numel, Numbers.MASK),))

    def reuse_in_training(self) -> Reuse:
        """A new tensor: behind a relu, which keeps its output, PyTorch could not write over it."""
        return Reuse.NEW if self.rate else Reuse.VIEW


class DropPath(Dropping):
    """Drops a whole branch of an image at times while training, also called stochastic depth (Huang et al. 2016)."""

    kind: ClassVar[str] = "drop_path"
    example: ClassVar[tuple[str, str] | None] = ("14x14x384", "drop_path: 0.1")

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """A number an image, which says whether its branch is dropped."""
        return SavedTensors(extra=(ExtraTensor(1, Numbers.VALUE),)) if self.rate else NOTHING

    def reuse_in_training(self) -> Reuse:
        """A new tensor, the product; the input itself where nothing is ever dropped."""
        return Reuse.NEW if self.rate else Reuse.VIEW
