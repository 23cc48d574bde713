"""The window: the one place where `(W − F + 2P)/S + 1` is written.

Convolutions and pooling slide a window over the volume, and everything about sizes follows from this file. The bodies
are plain arithmetic on whole numbers and branch on the window only, never on the size, so that they can be read with
`int`s, with `TracedInt` numbers, and with sizes that are not known yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from convcalc.arithmetic.traced import TracedFormula, TracedInt


class Window(NamedTuple):
    """A window along one axis: F = `kernel`, S = `stride`, P = `before` and `after`, D = `dilation`; all in pixels."""

    kernel: int
    stride: int = 1
    before: int = 0
    after: int = 0
    dilation: int = 1

    @property
    def extent(self) -> int:
        """How many pixels the window spans, E = D·(F − 1) + 1."""
        return self.kernel if self.dilation == 1 else self.dilation * (self.kernel - 1) + 1

    @property
    def padding(self) -> int:
        """Zeros on both sides together, 2P."""
        return 2 * self.before if self.before == self.after else self.before + self.after

    def travel(self, size: int) -> int:
        """How far the window can move from its first place, W − E + 2P; below 0 it does not fit even once."""
        return size - self.extent + self.padding

    def positions(self, size: int) -> int:
        """How many places the window takes along `size` pixels, rounding down: (W − F + 2P)/S + 1.

        Source: CS231n 2017, lecture 5, "Output size".
        """
        return self.travel(size) // self.stride + 1

    def positions_up(self, size: int) -> int:
        """The same rounding up, as pooling with PyTorch's `ceil_mode`: the last window may hang over the edge."""
        return self.rounded_up.positions(size)

    def places_of_same(self, size: int) -> int:
        """How many places TensorFlow's SAME padding leaves, whatever the kernel: ⌈W/S⌉, those of a single pixel."""
        return Window(1, self.stride).positions(size)

    @property
    def rounded_up(self) -> Window:
        """The window that gives as many places rounding down as this one does rounding up: it has more padding after.

        S − 1 zeros more turn ⌊(W − E + 2P)/S⌋ into ⌈(W − E + 2P)/S⌉. A last window that would start in the padding behind
        the image is dropped, and only that one (PyTorch, aten/src/ATen/native/Pool.h, `pooling_output_shape_pad_lr`): its
        start ⌈…⌉·S must be below W + P, so ⌊(W + P − 1)/S⌋ is the last; all three are floors of W and a constant over S,
        and the smaller of two such floors is that of the smaller constant.
        """
        return self._replace(after=self.after + max(-1, min(self.stride - 1, self.extent - 1 - self.after)))

    def transposed(self, size: int, output_padding: int = 0) -> int:
        """How many pixels a transposed window spreads `size` positions over: (W − 1)·S + E − 2P + A.

        Source: Dumoulin & Visin 2016, "A guide to convolution arithmetic", relationship 14.
        """
        spread = (size - 1) * self.stride + self.extent - self.padding
        return spread + output_padding if output_padding else spread

    def remainder(self, size: int) -> int:
        """R = (W − E + 2P) mod S: the padded pixels after the last window, rounding down; 0 when it comes out even."""
        return self.travel(size) % self.stride

    def then(self, following: Window) -> Window:
        """This window and one that slides over its output, as one window: R₁ + (E₂ − 1)·S₁ pixels, in steps of S₁·S₂.

        Exact, since ⌊⌊x/s⌋/t⌋ = ⌊x/(s·t)⌋: it takes as many places as the two in turn, and its remainder is R₁ + S₁·R₂.
        Sources: Dumoulin & Visin 2016; Araujo, Norris & Sim 2019, "Computing receptive fields of convolutional networks".
        """
        return Window(
            self.extent + (following.extent - 1) * self.stride,
            self.stride * following.stride,
            self.before + following.before * self.stride,
            self.after + following.after * self.stride,
        )


def lettered(window: Window, others: Mapping[str, str] | None = None) -> Window:
    """The window with its numbers under their letters; `others` has what to write instead of one, such as F₁ for F."""
    others = others or {}

    def name(letter: str, value: int) -> TracedInt:
        return TracedInt.named(others.get(letter, letter), value)

    before = after = name("P", window.before)
    if window.before != window.after:
        before, after = TracedInt.named("P₁", window.before), TracedInt.named("P₂", window.after)
    dilation = window.dilation if window.dilation == 1 else name("D", window.dilation)
    return Window(name("F", window.kernel), name("S", window.stride), before, after, dilation)


def working(window: Window, size: int) -> TracedFormula:
    """The text of `Window.positions`, read off the formula itself by giving it numbers that remember.

    >>> print(working(Window(kernel=11, stride=4), 224))
    (224 − 11 + 2·0)/4 + 1 = 54.25
    """
    return TracedFormula(_written_positions(window, size))


def exact_positions(window: Window, size: int) -> Fraction:
    """(W − E + 2P)/S + 1 before any rounding, as `working` ends."""
    return _written_positions(window, size).exact


def _written_positions(window: Window, size: int) -> TracedInt:
    return TracedInt.of(lettered(window).positions(TracedInt.named("W", size)))
