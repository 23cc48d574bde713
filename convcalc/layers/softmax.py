"""Activations that weigh the channels against each other."""

from typing import ClassVar

from convcalc.arithmetic.volume import Volume
from convcalc.layers.base import Activation
from convcalc.layers.keeping import OUTPUT, Keeps, Use


class Softmax(Activation):
    """eˣ divided by the sum of eˣ over the channels."""

    kind: ClassVar[str] = "softmax"
    overwrites: ClassVar[bool] = False

    def keeps(self, x: Volume, y: Volume, use: Use) -> Keeps:
        """Its output."""
        return OUTPUT


class LogSoftmax(Activation):
    """The logarithm of softmax."""

    kind: ClassVar[str] = "log_softmax"
    overwrites: ClassVar[bool] = False

    def keeps(self, x: Volume, y: Volume, use: Use) -> Keeps:
        """Its output."""
        return OUTPUT
