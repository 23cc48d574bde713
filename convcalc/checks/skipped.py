"""The last rows or columns lie in a gap that the stride leaves anyway, where the file rounds.

Why it matters: nothing is lost that the stride does not skip elsewhere, but another input size shifts the grid.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.arithmetic.fit import Grade
from convcalc.checks._windows import uneven
from convcalc.findings import Finding, Rule, Severity

RULE = Rule("W104", "skipped", Severity.NOTE)

TRIGGERS = """\
input: 56x56x3
rounding: floor
layers:
  - conv: {filters: 8, kernel: 1, stride: 2}
"""
PASSES = """\
input: 57x57x3
rounding: floor
layers:
  - conv: {filters: 8, kernel: 1, stride: 2}
"""


def check(report: Report) -> Iterator[Finding]:
    """The findings of this rule."""
    return uneven(report, RULE, strict=False, grade=Grade.SKIPPED)
