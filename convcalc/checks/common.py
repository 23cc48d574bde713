"""What several rules need: what a layer reads and looks through, and findings that are reported once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from convcalc.analysis.report import Report
from convcalc.analysis.tree.row import Row
from convcalc.arithmetic.strip import Track
from convcalc.findings import Finding
from convcalc.language.architecture import Node
from convcalc.layers.parameters import shortened
from convcalc.layers.windows import WindowLayer


def reads(report: Report, row: Row) -> str:
    """What stands behind the caret: `reads 5×5×16 from pool2 (line 11)`."""
    sources = (f"{name} (line {report.lines[name]})" if name in report.lines else name for name in row.reads_from)
    return f"reads {shortened(str(row.input))} from {', '.join(sources)}"


def tracks_of(row: Row) -> tuple[Track, ...]:
    """The windows of a layer on each axis, with all that is known of them whatever the size of the input."""
    layer, x, y = row.layer, row.input, row.output
    if row.fit is not None:  # they have been worked out
        return tuple(Track(fit.window, fit.input, fit.size) for fit in row.fit if fit.size is not None)
    if not isinstance(layer, WindowLayer) or x is None or y is None:
        return ()
    if layer.padding.mode == "same" and not all(isinstance(n, int) for n in x.size):
        return ()
    return layer.tracks(x, y)


def written_at(row: Row) -> tuple[str, int, int]:
    """Where a layer is written: one place for all uses of its block, whatever the block is given in them."""
    return row.span.source.name, row.span.line, row.span.column


def once(found: Iterable[tuple[Node, Finding]]) -> Iterator[Finding]:
    """The first finding of each layer: uses of a block share it, at whatever sizes, unless their arguments differ."""
    seen: set[int] = set()
    for node, finding in found:
        if id(node) not in seen:
            seen.add(id(node))
            yield finding
