"""What the rules about windows that do not come out even share."""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.edges import consequence, way_out, worst_grade
from convcalc.analysis.report import Report
from convcalc.analysis.rows import Row
from convcalc.arithmetic.axes import NO_PADDING
from convcalc.arithmetic.fit import AxisFit, Grade, Rounding, distinct_axes
from convcalc.arithmetic.strip import Track
from convcalc.arithmetic.window import working
from convcalc.findings import Finding, Rule
from convcalc.layers.parameters import shortened
from convcalc.layers.windows import WindowLayer

MOST_ADVISED = 200
"""For how many different windows of a rule to look for values that come out even, which takes a millisecond each."""


def uneven(report: Report, rule: Rule, *, strict: bool, grade: Grade | None = None) -> Iterator[Finding]:
    """A finding for each layer that leaves a remainder, with `strict` rounding or without, at its worst `grade`."""
    advised: set[tuple[AxisFit, ...]] = set()
    for row in report.distinct:
        if row.fit is None or any(fit.impossible for fit in row.fit) or all(fit.even for fit in row.fit):
            continue
        if (row.fit[0].rounding is Rounding.STRICT) is strict and grade in (None, worst_grade(row.fit)):
            if len(advised) < MOST_ADVISED:
                advised.add(row.fit)
            yield _finding(report, rule, row, row.fit, advise=row.fit in advised)


def _finding(report: Report, rule: Rule, row: Row, fits: tuple[AxisFit, ...], *, advise: bool) -> Finding:
    message = f"{row.name} does not come out even: {consequence(fits)}"
    facts = tuple(f"{axis}: {working(fit.window, fit.input)}" for axis, fit in distinct_axes(fits) if not fit.even)
    layer = row.layer
    advice = way_out(fits, layer.padding if isinstance(layer, WindowLayer) else NO_PADDING) if advise else ""
    return Finding(
        rule=rule,
        message=message,
        span=row.span,
        label=reads(report, row),
        facts=(*facts, *row.way),
        help=f"it comes out even with {advice}" if advice else "",
        layer=row.name,
    )


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


def reads(report: Report, row: Row) -> str:
    """What stands behind the caret: `reads 5×5×16 from pool2 (line 11)`."""
    sources = (f"{name} (line {report.lines[name]})" if name in report.lines else name for name in row.reads_from)
    return f"reads {shortened(str(row.input))} from {', '.join(sources)}"
