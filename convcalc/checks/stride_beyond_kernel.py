"""A stride that is larger than what the window spans.

Why it matters: pixels between the windows are never seen; of a transposed convolution, positions of the output get nothing.
It is usual in the 1×1 convolutions of a residual network's shortcuts, so this rule has to be selected.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.checks.common import once, reads, tracks_of
from convcalc.findings import Finding, Rule
from convcalc.language.architecture import Node

TRIGGERS = """\
input: 57x57x64
layers:
  - conv: {filters: 128, kernel: 1, stride: 2}
"""
PASSES = """\
input: 56x56x64
layers:
  - conv: {filters: 128, kernel: 2, stride: 2}
"""


def check(report: Report, rule: Rule) -> Iterator[Finding]:
    """The findings of this rule. A window that stands in one place only leaves nothing out between windows."""
    return once(_found(report, rule))


def _found(report: Report, rule: Rule) -> Iterator[tuple[Node, Finding]]:
    for row in report.distinct:
        tracks = tracks_of(row)
        gaps = [t for t in tracks if t.window.stride > t.window.extent and t.places != 1]
        if gaps:
            window = gaps[0].window
            missed = "between windows are never seen" if gaps[0].over == "input" else "of the output get nothing"
            message = f"{row.name} takes steps of {window.stride} with windows of {window.extent}: pixels {missed}"
            span = row.node.spans.get("stride", row.span)
            yield row.node, Finding(rule, message, span, reads(report, row), row.use_path, layer=row.name)
