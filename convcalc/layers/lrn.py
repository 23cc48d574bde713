"""Normalisation over neighbouring channels."""

from fractions import Fraction
from typing import ClassVar

from convcalc.arithmetic.operations import Operations
from convcalc.arithmetic.volume import Volume
from convcalc.layers.autograd import INPUT, ExtraTensor, Numbers, SavedTensors, TrainingContext
from convcalc.layers.base import Layer
from convcalc.layers.parameters import Number, Positive


class LocalResponseNorm(Layer):
    """Each number is divided by (k + alpha · Σ x²)^beta, a sum over `size` neighbouring channels; nothing is learned.

    Source: Krizhevsky, Sutskever & Hinton 2012, section 3.3. `alpha` and `beta` change no count.
    """

    kind: ClassVar[str] = "lrn"
    main: ClassVar[str | None] = "size"
    example: ClassVar[tuple[str, str] | None] = ("55x55x96", "lrn: 5")
    symbols: ClassVar[dict[str, str]] = {"size": "N"}

    size: Positive
    alpha: Number = Fraction(1, 10_000)
    beta: Number = Fraction(3, 4)

    def operations(self, x: Volume, y: Volume) -> Operations:
        """N squares and their sum, with channels beyond the first and the last counted, ·alpha, + k, a power, a division."""
        return Operations(
            add=x.numel * self.size,  # N − 1 for the sum, and k
            multiply=x.numel * (self.size + 1),
            divide=x.numel,
            exponential=x.numel,
        )

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its input, the sums, their power, and the squares with `size` − 1 channels of zeros around them."""
        squares = Volume(x.size, x.channels + self.size - 1)
        counts = (x.numel, x.numel, squares.numel)
        return INPUT._replace(extra=tuple(ExtraTensor(count, Numbers.VALUE) for count in counts))
