"""A size or a side that the volume has no axis for.

Why it matters: a size such as 1x7 says something about two axes; on a signal or a video it says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.checks._misfits import misfits
from convcalc.findings import Finding, Rule, Severity

RULE = Rule("V202", "wrong-rank", Severity.ERROR)

TRIGGERS = """\
input: 16x112x112x3
layers:
  - conv: {filters: 8, kernel: 1x7}
"""
PASSES = """\
input: 112x112x3
layers:
  - conv: {filters: 8, kernel: 1x7}
"""


def check(report: Report) -> Iterator[Finding]:
    """The findings of this rule."""
    return misfits(report, RULE)
