"""Activations: one number in, one number out, in place unless a file says otherwise."""

from fractions import Fraction
from typing import ClassVar

from convcalc.layers.base import Layer, Reuse
from convcalc.layers.parameters import Number


class Activation(Layer):
    """A function of each number by itself."""

    reuse: ClassVar[Reuse] = Reuse.IN_PLACE


class Relu(Activation):
    """max(0, x)."""

    kind: ClassVar[str] = "relu"


class LeakyRelu(Activation):
    """x, or slope · x below 0."""

    kind: ClassVar[str] = "leaky_relu"

    slope: Number = Fraction(1, 100)


class Sigmoid(Activation):
    """1/(1 + e⁻ˣ)."""

    kind: ClassVar[str] = "sigmoid"


class Tanh(Activation):
    """The hyperbolic tangent."""

    kind: ClassVar[str] = "tanh"


class Softmax(Activation):
    """eˣ divided by the sum of eˣ over the channels."""

    kind: ClassVar[str] = "softmax"
