"""The window against brute force: place the windows one by one and count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convcalc.arithmetic.fit import Rounding, fit_axis
from convcalc.arithmetic.traced import TracedInt
from convcalc.arithmetic.window import Window, working

windows = st.builds(
    Window,
    kernel=st.integers(1, 7),
    stride=st.integers(1, 8),
    before=st.integers(0, 6),
    after=st.integers(0, 6),
    dilation=st.integers(1, 4),
)
sizes = st.integers(1, 40)


def starts_rounding_down(window: Window, size: int) -> list[int]:
    """Where windows start, in padded pixels, when each must lie inside the padded input."""
    padded = window.before + size + window.after
    return [start for start in range(0, padded, window.stride) if start + window.extent <= padded]


def starts_rounding_up(window: Window, size: int) -> list[int]:
    """The same with one more window where pixels are left over, unless it would start behind the image.

    PyTorch 2.14, pooling_output_shape_pad_lr: "ensure that the last pooling starts inside the image", dropping one at
    most. That also drops a window that came out even but starts in the padding.
    """
    padded = window.before + size + window.after
    starts = starts_rounding_down(window, size)
    if starts[-1] + window.extent < padded:
        starts.append(starts[-1] + window.stride)
    if starts[-1] >= window.before + size and len(starts) > 1:
        starts.pop()
    return starts


def touched(window: Window, size: int, starts: list[int]) -> set[int]:
    taps = {start + tap * window.dilation for start in starts for tap in range(window.kernel)}
    return {tap - window.before for tap in taps if 0 <= tap - window.before < size}


@given(windows, sizes, st.sampled_from([Rounding.STRICT, Rounding.FLOOR]))
def test_rounding_down_is_brute_force(window: Window, size: int, rounding: Rounding) -> None:
    fit = fit_axis(window, size, rounding)
    starts = starts_rounding_down(window, size)
    assert fit.impossible == (not starts)
    if not starts:
        assert (fit.remainder, fit.grade, fit.lost, fit.skipped) == (None, None, None, None)
        return
    padded = window.before + size + window.after
    assert fit.size == window.positions(size) == len(starts)
    assert fit.remainder == padded - (starts[-1] + window.extent)
    # Columns beyond the end of the last window, of the image and not of the padding.
    beyond = [c for c in range(size) if c + window.before >= starts[-1] + window.extent]
    untouched = set(range(size)) - touched(window, size, starts)
    in_gap = len(beyond) <= window.stride - window.extent
    if fit.remainder == 0:
        assert fit.grade == "exact"
    elif not beyond:
        assert fit.grade == "padding-only"
    else:
        # Where the image is shorter than the remainder asks, all of it is beyond.
        left = fit.remainder - window.after
        assert fit.grade == ("skipped" if left <= window.stride - window.extent else "input-lost")
        assert in_gap or fit.grade == "input-lost"
    assert fit.lost == (len(beyond) if fit.grade == "input-lost" else 0)
    assert fit.skipped == len(untouched) - fit.lost


@given(windows, sizes)
def test_rounding_up_is_brute_force(window: Window, size: int) -> None:
    fit = fit_axis(window, size, Rounding.CEIL)
    if fit.impossible:
        assert not starts_rounding_down(window, size)
        return
    starts = starts_rounding_up(window, size)
    assert fit.size == len(starts)
    down = fit_axis(window, size, Rounding.FLOOR)
    hangs_over = starts[-1] + window.extent > window.before + size + window.after
    assert fit.grade == ("partial" if hangs_over else down.grade)
    untouched = set(range(size)) - touched(window, size, starts)
    assert fit.lost is not None
    assert fit.skipped is not None
    assert fit.lost + fit.skipped == len(untouched)


@pytest.mark.parametrize(
    ("window", "size", "exact", "positions"),
    [
        # CS231n 2017, lecture 5: 7×7 input, 3×3 filter, strides 1, 2, 3; then with padding 1.
        (Window(3, 1), 7, "5", 5),
        (Window(3, 2), 7, "3", 3),
        (Window(3, 3), 7, "7/3", 2),
        (Window(3, 1, 1, 1), 7, "7", 7),
        # The same lecture: 32×32 with 5×5 filters, pad 2.
        (Window(5, 1, 2, 2), 32, "32", 32),
        # AlexNet's first convolution at 227 and at the paper's 224.
        (Window(11, 4), 227, "55", 55),
        (Window(11, 4), 224, "217/4", 54),
        # He et al. 2015, ResNet's first convolution: 112×112 from 224×224 (table 1).
        (Window(7, 2, 3, 3), 224, "225/2", 112),
    ],
)
def test_known_windows(window: Window, size: int, exact: str, positions: int) -> None:
    fit = fit_axis(window, size)
    assert (str(fit.exact), fit.size) == (exact, positions)


def test_sizes_are_exact_beyond_floats() -> None:
    # 10^30 − 3 = 7·142857142857142857142857142856 + 5, worked out by hand: 10^30 ≡ 1 (mod 7).
    fit = fit_axis(Window(3, 7), 10**30)
    assert (fit.size, fit.remainder) == (142857142857142857142857142857, 5)


@given(windows, sizes)
def test_text_evaluates_to_the_exact_size(window: Window, size: int) -> None:
    """The printed working, computed as text by Python, is the exact size."""
    from fractions import Fraction

    numbers = working(window, size).numbers
    # Every numeral becomes a Fraction, so that / is exact; the operators are those of the text.
    text = "".join(f"Fraction({t})" if t.isdecimal() else t for t in _tokens(numbers.replace("−", "-").replace("·", "*")))
    assert eval(text, {"Fraction": Fraction}) == fit_axis(window, size).exact


def _tokens(text: str) -> list[str]:
    import re

    return re.findall(r"\d+|\D+", text)


@pytest.mark.parametrize(
    ("window", "formula", "numbers"),
    [
        (Window(11, 4), "(W − F + 2P)/S + 1", "(224 − 11 + 2·0)/4 + 1"),
        (Window(3, 1, 1, 2), "(W − F + P₁ + P₂)/S + 1", "(224 − 3 + 1 + 2)/1 + 1"),
        (Window(3, 2, 2, 2, 2), "(W − (D·(F − 1) + 1) + 2P)/S + 1", "(224 − (2·(3 − 1) + 1) + 2·2)/2 + 1"),
    ],
)
def test_working_reads_like_the_lecture(window: Window, formula: str, numbers: str) -> None:
    work = working(window, 224)
    assert (work.formula, work.numbers) == (formula, numbers)


@given(windows, windows, sizes)
def test_two_windows_are_one(first: Window, second: Window, size: int) -> None:
    """Positions and remainder of the one are those of the two in turn, where nothing is too small."""
    both = first.then(second)
    if first.travel(size) >= 0 and second.travel(first.positions(size)) >= 0:
        between = first.positions(size)
        assert both.positions(size) == second.positions(between)
        assert both.remainder(size) == first.remainder(size) + first.stride * second.remainder(between)


def test_the_growth_of_a_field_in_writing() -> None:
    name = TracedInt.named
    both = Window(name("R₁", 11), name("S₁", 4)).then(Window(name("F₂", 3), name("S₂", 2)))
    assert (both.kernel.formula, both.kernel.numbers, int(both.kernel)) == ("R₁ + (F₂ − 1)·S₁", "11 + (3 − 1)·4", 19)
    assert (both.stride.numbers, int(both.stride)) == ("4·2", 8)
