"""The numbers that regions read, as a text."""

import pytest

from convcalc.arithmetic.adaptive_bins import numbers_read
from convcalc.arithmetic.traced import TracedInt


@pytest.mark.parametrize(("size", "to"), [(13, 6), (12, 6), (3, 7), (5, 1)])
def test_numbers_read_with_their_text(size: int, to: int) -> None:
    """As counted out: region o is from ⌊o·size/to⌋ up to ⌈(o + 1)·size/to⌉."""
    regions = [range(o * size // to, -(-(o + 1) * size // to)) for o in range(to)]
    found = numbers_read(TracedInt.named("H", size), TracedInt.named("O", to))
    assert found == numbers_read(size, to) == sum(map(len, regions))
    assert isinstance(found, TracedInt)
    assert found.formula == "H + O − gcd(H, O)"
