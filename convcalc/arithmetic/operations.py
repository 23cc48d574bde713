"""Operations by sort, beside multiply-accumulates."""

from __future__ import annotations

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
        return Operations(
            self.add + times * other.add,
            self.multiply + times * other.multiply,
            self.compare + times * other.compare,
            self.divide + times * other.divide,
            self.exponential + times * other.exponential,
        )

    def times(self, numbers: int) -> Operations:
        """The same for each of so many numbers.

        One of a sort is `numbers` itself, or formulas would say 1·H·W·C.
        """
        return Operations(*(numbers if count == 1 else numbers * count if count else 0 for count in self))

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
