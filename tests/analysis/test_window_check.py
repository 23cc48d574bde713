"""One window by itself."""

from typing import Any

import pytest

import convcalc
from convcalc.arithmetic.axes import Padding
from convcalc.arithmetic.fit import Rounding


def test_one_number_holds_for_all_axes() -> None:
    report = convcalc.check_window((7, 9), stride=(3,))
    assert [(fit.input, str(fit.exact)) for fit in report.axes] == [(7, "7/3"), (9, "3")]
    assert not report.fits
    assert report.failed


def test_rounding_makes_a_remainder_no_failure() -> None:
    report = convcalc.check_window((28,), (3,), (2,), rounding=Rounding.CEIL)
    assert (report.axes[0].size, report.axes[0].grade, report.fits, report.failed) == (14, "partial", False, False)


def test_impossible_fails_whatever_the_rounding() -> None:
    for rounding in Rounding:
        assert convcalc.check_window((5,), (7,), rounding=rounding).failed


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"input": (7,), "stride": (0,)}, "stride: must be at least 1, and is 0"),
        ({"input": (7, 7), "kernel": (3, 3, 3)}, "input: input 7×7 has 2 numbers, and the input has 3 spatial axes; give one number for all axes, or 3 numbers"),
        ({"input": (7, 7, 7, 7, 7)}, "input: a window has at most 3 axes, and here are 5"),
        ({"input": (7,), "padding": Padding("size", (1, 2)), "kernel": (3, 3, 3)}, "input: padding 1×2 has 2 numbers, and the input has 3 spatial axes; give one number for all axes, or 3 numbers"),
    ],
)  # fmt: skip
def test_numbers_that_make_no_window(words: dict[str, object], message: str) -> None:
    with pytest.raises(convcalc.OptionError) as error:
        convcalc.check_window(**words)  # type: ignore[arg-type]
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("input", "given", "sizes"),
    [
        ((7,), {}, [5]),
        ((7, 9), {}, [5, 7]),
        ((32, 32, 3), {"kernel": (5,)}, [28, 28]),
        ((32, 32, 32), {"kernel": (5, 5, 5)}, [28, 28, 28]),
        ((32, 32, 32, 3), {"kernel": (5,)}, [28, 28, 28]),
        ((9, 9, 9), {"stride": (3, 3, 3)}, [3, 3, 3]),
        ((32, 32, 3), {"padding": Padding("size", (1, 1, 1))}, [32, 32, 3]),
    ],
)
def test_channels_behind_the_sides(input: tuple[int, ...], given: dict[str, Any], sizes: list[int]) -> None:
    assert [fit.size for fit in convcalc.check_window(input, **given).axes] == sizes
