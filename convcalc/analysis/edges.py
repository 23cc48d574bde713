"""What happens at the edges of a volume where a window does not come out even, in words."""

from __future__ import annotations

from convcalc.analysis.suggest import Suggestion, suggestions
from convcalc.arithmetic.fit import AxisFit, Grade, distinct_axes
from convcalc.arithmetic.volume import size_text

# The worst grade of an axis is the layer's.
_WORST_FIRST = (Grade.INPUT_LOST, Grade.SKIPPED, Grade.PARTIAL, Grade.PADDING_ONLY)

# What runs across an axis, one and many.
_SLICES = ("slice", "slices")
_LINES = {"height": ("row", "rows"), "width": ("column", "columns"), "depth": _SLICES}


def worst_grade(fits: tuple[AxisFit, ...]) -> Grade:
    """The grade that matters most among the axes."""
    return next((grade for grade in _WORST_FIRST if any(fit.grade is grade for fit in fits)), Grade.EXACT)


def consequence(fits: tuple[AxisFit, ...]) -> str:
    """What is lost, skipped or padded on each axis that does not come out even."""
    lines = {"height and width": ("row and column", "rows and columns"), **_LINES}
    uneven = [_on_axis(fit, *lines.get(axis, _SLICES)) for axis, fit in distinct_axes(fits) if not fit.even]
    return "; ".join(uneven) or "nothing is lost"


def _on_axis(fit: AxisFit, one: str, many: str) -> str:
    if fit.grade is Grade.INPUT_LOST:
        return f"{fit.lost:,} of {fit.input:,} {many} {'is' if fit.lost == 1 else 'are'} never seen"
    if fit.grade is Grade.SKIPPED:
        return f"the last {many} are passed over, as are those between the windows"
    if fit.grade is Grade.PARTIAL:
        return f"the last window hangs over the edge of {fit.input:,} {many}"
    unused = fit.remainder or 0
    return f"{unused} {one if unused == 1 else many} of the padding go{'es' if unused == 1 else ''} unused, and nothing else"


def way_out(fits: tuple[AxisFit, ...], most: int = 1) -> str:
    """The nearest values that come out even, `most` below and above: `stride 2 or 6; padding 1; input 223 or 227`."""
    found = suggestions(tuple((fit.window, fit.input) for fit in fits), most)
    # A stride far beyond the present one comes out even by leaving two or three positions; nobody means that.
    farthest = 2 * max(fit.window.stride for fit in fits)
    found["stride"] = [s for s in found["stride"] if isinstance(s.value, tuple) or s.value <= farthest]
    return "; ".join(f"{quantity} {' or '.join(map(value_text, values))}" for quantity, values in found.items() if values)


def value_text(suggestion: Suggestion) -> str:
    """The value as one would write it: `3` or `3×5`."""
    value = suggestion.value
    return size_text(value) if isinstance(value, tuple) else str(value)
