"""IndexMaps: which positions of its input a position of an output looks at, along one axis.

A sight is the theoretical one: positions go on beyond the border of a volume, so that every neuron sees as far as one in
the middle. Everything is whole numbers. A sight is one of

- a `Window`: position o looks at o·S − P and as far as the window spans;
- `Phases`, where neighbours look differently, as behind an upsampling;
- `WHOLE`: at all there is;
- None: not known, since it depends on a size that is open, or there are more than `MOST_PHASES` phases or more than
  `MAX_DIGITS` digits.

A sight of one layer is exact. One of several layers is a hull, from the first position that is looked at to the last.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from fractions import Fraction
from math import gcd
from typing import NamedTuple, TypeAlias

from convcalc.arithmetic.axes import MAX_DIGITS
from convcalc.arithmetic.comparisons import proportion
from convcalc.arithmetic.polynomial import is_number
from convcalc.arithmetic.window import Window

MOST_PHASES = 10_000
"""How many phases, or positions of an irregular sight, are followed."""
MOST_LOOKS = 1_000_000
"""How many single positions are looked at for one sight."""
LARGEST = 10**MAX_DIGITS


class Whole(Enum):
    """The sight of a layer that looks at everything."""

    INPUT = "whole"


class Reach(NamedTuple):
    """What one position looks at: `start`, `start + step`, … `end`."""

    start: int
    end: int
    step: int = 1

    def shifted(self, by: int) -> Reach:
        """The same, `by` positions further on."""
        return Reach(self.start + by, self.end + by, self.step)


class Phases(NamedTuple):
    """What the positions of one period look at, None where at nothing; a period further on everything is `advance` further.

    Where `advance` is None there is no period: these are all the positions, from 0 on, and beyond them there is nothing.
    """

    reaches: tuple[Reach | None, ...]
    advance: int | None


IndexMap: TypeAlias = Window | Phases | Whole | None

WHOLE = Whole.INPUT
IDENTITY = Window(1)
"""A position looks at the same position."""


class AxisField(NamedTuple):
    """A receptive field along one axis, in pixels of the network's input; None is not known, or has no meaning.

    `size` is the largest of all phases, None for the whole input. `padding` is how far the first neuron looks beyond the
    border, `center` the middle of what it looks at.
    """

    size: int | None
    stride: int | Fraction | None = None
    padding: int | None = None
    center: int | Fraction | None = None
    whole: bool = False


def resized(size: int, to: int) -> IndexMap:
    """Nearest-neighbour resizing of `size` positions to `to`: position o is a copy of ⌊o·size/to⌋."""
    return _even_shares(size, to, lambda o, size, to: Reach(o * size // to, o * size // to))


def bins(size: int, to: int) -> IndexMap:
    """Adaptive pooling of `size` positions to `to`: bin o is from ⌊o·size/to⌋ up to ⌈(o + 1)·size/to⌉.

    Source: PyTorch, aten/src/ATen/native/AdaptivePooling.h, `start_index` and `end_index`.
    """
    if to == 1:
        return WHOLE
    return _even_shares(size, to, lambda o, size, to: Reach(o * size // to, -(-(o + 1) * size // to) - 1))


def _even_shares(size: int, to: int, look: Callable[[int, int, int], Reach]) -> IndexMap:
    """The sight that depends on nothing but the proportion of `size` to `to`; `look` is given both in lowest terms."""
    shares = proportion(size, to)
    if shares is None:
        return None
    common = gcd(*shares)
    size, to = shares[0] // common, shares[1] // common
    return None if to > MOST_PHASES else normalize([look(o, size, to) for o in range(to)], size)


def transposed(window: Window) -> IndexMap:
    """A transposed window: position o is written to by every i with o = i·S − P + t·D for one of the taps t."""
    if window.stride > MOST_PHASES:
        return None
    # The taps that meet one phase are `every` apart, and what they meet `step` apart.
    common = gcd(window.stride, window.dilation)
    every, step = window.stride // common, window.dilation // common

    def look(phase: int) -> Reach | None:
        place = phase + window.before
        taps = range(min(every, window.kernel))
        first = next((t for t in taps if (place - t * window.dilation) % window.stride == 0), None)
        if first is None:
            return None
        nearest = (place - first * window.dilation) // window.stride
        return Reach(nearest - (window.kernel - 1 - first) // every * step, nearest, step)

    if min(every, window.kernel) * window.stride > MOST_LOOKS:
        return None
    return normalize([look(phase) for phase in range(window.stride)], 1)


def settled(sight: IndexMap) -> IndexMap:
    """The sight; not known where it depends on a size that is open, as the zeros of `same` do."""
    return sight if not isinstance(sight, Window) or is_number(*sight) else None


def is_monotone(sight: IndexMap) -> bool:
    """Whether positions further on never look less far, and none at nothing: then the ends say everything."""
    if not isinstance(sight, Phases):
        return True
    if sight.advance is None:
        return False
    reaches = [reach for reach in sight.reaches if reach is not None]
    if len(reaches) < len(sight.reaches):
        return False
    following = [*reaches[1:], reaches[0].shifted(sight.advance)]
    return all(a.start <= b.start and a.end <= b.end for a, b in zip(reaches, following, strict=True))


def along(sight: IndexMap) -> AxisField:
    """The receptive field along an axis."""
    if isinstance(sight, Whole):
        return AxisField(None, whole=True)
    if sight is None:
        return AxisField(None)
    if isinstance(sight, Window):
        return AxisField(sight.extent, sight.stride, sight.before, _half(sight.extent - 1 - 2 * sight.before))
    size = max((reach.end - reach.start + 1 for reach in sight.reaches if reach), default=0)
    stride = None if sight.advance is None else _plain(Fraction(sight.advance, len(sight.reaches)))
    first = sight.reaches[0]
    if first is None:
        return AxisField(size, stride)
    return AxisField(size, stride, -first.start, _half(first.start + first.end))


def _half(value: int) -> int | Fraction:
    return Fraction(value, 2) if value % 2 else value // 2


def _plain(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def phases_of(sight: Window | Phases) -> Phases:
    """A window as a single phase."""
    if isinstance(sight, Phases):
        return sight
    return Phases((Reach(-sight.before, sight.extent - 1 - sight.before, sight.dilation),), sight.stride)


def at(phases: Phases, position: int) -> Reach | None:
    """What one position looks at."""
    if phases.advance is None:
        return phases.reaches[position] if 0 <= position < len(phases.reaches) else None
    period, phase = divmod(position, len(phases.reaches))
    reach = phases.reaches[phase]
    return reach and reach.shifted(period * phases.advance)


def normalize(reaches: list[Reach | None], advance: int | None) -> IndexMap:
    """The sight with its shortest period: a window where there is no more than one phase."""
    if any(max(abs(reach.start), abs(reach.end)) > LARGEST for reach in reaches if reach):
        return None
    if advance is None:
        return Phases(tuple(reaches), None)
    if advance > LARGEST:
        return None
    period = next(p for p in range(1, len(reaches) + 1) if _repeats(reaches, advance, p))
    advance = advance * period // len(reaches)
    reach = reaches[0]
    if period > 1 or reach is None:
        return Phases(tuple(reaches[:period]), advance)
    return Window((reach.end - reach.start) // reach.step + 1, advance, -reach.start, dilation=reach.step)


def _repeats(reaches: list[Reach | None], advance: int, period: int) -> bool:
    if len(reaches) % period or advance * period % len(reaches):
        return False
    further = advance * period // len(reaches)
    return all(b == (a and a.shifted(further)) for a, b in zip(reaches, reaches[period:], strict=False))
