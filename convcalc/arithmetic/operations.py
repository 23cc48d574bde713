"""Operations by sort, beside multiply-accumulates."""

from __future__ import annotations

from itertools import repeat
from typing import NamedTuple


class Operations(NamedTuple):
    """How many operations of each sort; a multiply-accumulate's own multiply and add are not among them.

    `add` are adds and subtracts. `exponential` are all functions that take more than arithmetic: exponentials, logarithms,
    powers, roots and the error function, each counted once.

    >>> Operations(add=3).plus(Operations(add=1, compare=2), times=10)
    Operations(add=13, multiply=0, compare=20, divide=0, exponential=0)
    """

    add: int = 0
    multiply: int = 0
    compare: int = 0
    divide: int = 0
    exponential: int = 0

    def plus(self, other: Operations, times: int = 1) -> Operations:
        """With `times` of the other."""
        if other is NONE:  # as of most layers of most networks
            return self
        return Operations(*map(_sum, self, other, repeat(times)))

    def times(self, numbers: int) -> Operations:
        """The same for each of so many numbers."""
        return Operations(*(_product(count, numbers) for count in self))

    @property
    def total(self) -> int:
        """All sorts together."""
        return self.add + self.multiply + self.compare + self.divide + self.exponential

    def flops(self, macs: int) -> int:
        """Floating point operations: a multiply-accumulate is two, any operation beside them one."""
        return 2 * macs + self.total

    def by_sort(self) -> dict[str, int]:
        """The sorts that there are any of."""
        return {sort: count for sort, count in self._asdict().items() if count != 0}


NONE = Operations()


# Formulas are read off these too, and must not say 1·H·W·C + 0.


def _sum(one: int, other: int, times: int) -> int:
    more = _product(times, other)
    return one if more == 0 else more if one == 0 else one + more


def _product(factor: int, numbers: int) -> int:
    return numbers if factor == 1 else factor * numbers if factor else 0


IN_WORDS = dict(
    zip(Operations._fields, ("adds", "multiplies", "comparisons", "divisions", "exponentials"), strict=True),
)
"""What many of a sort are called."""
