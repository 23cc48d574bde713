"""Rows or columns of the input that no window sees, where the file rounds.

Why it matters: what lies there cannot influence the output, and the network does not treat both edges alike.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.arithmetic.fit import Grade
from convcalc.checks._windows import uneven
from convcalc.findings import Finding, Rule, Severity

RULE = Rule("W103", "input-lost", Severity.WARNING)

TRIGGERS = """\
input: 7x7x3
rounding: floor
layers:
  - conv: {filters: 8, kernel: 3, stride: 3}
"""
PASSES = """\
input: 7x7x3
rounding: floor
layers:
  - conv: {filters: 8, kernel: 3, stride: 3, padding: 1}
"""


def check(report: Report) -> Iterator[Finding]:
    """The findings of this rule."""
    return uneven(report, RULE, strict=False, grade=Grade.INPUT_LOST)
