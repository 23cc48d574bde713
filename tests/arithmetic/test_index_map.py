"""What positions look at, against the definitions counted out; and sights put together."""

from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convcalc.arithmetic.chain import hull, power, then
from convcalc.arithmetic.index_map import (
    IDENTITY,
    LARGEST,
    MOST_PHASES,
    WHOLE,
    AxisField,
    IndexMap,
    Phases,
    Reach,
    Whole,
    along,
    at,
    bins,
    is_monotone,
    normalize,
    phases_of,
    resized,
    transposed,
)
from convcalc.arithmetic.window import Window

windows = st.builds(
    Window, kernel=st.integers(1, 5), stride=st.integers(1, 4), before=st.integers(-3, 3), dilation=st.integers(1, 3)
)


def looks(sight: IndexMap, position: int) -> list[int]:
    """The positions that are looked at."""
    assert sight is not None
    assert not isinstance(sight, Whole)
    reach = at(phases_of(sight), position)
    return list(range(reach.start, reach.end + 1, reach.step)) if reach else []


@given(st.integers(1, 12), st.integers(1, 12), st.integers(-30, 30))
def test_resizing_copies_the_nearest(size: int, to: int, o: int) -> None:
    assert looks(resized(size, to), o) == [floor(Fraction(o * size, to))]


@given(st.integers(1, 12), st.integers(2, 12), st.integers(-30, 30))
def test_adaptive_bins(size: int, to: int, o: int) -> None:
    assert looks(bins(size, to), o) == list(range(floor(Fraction(o * size, to)), ceil(Fraction((o + 1) * size, to))))


@given(windows, st.integers(-20, 20))
def test_a_transposed_window_counted_out(window: Window, o: int) -> None:
    writers = {
        i
        for i in range(-60, 60)
        for t in range(window.kernel)
        if i * window.stride - window.before + t * window.dilation == o
    }
    assert looks(transposed(window), o) == sorted(writers)


@pytest.mark.parametrize(
    ("sight", "field"),
    [
        (IDENTITY, AxisField(1, 1, 0, 0)),
        (Window(11, 4), AxisField(11, 4, 0, 5)),
        (Window(3, 2, 1, 1, dilation=2), AxisField(5, 2, 1, 1)),
        (Window(2, 1), AxisField(2, 1, 0, Fraction(1, 2))),
        (resized(5, 10), AxisField(1, Fraction(1, 2), 0, 0)),
        (resized(4, 4), AxisField(1, 1, 0, 0)),
        # 7 positions in bins of 5: 0…1, 1…2, 2…4, 4…5, 5…6
        (bins(7, 5), AxisField(3, Fraction(7, 5), 0, Fraction(1, 2))),
        (bins(7, 1), AxisField(None, whole=True)),
        # nothing is written to every other position, and not to the first
        (transposed(Window(1, 2, 1)), AxisField(1, Fraction(1, 2), None, None)),
        (Phases((None,), 1), AxisField(0, 1)),
        (Phases((Reach(0, 2), Reach(2, 8)), None), AxisField(7, None, 0, 1)),
        (None, AxisField(None)),
        (WHOLE, AxisField(None, whole=True)),
    ],
)
def test_fields_along_an_axis(sight: IndexMap, field: AxisField) -> None:
    assert along(sight) == field


def test_what_has_one_phase_is_a_window() -> None:
    assert bins(12, 4) == Window(3, 3)
    assert resized(6, 3) == Window(1, 2)
    assert transposed(Window(3, 1, 1, 1, dilation=2)) == Window(3, 1, 3, dilation=2)
    assert then(resized(3, 6), Window(2, 2), 3) == IDENTITY


def test_orderly() -> None:
    assert is_monotone(Window(3, 2))
    assert is_monotone(resized(3, 7))
    assert not is_monotone(transposed(Window(1, 2)))  # nothing at every other position
    assert not is_monotone(transposed(Window(2, 2, dilation=3)))  # back and forth
    assert not is_monotone(Phases((Reach(0, 1),), None))


