"""Periods of closed forms: what is said of all sizes, looked at for many."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convcalc.arithmetic.closed import Unknowns
from convcalc.arithmetic.comparisons import common_divisor, smallest
from convcalc.arithmetic.periods import MOST_PIECES, Line, NotLinear, TooManyCases


def linear(random: Random, size: Any, depth: int) -> Any:
    """A sum of floors and minima of sums, as sizes are."""
    if depth == 0:
        return random.choice([size, size, random.randint(1, 3) * size + random.randint(-20, 20), random.randint(-9, 9)])
    left = linear(random, size, depth - 1)
    kind = random.choice(["floor", "floor", "plus", "minus", "least", "times"])
    if kind == "floor":
        return (left + random.randint(-30, 30)) // random.randint(1, 6)
    if kind == "times":
        return random.randint(1, 4) * left - random.randint(0, 9)
    right = linear(random, size, depth - 1)
    return {"plus": lambda: left + right, "minus": lambda: left - right, "least": lambda: smallest([left, right])}[kind]()


def sign(n: int) -> int:
    return (n > 0) - (n < 0)


@given(st.integers(0, 10**9), st.integers(0, 4))
@settings(max_examples=400, deadline=None)
def test_linear_forms(seed: int, depth: int) -> None:
    """They advance by as much after every period, stay in their strip, and keep their sign or repeat."""
    random = Random(seed)
    space = Unknowns()
    form = linear(random, space.size("n"), depth)
    line = Line(space.atoms)
    period, strip, settled = line.period(form), line.strip(form), line.settles(form)
    assert period.advance == strip.rate * period.length
    for n in [*range(1, 60), *(random.randint(1, 10**6) for _ in range(20))]:
        value = line.at(form, n)
        assert strip.rate * n + strip.low <= value <= strip.rate * n + strip.high
        if n >= period.start:
            assert line.at(form, n + period.length) == value + period.advance
        if n >= settled:
            later = line.at(form, n + period.length * random.randint(1, 50))
            assert (value == later) if period.advance == 0 else (sign(value) == sign(later) == sign(period.advance))


@given(st.integers(0, 10**9))
@settings(max_examples=150, deadline=None)
def test_products_of_sizes(seed: int) -> None:
    """On each piece they keep their sign from the start that is given."""
    random = Random(seed)
    space = Unknowns()
    n = space.size("n")
    left, right = (linear(random, n, random.randint(0, 2)) for _ in range(2))
    form = left * right - random.randint(0, 2000)
    if random.randrange(3) == 0:
        form = form // random.randint(2, 4) - right
    line = Line(space.atoms)
    try:
        pieces = line.pieces(form)
    except TooManyCases:
        return
    for first in [random.randint(pieces.start, pieces.start + 5 * pieces.length) for _ in range(30)]:
        signs = {sign(line.at(form, first + pieces.length * k)) for k in [0, 1, 2, 3, 10, 100, 10**6]}
        assert len(signs) == 1


def test_a_sign_changes_late() -> None:
    """n² − 10⁶ is above 0 from 1001 on; whatever start is given, it must not lie before."""
    space = Unknowns()
    n = space.size("n")
    line = Line(space.atoms)
    pieces = line.pieces(n * n - 10**6)
    assert pieces.length == 1
    assert 1001 <= pieces.start <= 2048


def test_what_is_not_linear_says_so() -> None:
    space = Unknowns()
    n = space.size("n")
    line = Line(space.atoms)
    for question in (line.period, line.strip, line.settles):
        with pytest.raises(NotLinear):
            question(n * n)


def test_the_limit() -> None:
    space = Unknowns()
    n = space.size("n")
    with pytest.raises(TooManyCases, match="20,011 cases would have to be told apart, and the limit is 20,000"):
        Line(space.atoms).pieces((n // 20_011) * n)
    assert MOST_PIECES == 20_000


def test_numbers_are_forms_too() -> None:
    line = Line([])
    assert line.at(7, 3) == 7
    assert line.period(7) == (1, 0, 1)
    assert line.settles(-7) == 1


def test_strips_hold_every_form_and_grow_as_fast() -> None:
    """Sizes that are n or a multiple of it, floors of them, and common divisors, which do not grow."""
    space = Unknowns()
    h, w = space.size("H"), space.size("W")
    line = Line(space.atoms, {"W": 3})
    for form, rate in ((h, 1), (w, 3), ((w - 1) // 2, Fraction(3, 2)), (common_divisor(w, 4), 0), (h + w, 4)):
        strip = line.strip(form)
        assert strip.rate == rate
        assert all(strip.rate * n + strip.low <= line.at(form, n) <= strip.rate * n + strip.high for n in range(1, 40))


def test_products_of_sums_are_multiplied_out() -> None:
    """(n + 1)·(n − 2) − n·n + 40 = 38 − n: each power of the product is a sum of several."""
    space = Unknowns()
    h = space.size("H")
    line = Line(space.atoms)
    form = ((h + 1) // 2) * ((h - 4) // 2) - (h // 2) * (h // 2) + 40
    period = line.pieces(form)
    signs = [sign(line.at(form, n)) for n in range(1, 400)]
    for n in range(period.start, 400 - period.length):
        assert signs[n - 1] == signs[n + period.length - 1]
    assert signs[0] != signs[-1]
