"""More connections than there are pairs of an input map and a filter.

Why it matters: each pair can be wired once.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.checks._misfits import misfits
from convcalc.findings import Finding, Rule, Severity

RULE = Rule("V208", "too-many-connections", Severity.ERROR)

TRIGGERS = """\
input: 14x14x6
layers:
  - conv: {filters: 16, kernel: 5, connections: 97}
"""
PASSES = """\
input: 14x14x6
layers:
  - conv: {filters: 16, kernel: 5, connections: 60}
"""


def check(report: Report) -> Iterator[Finding]:
    """The findings of this rule."""
    return misfits(report, RULE)
