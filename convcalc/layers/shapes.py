"""Layers that change the shape and leave the numbers alone."""

from typing import ClassVar

from convcalc.arithmetic.volume import Volume
from convcalc.layers.base import Layer, Reuse


class Flatten(Layer):
    """The volume as one vector."""

    kind: ClassVar[str] = "flatten"
    reuse: ClassVar[Reuse] = Reuse.VIEW

    def output(self, x: Volume) -> Volume:
        """A vector of all numbers."""
        return Volume((), x.numel)


class Identity(Layer):
    """Does nothing."""

    kind: ClassVar[str] = "identity"
    reuse: ClassVar[Reuse] = Reuse.VIEW
