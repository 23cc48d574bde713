"""Activations that weigh the channels against each other."""

from math import inf
from typing import ClassVar

from convcalc.arithmetic.operations import Operations
from convcalc.arithmetic.volume import Volume
from convcalc.layers.base import Activation
from convcalc.layers.keeping import OUTPUT, Keeps, Use


class Softmax(Activation):
    """eˣ divided by the sum of eˣ over the channels."""

    kind: ClassVar[str] = "softmax"
    gives: ClassVar[tuple[float, float]] = (0, 1)
    takes_scores: ClassVar[bool] = True
    gives_shares: ClassVar[bool] = True
    overwrites: ClassVar[bool] = False

    def keeps(self, x: Volume, y: Volume, use: Use) -> Keeps:
        """Its output."""
        return OUTPUT

    def operations(self, x: Volume, y: Volume) -> Operations:
        """The largest is found and taken off, or eˣ would overflow; then C exponentials, their sum, and C divisions."""
        others = x.positions * (x.channels - 1)
        return Operations(add=x.numel + others, compare=others, divide=x.numel, exponential=x.numel)


class LogSoftmax(Activation):
    """The logarithm of softmax."""

    kind: ClassVar[str] = "log_softmax"
    gives: ClassVar[tuple[float, float]] = (-inf, 0)
    takes_scores: ClassVar[bool] = True
    idempotent: ClassVar[bool] = True  # its logarithms are scores whose softmax has the sum 1 already

    def operations(self, x: Volume, y: Volume) -> Operations:
        """As softmax; instead of the divisions, one logarithm of the sum a position, which is taken off each number."""
        others = x.positions * (x.channels - 1)
        return Operations(add=2 * x.numel + others, compare=others, exponential=x.numel + x.positions)

    overwrites: ClassVar[bool] = False

    def keeps(self, x: Volume, y: Volume, use: Use) -> Keeps:
        """Its output."""
        return OUTPUT
