"""Normalisation over neighbouring channels."""

from fractions import Fraction
from typing import ClassVar

from convcalc.layers.base import Layer
from convcalc.layers.parameters import Number, Positive


class LocalResponseNorm(Layer):
    """Each number is divided by a sum over `size` neighbouring channels; nothing is learned.

    Source: Krizhevsky, Sutskever & Hinton 2012, section 3.3. `alpha` and `beta` change no count.
    """

    kind: ClassVar[str] = "lrn"
    main: ClassVar[str | None] = "size"
    example: ClassVar[tuple[str, str] | None] = ("55x55x96", "lrn: 5")

    size: Positive
    alpha: Number = Fraction(1, 10_000)
    beta: Number = Fraction(3, 4)
