"""IndexMaps put together: one after the other, side by side, and many times over."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm

from convcalc.arithmetic.index_map import (
    IDENTITY,
    LARGEST,
    MOST_LOOKS,
    MOST_PHASES,
    WHOLE,
    IndexMap,
    Phases,
    Reach,
    Whole,
    at,
    is_monotone,
    normalize,
    phases_of,
)
from convcalc.arithmetic.polynomial import is_number
from convcalc.arithmetic.window import Window


def then(first: IndexMap, second: IndexMap, positions: int) -> IndexMap:
    """What the `positions` positions of `second`, which looks at the output of `first`, see of the input of `first`.

    Where `first` is not `is_monotone`, `second` must be the sight of a single layer, which is exact and no hull.
    """
    if isinstance(first, Whole) or isinstance(second, Whole):
        return WHOLE
    if first is None or second is None or second == IDENTITY:
        return first if second == IDENTITY else None
    if isinstance(first, Window) and isinstance(second, Window):
        window = first.then(second)
        return None if max(window.stride, window.kernel, abs(window.before)) > LARGEST else window
    inner, outer = phases_of(first), phases_of(second)
    if inner.advance is None or outer.advance is None:
        phases, advance = positions, None
    else:
        # Every `times` periods of `second` are whole periods of `first`.
        times = len(inner.reaches) // gcd(len(inner.reaches), outer.advance)
        phases = len(outer.reaches) * times
        advance = inner.advance * outer.advance * times // len(inner.reaches)
    ends_suffice = is_monotone(first)
    if not is_number(phases):
        return None
    if phases > MOST_PHASES or not (ends_suffice or _few_looks(inner, outer, phases)):
        return None
    through = _between if ends_suffice else _among
    return normalize([through(inner, at(outer, o)) for o in range(phases)], advance)


def hull(index_maps: Iterable[IndexMap], positions: int) -> IndexMap:
    """What positions see through several ways at once: from the first to the last position that any of them sees."""
    ways = list(dict.fromkeys(index_maps))
    if len(ways) == 1 or WHOLE in ways:
        return ways[0] if len(ways) == 1 else WHOLE
    windows = [way for way in ways if isinstance(way, Window)]
    if len(windows) == len(ways) and len({window.stride for window in windows}) == 1:
        start, end = min(-w.before for w in windows), max(w.extent - w.before for w in windows)
        return Window(end - start, windows[0].stride, -start)
    known = [phases_of(way) for way in ways if isinstance(way, Window | Phases)]
    if len(known) < len(ways):
        return None
    # Ways that advance alike have a common period; others part from one another, so that every position is itself.
    rates = {None if way.advance is None else Fraction(way.advance, len(way.reaches)) for way in known}
    rate = rates.pop() if len(rates) == 1 else None
    phases = positions if rate is None else lcm(*(len(way.reaches) for way in known))
    if not is_number(phases) or phases > MOST_PHASES:
        return None
    together = [_together([at(way, o) for way in known]) for o in range(phases)]
    return normalize(together, None if rate is None else int(rate * phases))


def power(sight: IndexMap, times: int, positions: int) -> IndexMap:
    """`times` layers in a row of the same map, which must be monotone; by squaring, so a million cost twenty."""
    result: IndexMap = IDENTITY
    while times:
        if times % 2:
            result = then(sight, result, positions)
        times //= 2
        sight = then(sight, sight, positions) if times else sight
    return result


def _between(first: Phases, reach: Reach | None) -> Reach | None:
    """What the ends of `reach` see."""
    if reach is None:
        return None
    return _together([at(first, reach.start), at(first, reach.end)])


def _among(first: Phases, reach: Reach | None) -> Reach | None:
    """What every position of `reach` sees; of periods only the outermost, since those between see between."""
    if reach is None:
        return None
    positions = range(reach.start, reach.end + 1, reach.step)
    period = len(first.reaches)
    if first.advance is None:
        inside = -(reach.start // reach.step) if reach.start < 0 else 0
        positions = positions[inside:]
    return _together([at(first, position) for position in {*positions[:period], *positions[-period:]}])


def _few_looks(first: Phases, second: Phases, phases: int) -> bool:
    widest = max(((r.end - r.start) // r.step + 1 for r in second.reaches if r), default=0)
    return min(widest, 2 * len(first.reaches)) * phases <= MOST_LOOKS


def _together(reaches: Iterable[Reach | None]) -> Reach | None:
    """The hull of several."""
    found = [reach for reach in reaches if reach]
    if len(found) < 2:
        return found[0] if found else None
    return Reach(min(reach.start for reach in found), max(reach.end for reach in found))
