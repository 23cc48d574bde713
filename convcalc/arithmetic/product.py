"""Products that keep their text."""

from __future__ import annotations

from collections.abc import Iterable


def product(factors: Iterable[int]) -> int:
    """The product of the factors, 1 without any.

    `math.prod` begins with 1, which numbers that remember how they were written would remember too.
    """
    result = 1
    for i, factor in enumerate(factors):
        result = result * factor if i else factor
    return result
