"""How many pixels the windows touch, in closed form.

A window that strides further than it is long, or whose taps are spread by dilation, leaves pixels untouched. Placing
windows one by one would not end for an image of 10^30 pixels, so the pixels are counted as lattice points: tap t of
window i touches pixel i·S + t·D.
"""

from __future__ import annotations

from math import gcd

from convcalc.arithmetic.window import Window


def covered(window: Window, size: int, positions: int) -> int:
    """How many of `size` pixels are touched by at least one tap of `positions` windows; padding does not count."""
    first, end = window.before, window.before + size
    return _touched_below(window, positions, end) - _touched_below(window, positions, first)


def _touched_below(window: Window, positions: int, bound: int) -> int:
    """Distinct values of i·S + t·D below `bound`, for 0 ≤ i < positions and 0 ≤ t < F.

    With g = gcd(S, D), s = S/g and d = D/g, the pairs (i, t) and (i − d, t + s) touch the same pixel. Counting only
    pairs whose twin (i − d, t + s) does not exist counts each pixel once: all pairs less those that have a twin.
    """
    common = gcd(window.stride, window.dilation)
    s, d = window.stride // common, window.dilation // common
    limit = -(-bound // common)
    everything = _points_below(positions, window.kernel, s, d, limit)
    with_twin = _points_below(positions - d, window.kernel - s, s, d, limit - d * s)
    return everything - with_twin


def _points_below(rows: int, columns: int, s: int, d: int, limit: int) -> int:
    """The pairs (i, t) with 0 ≤ i < rows, 0 ≤ t < columns and i·s + t·d < limit."""
    if rows <= 0 or columns <= 0 or limit <= 0:
        return 0
    reached = min(rows, (limit - 1) // s + 1)  # rows that hold a point at all
    # A row is full when its last point lies below the limit: i·s + (columns − 1)·d < limit.
    room = limit - 1 - (columns - 1) * d
    full = min(reached, room // s + 1) if room >= 0 else 0
    # Row i of the others holds ⌊(limit − 1 − i·s)/d⌋ + 1 points; read from the last row upwards, so that it grows.
    others = reached - full
    start = limit - 1 - (reached - 1) * s
    return full * columns + others + _floor_sum(others, d, s, start)


def _floor_sum(n: int, m: int, a: int, b: int) -> int:
    """The sum of ⌊(a·i + b)/m⌋ for i = 0 … n − 1, in as many steps as Euclid's algorithm takes for a and m.

    Method: Graham, Knuth & Patashnik, Concrete Mathematics, section 3.5 (a floor sum and its reciprocal).
    """
    total = 0
    while n > 0:
        total += (n - 1) * n // 2 * (a // m) + n * (b // m)
        a, b = a % m, b % m
        top = a * n + b
        n, b = divmod(top, m)
        m, a = a, m
        if m == 0:
            break
    return total
