"""The remainder lies in the padding: only zeros go unused, where the file rounds.

Why it matters: it hardly does. The window stands one zero nearer to one edge than to the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.arithmetic.fit import Grade
from convcalc.checks._windows import uneven
from convcalc.findings import Finding, Rule, Severity

RULE = Rule("W105", "padding-only", Severity.NOTE)

TRIGGERS = """\
input: 224x224x3
rounding: floor
layers:
  - conv: {filters: 8, kernel: 7, stride: 2, padding: 3}
"""
PASSES = """\
input: 225x225x3
rounding: floor
layers:
  - conv: {filters: 8, kernel: 7, stride: 2, padding: 3}
"""


def check(report: Report) -> Iterator[Finding]:
    """The findings of this rule."""
    return uneven(report, RULE, strict=False, grade=Grade.PADDING_ONLY)
