"""Layers that do something in training only."""

from fractions import Fraction
from typing import ClassVar

from convcalc.arithmetic.volume import Volume
from convcalc.layers.base import Layer, Reuse
from convcalc.layers.parameters import Rate


class Dropping(Layer):
    """Leaves something out while training, at a rate."""

    main: ClassVar[str | None] = "rate"
    reuse: ClassVar[Reuse] = Reuse.IN_PLACE

    rate: Rate

    def idle(self, x: Volume) -> str:
        """At the rate 0."""
        return "its rate is 0" if self.rate == 0 else ""


class Dropout(Dropping):
    """Sets a share of the numbers to 0 while training (Srivastava et al. 2014)."""

    kind: ClassVar[str] = "dropout"
    example: ClassVar[tuple[str, str] | None] = ("4096", "dropout: 0.5")

    rate: Rate = Fraction(1, 2)


class DropPath(Dropping):
    """Drops a whole branch of an image at times while training, also called stochastic depth (Huang et al. 2016)."""

    kind: ClassVar[str] = "drop_path"
    example: ClassVar[tuple[str, str] | None] = ("14x14x384", "drop_path: 0.1")
