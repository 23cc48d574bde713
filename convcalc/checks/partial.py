"""The last window hangs over the edge, where the file rounds up.

Why it matters: it computes from fewer numbers than the others.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.arithmetic.fit import Grade
from convcalc.checks._windows import uneven
from convcalc.findings import Finding, Rule, Severity

RULE = Rule("W106", "partial", Severity.NOTE)

TRIGGERS = """\
input: 28x28x3
rounding: ceil
layers:
  - maxpool: {kernel: 3, stride: 2}
"""
PASSES = """\
input: 29x29x3
rounding: ceil
layers:
  - maxpool: {kernel: 3, stride: 2}
"""


def check(report: Report) -> Iterator[Finding]:
    """The findings of this rule."""
    return uneven(report, RULE, strict=False, grade=Grade.PARTIAL)
