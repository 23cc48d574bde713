"""Receptive fields by brute force: the pixels that reach a neuron, one position at a time.

Nothing here knows of the program's windows and phases. A layer is a function from a position of its output to the set of
positions of its input that it reads, straight from the definition of the kind; positions are unbounded, since the
theoretical field is not cut at the border. Where ways of different strides meet every position is itself, and those
that do not exist read nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import ceil, floor

Reads = Callable[[int], frozenset[int]]


class InvalidError(Exception):
    """A network that does not work out; another is tried."""


@dataclass(frozen=True)
class Axis:
    """What the positions of one volume see of the network's input."""

    reads: Reads
    n: int
    rate: Fraction = Fraction(1)
    period: int = 1
    irregular: bool = False
    whole: bool = False

    def layer(self, reads: Reads, n: int, rate: Fraction, period: int = 1, whole: bool = False) -> Axis:
        """A layer behind it, whose position o reads the positions `reads(o)` of this volume."""
        if not 1 <= n <= 60:
            raise InvalidError

        @cache
        def through(o: int) -> frozenset[int]:
            if self.irregular and not 0 <= o < n:
                return frozenset()
            return frozenset().union(*(self.reads(i) for i in reads(o)))

        return Axis(through, n, self.rate * rate, self.period * period, self.irregular, self.whole or whole)


def join(axes: list[Axis], shifts: list[int], n: int) -> Axis:
    """Several ways at once; way k is read `shifts[k]` further on."""
    irregular = any(a.irregular for a in axes) or len({a.rate for a in axes}) > 1
    period = 1
    for a in axes:
        period *= a.period

    @cache
    def reads(o: int) -> frozenset[int]:
        if irregular and not 0 <= o < n:
            return frozenset()
        return frozenset().union(*(a.reads(o + s) for a, s in zip(axes, shifts, strict=True)))

    return Axis(reads, n, axes[0].rate, period, irregular, any(a.whole for a in axes))


def window(a: Axis, k: int, s: int, before: int, after: int, d: int, up: bool = False) -> Axis:
    travel = a.n + before + after - (d * (k - 1) + 1)
    if travel < 0:
        raise InvalidError
    n = (-(-travel // s) if up else travel // s) + 1
    if up and (n - 1) * s >= a.n + before:  # PyTorch drops a last window that starts in the padding behind
        n -= 1
    return a.layer(lambda o: frozenset(o * s - before + t * d for t in range(k)), n, Fraction(s))


def transpose(a: Axis, k: int, s: int, p: int, d: int, extra: int) -> Axis:
    def reads(o: int) -> frozenset[int]:
        around = range(floor((o + p - d * k) / s) - 1, ceil((o + p) / s) + 2)
        return frozenset(i for i in around for t in range(k) if i * s - p + t * d == o)

    return a.layer(reads, (a.n - 1) * s + d * (k - 1) + 1 - 2 * p + extra, Fraction(1, s), s)


def adaptive(a: Axis, to: int) -> Axis:
    def reads(o: int) -> frozenset[int]:
        return frozenset(range(floor(Fraction(o * a.n, to)), ceil(Fraction((o + 1) * a.n, to))))

    return a.layer(reads, to, Fraction(a.n, to), to, whole=to == 1)
