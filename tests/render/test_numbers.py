"""Numbers for people."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convcalc.render.numbers import bar, binary, grouped, metric, percent


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (999, "999"), (1000, "1.00 K"), (34_944, "34.9 K"), (999_499, "999 K"), (999_500, "1.00 M"), (105_415_200, "105 M"),
     (15_470_264_320, "15.5 G"), (10**20, "100 E"), (10**21, "1.00e21"), (123 * 10**58, "1.23e60")],
)  # fmt: skip
def test_short(value: int, text: str) -> None:
    assert metric(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 B"), (1023, "1023 B"), (1024, "1.00 KiB"), (1_161_600, "1.11 MiB"), (2**20 - 1, "1.00 MiB"), (1000 * 1024, "1,000 KiB"), (2**30, "1.00 GiB")],
)  # fmt: skip
def test_binary(value: int, text: str) -> None:
    assert binary(value) == text


def test_grouped() -> None:
    assert grouped(34_944) == "34,944"
    assert grouped(10**30) == "1.00e30"


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(0, 10, ""), (1, 1000, "<1 %"), (62, 100, "62 %"), (10, 10, "100 %"), (1, 0, "")]
)
def test_percent(part: int, whole: int, text: str) -> None:
    assert percent(part, whole) == text


@given(st.integers(0, 10**40))
def test_three_digits_are_right_to_half_a_digit(value: int) -> None:
    text = metric(value)
    units = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "P": 10**15, "E": 10**18}
    number, _, unit = text.replace(",", "").partition(" ")
    assert abs(Fraction(number) * units[unit] - value) * 100 <= value


@given(st.integers(0, 10**12), st.integers(1, 10**12), st.integers(1, 30))
def test_bars_stay_within_their_width(part: int, largest: int, width: int) -> None:
    text = bar(min(part, largest), largest, width)
    assert len(text) <= width
    assert (text == "") == (part == 0)
