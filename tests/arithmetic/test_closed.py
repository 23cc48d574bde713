"""Closed forms against numbers, and against sympy, which keeps floors as they are."""

from __future__ import annotations

from math import gcd
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convcalc.arithmetic.closed import (
    Closed,
    TooLong,
    Undecided,
    Unknowns,
    at_least,
    common_divisor,
    largest,
    same,
    smallest,
    value_at,
)
from convcalc.arithmetic.periods import Line
from convcalc.arithmetic.window import Window


def unknowns(*names: str) -> tuple[Unknowns, list[Any]]:
    space = Unknowns()
    return space, [space.size(name) for name in names]


def at(value: Any, **sizes: int) -> Any:
    return value_at(value, value.unknowns.values(sizes)) if isinstance(value, Closed) else value


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


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (lambda h, w: (h - 11) // 4 + 1, "⌊(H − 11)/4⌋ + 1"),
        (lambda h, w: ((h - 11) // 4 + 1 - 3) // 2 + 1, "⌊(H − 19)/8⌋ + 1"),
        (lambda h, w: (h + 6 - 7) // 2 + 1, "⌊(H + 1)/2⌋"),
        (lambda h, w: h // 2 // 2 // 2, "⌊H/8⌋"),
        (lambda h, w: h - 2 + 2, "H"),
        (lambda h, w: h - h + 7, "7"),
        (lambda h, w: 64 * h * w, "64·H·W"),
        (lambda h, w: 10 * (16 * (h // 4) * (w // 4) + 1), "10·(16·⌊H/4⌋·⌊W/4⌋ + 1)"),
        (lambda h, w: (h - 3) * (w - 3), "(H − 3)·(W − 3)"),
        (lambda h, w: 2 * h * w - 6 * h + 4 * w + 7, "2·(H + 2)·(W − 3) + 19"),
        (lambda h, w: 5 * (h - 3) * (h - 3), "5·(H − 3)²"),
        (lambda h, w: h // 2 * 2, "2·⌊H/2⌋"),
        (lambda h, w: 2 * h // 4, "⌊H/2⌋"),
        (lambda h, w: h // 3 + w // 3 - 2, "⌊H/3⌋ + ⌊W/3⌋ − 2"),
        (lambda h, w: h * h - 2 * w, "H² − 2·W"),
        (lambda h, w: smallest([h - 4, h - 2]), "H − 4"),
        (lambda h, w: smallest([h // 2 * 2, 2 * h - 9]), "min(2·⌊H/2⌋, 2·H − 9)"),
        (lambda h, w: smallest([h // 2 * 2, h - 4]), "H − 4"),  # never more than one below H
        (lambda h, w: h % 2, "H − 2·⌊H/2⌋"),
        (lambda h, w: h + 6 - common_divisor(h // 2, 6), "H − gcd(⌊H/2⌋, 6) + 6"),
    ],
)  # fmt: skip
def test_text(formula: Any, text: str) -> None:
    _, symbols = unknowns("H", "W")
    assert str(formula(*symbols)) == text


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
