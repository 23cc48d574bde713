"""Tables for GitHub and other readers of Markdown."""

from __future__ import annotations

from convcalc.render.analysis import AnalysisOptions, Examined
from convcalc.render.findings.excerpts import one_line
from convcalc.render.findings.listed import omitted_text
from convcalc.render.printable import printable
from convcalc.render.table.columns import COLUMNS, DEFAULT, Column


def render(examined: list[Examined], options: AnalysisOptions) -> str:
    """A heading, a table and the findings for every network."""
    return "\n\n".join(_network(e, options.columns_or(DEFAULT), options) for e in examined)


def _network(e: Examined, names: tuple[str, ...], options: AnalysisOptions) -> str:
    findings = [f"- {escaped(one_line(finding))}" for finding in e.findings]
    if e.omitted:
        findings += ["", escaped(omitted_text(e.omitted))]
    if e.report is None:
        return "\n".join([f"### {escaped(e.source.name)}", "", *findings])
    report, columns = e.report, [COLUMNS[name] for name in names]
    a = report.architecture
    shown = options.lines(report, options.depth, names)
    rows = [
        [escaped(column.input(report)) for column in columns],
        *([escaped(column.cell(row, report)) for column in columns] for row in shown),
        [_strong(escaped(column.total(report))) for column in columns],
    ]
    lines = [
        f"### {escaped(a.name)}",
        "",
        f"{a.input}, {a.dtype}, batch {a.batch}",
        "",
        _table_line([column.title for column in columns]),
        _table_line([_alignment(column) for column in columns]),
        *map(_table_line, rows),
    ]
    if options.sort or options.training:
        from convcalc.render.table.where import remarks  # noqa: PLC0415  (few ask for it)

        lines += [line for text in remarks(report, shown, options.sort, options.training) for line in ("", escaped(text))]
    return "\n".join([*lines, "", *findings] if findings else lines)


def _table_line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _alignment(column: Column) -> str:
    return "---:" if column.right else "---"


def _strong(text: str) -> str:
    return f"**{text}**" if text else ""


def escaped(text: str) -> str:
    """A text that means itself in a cell, whatever a file calls its layers."""
    text = printable(text)
    for character in "\\|`<*_[]":
        text = text.replace(character, f"\\{character}")
    return text
