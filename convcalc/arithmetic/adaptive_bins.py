"""How much the regions of adaptive pooling read: they overlap where one size does not divide the other."""

from __future__ import annotations

from convcalc.arithmetic.comparisons import common_divisor
from convcalc.arithmetic.traced import TracedInt


def numbers_read(size: int, to: int) -> int:
    """How many positions `to` regions along an axis of `size` read together, each counted as often as it is read.

    Region o is from ⌊o·size/to⌋ up to ⌈(o + 1)·size/to⌉ (PyTorch, AdaptivePooling.h). Neighbours share a position unless the
    bound between them is whole, and of the to − 1 bounds inside gcd(size, to) − 1 are.

    >>> numbers_read(13, 6), numbers_read(12, 6), numbers_read(3, 7)
    (18, 12, 9)
    """
    shared: int = common_divisor(size, to)
    if isinstance(size, TracedInt) and isinstance(to, TracedInt):
        shared = TracedInt.named(f"gcd({size.formula}, {to.formula})", shared)
    return size + to - shared
