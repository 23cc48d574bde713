"""A layer that slides over space reads a vector.

Why it matters: there is no space left to slide over.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.checks._misfits import misfits
from convcalc.findings import Finding, Rule, Severity

RULE = Rule("V201", "needs-volume", Severity.ERROR)

TRIGGERS = """\
input: 100
layers:
  - conv: {filters: 8, kernel: 3}
"""
PASSES = """\
input: 100
layers:
  - fc: 8
"""


def check(report: Report) -> Iterator[Finding]:
    """The findings of this rule."""
    return misfits(report, RULE)
