"""Activations that are curves, and those that stand for one in straight lines."""

from fractions import Fraction
from math import inf
from typing import ClassVar

from convcalc.arithmetic.operations import Operations
from convcalc.arithmetic.volume import Volume
from convcalc.layers.autograd import INPUT, OUTPUT, SavedTensors, TrainingContext
from convcalc.layers.base import Activation
from convcalc.layers.parameters import Number


class Elu(Activation):
    """x, or alpha · (eˣ − 1) below 0 (Clevert, Unterthiner & Hochreiter 2016)."""

    kind: ClassVar[str] = "elu"
    each: ClassVar[Operations] = Operations(compare=1, exponential=1, add=1, multiply=1)  # x > 0, eˣ, − 1, ·alpha
    identity_range: ClassVar[tuple[float, float] | None] = (0, inf)

    alpha: Number = Fraction(1)

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its input, or its output where that takes the input's place: either tells the sign."""
        return OUTPUT if context.in_place else INPUT


class Selu(Activation):
    """An elu, times a constant; its constants keep mean and variance (Klambauer et al. 2017)."""

    kind: ClassVar[str] = "selu"
    each: ClassVar[Operations] = Operations(compare=1, exponential=1, add=1, multiply=2)  # as elu, and the scale

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its input, or its output where that takes the input's place: either tells the sign."""
        return OUTPUT if context.in_place else INPUT


class Gelu(Activation):
    """x · Φ(x), with the normal distribution's Φ, ½ · (1 + erf(x/√2)) (Hendrycks & Gimpel 2016)."""

    kind: ClassVar[str] = "gelu"
    each: ClassVar[Operations] = Operations(multiply=3, exponential=1, add=1)  # x·½·(1 + erf(x·√½))
    overwrites: ClassVar[bool] = False


class Silu(Activation):
    """x · sigmoid(x), also called swish (Ramachandran, Zoph & Le 2017)."""

    kind: ClassVar[str] = "silu"
    each: ClassVar[Operations] = Operations(exponential=1, add=1, divide=1, multiply=1)  # a sigmoid, ·x


class Mish(Activation):
    """x · tanh(ln(1 + eˣ)) (Misra 2019)."""

    kind: ClassVar[str] = "mish"
    each: ClassVar[Operations] = Operations(exponential=3, add=3, divide=1, multiply=2)  # eˣ, 1 +, ln, a tanh, ·x


class Sigmoid(Activation):
    """1/(1 + e⁻ˣ)."""

    kind: ClassVar[str] = "sigmoid"
    each: ClassVar[Operations] = Operations(exponential=1, add=1, divide=1)  # e⁻ˣ, 1 +, 1/
    output_range: ClassVar[tuple[float, float]] = (0, 1)

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its output."""
        return OUTPUT


class Tanh(Activation):
    """The hyperbolic tangent, (e²ˣ − 1)/(e²ˣ + 1)."""

    kind: ClassVar[str] = "tanh"
    each: ClassVar[Operations] = Operations(multiply=1, exponential=1, add=2, divide=1)  # 2x, e, − 1 and + 1, /
    output_range: ClassVar[tuple[float, float]] = (-1, 1)

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its output."""
        return OUTPUT


class HardSwish(Activation):
    """x · hardsigmoid(x) (Howard et al. 2019, MobileNetV3)."""

    kind: ClassVar[str] = "hardswish"
    each: ClassVar[Operations] = Operations(add=1, compare=2, divide=1, multiply=1)  # a hardsigmoid, ·x


class HardSigmoid(Activation):
    """A sigmoid of three straight lines, relu6(x + 3)/6 (Howard et al. 2019)."""

    kind: ClassVar[str] = "hardsigmoid"
    each: ClassVar[Operations] = Operations(add=1, compare=2, divide=1)  # relu6(x + 3)/6
    output_range: ClassVar[tuple[float, float]] = (0, 1)
