"""Comma-separated values: exact numbers, one line a layer. An empty field is not known; what does not apply is 0."""

from __future__ import annotations

import csv
from io import StringIO

from convcalc.render.formats import Examined, Look
from convcalc.render.printable import printable
from convcalc.render.table.columns import COLUMNS

COLUMNS_UNLESS_ASKED = ("layer", "kind", "operation", "input", "output", "params", "buffers", "bytes", "macs-exact")


def render(examined: list[Examined], look: Look) -> str:
    """A header and the layers of every network; of several, with the network's file in front."""
    names = look.columns or COLUMNS_UNLESS_ASKED
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    first = ["file"] if look.several else []
    writer.writerow([*first, *names])
    depth = look.depth if look.depth_given else None
    for e in examined:
        if e.report is None:
            continue
        for row in look.lines(e.report, depth, names):
            values = [COLUMNS[name].value(row, e.report) for name in names]
            writer.writerow([*([printable(e.source.name)] if look.several else []), *map(_field, values)])
    return out.getvalue().rstrip("\n")


def _field(value: object) -> object:
    if isinstance(value, str):
        return printable(value)
    return "" if value is None else value
