"""Normalisation."""

from fractions import Fraction
from typing import ClassVar

from convcalc.arithmetic.volume import Volume
from convcalc.layers.base import Layer
from convcalc.layers.parameters import Number, Positive


class BatchNorm(Layer):
    """Each channel is normalised over the batch, then scaled and shifted by two learned numbers.

    Source: Ioffe & Szegedy 2015, algorithm 1. `eps` and `momentum` change no count.
    """

    kind: ClassVar[str] = "batchnorm"

    eps: Number = Fraction(1, 100_000)
    momentum: Number = Fraction(1, 10)

    def params(self, x: Volume) -> int:
        """A scale and a shift a channel."""
        return 2 * x.channels

    def buffers(self, x: Volume) -> int:
        """A running mean and a running variance a channel."""
        return 2 * x.channels


class LocalResponseNorm(Layer):
    """Each number is divided by a sum over `size` neighbouring channels; nothing is learned.

    Source: Krizhevsky, Sutskever & Hinton 2012, section 3.3. `alpha` and `beta` change no count.
    """

    kind: ClassVar[str] = "lrn"
    main: ClassVar[str | None] = "size"

    size: Positive
    alpha: Number = Fraction(1, 10_000)
    beta: Number = Fraction(3, 4)
