"""How the windows of a network fit at its present size, and the smallest change of each that does not."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from convcalc.analysis.edges import nearby, worst_grade
from convcalc.analysis.report import Report
from convcalc.analysis.suggest import Suggestion
from convcalc.arithmetic.fit import AxisFit, Grade, Rounding
from convcalc.layers.windows import WindowLayer

CHANGES = ("padding", "kernel", "stride")
"""What of a layer can be changed so that its window comes out even, besides the input."""

MOST_CHANGED = 200
"""For how many different windows to look for changes, which takes a millisecond each."""


class Today(NamedTuple):
    """The network at the size that its file gives."""

    report: Report
    sizes: dict[str, int]
    """The sizes that `fit` takes as unknown, by name, with the numbers that they have."""


class Uneven(NamedTuple):
    """Windows that are alike and do not fit: the layers that have them, how they come out, and what would."""

    layers: tuple[str, ...]
    fits: tuple[AxisFit, ...]
    grade: Grade | None
    changes: dict[str, list[Suggestion]]
    """The nearest values below and above the present padding, kernel and stride; empty where they were not looked for."""


def uneven(report: Report, accepted: frozenset[Grade]) -> list[Uneven]:
    """The layers whose windows do not fit at an accepted grade, those with windows that are alike together."""
    found: dict[tuple[tuple[AxisFit, ...], str], list[str]] = {}
    layers: dict[tuple[tuple[AxisFit, ...], str], WindowLayer] = {}
    for row in report.distinct:
        if row.fit and isinstance(row.layer, WindowLayer) and any(fit.grade not in accepted for fit in row.fit):
            key = (row.fit, str(row.layer.padding))
            found.setdefault(key, []).append(row.name)
            layers.setdefault(key, row.layer)
    return [
        Uneven(tuple(names), key[0], _grade(key[0]), _changes(key[0], layers[key]) if i < MOST_CHANGED else {})
        for i, (key, names) in enumerate(found.items())
    ]


def _grade(fits: tuple[AxisFit, ...]) -> Grade | None:
    return None if any(fit.impossible for fit in fits) else worst_grade(fits)


def _changes(fits: tuple[AxisFit, ...], layer: WindowLayer) -> dict[str, list[Suggestion]]:
    near = nearby(fits, layer.padding)
    return {quantity: near[quantity] for quantity in CHANGES}


def grades(report: Report) -> Counter[Grade | None]:
    """How many layers there are of each worst grade; None counts the windows that are impossible."""
    counts: Counter[Grade | None] = Counter()
    for row in report.distinct:
        if row.fit:
            counts[_grade(row.fit)] += row.copies
    return counts


def as_it_is(today: Today | None) -> bool:
    """Whether today's size is good as it is, though windows leave remainders: the file allows them, and all works out."""
    if today is None:
        return False
    return today.report.architecture.rounding is not Rounding.STRICT and today.report.totals.complete
