"""Closed forms against numbers, and against sympy, which keeps floors as they are."""

from __future__ import annotations

from math import gcd
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convcalc.arithmetic.closed import TooLong, Undecided
from convcalc.arithmetic.comparisons import common_divisor
from convcalc.arithmetic.periods import Line
from convcalc.arithmetic.polynomial import value_at
from convcalc.arithmetic.window import Window
from tests.arithmetic.spaces import at, unknowns

windows = st.builds(Window, st.integers(1, 7), st.integers(1, 5), st.integers(0, 4), st.integers(0, 4), st.integers(1, 3))


@given(st.lists(windows, max_size=6), st.integers(1, 400))
def test_a_chain_of_windows_is_one_floor(chain: list[Window], size: int) -> None:
    """However deep it is: ⌊(⌊p/s⌋ + b)/t⌋ = ⌊(p + b·s)/(s·t)⌋."""
    _, (symbol,) = unknowns("W")
    closed, number = symbol, size
    for window in chain:
        closed, number = window.positions(closed), window.positions(number)
    assert at(closed, W=size) == number
    assert str(closed).count("⌊") <= 1


def tree(random: Random, symbols: list[Any], depth: int) -> Any:
    """A random formula of the sizes: sums, products, floors and remainders."""
    if depth == 0:
        return random.choice([*symbols, random.randint(-9, 9)])
    left = tree(random, symbols, depth - 1)
    kind = random.choice(["+", "-", "*", "//", "//", "%", "same"])
    if kind in ("//", "%"):
        divisor = random.randint(1, 9)
        return left // divisor if kind == "//" else left % divisor
    right = tree(random, symbols, depth - 1)
    return {"+": lambda: left + right, "-": lambda: left - right, "*": lambda: left * right}.get(kind, lambda: left)()


@given(st.integers(0, 10**9), st.integers(0, 4), st.integers(-50, 500), st.integers(-50, 500))
def test_formulas_agree_with_numbers(seed: int, depth: int, height: int, width: int) -> None:
    _, symbols = unknowns("H", "W")
    closed = tree(Random(seed), symbols, depth)
    assert at(closed, H=height, W=width) == tree(Random(seed), [height, width], depth)


@given(st.integers(0, 10**9), st.integers(1, 40))
def test_sizes_may_be_closed_forms_themselves(seed: int, k: int) -> None:
    """Put 8k + 3 in for a size: the result is that of 8k + 3 as a number."""
    space, symbols = unknowns("H")
    closed = tree(Random(seed), symbols, 3)
    _, (multiple,) = unknowns("k")
    composed = value_at(closed, space.values({"H": 8 * multiple + 3}))
    assert at(composed, k=k) == at(closed, H=8 * k + 3)


@given(st.lists(windows, max_size=3), st.integers(1, 30), st.integers(1, 400))
def test_a_common_divisor_is_one_and_repeats(chain: list[Window], number: int, size: int) -> None:
    """It is what it is of numbers, and of sizes a period apart the same."""
    space, (symbol,) = unknowns("W")
    closed, n = symbol, size
    for window in chain:
        closed, n = window.positions(closed), window.positions(n)
    divisor = common_divisor(closed, number)
    assert at(divisor, W=size) == gcd(n, number)
    line = Line(space.atoms)
    period = line.period(divisor)
    assert period.advance == 0
    assert line.at(divisor, size) == line.at(divisor, size + period.length) == gcd(n, number)


def test_sympy_agrees() -> None:
    """sympy is asked whether the difference of our form and its own is 0 at 60 sizes of 40 random chains."""
    sympy = pytest.importorskip("sympy")
    random = Random(5)
    for _ in range(40):
        _, (symbol,) = unknowns("W")
        closed, theirs, name = (
            symbol,
            sympy.Symbol("W", integer=True, positive=True),
            sympy.Symbol("W", integer=True, positive=True),
        )
        for _ in range(random.randint(1, 4)):
            kernel, stride, padding, factor = (random.randint(1, 5) for _ in range(4))
            closed = (factor * closed - kernel + 2 * padding) // stride + 1
            theirs = sympy.floor((factor * theirs - kernel + 2 * padding) / sympy.Integer(stride)) + 1
        for size in range(1, 61):
            assert theirs.subs(name, size) == at(closed, W=size)


def test_equal_numbers_are_equal_forms_and_can_be_looked_up() -> None:
    _, (h,) = unknowns("H")
    assert (h // 2) // 3 == h // 6
    assert len({h // 2 // 3, h // 6, h + 1 - 1}) == 2
    assert h != h + 1
    assert h != 7


@pytest.mark.parametrize("question", [bool, int, lambda h: h < 3, lambda h: h >= 3, lambda h: max(h, 3), lambda h: 7 // h, lambda h: h // h, lambda h: h // 0, range])  # fmt: skip
def test_what_depends_on_the_size_is_refused(question: Any) -> None:
    """An answer would be right for some sizes and silently wrong for others."""
    _, (h,) = unknowns("H")
    with pytest.raises(Undecided):
        question(h)


def grown(rank: int, levels: int) -> Any:
    """What alternating 3/2 of a size does to the number of its positions; no two of its floors become one."""
    _, sizes = unknowns(*"DHW"[:rank])
    for _ in range(levels):
        sizes = [3 * size // 2 for size in sizes]
    product: Any = 1
    for size in sizes:
        product *= size
    return product


def test_forms_that_grow_are_refused_or_written_short() -> None:
    with pytest.raises(TooLong, match="floors within floors 50 deep"):
        grown(1, 60)
    with pytest.raises(TooLong, match="more than 10,000 terms"):
        grown(3, 30)
    assert str(grown(2, 20)) == "a sum of 441 terms"
    assert len(str(grown(1, 40))) < 50_000
    assert at(grown(1, 40), D=100) == grown_number(100, 40)


def grown_number(size: int, levels: int) -> int:
    for _ in range(levels):
        size = 3 * size // 2
    return size
