"""What happens at the edges of a volume where a window does not come out even, in words."""

from __future__ import annotations

from convcalc.analysis.suggest import Suggestion, suggestions
from convcalc.arithmetic.axes import AXES
from convcalc.arithmetic.fit import AxisFit, Grade
from convcalc.arithmetic.volume import size_text

# The worst grade of an axis is the layer's.
_WORST_FIRST = (Grade.INPUT_LOST, Grade.SKIPPED, Grade.PARTIAL, Grade.PADDING_ONLY)

_LINES = {"height": ("row", "rows"), "width": ("column", "columns"), "depth": ("slice", "slices")}


def worst_grade(fits: tuple[AxisFit, ...]) -> Grade:
    """The grade that matters most among the axes."""
    return next((grade for grade in _WORST_FIRST if any(fit.grade is grade for fit in fits)), Grade.EXACT)


def distinct_axes(fits: tuple[AxisFit, ...]) -> list[tuple[str, AxisFit]]:
    """The axes with their names; one entry for all where they are alike."""
    names = AXES[len(fits)]
    if len(set(fits)) > 1:
        return list(zip(names, fits, strict=True))
    return [(" and ".join(names) if len(names) < 3 else "depth, height and width", fits[0])]


def consequence(fits: tuple[AxisFit, ...]) -> str:
    """What is lost, skipped or padded, for the axis where it is worst."""
    grade = worst_grade(fits)
    fit = next(fit for fit in fits if fit.grade is grade)
    one, many = _lines(fits, fit)
    if grade is Grade.INPUT_LOST:
        return f"{fit.lost:,} of {fit.input:,} {many} {'is' if fit.lost == 1 else 'are'} never seen"
    if grade is Grade.SKIPPED:
        return f"the last {many} are passed over, as are those between the windows"
    if grade is Grade.PARTIAL:
        return f"the last window hangs over the edge of {fit.input:,} {many}"
    if grade is Grade.EXACT:
        return "nothing is lost"
    unused = fit.remainder or 0
    return f"{unused} {one if unused == 1 else many} of the padding go{'es' if unused == 1 else ''} unused, and nothing else"


def _lines(fits: tuple[AxisFit, ...], fit: AxisFit) -> tuple[str, str]:
    """What runs across the axis, one and many."""
    if len(set(fits)) == 1 and len(fits) == 2:
        return "row and column", "rows and columns"
    return _LINES[AXES[len(fits)][fits.index(fit)]]


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
