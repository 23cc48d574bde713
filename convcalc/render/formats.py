"""The formats of an analysis: a row each. A format is a function from analyses to text, in a file of its own."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol

from convcalc.analysis.report import Report
from convcalc.findings import Finding
from convcalc.render.findings.listed import Omitted, listed
from convcalc.render.text import Paint, plain
from convcalc.source import Source

if TYPE_CHECKING:
    from convcalc.analysis.closed_forms import ClosedReport
    from convcalc.analysis.fold import Entry
    from convcalc.language.architecture import Training


class Examined(NamedTuple):
    """One file after its analysis; `report` is None where the file is not right.

    `closed` is there where sizes are unknown: the volumes and counts of `report` are closed forms then. `omitted`
    counts the findings that are not listed.
    """

    source: Source
    report: Report | None
    findings: tuple[Finding, ...]
    closed: ClosedReport | None = None
    omitted: Omitted = ()

    def listed(self, most: int) -> Examined:
        """The same with at most so many findings; the others are counted."""
        findings, omitted = listed(self.findings, most)
        return self._replace(findings=findings, omitted=omitted)


class Look(NamedTuple):
    """What the reader wants to see, and where.

    `columns` are names of the table of columns (empty: the format's own choice), `room` the width of the terminal (None:
    no limit), `paint` gives findings their styles, `several` says that the answer is a list even for one file, `depth` how
    deep groups are opened (None: all), which some formats do unless it was asked for. `sort` is the measure that lines are
    sorted by (None: as they stand), `training` how the network is trained (None: not).
    """

    columns: tuple[str, ...] = ()
    room: int | None = None
    color: bool = False
    paint: Paint = plain
    several: bool = False
    depth: int | None = 1
    depth_given: bool = False
    sort: str | None = None
    training: Training | None = None

    def columns_or(self, default: tuple[str, ...]) -> tuple[str, ...]:
        """The columns to show; the format's own get the share beside what lines are sorted by."""
        if self.columns or self.sort is None:
            return self.columns or default
        place = next((i for i, name in enumerate(default) if name == self.sort), len(default) - 1)
        return (*default[: place + 1], f"{self.sort}%", *default[place + 1 :])

    def lines(self, report: Report, depth: int | None, columns: tuple[str, ...]) -> list[Entry]:
        """The lines of a table with `columns`, in the order that was asked for."""
        from convcalc.analysis.fold import entries  # noqa: PLC0415  (JSON has no lines)
        from convcalc.render.table.columns import FIELDS  # noqa: PLC0415

        shown = list(entries(report, depth, with_fields=not FIELDS.isdisjoint(columns)))
        if self.sort is None:
            return shown
        from convcalc.analysis.where import largest_first  # noqa: PLC0415  (few ask for it)

        return largest_first(shown, self.sort)


class Format(Protocol):
    """What the module of a format has."""

    @staticmethod
    def render(examined: list[Examined], look: Look) -> str:
        """The analyses as text, without a newline at the end."""


# The format, the module that renders it, and the ending that asks for it.
FORMATS = {
    "table": ("convcalc.render.table.terminal", ".txt"),
    "json": ("convcalc.render.json.report", ".json"),
    "csv": ("convcalc.render.table.csv", ".csv"),
    "markdown": ("convcalc.render.table.markdown", ".md"),
}


def renderer(name: str) -> Callable[[list[Examined], Look], str]:
    """The function of a format; its module is loaded when it is asked for."""
    module: Format = import_module(FORMATS[name][0])  # type: ignore[assignment]
    return module.render


def format_of(suffix: str) -> str | None:
    """The format that a file's ending asks for."""
    return next((name for name, (_, ending) in FORMATS.items() if ending == suffix.casefold()), None)