index_maps = st.one_of(
    windows,
    st.builds(resized, st.integers(1, 6), st.integers(1, 6)),
    st.builds(bins, st.integers(1, 6), st.integers(2, 6)),
    st.builds(transposed, windows),
)


@given(index_maps, index_maps)
def test_one_after_the_other(first: IndexMap, second: IndexMap) -> None:
    both = then(first, second, 10)
    for o in range(-10, 10):
        seen = {i for m in looks(second, o) for i in looks(first, m)}
        assert (looks(both, o)[:1], looks(both, o)[-1:]) == ([min(seen)] if seen else [], [max(seen)] if seen else [])


@given(st.lists(index_maps, min_size=1, max_size=3))
def test_side_by_side(ways: list[IndexMap]) -> None:
    both = hull(ways, 10)
    for o in range(10):
        seen = {i for way in ways for i in looks(way, o)}
        assert (looks(both, o)[:1], looks(both, o)[-1:]) == ([min(seen)] if seen else [], [max(seen)] if seen else [])


@given(index_maps.filter(is_monotone), st.integers(0, 5))
def test_many_times_over(sight: IndexMap, times: int) -> None:
    one_by_one: IndexMap = IDENTITY
    for _ in range(times):
        one_by_one = then(one_by_one, sight, 10)
    assert along(power(sight, times, 10)) == along(one_by_one)


def test_whole_and_unknown() -> None:
    assert then(None, WHOLE, 1) is WHOLE
    assert then(WHOLE, None, 1) is WHOLE
    assert then(None, IDENTITY, 1) is then(IDENTITY, None, 1) is None
    assert hull([IDENTITY, None, WHOLE], 1) is WHOLE
    assert hull([IDENTITY, None], 1) is None


def test_ways_that_part_are_followed_position_by_position() -> None:
    parted = hull([Window(1, 2), Window(5)], 4)
    assert parted == Phases((Reach(0, 4), Reach(1, 5), Reach(2, 6), Reach(3, 7)), None)
    # beyond the four positions there is nothing
    assert looks(then(parted, Window(3, before=1), 4), 3) == list(range(2, 8))
    assert looks(then(parted, Window(1, before=1), 4), 0) == []
    assert looks(then(parted, Window(1, before=-1, stride=3), 2), 1) == []


def test_limits_make_it_unknown_and_never_wrong() -> None:
    assert resized(1, MOST_PHASES + 1) is None
    assert transposed(Window(3, MOST_PHASES + 1)) is None
    assert hull([Window(1, 2), Window(5)], MOST_PHASES + 1) is None
    assert hull([resized(101, 103), resized(101, 107)], MOST_PHASES + 1) is None
    assert then(resized(1, 101), resized(1, 103), 10**6) is None
    assert power(Window(1, 2), 10**9, 1) is None  # a stride of 300 million digits
    assert power(Window(3, 1), 10**9, 1) == Window(2 * 10**9 + 1)


def test_the_last_step_before_the_limits() -> None:
    assert isinstance(resized(1, MOST_PHASES), Phases)
    assert isinstance(transposed(Window(1, MOST_PHASES)), Phases)
    assert then(IDENTITY, Window(LARGEST), 3) == Window(LARGEST)
    assert then(IDENTITY, Window(LARGEST + 1), 3) is None
    assert normalize([Reach(0, LARGEST)], 1) == Window(LARGEST + 1)
    assert normalize([Reach(0, LARGEST + 1)], 1) is None
    assert normalize([Reach(-LARGEST, 0)], LARGEST) == Window(LARGEST + 1, LARGEST, LARGEST)
    assert normalize([Reach(0, 0)], LARGEST + 1) is None


def test_taps_apart_see_nothing_of_what_lies_between() -> None:
    """Every other position sees 50 further; taps 2 apart look at positions of one sort alone."""
    uneven = Phases((Reach(0, 0), Reach(51, 51)), 2)
    assert not is_monotone(uneven)
    assert then(uneven, Window(2, 2, dilation=2), 3) == Window(3, 2)
    assert then(uneven, Window(2, 2), 3) == Window(52, 2)
