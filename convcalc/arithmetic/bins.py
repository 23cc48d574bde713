"""How much the regions of adaptive pooling read: they overlap where one size does not divide the other."""

from __future__ import annotations

from math import gcd

from convcalc.arithmetic.closed import Closed, Undecided
from convcalc.arithmetic.written import Written

MOST_BINS = 10**8
"""Of an unknown size to more bins than this the greatest common divisor is not written out."""


def numbers_read(size: int, to: int) -> int:
    """How many positions `to` regions along an axis of `size` read together, each counted as often as it is read.

    Region o is from ⌊o·size/to⌋ up to ⌈(o + 1)·size/to⌉ (PyTorch, AdaptivePooling.h). Neighbours share a position unless the
    bound between them is whole, and of the inner bounds gcd(size, to) − 1 are.

    >>> numbers_read(13, 6), numbers_read(12, 6), numbers_read(3, 7)
    (18, 12, 9)
    """
    return size + to - common_divisor(size, to)


def common_divisor(size: int, to: int) -> int:
    """The greatest common divisor, of a size that is not known too; raises Undecided for more than `MOST_BINS` then.

    Σ φ(d) over the divisors d of a number is the number (Graham, Knuth & Patashnik, Concrete Mathematics, equation 4.54).
    Those of gcd(n, t) are the divisors of t that divide n, and ⌊n/d⌋ − ⌊(n − 1)/d⌋ is 1 where d divides n and 0 elsewhere.
    """
    if isinstance(size, Written):
        text = to.formula if isinstance(to, Written) else str(to)
        return Written.named(f"gcd({size.formula}, {text})", gcd(size, to))
    if not isinstance(size, Closed):
        return gcd(size, to)
    if to > MOST_BINS:
        raise Undecided(f"how {size} positions divide among {to:,} is not written out")
    total = 0
    for divisor, share in _totients(to):
        total = total + share * (size // divisor - (size - 1) // divisor)
    return total


def _totients(number: int) -> list[tuple[int, int]]:
    """The divisors d of a number with φ(d), how many of 1 … d have no factor in common with d."""
    found = [(1, 1)]
    prime, left = 2, number
    while left > 1:
        if prime * prime > left:
            prime = left
        powers = []
        share, power = prime - 1, prime
        while left % prime == 0:
            powers.append((power, share))
            left, power, share = left // prime, power * prime, share * prime
        found += [(d * power, phi * share) for d, phi in found for power, share in powers]
        prime += 1
    return sorted(found)
