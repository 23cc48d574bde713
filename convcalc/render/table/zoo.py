"""The zoo as a table."""

from __future__ import annotations

from convcalc.analysis.report import Report
from convcalc.layers.parameters import format_value
from convcalc.render.numbers import grouped
from convcalc.render.options import RenderOptions
from convcalc.render.printable import printable
from convcalc.render.text import padded, text_width

_GAP = 2
_TITLES = ["name", "input", "params", "title", "--set", "source"]


def zoo_table(reports: dict[str, Report], options: RenderOptions) -> str:
    """One line a network: what it is, its input, its parameters, what can be set, and where it comes from.

    Where there is no room, the source goes first, then the settings and the title; a name is never cut.
    """
    rows = [[printable(cell) for cell in _cells(name, report)] for name, report in reports.items()]
    widths = [max(map(text_width, column)) for column in zip(_TITLES, *rows, strict=True)]
    while len(widths) > 3 and options.width is not None and sum(widths) + _GAP * (len(widths) - 1) > options.width:
        widths.pop()
    header = [options.paint(cell, "header") for cell in _in_columns(_TITLES, widths)]
    return "\n".join((" " * _GAP).join(cells).rstrip() for cells in [header, *(_in_columns(row, widths) for row in rows)])


def _in_columns(cells: list[str], widths: list[int]) -> list[str]:
    """The cells that there is room for, as wide as their columns; numbers stand at the right."""
    return [padded(cell, size, _TITLES[i] == "params") for i, (cell, size) in enumerate(zip(cells, widths, strict=False))]


def _cells(name: str, report: Report) -> list[str]:
    a = report.architecture
    settings = " ".join(f"{key}={format_value(value)}" for key, value in a.parameters.items())
    return [name, str(a.input), grouped(report.totals.params), a.name, settings, a.citation]
