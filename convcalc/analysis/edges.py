"""What happens at the edges of a volume where a window does not come out even, in words."""

from __future__ import annotations

from convcalc.analysis.suggest import Suggestion, suggestions
from convcalc.arithmetic.axes import AXES, Padding
from convcalc.arithmetic.fit import AxisFit, Grade
from convcalc.arithmetic.volume import size_text

# The worst grade of an axis is the layer's.
_WORST_FIRST = (Grade.INPUT_LOST, Grade.SKIPPED, Grade.PARTIAL, Grade.PADDING_ONLY)

# What runs across an axis, one and many.
_LINES = {"height": ("row", "rows"), "width": ("column", "columns"), "depth": ("slice", "slices")}


def worst_grade(fits: tuple[AxisFit, ...]) -> Grade:
    """The grade that matters most among the axes."""
    return next((grade for grade in _WORST_FIRST if any(fit.grade is grade for fit in fits)), Grade.EXACT)


def consequence(fits: tuple[AxisFit, ...]) -> str:
    """What is lost, skipped or padded on the axes that do not come out even."""
    groups: dict[AxisFit, list[str]] = {}
    for axis, fit in zip(AXES[len(fits)], fits, strict=True):
        if not fit.divides:
            groups.setdefault(fit, []).append(axis)
    return "; ".join(on_axes(axes, fit) for fit, axes in groups.items()) or "nothing is lost"


def on_axes(axes: list[str], fit: AxisFit) -> str:
    """What happens on axes that fare alike."""
    many = _joined([_LINES[axis][1] for axis in axes])
    if fit.grade is Grade.INPUT_LOST:
        lost = _joined([f"{fit.lost:,} of {fit.input:,} {_LINES[axis][1]}" for axis in axes])
        return f"{lost} {'is' if fit.lost == 1 and len(axes) == 1 else 'are'} never seen"
    if fit.grade is Grade.SKIPPED:
        return f"the last {many} are passed over, as are those between the windows"
    if fit.grade is Grade.PARTIAL:
        return f"the last window hangs over the edge of {fit.input:,} {many}"
    unused = fit.remainder or 0
    zeros = _joined([f"{unused:,} {_LINES[axis][unused != 1]}" for axis in axes])
    return f"{zeros} of the padding {'goes' if unused == 1 and len(axes) == 1 else 'go'} unused, and nothing else"


def _joined(words: list[str]) -> str:
    return " and ".join(words) if len(words) < 3 else f"{', '.join(words[:-1])} and {words[-1]}"


def suggestion_text(fits: tuple[AxisFit, ...], padding: Padding, most: int = 1) -> str:
    """The nearest values that come out even, `most` below and above: `stride 2 or 6; padding 1; input 223 or 227`.

    `padding` is the padding as written, since a rule such as `half` gives other zeros to another kernel.
    """
    found = nearby(fits, padding, most)
    rank = len(fits)
    return "; ".join(
        f"{quantity} {' or '.join(axes_text(s.value, rank) for s in values)}" for quantity, values in found.items() if values
    )


def nearby(fits: tuple[AxisFit, ...], padding: Padding, most: int = 1) -> dict[str, list[Suggestion]]:
    """The nearest values that come out even, by quantity, without those that nobody means."""
    found = suggestions(tuple((fit.window, fit.input) for fit in fits), padding, most)
    # A stride far beyond the present one comes out even by leaving two or three positions; nobody means that.
    farthest = 2 * max(fit.window.stride for fit in fits)
    found["stride"] = [s for s in found["stride"] if isinstance(s.value, tuple) or s.value <= farthest]
    return found


def axes_text(value: int | tuple[int, ...], rank: int) -> str:
    """A value for all axes as one number where there is one axis or all are alike: `3`, `3×5`."""
    return size_text(value) if isinstance(value, tuple) and rank > 1 else str(value)
