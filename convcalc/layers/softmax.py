"""Activations that weigh the channels against each other."""

from typing import ClassVar

from convcalc.layers.base import Activation


class Softmax(Activation):
    """eˣ divided by the sum of eˣ over the channels."""

    kind: ClassVar[str] = "softmax"


class LogSoftmax(Activation):
    """The logarithm of softmax."""

    kind: ClassVar[str] = "log_softmax"
