"""A window that is larger than the padded input.

Why it matters: it has no place at all, so the layer has no output, and nothing behind it can be known.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.checks._misfits import misfits
from convcalc.findings import Finding, Rule, Severity

RULE = Rule("W101", "kernel-too-large", Severity.ERROR)

TRIGGERS = """\
input: 5x5x3
layers:
  - conv: {filters: 8, kernel: 7}
"""
PASSES = """\
input: 5x5x3
layers:
  - conv: {filters: 8, kernel: 7, padding: 1}
"""


def check(report: Report) -> Iterator[Finding]:
    """The findings of this rule."""
    return misfits(report, RULE)
