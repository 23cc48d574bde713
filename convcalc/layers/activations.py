"""Activations that are curves, and those that stand for one in straight lines."""

from fractions import Fraction
from typing import ClassVar

from convcalc.arithmetic.volume import Volume
from convcalc.layers.base import Activation
from convcalc.layers.keeping import INPUT, OUTPUT, Keeps, Use
from convcalc.layers.parameters import Number


class Elu(Activation):
    """x, or alpha · (eˣ − 1) below 0 (Clevert, Unterthiner & Hochreiter 2016)."""

    kind: ClassVar[str] = "elu"

    alpha: Number = Fraction(1)

    def keeps(self, x: Volume, y: Volume, use: Use) -> Keeps:
        """Its input, or its output where that takes the input's place: either tells the sign."""
        return OUTPUT if use.in_place else INPUT


class Selu(Activation):
    """An elu whose constants keep mean and variance (Klambauer et al. 2017)."""

    kind: ClassVar[str] = "selu"

    def keeps(self, x: Volume, y: Volume, use: Use) -> Keeps:
        """Its input, or its output where that takes the input's place: either tells the sign."""
        return OUTPUT if use.in_place else INPUT


class Gelu(Activation):
    """x · Φ(x), with the normal distribution's Φ (Hendrycks & Gimpel 2016)."""

    kind: ClassVar[str] = "gelu"
    overwrites: ClassVar[bool] = False


class Silu(Activation):
    """x · sigmoid(x), also called swish (Ramachandran, Zoph & Le 2017)."""

    kind: ClassVar[str] = "silu"


class Mish(Activation):
    """x · tanh(ln(1 + eˣ)) (Misra 2019)."""

    kind: ClassVar[str] = "mish"


class Sigmoid(Activation):
    """1/(1 + e⁻ˣ)."""

    kind: ClassVar[str] = "sigmoid"

    def keeps(self, x: Volume, y: Volume, use: Use) -> Keeps:
        """Its output."""
        return OUTPUT


class Tanh(Activation):
    """The hyperbolic tangent."""

    kind: ClassVar[str] = "tanh"

    def keeps(self, x: Volume, y: Volume, use: Use) -> Keeps:
        """Its output."""
        return OUTPUT


class HardSwish(Activation):
    """x · hardsigmoid(x) (Howard et al. 2019, MobileNetV3)."""

    kind: ClassVar[str] = "hardswish"


class HardSigmoid(Activation):
    """A sigmoid of three straight lines."""

    kind: ClassVar[str] = "hardsigmoid"
