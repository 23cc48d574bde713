"""Which remainders would have to be accepted where no size of the input fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from convcalc.analysis.fit_sizes import FitReport, fit_sizes
from convcalc.arithmetic.fit import Grade
from convcalc.arithmetic.periods import TooManyCases

MILDEST_FIRST = (Grade.PADDING_ONLY, Grade.SKIPPED, Grade.PARTIAL, Grade.INPUT_LOST)
"""The grades that can be accepted, by what they lose."""


def otherwise(fit: FitReport, today: Mapping[str, int] | None) -> FitReport | None:
    """The sizes that fit if more is accepted: as mild grades as can be, and none that is not needed.

    None where some size fits already, and where none would whatever is accepted, as where two paths never meet.
    """
    if not fit.nowhere or fit.closed.never:
        return None
    left = [grade for grade in MILDEST_FIRST if grade not in fit.accepted]
    for count in range(1, len(left) + 1):
        if found := _answer(fit, left[:count], today):
            break
    else:
        return None
    needed = left[:count]
    for grade in left[: count - 1]:
        fewer = [other for other in needed if other is not grade]
        if without := _answer(fit, fewer, today):
            needed, found = fewer, without
    return found


def _answer(fit: FitReport, grades: Iterable[Grade], today: Mapping[str, int] | None) -> FitReport | None:
    """The sizes that fit if these grades are accepted too; None where there are none, or too many cases to look at."""
    try:
        found = fit_sizes(fit.closed, fit.accepted | set(grades), today)
    except TooManyCases:
        return None
    return None if found.nowhere else found
