"""Questions about sizes, and the conditions that their answers note."""

from typing import Any

import pytest

from convcalc.arithmetic.closed import Unknowns, value_at
from convcalc.arithmetic.comparisons import at_least, common_divisor, largest, same, smallest
from tests.arithmetic.spaces import at, unknowns


def test_questions_note_their_conditions() -> None:
    space, (h,) = unknowns("H")
    space.asking = "conv1"
    assert at_least(h - 11, 0)
    assert same(h // 2, 5)
    space.asking = "conv2"
    assert at_least(h - 11, 0)  # noted once, for who asked first
    assert not same(h, h + 1)
    assert at_least(h + 1, h)
    assert not at_least(h, h + 1)
    assert {str(c): who for c, who in space.conditions.items()} == {"H ≥ 11": "conv1", "⌊H/2⌋ = 5": "conv1"}
    held = [[c.holds(space.values({"H": n})) for c in space.conditions] for n in (10, 11, 12)]
    assert held == [[False, True], [True, True], [True, False]]


def test_forms_that_are_sometimes_equal() -> None:
    """2·⌊H/2⌋ is H or one less: equal under a condition, from whichever side one asks."""
    space, (h,) = unknowns("H")
    assert same(h // 2 * 2, h)
    assert same(h, h // 2 * 2)
    assert not same(h // 2 * 2, h + 1)
    assert all(c.holds(space.values({"H": n})) is (n % 2 == 0) for c in space.conditions for n in range(1, 9))


@pytest.mark.parametrize(
    ("form", "least"),
    [
        (lambda h: (h - 3) // 2, 3),
        (lambda h: 2 * ((h - 3) // 2) - 5, 9),  # ⌊(H − 3)/2⌋ ≥ 3
        (lambda h: 3 * h - 7, 3),
        (lambda h: ((h - 1) // 2 - 4) // 3, 9),
    ],
)
def test_a_condition_on_one_size_is_its_least(form: Any, least: int) -> None:
    space, (h,) = unknowns("H")
    assert at_least(form(h), 0)
    ((condition,),) = (list(space.conditions),)
    assert condition.bound() == ("H", least)
    assert [form(n) >= 0 for n in range(1, 20)] == [n >= least for n in range(1, 20)]


def test_a_condition_on_two_sizes_has_no_bound() -> None:
    space, (h, w) = unknowns("H", "W")
    assert at_least(h - w, 0)
    assert at_least(7 - h, 0)
    assert same(h, 5)
    assert [condition.bound() for condition in space.conditions] == [None, None, None]


def test_questions_about_numbers() -> None:
    assert at_least(3, 3)
    assert not at_least(2, 3)
    assert same(3, 3)
    assert not same(2, 3)
    assert smallest([4, 3, 5]) == 3
    assert largest([4, 7, 5]) == 7


def test_the_largest() -> None:
    _, (h, w) = unknowns("H", "W")
    assert largest([h - 4, h // 2 * 2, h]) == h
    assert at(largest([h // 2, w]), H=9, W=3) == 4
    assert at(largest([h // 2, w]), H=9, W=5) == 5


def test_bounds_are_those_of_whole_numbers() -> None:
    """⌊(H + 1)/2⌋ is at least 1, and ⌈H/16⌉ at least ⌈H/32⌉: no condition is noted."""
    space, (h,) = unknowns("H")
    assert smallest([1, (h + 1) // 2]) == 1
    assert at_least((h + 15) // 16, (h + 31) // 32)
    assert not space.conditions


def test_a_divisor_is_no_floor() -> None:
    """⌊n/2⌋ and gcd(n, 2) hold the same two values, and once were taken for one atom."""
    n = Unknowns().size("N")
    together = n // 2 + common_divisor(n, 2)
    assert str(together) == "⌊N/2⌋ + gcd(N, 2)"
    assert [value_at(together, n.unknowns.values({"N": size})) for size in (5, 6)] == [2 + 1, 3 + 2]
