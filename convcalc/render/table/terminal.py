"""The table on a terminal. Dense, aligned, quiet: the eye goes to the bars and to what does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from convcalc.analysis.edges import worst_grade
from convcalc.analysis.fold import Entry
from convcalc.analysis.report import Report
from convcalc.arithmetic.fit import Grade, Rounding, distinct_axes
from convcalc.arithmetic.window import working
from convcalc.render.console import NO_LIMIT, rendered
from convcalc.render.findings.listed import omitted_text
from convcalc.render.formats import Examined, Look
from convcalc.render.numbers import bar
from convcalc.render.printable import printable
from convcalc.render.table import fields, where
from convcalc.render.table.columns import COLUMNS, DEFAULT, FIELDS, Column, outputs
from convcalc.render.table.fields import UNKNOWN
from convcalc.render.table.layout import MARGIN, Layout, choose
from convcalc.render.text import below_table, full, wrapped

if TYPE_CHECKING:
    from convcalc.analysis.closed_forms import ClosedReport

LONG = 500
"""From here on a table without colours does not go through rich, which takes a tenth of a millisecond a line."""
_MISFIT, _WARNING = " ✗", " !"
_LETTERS = {", pad ": ("p", "padding"), ", groups ": ("g", "groups"), ", dilation ": ("d", "dilation")}
_BAR_STYLES = {"params": "cyan", "memory": "magenta", "macs": "blue"}


class _Line(NamedTuple):
    """One line of the table before it is laid out: cells, the amounts behind the bars, and what stands below it."""

    cells: dict[str, str]
    amounts: dict[str, int]
    style: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    mark: str = ""


def table(
    report: Report,
    columns: tuple[str, ...] = DEFAULT,
    room: int | None = None,
    color: bool = False,
    depth: int | None = 1,
) -> str:
    """The table as text, within `room` characters (None: no limit), with ANSI colours if asked for.

    Groups are opened down to `depth` levels; 1 leaves them folded, None opens all.
    """
    return _table(report, Look(columns, room, color, depth=depth))


def _table(report: Report, look: Look) -> str:
    columns, room, color = look.columns_or(DEFAULT), look.room, look.color
    chosen = {name: COLUMNS[name] for name in columns}
    shown = look.lines(report, look.depth, columns)
    lines = [_input_line(report, chosen), *(_row_line(entry, report, chosen) for entry in shown)]
    if report.architecture.unknowns is not None:  # a bar beside a closed form would compare what cannot be compared
        lines = [line._replace(amounts={}) for line in lines]
    total = _Line({name: column.total(report) for name, column in chosen.items()}, {}, "bold")
    layout = choose(_natural_widths(chosen, [*lines, total]), room)
    legend = ""
    if "operation" in chosen and layout.is_cut:
        lines, legend = _shortened(lines)
        layout = choose(_natural_widths(chosen, [*lines, total]), room)
    left_out = ", ".join(column.title for name, column in chosen.items() if name not in layout.columns)
    chosen = {name: column for name, column in chosen.items() if name in layout.columns}
    remarks = [legend if "operation" in chosen else "", f"left out for lack of room: {left_out}" if left_out else ""]
    remarks += _remarks(report, shown)
    if "memory" in chosen:
        remarks.append(where.peak_text(report))
    if not FIELDS.isdisjoint(chosen):
        remarks += fields.remarks(report, shown)
    output = [*_title(report, layout), *_body(chosen, [*lines, total], layout, room or NO_LIMIT)]
    for remark in filter(None, remarks):
        output += [Text(" " * MARGIN + line, "dim") for line in wrapped(remark, room and room - MARGIN, "")]
    if look.sort or look.training:
        asked = where.remarks(report, shown, look.sort, look.training)
        output += [Text(" " * MARGIN + line) for text in asked for line in ("", *wrapped(text, room and room - MARGIN, ""))]
    return "\n".join(line.rstrip() for line in _lines(output, room, color))


def render(examined: list[Examined], look: Look) -> str:
    """Every table with its findings below; a file that is not right has its findings only."""
    blocks = []
    for e in examined:
        if e.report is None:
            blocks += [full(finding, look.paint, look.room) for finding in e.findings]
            blocks += filter(None, [omitted_text(e.omitted)])
            continue
        lines = [_closed_table(e.closed, look) if e.closed and not look.columns else _table(e.report, look)]
        if e.findings:
            lines += ["", *(below_table(finding, e.source, look.paint, look.room) for finding in e.findings)]
        if e.omitted:
            lines += ["", *(f" {line}" for line in wrapped(omitted_text(e.omitted), look.room and look.room - 1, ""))]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _closed_table(closed: ClosedReport, look: Look) -> str:
    from convcalc.render.table.closed import closed_table  # noqa: PLC0415  (loaded for those who ask for closed forms only)

    return closed_table(closed, look.room, look.depth, look.paint)


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
    if row.misfit and not any(fit.impossible for fit in row.fit or ()):
        return ((row.misfit.message, "red"),), _MISFIT
    if not row.fit or all(fit.even for fit in row.fit):
        return (), ""
    strict = row.fit[0].rounding is Rounding.STRICT or row.output is None
    style = "red" if strict else "yellow" if worst_grade(row.fit) is Grade.INPUT_LOST else "dim"
    axes = distinct_axes(row.fit)
    notes = []
    for name, fit in axes:
        if not fit.even:
            axis = f"{name}: " if len(axes) > 1 else ""
            notes.append((f"{axis}{working(fit.window, fit.input)}", style))
    return tuple(notes), _MISFIT if strict else _WARNING if style == "yellow" else ""


def _remarks(report: Report, shown: list[Entry]) -> Iterator[str]:
    """What the table does not show by itself."""
    if folded := [entry for entry in shown if entry.layers > 1]:
        layers = sum(entry.layers for entry in folded)
        lines = "1 line stands" if len(folded) == 1 else f"{len(folded)} lines stand"
        yield f"{lines} for {layers:,} layers; --depth 2 or --depth all shows them"
    totals = report.totals
    if totals.trainable_params != totals.params:
        yield f"{totals.trainable_params:,} of the parameters are trainable"


def _natural_widths(chosen: dict[str, Column], lines: list[_Line]) -> dict[str, int]:
    widths = {}
    for name, column in chosen.items():
        marked = [line.cells[name] + (line.mark if name == "output" else "") for line in lines]
        widths[name] = max(map(cell_len, [column.title, *marked]))
    return widths


def _shortened(lines: list[_Line]) -> tuple[list[_Line], str]:
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


def _title(report: Report, layout: Layout) -> Iterator[Text]:
    """The network, what goes in and out, and the conventions: in one line if there is room."""
    a = report.architecture
    inputs = ", ".join(map(str, a.inputs.values()))
    left = Text.assemble((printable(a.name), "bold"), f"  {inputs} → {outputs(report)}")
    rounding = a.rounding if isinstance(a.rounding, Rounding) else ", ".join(f"{k} {r}" for k, r in a.rounding.items())
    right = f"{a.dtype}, batch {a.batch}, rounding {rounding}"
    blanks = layout.total - left.cell_len - len(right)
    if blanks >= 2:
        yield Text.assemble(left, " " * blanks, (right, "dim"))
    else:
        yield left
        yield Text(right, "dim")
    yield Text()


def _body(chosen: dict[str, Column], lines: list[_Line], layout: Layout, room: int) -> Iterator[Text]:
    """The header, the rows with their notes below them, and the total under a rule."""
    largest = {name: max(line.amounts.get(name, 0) for line in lines) for name in chosen}
    header = _Line({name: column.title for name, column in chosen.items()}, {}, "bold dim")
    indent = MARGIN + (layout.columns["layer"] + layout.gap + 1 if "layer" in chosen else 1)
    *rows, total = lines
    for line in [header, *rows]:
        yield _laid_out(line, chosen, layout, largest)
        for note, style in line.notes:
            yield Text(" " * indent + _fitting(note, room - indent), style)
    yield Text(" " * MARGIN + "─" * (layout.total - MARGIN), "dim")
    yield _laid_out(total, chosen, layout, largest)


def _laid_out(line: _Line, chosen: dict[str, Column], layout: Layout, largest: dict[str, int]) -> Text:
    """One line of the table, every cell as wide as its column."""
    text = Text(" " * MARGIN)
    for i, (name, column) in enumerate(chosen.items()):
        mark = line.mark if name == "output" else ""
        cell = _cut(line.cells[name], layout.columns[name] - len(mark))
        blanks = " " * (layout.columns[name] - len(mark) - cell_len(cell))
        before, after = (blanks, "") if column.right else ("", blanks)
        text.append((" " * layout.gap if i else "") + before)
        text.append(cell, "dim red" if cell == UNKNOWN else line.style)
        text.append(mark, "bold red" if mark == _MISFIT else "bold yellow")
        text.append(after)
        if bar_width := layout.bars.get(name):
            blocks = bar(line.amounts.get(name, 0), largest[name], bar_width)
            text.append(" ").append(blocks, _BAR_STYLES[name]).append(" " * (bar_width - len(blocks)))
    return text


def _lines(texts: list[Text], room: int | None, color: bool) -> list[str]:
    """The texts as the terminal gets them."""
    if len(texts) > LONG and not color:
        return [text.plain for text in texts]
    return rendered(Text("\n").join(texts), room, color)


def _cut(cell: str, width: int) -> str:
    return cell if cell_len(cell) <= width else set_cell_size(cell, width - 1) + "…"


def _fitting(note: str, room: int) -> str:
    """The working, or only its result where there is no room for all of it."""
    return note if cell_len(note) <= room else note[note.rfind("=") :] if "=" in note else note[: max(room, 1)]
