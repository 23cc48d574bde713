"""Normalisation, and the learned scale that often follows it."""

from fractions import Fraction
from typing import ClassVar

from convcalc.arithmetic.operations import Operations
from convcalc.arithmetic.volume import Volume
from convcalc.layers.autograd import INPUT, NOTHING, ExtraTensor, Numbers, SavedTensors, TrainingContext
from convcalc.layers.base import Layer
from convcalc.layers.groups import require_groups
from convcalc.layers.parameters import Flag, Number, Positive


def scale_and_shift(x: Volume) -> int:
    """Two learned numbers a channel."""
    return 2 * x.channels


def scaled_and_shifted(x: Volume) -> Operations:
    """A multiply and an add a number."""
    return Operations(add=x.numel, multiply=x.numel)


def normalised(x: Volume, sets: int) -> Operations:
    """`sets` equally large sets of numbers, each with its own mean μ and variance: (x − μ)/√(Σ(x − μ)²/n + eps).

    A set of n numbers takes n − 1 adds and a division for the mean, n subtractions, n squares, n − 1 adds and a division for
    the variance, an add and a root for the deviation, and n divisions.
    """
    return Operations(add=3 * x.numel - sets, multiply=x.numel, divide=x.numel + 2 * sets, exponential=sets)


def with_statistics(count: int, of: Numbers = Numbers.STATISTIC, *, once: bool = False) -> SavedTensors:
    """A normalisation's input, and the mean and the inverse deviation of each of `count` sets of numbers."""
    return INPUT._replace(extra=(ExtraTensor(2 * count, of, once),))


class BatchNorm(Layer):
    """Each channel is normalised over the batch, then scaled and shifted by two learned numbers.

    Source: Ioffe & Szegedy 2015, algorithm 1. `eps` and `momentum` change no count.
    """

    kind: ClassVar[str] = "batchnorm"
    cancels_bias: ClassVar[bool] = True
    example: ClassVar[tuple[str, str] | None] = ("56x56x64", "batchnorm")

    eps: Number = Fraction(1, 100_000)
    momentum: Number = Fraction(1, 10)

    def params(self, x: Volume) -> int:
        """A scale and a shift a channel."""
        return scale_and_shift(x)

    def buffers(self, x: Volume) -> int:
        """A running mean and a running variance a channel."""
        return 2 * x.channels

    def operations(self, x: Volume, y: Volume) -> Operations:
        """At inference mean and variance are known numbers, which the scale and the shift have taken in."""
        return scaled_and_shifted(x)

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its input and two statistics a channel, whatever the batch; the same where it is frozen."""
        return with_statistics(x.channels, once=True)


class LayerNorm(Layer):
    """Each position is normalised over its channels, then scaled and shifted by two learned numbers a channel.

    Sources: Ba, Kiros & Hinton 2016; over the channels as in Liu et al. 2022 (ConvNeXt). `eps` changes no count.
    """

    kind: ClassVar[str] = "layernorm"
    example: ClassVar[tuple[str, str] | None] = ("56x56x96", "layernorm")

    eps: Number = Fraction(1, 100_000)

    def params(self, x: Volume) -> int:
        """A scale and a shift a channel."""
        return scale_and_shift(x)

    def operations(self, x: Volume, y: Volume) -> Operations:
        """A set of numbers a position."""
        return normalised(x, x.positions).plus(scaled_and_shifted(x))

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its input and two statistics a position."""
        return with_statistics(x.positions)


class GroupNorm(Layer):
    """Groups of channels are normalised together, then scaled and shifted by two learned numbers a channel.

    Source: Wu & He 2018. `eps` changes no count.
    """

    kind: ClassVar[str] = "groupnorm"
    main: ClassVar[str | None] = "groups"
    example: ClassVar[tuple[str, str] | None] = ("56x56x64", "groupnorm: 32")
    needs_contiguous_batch: ClassVar[bool] = True
    symbols: ClassVar[dict[str, str]] = {"groups": "G"}

    groups: Positive
    eps: Number = Fraction(1, 100_000)

    def params(self, x: Volume) -> int:
        """A scale and a shift a channel; raises ShapeError where the groups do not divide the channels."""
        require_groups(x.channels, self.groups)
        return scale_and_shift(x)

    def operations(self, x: Volume, y: Volume) -> Operations:
        """A set of numbers a group."""
        return normalised(x, self.groups).plus(scaled_and_shifted(x))

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its input and two statistics a group, in the data type."""
        return with_statistics(self.groups, Numbers.VALUE)


class InstanceNorm(Layer):
    """Each channel of each image is normalised by itself; with `affine` it is scaled and shifted after.

    Source: Ulyanov, Vedaldi & Lempitsky 2016. `eps` changes no count.
    """

    kind: ClassVar[str] = "instancenorm"
    cancels_bias: ClassVar[bool] = True
    example: ClassVar[tuple[str, str] | None] = ("56x56x64", "instancenorm")
    needs_contiguous_batch: ClassVar[bool] = True

    affine: Flag = False
    eps: Number = Fraction(1, 100_000)

    def params(self, x: Volume) -> int:
        """A scale and a shift a channel if it is affine."""
        return scale_and_shift(x) if self.affine else 0

    def operations(self, x: Volume, y: Volume) -> Operations:
        """A set of numbers a channel, at inference too."""
        made = normalised(x, x.channels)
        return made.plus(scaled_and_shifted(x)) if self.affine else made

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its input and two statistics a channel; if affine its factors too, once for each image."""
        kept = with_statistics(x.channels)
        return kept._replace(extra=(*kept.extra, ExtraTensor(x.channels, Numbers.VALUE))) if self.affine else kept


class Scale(Layer):
    """Each channel is multiplied by a learned number, and another is added.

    LeNet-5's trainable subsampling is an average pool and this (LeCun et al. 1998, section II.B, layer S2).
    """

    kind: ClassVar[str] = "scale"
    example: ClassVar[tuple[str, str] | None] = ("14x14x6", "scale")

    bias: Flag = True

    def params(self, x: Volume) -> int:
        """A factor a channel, and a bias."""
        return scale_and_shift(x) if self.bias else x.channels

    def operations(self, x: Volume, y: Volume) -> Operations:
        """A multiply a number, and an add if there is a bias."""
        return scaled_and_shifted(x) if self.bias else Operations(multiply=x.numel)

    def saved_tensors(self, x: Volume, y: Volume, context: TrainingContext) -> SavedTensors:
        """Its input, for the gradient of its factors; nothing where they are frozen."""
        return INPUT if context.trained else NOTHING
