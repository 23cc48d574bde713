"""Numbers that remember how they were written."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convcalc.arithmetic.traced import TracedInt, decimal_text, fraction_text


def w(symbol: str, value: int) -> TracedInt:
    return TracedInt.named(symbol, value)


A, B, C = w("A", 7), w("B", 3), w("C", -2)


@pytest.mark.parametrize(
    ("number", "formula", "numbers", "value"),
    [
        (A + B, "A + B", "7 + 3", 10),
        (A - (B + 1), "A − (B + 1)", "7 − (3 + 1)", 3),
        (A - B + 1, "A − B + 1", "7 − 3 + 1", 5),
        (2 * A, "2A", "2·7", 14),
        (A * B, "A·B", "7·3", 21),
        ((A + 1) * B, "(A + 1)·B", "(7 + 1)·3", 24),
        ((A + 1) // (B - 1), "(A + 1)/(B − 1)", "(7 + 1)/(3 − 1)", 4),
        (A // (2 * B), "A/(2B)", "7/(2·3)", 1),
        (A - C, "A − C", "7 − (−2)", 9),
        (10 - A, "10 − A", "10 − 7", 3),
        (20 // A, "20/A", "20/7", 2),
    ],
)
def test_texts(number: TracedInt, formula: str, numbers: str, value: int) -> None:
    assert (number.formula, number.numbers, int(number)) == (formula, numbers, value)


def test_exact_value_survives_the_floor() -> None:
    result = (A - B) // B + 1
    assert (int(result), result.exact) == (2, Fraction(7, 3))


def test_it_is_an_int() -> None:
    assert list(range(B)) == [0, 1, 2]
    assert isinstance(A, int)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(55), "55"),
        (Fraction(217, 4), "54.25"),
        (Fraction(7, 3), "7/3 ≈ 2.33"),
        (Fraction(-1), "−1"),
        (Fraction(-7, 3), "−7/3 ≈ −2.33"),
        (Fraction(10**30 + 4, 7), "1000000000000000000000000000004/7 ≈ 142857142857142857142857142857.71"),
    ],
)
def test_fraction_text(value: Fraction, text: str) -> None:
    assert fraction_text(value) == text


@given(st.fractions())
def test_decimals_are_never_off_by_more_than_half_a_digit(value: Fraction) -> None:
    text = decimal_text(value).replace("−", "-")
    assert abs(Fraction(text) - value) <= Fraction(1, 200)


def test_latex() -> None:
    h, f, s = TracedInt.named("H", 7), TracedInt.named("F₁", 3), TracedInt.named("S", 2)
    size = (h - f) // s + 1
    assert size.latex == r"\frac{H - F_{1}}{S} + 1"
    assert size.latex_numbers == r"\frac{7 - 3}{2} + 1"
    assert (h * f).latex == r"H \cdot F_{1}"
    assert (2 * s).latex == "2S"  # as the lecture writes it
    assert (h * f).latex_numbers == r"7 \cdot 3"
