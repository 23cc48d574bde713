"""The table on a terminal. Dense, aligned, quiet: the eye goes to the bars and to what does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from convcalc.analysis.edges import worst_grade
from convcalc.analysis.fold import Entry
from convcalc.analysis.report import Report
from convcalc.arithmetic.fit import Grade, Rounding, distinct_axes
from convcalc.arithmetic.window import working
from convcalc.render.analysis import AnalysisOptions, Examined
from convcalc.render.findings.excerpts import below_table, full
from convcalc.render.findings.listed import omitted_text
from convcalc.render.numbers import bar
from convcalc.render.paint import Paint
from convcalc.render.printable import printable
from convcalc.render.table import fields, where
from convcalc.render.table.columns import COLUMNS, DEFAULT, FIELDS, Column, outputs
from convcalc.render.table.fields import UNKNOWN
from convcalc.render.table.layout import MARGIN, Layout, choose
from convcalc.render.text import cut, text_width, wrapped

if TYPE_CHECKING:
    from convcalc.analysis.closed_forms import ClosedReport

_MISFIT, _WARNING = " ✗", " !"
_LETTERS = {", pad ": ("p", "padding"), ", groups ": ("g", "groups"), ", dilation ": ("d", "dilation")}


PLAIN = AnalysisOptions()


class _Line(NamedTuple):
    """One line of the table before it is laid out: cells, the amounts behind the bars, and what stands below it."""

    cells: dict[str, str]
    amounts: dict[str, int]
    style: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    mark: str = ""


def table(report: Report, options: AnalysisOptions = PLAIN) -> str:
    """The table of one network."""
    chosen = {name: COLUMNS[name] for name in options.columns_or(DEFAULT)}
    shown = options.lines(report, options.depth, tuple(chosen))
    lines = _rows(report, chosen, shown)
    layout = choose(_natural_widths(chosen, lines), options.width)
    legend = ""
    if "operation" in chosen and layout.is_cut:
        lines, legend = _abbreviated(lines)
        layout = choose(_natural_widths(chosen, lines), options.width)
    left_out = ", ".join(column.title for name, column in chosen.items() if name not in layout.columns)
    chosen = {name: column for name, column in chosen.items() if name in layout.columns}
    remarks = [legend if "operation" in chosen else "", f"left out for lack of room: {left_out}" if left_out else ""]
    remarks += _remarks(report, shown, chosen)
    output = [*_title(report, layout, options.paint), *_Body(chosen, layout, options, lines).lines()]
    below = options.width and options.width - MARGIN
    for remark in filter(None, remarks):
        output += [options.paint(" " * MARGIN + line, "dim") for line in wrapped(remark, below, "")]
    if options.sort or options.training:
        for text in where.remarks(report, shown, options.sort, options.training):
            output += ["", *(" " * MARGIN + line for line in wrapped(text, below, ""))]
    return "\n".join(line.rstrip() for line in output)


def _rows(report: Report, chosen: dict[str, Column], shown: list[Entry]) -> list[_Line]:
    """The input, the layers and the total."""
    lines = [_input_line(report, chosen), *(_row_line(entry, report, chosen) for entry in shown)]
    if report.architecture.unknowns is not None:  # a bar beside a closed form would compare what cannot be compared
        lines = [line._replace(amounts={}) for line in lines]
    return [*lines, _Line({name: column.total(report) for name, column in chosen.items()}, {}, "bold")]


def render(examined: list[Examined], options: AnalysisOptions) -> str:
    """Every table with its findings below; a file that is not right has its findings only."""
    blocks = []
    for e in examined:
        if e.report is None:
            blocks += [full(finding, options.paint, options.width) for finding in e.findings]
            blocks += filter(None, [omitted_text(e.omitted)])
            continue
        lines = [_closed_table(e.closed, options) if e.closed and not options.columns else table(e.report, options)]
        if e.findings:
            lines += ["", *(below_table(finding, e.source, options.paint, options.width) for finding in e.findings)]
        if e.omitted:
            inner = options.width and options.width - MARGIN
            lines += ["", *(" " * MARGIN + line for line in wrapped(omitted_text(e.omitted), inner, ""))]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _closed_table(closed: ClosedReport, options: AnalysisOptions) -> str:
    from convcalc.render.table.closed import closed_table  # noqa: PLC0415  (loaded for those who ask for closed forms only)

    return closed_table(closed, options.width, options.depth, options.paint)


def _input_line(report: Report, chosen: dict[str, Column]) -> _Line:
    amounts = {name: _amount(column.input_amount(report)) for name, column in chosen.items()}
    return _Line({name: column.input(report) for name, column in chosen.items()}, amounts, "dim")


def _row_line(row: Entry, report: Report, chosen: dict[str, Column]) -> _Line:
    amounts = {name: _amount(column.amount(row)) if column.amount else 0 for name, column in chosen.items()}
    cells = {name: printable(column.cell(row, report)) for name, column in chosen.items()}
    notes, mark = _notes(row)
    does_nothing_new = row.shares_memory and row.params == 0
    return _Line(cells, amounts, "dim" if does_nothing_new else "", notes, mark)


def _amount(value: int | None) -> int:
    """What a bar shows: nothing for what is not known or depends on an unknown size."""
    return value if isinstance(value, int) else 0


def _notes(row: Entry) -> tuple[tuple[tuple[str, str], ...], str]:
    """The working of every axis that does not come out even, and the mark for the output's cell."""
    if row.layers > 1 and row.has_error:
        return (), _MISFIT
    if row.shape_error and not any(fit.impossible for fit in row.fit or ()):
        return ((row.shape_error.message, "strict"),), _MISFIT
    if not row.fit or all(fit.divides for fit in row.fit):
        return (), ""
    strict = row.fit[0].rounding is Rounding.STRICT or row.output is None
    style = "strict" if strict else "lost" if worst_grade(row.fit) is Grade.INPUT_LOST else "dim"
    axes = distinct_axes(row.fit)
    notes = []
    for name, fit in axes:
        if not fit.divides:
            axis = f"{name}: " if len(axes) > 1 else ""
            notes.append((f"{axis}{working(fit.window, fit.input)}", style))
    return tuple(notes), _MISFIT if strict else _WARNING if style == "lost" else ""


