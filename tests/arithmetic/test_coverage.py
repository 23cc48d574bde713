"""The closed count of touched pixels against touching them one by one."""

from hypothesis import given
from hypothesis import strategies as st

from convcalc.arithmetic.coverage import covered
from convcalc.arithmetic.window import Window


@given(
    st.builds(Window, st.integers(1, 9), st.integers(1, 12), st.integers(0, 9), st.integers(0, 9), st.integers(1, 12)),
    st.integers(1, 60),
    st.integers(0, 20),
)
def test_covered(window: Window, size: int, positions: int) -> None:
    taps = {i * window.stride + t * window.dilation for i in range(positions) for t in range(window.kernel)}
    assert covered(window, size, positions) == sum(window.before <= tap < window.before + size for tap in taps)


def test_numbers_beyond_counting() -> None:
    # 1×1 with stride 2 touches every other pixel.
    assert covered(Window(1, 2), 10**30, 5 * 10**29) == 5 * 10**29
