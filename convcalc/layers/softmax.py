"""Activations that weigh the channels against each other."""

from math import inf
from typing import ClassVar

from convcalc.arithmetic.operations import Operations
from convcalc.arithmetic.volume import Volume
from convcalc.layers.autograd import OUTPUT, SavedTensors, TrainingContext
from convcalc.layers.base import Activation


class Softmax(Activation):
    """eˣ divided by the sum of eˣ over the channels."""

    kind: ClassVar[str] = "softmax"
    output_range: ClassVar[tuple[float, float]] = (0, 1)
    expects_logits: ClassVar[bool] = True
    outputs_probabilities: ClassVar[bool] = True
    overwrites: ClassVar[bool] = False

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its output."""
        return OUTPUT

    def operations(self, x: Volume, y: Volume) -> Operations:
        """The largest is found and taken off, or eˣ would overflow; then C exponentials, their sum, and C divisions."""
        others = x.positions * (x.channels - 1)
        return Operations(add=x.numel + others, compare=others, divide=x.numel, exponential=x.numel)


class LogSoftmax(Activation):
    """The logarithm of softmax."""

    kind: ClassVar[str] = "log_softmax"
    output_range: ClassVar[tuple[float, float]] = (-inf, 0)
    expects_logits: ClassVar[bool] = True
    idempotent: ClassVar[bool] = True  # its logarithms are scores whose softmax has the sum 1 already

    def operations(self, x: Volume, y: Volume) -> Operations:
        """As softmax; instead of the divisions, one logarithm of the sum a position, which is taken off each number."""
        others = x.positions * (x.channels - 1)
        return Operations(add=2 * x.numel + others, compare=others, exponential=x.numel + x.positions)

    overwrites: ClassVar[bool] = False

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its output."""
        return OUTPUT
