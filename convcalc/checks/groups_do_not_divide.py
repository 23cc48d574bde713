"""Groups that divide the input channels or the filters unevenly.

Why it matters: every group reads and makes as many channels as the others, so the network cannot be built.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.checks._misfits import misfits
from convcalc.findings import Finding, Rule, Severity

RULE = Rule("V203", "groups-do-not-divide", Severity.ERROR)

TRIGGERS = """\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3, groups: 2}
"""
PASSES = """\
input: 32x32x4
layers:
  - conv: {filters: 8, kernel: 3, groups: 2}
"""


def check(report: Report) -> Iterator[Finding]:
    """The findings of this rule."""
    return misfits(report, RULE)
