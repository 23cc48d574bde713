"""Suggestions against brute force: the nearest values that come out even, and no others."""

from hypothesis import given
from hypothesis import strategies as st

from convcalc.analysis.suggest import Suggestion, suggestions
from convcalc.arithmetic.axes import Padding
from convcalc.arithmetic.window import Window

windows = st.builds(Window, st.integers(1, 7), st.integers(1, 6), st.integers(0, 3), st.integers(0, 3), st.integers(1, 3))


def divides(window: Window, size: int) -> bool:
    """Placed one by one, the last window ends with the padded input."""
    padded = window.before + size + window.after
    padding = max(window.before, window.after)
    if window.extent > padded or (padding and padding >= window.extent):
        return False
    return [s for s in range(0, padded, window.stride) if s + window.extent <= padded][-1] + window.extent == padded


def expected(candidates: list[tuple[int, Window, int]], present: int) -> list[int]:
    values = sorted({value for value, window, size in candidates if value != present and divides(window, size)})
    return [v for v in values if v < present][-2:] + [v for v in values if v > present][:2]


@given(windows, st.integers(1, 30))
def test_nearest_values(window: Window, size: int) -> None:
    found = {quantity: [s.value for s in values] for quantity, values in suggestions(((window, size),)).items()}
    many = range(1, 90)
    assert found["input"] == expected([(n, window, n) for n in many], size)
    assert found["kernel"] == expected([(k, window._replace(kernel=k), size) for k in many], window.kernel)
    travel = window.travel(size)
    strides = [(s, window._replace(stride=s), size) for s in many if s <= max(travel, window.stride)]
    assert found["stride"] == expected(strides, window.stride)
    moves = range(-min(window.before, window.after), 40)
    paddings = [(window.before + m, window._replace(before=window.before + m, after=window.after + m), size) for m in moves]
    assert found["padding"] == (expected(paddings, window.before) if window.before == window.after else [])


def test_a_padding_that_follows_a_rule_follows_the_other_quantities() -> None:
    (window,) = Padding("half").around([Window(5)], (112,))
    found = suggestions(((window, 112),), Padding("half"))
    # ⌊(F − 1)/2⌋ zeros on both sides keep the size of an odd kernel.
    assert [s for s in found["kernel"] if isinstance(s.value, int) and s.value % 2] == [
        Suggestion(3, 112),
        Suggestion(7, 112),
    ]
    (window,) = Padding("same").around([Window(3, 2)], (112,))
    # TensorFlow's SAME: ⌈112/S⌉ positions.
    assert suggestions(((window, 112),), Padding("same"))["stride"] == [
        Suggestion(1, 112),
        Suggestion(3, 38),
        Suggestion(5, 23),
    ]


def test_sizes_are_those_of_the_suggested_window() -> None:
    # The lecture's 7×7 input with a 3×3 filter: strides 1 and 2 give 5 and 3 (CS231n 2017, lecture 5).
    found = suggestions(((Window(3, 3), 7),))
    assert found["stride"] == [Suggestion(1, 5), Suggestion(2, 3), Suggestion(4, 2)]


def test_one_value_for_both_axes_is_preferred() -> None:
    found = suggestions(((Window(3, 3), 7), (Window(3, 3), 9)))
    assert found["stride"] == [Suggestion(1, (5, 7)), Suggestion(2, (3, 4))]
    assert found["input"] == [Suggestion((6, 9), (2, 3)), Suggestion(9, 3)]


def test_huge_numbers_take_no_time() -> None:
    found = suggestions(((Window(3, 10**9), 10**30),))
    # W − 3 must be a multiple of 10^9; no stride within reach of 10^9 divides 10^30 − 3.
    near = [10**30 + 3 + n * 10**9 for n in (-2, -1, 0, 1)]
    assert found["input"] == [Suggestion(n, (n - 3) // 10**9 + 1) for n in near]
    assert found["stride"] == []
