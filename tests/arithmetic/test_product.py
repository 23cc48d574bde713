"""Products."""

from convcalc.arithmetic.product import product
from convcalc.arithmetic.traced import TracedInt


def test_product() -> None:
    assert product([]) == 1
    assert product([7]) == 7
    assert product(iter([2, 3, 4])) == 24


def test_the_text_has_the_factors_alone() -> None:
    found = product([TracedInt.named("H", 3), TracedInt.named("W", 5)])
    assert isinstance(found, TracedInt)
    assert (found, found.formula, found.numbers) == (15, "H·W", "3·5")
