"""Layers that do something in training only."""

from fractions import Fraction
from typing import ClassVar

from convcalc.layers.base import Layer, Reuse
from convcalc.layers.parameters import Rate


class Dropout(Layer):
    """Sets a share of the numbers to 0 while training."""

    kind: ClassVar[str] = "dropout"
    main: ClassVar[str | None] = "rate"
    reuse: ClassVar[Reuse] = Reuse.IN_PLACE

    rate: Rate = Fraction(1, 2)
