"""Pictures of windows: what they show is what the arithmetic counts."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from convcalc.arithmetic.fit import Rounding, fit_axis
from convcalc.arithmetic.strip import PixelState, Track, strip
from convcalc.arithmetic.window import Window

WINDOWS = st.builds(
    Window,
    kernel=st.integers(1, 7),
    stride=st.integers(1, 9),
    before=st.integers(0, 4),
    after=st.integers(0, 4),
    dilation=st.integers(1, 6),
)


@given(WINDOWS, st.integers(1, 60), st.sampled_from(Rounding))
def test_every_pixel_is_in_the_state_that_fit_counts(window: Window, size: int, rounding: Rounding) -> None:
    fit = fit_axis(window, size, rounding)
    if fit.size is None:
        return
    track = Track(window, size, fit.size, lost=fit.lost or 0)
    states = Counter(track.state(pixel) for pixel in range(track.start, track.end))
    assert states[PixelState.LOST] == fit.lost
    assert states[PixelState.SKIPPED] == fit.skipped
    seen = [sum(track.touches(i, pixel) for i in range(fit.size)) for pixel in range(size)]
    assert seen == [track.seen(pixel) for pixel in range(size)]
    assert states[PixelState.COVERED] == seen.count(1)
    assert states[PixelState.OVERLAPPING] == sum(n > 1 for n in seen)


@given(WINDOWS, st.integers(1, 10**30), st.integers(20, 100))
def test_a_picture_has_both_ends_and_never_more_than_its_room(window: Window, size: int, room: int) -> None:
    fit = fit_axis(window, size)
    if fit.size is None:
        return
    track = Track(window, size, fit.size, lost=fit.lost or 0)
    drawn = strip(track, room)
    assert len(drawn.places) <= room
    assert (drawn.places[0], drawn.places[-1]) == (track.start, track.end - 1)
    assert drawn.windows[-1] == fit.size - 1
    assert list(drawn.windows) == sorted(set(drawn.windows))
    for place in drawn.places:
        assert place is None or track.state(place)


def test_a_window_of_the_lecture() -> None:
    """CS231n 2017, lecture 5: 3×3 over 7×7 with stride 3 leaves a column."""
    track = Track(Window(3, 3), 7, 2, lost=1)
    assert [track.state(pixel) for pixel in range(7)] == [PixelState.COVERED] * 6 + [PixelState.LOST]


def test_pixels_are_counted_exactly_however_large_the_image() -> None:
    """Where floats can no longer tell neighbours apart."""
    track = Track(Window(3), 10**20, 10**20 - 2)
    assert [track.seen(pixel) for pixel in (0, 1, 2, 10**19 + 1, 10**20 - 2, 10**20 - 1)] == [1, 2, 3, 3, 2, 1]
