"""A window that leaves a remainder where rounding is strict: (W − F + 2P)/S + 1 is not whole.

Why it matters: frameworks round silently. Rounding down, rows and columns at the edge may never be seen; rounding up,
the last window hangs over the edge. Say `rounding: floor` or `ceil` where it is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.checks._windows import uneven
from convcalc.findings import Finding, Rule, Severity

RULE = Rule("W102", "non-integer-stride", Severity.ERROR)

TRIGGERS = """\
input: 7x7x3
layers:
  - conv: {filters: 8, kernel: 3, stride: 3}
"""
PASSES = """\
input: 7x7x3
layers:
  - conv: {filters: 8, kernel: 3, stride: 2}
"""


def check(report: Report) -> Iterator[Finding]:
    """The findings of this rule."""
    return uneven(report, RULE, strict=True)
