"""Where a network's parameters, memory and MACs are: lines in order of what they hold, and which of them hold most."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import NamedTuple

from convcalc.analysis.fold import Entry
from convcalc.analysis.report import Report
from convcalc.analysis.tree.counts import QUANTITIES

MOST_NAMES = 3
"""So many lines are named together if they hold half; else the largest is named alone."""


class Measure(NamedTuple):
    """Something that lines hold a share of: what a line holds, and all there is."""

    of: str
    part: Callable[[Entry], int | None]
    whole: Callable[[Report], int]


MEASURES = {
    "params": Measure(QUANTITIES["params"].words, lambda entry: entry.params, lambda report: report.totals.params),
    "memory": Measure(
        QUANTITIES["memory_bytes"].words, lambda entry: entry.memory_bytes, lambda report: report.totals.activations_bytes
    ),
    "macs": Measure(QUANTITIES["macs"].words, lambda entry: entry.macs, lambda report: report.totals.macs),
}
"""What lines can be sorted by."""


class TopContributors(NamedTuple):
    """The lines that hold most of a measure, the largest first, and their share of it."""

    measure: Measure
    names: tuple[str, ...]
    share: Fraction


def largest_first(entries: Iterable[Entry], measure: str) -> list[Entry]:
    """The lines by what they hold, the largest first, those of which it is not known last, equal ones as they stand."""
    part = MEASURES[measure].part

    def held(entry: Entry) -> int:
        value = part(entry)
        return -1 if value is None else value

    return sorted(entries, key=held, reverse=True)


def top_contributors(report: Report, entries: Iterable[Entry], measure: str) -> TopContributors | None:
    """Which lines hold most of a measure; None if there is none of it, or if not all of it is known."""
    chosen = MEASURES[measure]
    whole = chosen.whole(report)
    if not report.totals.complete or whole == 0:
        return None
    amounts = [(entry.name, chosen.part(entry) or 0) for entry in largest_first(entries, measure)]
    if measure == "memory":
        amounts = sorted([("the input", report.input_bytes), *amounts], key=lambda one: one[1], reverse=True)
    together = 0
    for i, (_, amount) in enumerate(amounts[:MOST_NAMES]):
        together += amount
        if 2 * together >= whole:
            return TopContributors(chosen, tuple(name for name, _ in amounts[: i + 1]), Fraction(together, whole))
    name, amount = amounts[0]
    return TopContributors(chosen, (name,), Fraction(amount, whole))
