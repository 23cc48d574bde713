"""The rules about windows that do not come out even: a remainder under strict rounding, and what rounding makes of one."""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.edges import consequence, suggestion_text, worst_grade
from convcalc.analysis.report import Report
from convcalc.analysis.tree.row import Row
from convcalc.arithmetic.axes import NO_PADDING
from convcalc.arithmetic.fit import AxisFit, Grade, Rounding, distinct_axes
from convcalc.arithmetic.window import working
from convcalc.checks.common import reads
from convcalc.checks.rules import About
from convcalc.findings import Finding, Rule
from convcalc.layers.windows import WindowLayer

GRADES = {
    "input-lost": Grade.INPUT_LOST,
    "skipped": Grade.SKIPPED,
    "padding-only": Grade.PADDING_ONLY,
    "partial": Grade.PARTIAL,
}
"""What the rules find where a file rounds; the one that is not here is about strict rounding."""


MOST_ADVISED = 200
"""For how many different windows of a rule to look for values that come out even, which takes a millisecond each."""


def check(report: Report, rule: Rule) -> Iterator[Finding]:
    """A finding for each layer that leaves a remainder, of which the worst that comes is what `rule` is about."""
    grade = GRADES.get(rule.name)
    advised: set[tuple[AxisFit, ...]] = set()
    for row in report.distinct:
        if row.fit is None or any(fit.impossible for fit in row.fit) or all(fit.divides for fit in row.fit):
            continue
        if (row.fit[0].rounding is Rounding.STRICT) is (grade is None) and grade in (None, worst_grade(row.fit)):
            if len(advised) < MOST_ADVISED:
                advised.add(row.fit)
            yield _finding(report, rule, row, row.fit, advise=row.fit in advised)


def _finding(report: Report, rule: Rule, row: Row, fits: tuple[AxisFit, ...], *, advise: bool) -> Finding:
    message = f"{row.name} does not come out even: {consequence(fits)}"
    facts = tuple(f"{axis}: {working(fit.window, fit.input)}" for axis, fit in distinct_axes(fits) if not fit.divides)
    layer = row.layer
    advice = suggestion_text(fits, layer.padding if isinstance(layer, WindowLayer) else NO_PADDING) if advise else ""
    return Finding(
        rule=rule,
        message=message,
        span=row.span,
        label=reads(report, row),
        facts=(*facts, *row.use_path),
        help=f"it comes out even with {advice}" if advice else "",
        layer=row.name,
    )


ABOUT: dict[str, About] = {
    "non-integer-stride": About(
        what="A window that leaves a remainder where rounding is strict: (W − F + 2P)/S + 1 is not whole.",
        why=(
            "Frameworks round silently. Rounding down, rows and columns at the edge may never be seen; rounding up, "
            "the last window hangs over the edge. Say `rounding: floor` or `ceil` where it is meant."
        ),
        triggers="""\
input: 7x7x3
layers:
  - conv: {filters: 8, kernel: 3, stride: 3}
""",
        passes="""\
input: 7x7x3
layers:
  - conv: {filters: 8, kernel: 3, stride: 2}
""",
    ),
    "input-lost": About(
        what="Rows or columns of the input that no window sees, where the file rounds.",
        why="What lies there cannot influence the output, and the network does not treat both edges alike.",
        triggers="""\
input: 7x7x3
rounding: floor
layers:
  - conv: {filters: 8, kernel: 3, stride: 3}
""",
        passes="""\
input: 7x7x3
rounding: floor
layers:
  - conv: {filters: 8, kernel: 3, stride: 3, padding: 1}
""",
    ),
    "skipped": About(
        what="The last rows or columns lie in a gap that the stride leaves anyway, where the file rounds.",
        why="Nothing is lost that the stride does not skip elsewhere, but another input size shifts the grid.",
        triggers="""\
input: 56x56x3
rounding: floor
layers:
  - conv: {filters: 8, kernel: 1, stride: 2}
""",
        passes="""\
input: 57x57x3
rounding: floor
layers:
  - conv: {filters: 8, kernel: 1, stride: 2}
""",
    ),
    "padding-only": About(
        what="The remainder lies in the padding: only zeros go unused, where the file rounds.",
        why="It hardly does. The window stands one zero nearer to one edge than to the other.",
        triggers="""\
input: 224x224x3
rounding: floor
layers:
  - conv: {filters: 8, kernel: 7, stride: 2, padding: 3}
""",
        passes="""\
input: 225x225x3
rounding: floor
layers:
  - conv: {filters: 8, kernel: 7, stride: 2, padding: 3}
""",
    ),
    "partial": About(
        what="The last window hangs over the edge, where the file rounds up.",
        why="It computes from fewer numbers than the others.",
        triggers="""\
input: 28x28x3
rounding: ceil
layers:
  - maxpool: {kernel: 3, stride: 2}
""",
        passes="""\
input: 29x29x3
rounding: ceil
layers:
  - maxpool: {kernel: 3, stride: 2}
""",
    ),
}
