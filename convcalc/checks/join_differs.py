"""A join whose inputs do not agree.

Why it matters: volumes are added or stacked number by number, so they must be of one size.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.checks._misfits import misfits
from convcalc.findings import Finding, Rule, Severity

RULE = Rule("V209", "join-differs", Severity.ERROR)

TRIGGERS = """\
input: 8x8x16
layers:
  - add:
      main: [{conv: {filters: 16, kernel: 3}}]
      shortcut: []
"""
PASSES = """\
input: 8x8x16
layers:
  - add:
      main: [{conv: {filters: 16, kernel: 3, padding: 1}}]
      shortcut: []
"""


def check(report: Report) -> Iterator[Finding]:
    """The findings of this rule."""
    return misfits(report, RULE)
