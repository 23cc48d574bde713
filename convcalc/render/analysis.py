"""What the formats of an analysis are given: the networks, and what of them is to be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from convcalc.analysis.report import Report
from convcalc.findings import Finding
from convcalc.render.findings.listed import Omitted, listed
from convcalc.render.options import RenderOptions
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


@dataclass(frozen=True, kw_only=True)
class AnalysisOptions(RenderOptions):
    """What the reader of an analysis wants to see.

    `columns` are names of the table of columns (empty: the format's own choice), `several` says that the answer is a list
    even for one file, `depth` how deep groups are opened (None: all), which some formats do unless it was asked for. `sort`
    is the measure that lines are sorted by (None: as they stand), `training` how the network is trained (None: not).
    """

    columns: tuple[str, ...] = ()
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
        from convcalc.analysis.top_layers import largest_first  # noqa: PLC0415  (few ask for it)

        return largest_first(shown, self.sort)
