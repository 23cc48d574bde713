"""Activations: one number in, one number out, in place unless a file says otherwise."""

from fractions import Fraction
from typing import ClassVar

from convcalc.arithmetic.volume import Volume
from convcalc.layers.base import Layer, Reuse
from convcalc.layers.parameters import Flag, Number


class Activation(Layer):
    """A function of each number by itself."""

    reuse: ClassVar[Reuse] = Reuse.IN_PLACE


class Relu(Activation):
    """max(0, x) (Nair & Hinton 2010)."""

    kind: ClassVar[str] = "relu"


class Relu6(Activation):
    """max(0, x), and no more than 6 (Howard et al. 2017)."""

    kind: ClassVar[str] = "relu6"


class LeakyRelu(Activation):
    """x, or slope · x below 0 (Maas, Hannun & Ng 2013)."""

    kind: ClassVar[str] = "leaky_relu"

    slope: Number = Fraction(1, 100)


class PRelu(Activation):
    """x, or slope · x below 0 where the slope is learned, one for all or one a channel (He et al. 2015)."""

    kind: ClassVar[str] = "prelu"

    per_channel: Flag = False

    def params(self, x: Volume) -> int:
        """The learned slopes."""
        return x.channels if self.per_channel else 1


class Elu(Activation):
    """x, or alpha · (eˣ − 1) below 0 (Clevert, Unterthiner & Hochreiter 2016)."""

    kind: ClassVar[str] = "elu"

    alpha: Number = Fraction(1)


class Selu(Activation):
    """An elu whose constants keep mean and variance (Klambauer et al. 2017)."""

    kind: ClassVar[str] = "selu"


class Gelu(Activation):
    """x · Φ(x), with the normal distribution's Φ (Hendrycks & Gimpel 2016)."""

    kind: ClassVar[str] = "gelu"


class Silu(Activation):
    """x · sigmoid(x), also called swish (Ramachandran, Zoph & Le 2017)."""

    kind: ClassVar[str] = "silu"


class Mish(Activation):
    """x · tanh(ln(1 + eˣ)) (Misra 2019)."""

    kind: ClassVar[str] = "mish"


class Sigmoid(Activation):
    """1/(1 + e⁻ˣ)."""

    kind: ClassVar[str] = "sigmoid"


class Tanh(Activation):
    """The hyperbolic tangent."""

    kind: ClassVar[str] = "tanh"


class HardSwish(Activation):
    """x · hardsigmoid(x) (Howard et al. 2019, MobileNetV3)."""

    kind: ClassVar[str] = "hardswish"


class HardSigmoid(Activation):
    """A sigmoid of three straight lines."""

    kind: ClassVar[str] = "hardsigmoid"


class Softmax(Activation):
    """eˣ divided by the sum of eˣ over the channels."""

    kind: ClassVar[str] = "softmax"


class LogSoftmax(Activation):
    """The logarithm of softmax."""

    kind: ClassVar[str] = "log_softmax"
