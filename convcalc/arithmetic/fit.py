"""Whether a window comes out even along an axis, and what happens to the pixels where it does not."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from convcalc.arithmetic.axes import AXES
from convcalc.arithmetic.coverage import covered
from convcalc.arithmetic.window import Window, exact_positions


class Rounding(StrEnum):
    """What to do with a remainder: `strict` calls it an error and goes on with the floor."""

    STRICT = "strict"
    FLOOR = "floor"
    CEIL = "ceil"


class Grade(StrEnum):
    """How bad a remainder is; the docs' page on conventions derives the limits."""

    EXACT = "exact"
    PADDING_ONLY = "padding-only"
    SKIPPED = "skipped"
    INPUT_LOST = "input-lost"
    PARTIAL = "partial"


class AxisFit(NamedTuple):
    """One window on one axis. `size`, `remainder`, `grade`, `lost` and `skipped` are None where no window fits at all.

    `lost` counts the pixels after the last window and `skipped` those between windows or taps that no window touches.
    """

    window: Window
    input: int
    rounding: Rounding
    size: int | None
    remainder: int | None
    grade: Grade | None
    lost: int | None
    skipped: int | None

    @property
    def exact(self) -> Fraction:
        """(W − E + 2P)/S + 1 before any rounding."""
        return exact_positions(self.window, self.input)

    @property
    def impossible(self) -> bool:
        """The window is larger than the padded input."""
        return self.size is None

    @property
    def divides(self) -> bool:
        """The stride divides: no remainder."""
        return self.remainder == 0


def fit_axis(window: Window, size: int, rounding: Rounding = Rounding.STRICT) -> AxisFit:
    """Grade `window` on an axis of `size` pixels.

    >>> fit = fit_axis(Window(kernel=3, stride=3), 7)
    >>> str(fit.exact), fit.size, fit.grade.value, fit.lost
    ('7/3', 2, 'input-lost', 1)
    """
    if window.travel(size) < 0:
        return AxisFit(window, size, rounding, None, None, None, None, None)
    remainder = window.remainder(size)
    down = window.positions(size)
    positions = positions_of(window, size, rounding)
    grade = grade_of(window, size, rounding)
    after_last = max(0, min(size, remainder - window.after)) if positions <= down else 0
    lost = after_last if grade is Grade.INPUT_LOST else 0
    skipped = size - covered(window, size, positions) - lost
    return AxisFit(window, size, rounding, positions, remainder, grade, lost, skipped)


def positions_of(window: Window, size: int, rounding: Rounding) -> int:
    """How many places the window takes, rounding as asked; the window must fit at least once."""
    return window.positions_up(size) if rounding is Rounding.CEIL else window.positions(size)


def grade_of(window: Window, size: int, rounding: Rounding) -> Grade:
    """How bad the remainder of a window is that fits at least once; it depends on the remainder and the window alone."""
    remainder = window.remainder(size)
    if remainder == 0:
        return Grade.EXACT
    if positions_of(window, size, rounding) > window.positions(size):
        return Grade.PARTIAL
    if remainder <= window.after:
        return Grade.PADDING_ONLY
    if remainder - window.after <= window.stride - window.extent:
        return Grade.SKIPPED
    return Grade.INPUT_LOST


def distinct_axes(fits: tuple[AxisFit, ...]) -> list[tuple[str, AxisFit]]:
    """The axes with their names; one entry for all where they are alike."""
    names = AXES[len(fits)]
    if len(set(fits)) > 1:
        return list(zip(names, fits, strict=True))
    return [(" and ".join(names) if len(names) < 3 else "depth, height and width", fits[0])]
