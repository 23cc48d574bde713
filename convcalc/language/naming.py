"""What the layers of a list are called: written names, copies that count on, and kind and number for the rest."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from convcalc.language.architecture import PREVIOUS, Step
from convcalc.language.nodes import Scalar
from convcalc.language.problems import BAD_NAME, Problems


class Run(NamedTuple):
    """The copies that one entry of a list is written out to, `stem_first`, `stem_(first+1)` …"""

    stem: str
    first: int
    number: int
    channels: list[int | None]
    """The channels that each copy gives; those behind the last one give what it gives."""
    cuts: set[int]
    """The copies, from 0, that are read by their own names: what is counted together ends behind them."""

    def place(self, name: str) -> int | None:
        """Which copy is called `name`, from 0."""
        stem, first = counting(name)
        found = first - self.first
        return found if stem == self.stem and f"{stem}_{first}" == name and 0 <= found < self.number else None

    def channels_of(self, index: int) -> int | None:
        """The channels that a copy gives."""
        return self.channels[min(index, len(self.channels) - 1)]


class NamedEntry(NamedTuple):
    """A step whose name is not settled yet, with the channels that it gives."""

    kind: str
    name: Scalar | None
    step: Step
    channels: int | None
    run: Run | None = None
    """The copies that it is among; None for a layer that is not repeated."""
    copies_before: int = 0


def counting(name: str) -> tuple[str, int]:
    """`conv3_2` counts on from 2, `conv3` from 1.

    >>> counting("conv3_2"), counting("conv3")
    (('conv3', 2), ('conv3', 1))
    """
    stem, underscore, number = name.rpartition("_")
    return (stem, int(number)) if underscore and stem and number.isdecimal() and len(number) < 10 else (name, 1)


def settled(entries: list[NamedEntry], problems: Problems) -> Iterator[Step]:
    """The steps with their names; two layers of one name are said."""
    taken = _taken(entries, problems)
    counts: dict[str, int] = {}
    first = 0
    for entry in entries:
        step = entry.step
        if entry.name is not None:
            step = step._replace(called=entry.name.text)
            if entry.run is None:
                counts[entry.kind] = counts.get(entry.kind, 0) + 1
                yield step._replace(name=entry.name.text)
                continue
            stem, first = entry.run.stem, entry.run.first
            counts[entry.kind] = counts.get(entry.kind, 0) + step.copies
        else:
            stem, number = entry.kind, entry.run.number if entry.run else 1
            if entry.copies_before == 0:
                first = _free(taken.get(stem, []), counts.get(stem, 0) + 1, number)
                counts[stem] = first + number - 1
        yield from _parts(step, stem, first, entry)


def _parts(step: Step, stem: str, first: int, entry: NamedEntry) -> Iterator[Step]:
    """A step cut behind the copies that are read by their own names, so that each can be found."""
    before = entry.copies_before
    end = before + step.copies
    cuts = sorted(cut + 1 for cut in (entry.run.cuts if entry.run else ()) if before <= cut < end - 1)
    for begin, stop in zip([before, *cuts], [*cuts, end], strict=True):
        part = step._replace(name=f"{stem}_{first + begin}", stem=stem, first=first + begin, copies=stop - begin)
        if begin > before:
            part = part._replace(reads=(PREVIOUS,))
        if step.one_set and begin > 0:
            part = part._replace(shares=f"{stem}_{first}", one_set=False)
        yield part


def _taken(entries: list[NamedEntry], problems: Problems) -> dict[str, list[tuple[int, int]]]:
    """The numbers that written names take, by stem, from and up to and including, the lowest last."""
    spans: dict[str, list[tuple[int, int, Scalar]]] = {}
    for entry in entries:
        if entry.name is not None and entry.copies_before == 0:
            stem, first = counting(entry.name.text)
            number = entry.run.number if entry.run else 1
            if entry.run or f"{stem}_{first}" == entry.name.text:
                spans.setdefault(stem, []).append((first, first + number - 1, entry.name))
    for stem, found in spans.items():
        found.sort(key=lambda span: span[:2])
        for (_, end, one), (begin, _, other) in pairwise(found):
            if begin <= end and one.text != other.text:  # the same name twice has been said
                late, early = sorted((one, other), key=lambda name: (name.span.line, name.span.column), reverse=True)
                message = f"two layers are called {stem}_{begin}, the first comes of {early.text} in line {early.span.line}"
                help = "copies of a are called a_1, a_2 …; names are unique in a list"
                problems.add(BAD_NAME, late.span, message, help=help)
    return {stem: [(begin, end) for begin, end, _ in reversed(found)] for stem, found in spans.items()}


def _free(taken: list[tuple[int, int]], first: int, number: int) -> int:
    """The first of `number` consecutive numbers, from `first` on, that are not taken.

    `taken` is sorted, the lowest last; what has been passed is removed from it, since numbers only rise.
    """
    while taken and taken[-1][0] < first + number:
        first = max(first, taken.pop()[1] + 1)
    return first