def _remarks(report: Report, shown: list[Entry], chosen: dict[str, Column]) -> Iterator[str]:
    """What the table does not show by itself."""
    if folded := [entry for entry in shown if entry.layers > 1]:
        layers = sum(entry.layers for entry in folded)
        lines = "1 line stands" if len(folded) == 1 else f"{len(folded)} lines stand"
        yield f"{lines} for {layers:,} layers; --depth 2 or --depth all shows them"
    totals = report.totals
    if totals.trainable_params != totals.params:
        yield f"{totals.trainable_params:,} of the parameters are trainable"
    if "memory" in chosen:
        yield where.peak_text(report)
    if not FIELDS.isdisjoint(chosen):
        yield from fields.field_remarks(report, shown)


def _natural_widths(chosen: dict[str, Column], lines: list[_Line]) -> dict[str, int]:
    widths = {}
    for name, column in chosen.items():
        marked = [line.cells[name] + (line.mark if name == "output" else "") for line in lines]
        widths[name] = max(map(text_width, [column.title, *marked]))
    return widths


def _abbreviated(lines: list[_Line]) -> tuple[list[_Line], str]:
    """The operations in fewer letters, and what the letters mean."""
    legend = {}
    result = []
    for line in lines:
        operation = line.cells["operation"]
        for words, (letter, meaning) in _LETTERS.items():
            if words in operation:
                operation = operation.replace(words, f" {letter}")
                legend[letter] = meaning
        result.append(line._replace(cells={**line.cells, "operation": operation}))
    return result, ", ".join(f"{letter} {meaning}" for letter, meaning in legend.items())


def _title(report: Report, layout: Layout, paint: Paint) -> Iterator[str]:
    """The network, what goes in and out, and the conventions: in one line if there is room."""
    a = report.architecture
    inputs = ", ".join(map(str, a.inputs.values()))
    name, volumes = printable(a.name), f"  {inputs} → {outputs(report)}"
    rounding = a.rounding if isinstance(a.rounding, Rounding) else ", ".join(f"{k} {r}" for k, r in a.rounding.items())
    conventions = f"{a.dtype}, batch {a.batch}, rounding {rounding}"
    blanks = layout.total - text_width(name + volumes) - len(conventions)
    left, right = paint(name, "bold") + volumes, paint(conventions, "dim")
    yield from [f"{left}{' ' * blanks}{right}"] if blanks >= 2 else [left, right]
    yield ""


class _Body:
    """The header, the rows with their notes below them, and the total under a rule."""

    def __init__(self, chosen: dict[str, Column], layout: Layout, options: AnalysisOptions, lines: list[_Line]) -> None:
        self.chosen, self.layout, self.paint, self.width = chosen, layout, options.paint, options.width
        *self.rows, self.total = lines
        self.largest = {name: max(line.amounts.get(name, 0) for line in lines) for name in chosen}

    def lines(self) -> Iterator[str]:
        """All of it."""
        layout = self.layout
        indent = MARGIN + (layout.columns["layer"] + layout.gap + 1 if "layer" in self.chosen else 1)
        for line in [_Line({name: column.title for name, column in self.chosen.items()}, {}, "header"), *self.rows]:
            yield self._line(line)
            for note, style in line.notes:
                yield self.paint(" " * indent + _fitting(note, self.width and self.width - indent), style)
        yield self.paint(" " * MARGIN + "─" * (layout.total - MARGIN), "dim")
        yield self._line(self.total)

    def _line(self, line: _Line) -> str:
        """One line, every cell as wide as its column."""
        parts = [self._cell(line, name, column) for name, column in self.chosen.items()]
        return " " * MARGIN + (" " * self.layout.gap).join(parts)

    def _cell(self, line: _Line, name: str, column: Column) -> str:
        mark = line.mark if name == "output" else ""
        cell = cut(line.cells[name], self.layout.columns[name] - len(mark))
        blanks = " " * (self.layout.columns[name] - len(mark) - text_width(cell))
        text = self.paint(cell, "unknown" if cell == UNKNOWN else line.style)
        text += self.paint(mark, "strict mark" if mark == _MISFIT else "lost mark")
        text = f"{blanks}{text}" if column.right else f"{text}{blanks}"
        if bar_width := self.layout.bars.get(name):
            blocks = bar(line.amounts.get(name, 0), self.largest[name], bar_width)
            text += f" {self.paint(blocks, name)}{' ' * (bar_width - len(blocks))}"
        return text


def _fitting(note: str, width: int | None) -> str:
    """The working, or only its result where there is no room for all of it."""
    if width is None or text_width(note) <= width:
        return note
    return note[note.rfind("=") :] if "=" in note else note[: max(width, 1)]
