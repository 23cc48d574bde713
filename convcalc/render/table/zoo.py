"""The zoo as a table."""

from __future__ import annotations

from rich.cells import cell_len
from rich.table import Table

from convcalc.analysis.report import Report
from convcalc.layers.parameters import spell
from convcalc.render.console import rendered
from convcalc.render.numbers import grouped
from convcalc.render.printable import printable

_GAP = 2


def zoo_table(reports: dict[str, Report], room: int | None, color: bool) -> str:
    """One line a network: what it is, its input, its parameters, what can be set, and where it comes from.

    Where there is no room, the source goes first, then the settings and the title; a name is never cut.
    """
    rows = {name: _cells(name, report) for name, report in reports.items()}
    titles = ["name", "input", "params", "title", "--set", "source"]
    widths = [max(map(cell_len, column)) for column in zip(titles, *rows.values(), strict=True)]
    kept = len(titles)
    while kept > 3 and room is not None and sum(widths[:kept]) + _GAP * (kept - 1) > room:
        kept -= 1
    grid = Table(box=None, header_style="bold dim", padding=(0, _GAP, 0, 0), pad_edge=False)
    for title, width in zip(titles[:kept], widths, strict=False):
        grid.add_column(title, no_wrap=True, min_width=width, justify="right" if title == "params" else "left")
    for cells in rows.values():
        grid.add_row(*map(printable, cells[:kept]))
    return "\n".join(line.rstrip() for line in rendered(grid, None, color))


def _cells(name: str, report: Report) -> list[str]:
    a = report.architecture
    settings = " ".join(f"{key}={spell(value)}" for key, value in a.parameters.items())
    return [name, str(a.input), grouped(report.totals.params), a.name, settings, a.citation]
