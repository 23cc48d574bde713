"""Closed forms for people: one side of every volume as a function of the input's, and what the forms take for granted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from convcalc.analysis.closed_forms import ClosedReport
from convcalc.analysis.fold import Entry, entries
from convcalc.analysis.tree.counts import QUANTITIES
from convcalc.arithmetic.axes import AXES
from convcalc.arithmetic.closed import Closed
from convcalc.arithmetic.closed_text import MOST_TERMS_WRITTEN
from convcalc.arithmetic.volume import Volume
from convcalc.render.numbers import grouped, in_groups
from convcalc.render.paint import Paint, plain
from convcalc.render.printable import printable
from convcalc.render.text import cut, padded, text_width, wrapped

LONGEST_PARAMS = 14
"""Longer counts stand in a line of their own, below their layer."""
LONGEST_TOTAL = 400
"""Longer sums are not shown; JSON has them."""
OPERATION = "operation"
NARROWEST_OPERATION = 9
"""Where there is less room for it, the operation is left out."""


class _ClosedLine(NamedTuple):
    """One line before it is laid out, and what stands below it."""

    cells: list[str]
    below: str = ""
    style: str = ""


def closed_table(closed: ClosedReport, width: int | None = None, depth: int | None = 1, paint: Paint = plain) -> str:
    """The closed forms as a table within `width` characters (None: no limit), groups opened down to `depth` levels."""
    report = closed.report
    inputs = list(report.architecture.inputs.values())
    shown = list(entries(report, depth))
    volumes = [*inputs, *(entry.output for entry in shown)]
    rank = max(volume.rank for volume in volumes if volume is not None)
    alike = len(inputs) == 1 and inputs[0].rank == rank > 0 and _alike(volumes)
    sides = 1 if alike else rank
    header = ["layer", OPERATION, *(AXES[rank][:sides] if rank else ()), "channels", "params"]
    lines = [_ClosedLine(["input", "", *_sides(volume, sides), str(volume.channels), ""], style="dim") for volume in inputs]
    lines += [_closed_line(entry, sides) for entry in shown]
    lines += [
        _ClosedLine(
            ["total", _layer_count(report.totals.layers), *[""] * sides, "", _params(report.totals.params)], style="bold"
        )
    ]
    out = [paint(f"{printable(report.name)}  {', '.join(map(str, inputs))} → {_outputs_text(closed)}", "bold"), ""]
    out += _laid_out(header, lines, width, paint)
    for remark in _closed_remarks(closed, alike, rank, shown):
        out += [paint(f" {line}", "dim") for line in _wrapped(remark, width and width - 1)]
    return "\n".join(line.rstrip() for line in out)


def _layer_count(count: int) -> str:
    return f"{count:,} layer{'s' if count != 1 else ''}"


def _outputs_text(closed: ClosedReport) -> str:
    outputs = list(closed.report.outputs.values())
    return ", ".join(str(volume) if volume else "?" for volume in outputs) if len(outputs) < 4 else f"{len(outputs)} outputs"


def _alike(volumes: list[Volume | None]) -> bool:
    """Whether every side of every volume is the same function of its own side of the input."""
    first = next(volume for volume in volumes if volume is not None)
    names = [str(side) for side in first.size]
    if len(set(names)) < len(names) or not all(isinstance(side, Closed) for side in first.size):
        return False
    for volume in volumes:
        if volume is not None and volume.rank == first.rank:
            forms = [str(side).replace(name, names[0]) for side, name in zip(volume.size, names, strict=True)]
            if len(set(forms)) > 1:
                return False
    return True


def _sides(volume: Volume | None, sides: int) -> list[str]:
    """The sides to be shown; none of a vector."""
    if volume is None:
        return ["?"] * sides
    return [str(side) for side in volume.size[:sides]] + [""] * (sides - volume.rank)


def _closed_line(entry: Entry, sides: int) -> _ClosedLine:
    params = _params(entry.params)
    long = len(params) > LONGEST_PARAMS and not isinstance(entry.params, int)
    channels = str(entry.output.channels) if entry.output else "?"
    below = [entry.shape_error.message] if entry.shape_error else []
    below += [f"params = {in_groups(params)}"] if long else []
    if len(channels) > LONGEST_PARAMS:
        below, channels = [f"channels = {channels}", *below], ""
    cells = [printable(entry.name), printable(entry.operation), *_sides(entry.output, sides), channels]
    return _ClosedLine([*cells, "" if long else params], "; ".join(below))


def _params(value: int | None) -> str:
    return "?" if value is None else "" if value == 0 else grouped(value)


def _laid_out(header: list[str], lines: list[_ClosedLine], width: int | None, paint: Paint) -> list[str]:
    """The lines with their columns below one another; the operation gives way where there is little room."""
    *rows, total = lines
    if len(total.cells[-1]) > LONGEST_PARAMS:
        total = total._replace(cells=[*total.cells[:-1], ""])
    cells = [header, *(line.cells for line in rows), total.cells]
    widths = [max(text_width(row[i]) for row in cells) for i in range(len(header))]
    excess = sum(widths) + 2 * len(widths) - (width or 10**9) - 1
    if excess > 0 and header[1] == OPERATION:
        if excess > widths[1] - NARROWEST_OPERATION:
            narrower = [line._replace(cells=_without(line.cells, 1)) for line in lines]
            return _laid_out(_without(header, 1), narrower, width, paint)
        widths[1] -= excess

    def layout(row: list[str]) -> str:
        right = len(header) - 2  # channels and params
        cells = (padded(cut(text, size), size, i >= right) for i, (text, size) in enumerate(zip(row, widths, strict=True)))
        return " " + "  ".join(cells)

    out = [paint(layout(header), "dim")]
    for line in rows:
        out.append(paint(layout(line.cells), line.style) if line.style else layout(line.cells))
        out += [
            paint(f" {' ' * widths[0]}  {text}", "dim")
            for text in wrapped(line.below, width and width - widths[0] - 3, "  ")
            if text
        ]
    return [*out, paint(" " + "─" * (len(layout(header)) - 1), "dim"), paint(layout(total.cells), total.style)]


def _without(cells: list[str], i: int) -> list[str]:
    return [*cells[:i], *cells[i + 1 :]]


def _wrapped(text: str, width: int | None) -> list[str]:
    """The text in lines of `width` columns that break outside of floors and parentheses where they can."""
    bound = re.sub(r"⌊[^⌊⌋]*⌋|\([^()]*\)", lambda found: found.group().replace(" ", "\u00a0"), text)
    return [line.replace("\u00a0", " ") for line in wrapped(bound, width, "  ")]


def _closed_remarks(closed: ClosedReport, alike: bool, rank: int, shown: list[Entry]) -> Iterator[str]:
    """What the table does not show: the other sides, the long sums, and the conditions."""
    report, totals = closed.report, closed.report.totals
    if alike and rank > 1:
        names = [str(side) for side in next(iter(report.architecture.inputs.values())).size]
        others = " and ".join(f"the {axis} with {name}" for axis, name in zip(AXES[rank][1:], names[1:], strict=True))
        yield f"{others} for {names[0]} likewise"
    sums = {"params": totals.params, "macs": totals.macs, "memory_bytes": totals.activations_bytes}
    for quantity, total in ((QUANTITIES[key], total) for key, total in sums.items()):
        if isinstance(total, Closed):
            text = in_groups(total)
            partial = "" if totals.complete else "at least "
            long = len(total.terms) <= MOST_TERMS_WRITTEN and len(text) > LONGEST_TOTAL
            written = "a long sum, which --format json has" if long else f"{text} {quantity.unit}".rstrip()
            yield f"{quantity.words}: {partial}{written}"
    if least := closed.least_sizes():
        sizes = " and ".join(f"{name} ≥ {n}" for name, (n, _) in least.items())
        layers = ", ".join(dict.fromkeys(who for _, who in least.values()))
        yield f"every window fits from {sizes} on ({layers})"
    for condition, who in closed.other_conditions():
        yield f"holds where {condition} ({who})"
    if folded := sum(entry.layers for entry in shown if entry.layers > 1):
        yield f"{folded:,} layers are folded; --depth 2 or --depth all shows them"
