"""The sizes that fit, as a rule: m·k + r from a smallest one on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple


class SizeRule(NamedTuple):
    """The sizes that fit: all n ≥ `minimum` whose remainder by `modulus` is in `remainders`, and those in `others`.

    Without remainders only the sizes in `others` fit.
    """

    modulus: int
    remainders: tuple[int, ...]
    minimum: int | None
    others: tuple[int, ...] = ()

    def fits(self, n: int) -> bool:
        """Whether the size n fits."""
        return n in self.others or self._at_or_above(n) == n

    def below(self, n: int) -> int | None:
        """The largest size below n that fits."""
        found = max((m for m in self.others if m < n), default=None)
        if self.minimum is not None and n > self.minimum:
            whole, rest = divmod(n - 1, self.modulus)
            i = bisect_right(self.remainders, rest) - 1
            found = whole * self.modulus + self.remainders[i] - (self.modulus if i < 0 else 0)
        return found

    def above(self, n: int) -> int | None:
        """The smallest size above n that fits."""
        return min([*(m for m in self.others if m > n), *filter(None, [self._at_or_above(n + 1)])], default=None)

    def _at_or_above(self, n: int) -> int | None:
        """The smallest size of the family that is at least n."""
        if self.minimum is None:
            return None
        whole, rest = divmod(max(n, self.minimum), self.modulus)
        i = bisect_left(self.remainders, rest)
        if i == len(self.remainders):
            return (whole + 1) * self.modulus + self.remainders[0]
        return whole * self.modulus + self.remainders[i]

    def times(self, factor: int) -> SizeRule:
        """The rule of a size that is so many times as large."""
        minimum = None if self.minimum is None else factor * self.minimum
        modulus = 1 if minimum is None else factor * self.modulus
        return SizeRule(modulus, tuple(factor * r for r in self.remainders), minimum, tuple(factor * n for n in self.others))

    def sizes(self) -> Iterator[int]:
        """Every size that fits, the smallest first; without an end where there is a family."""
        n = self.above(0)
        while n is not None:
            yield n
            n = self.above(n)

    def up_to(self, largest: int, most: int | None = None) -> list[int]:
        """The sizes that fit, up to `largest`, and no more than `most` of them."""
        found = []
        for n in islice(self.sizes(), most):
            if n > largest:
                break
            found.append(n)
        return found


NOWHERE = SizeRule(1, (), None)
"""The rule of a network that works out at no size."""
