"""Comma-separated values: exact numbers, one line a layer. An empty field is not known; what does not apply is 0."""

from __future__ import annotations

import csv
from io import StringIO

from convcalc.render.analysis import AnalysisOptions, Examined
from convcalc.render.printable import printable
from convcalc.render.table.columns import COLUMNS

COLUMNS_UNLESS_ASKED = ("layer", "kind", "operation", "input", "output", "params", "buffers", "bytes", "macs-exact")


def render(examined: list[Examined], options: AnalysisOptions) -> str:
    """A header and the layers of every network; of several, with the network's file in front."""
    names = options.columns or COLUMNS_UNLESS_ASKED
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    first = ["file"] if options.several else []
    writer.writerow([*first, *names])
    depth = options.depth if options.depth_given else None
    for e in examined:
        if e.report is None:
            continue
        for row in options.lines(e.report, depth, names):
            values = [COLUMNS[name].value(row, e.report) for name in names]
            writer.writerow([*([printable(e.source.name)] if options.several else []), *map(_csv_field, values)])
    return out.getvalue().rstrip("\n")


def _csv_field(value: object) -> object:
    if isinstance(value, str):
        return printable(value)
    return "" if value is None else value
