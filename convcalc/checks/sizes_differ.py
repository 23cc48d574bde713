"""A reshape to more or fewer numbers than there are.

Why it matters: the same numbers are to be read in another shape, so they must be as many.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.checks._misfits import misfits
from convcalc.findings import Finding, Rule, Severity

RULE = Rule("V206", "sizes-differ", Severity.ERROR)

TRIGGERS = """\
input: 100
layers:
  - reshape: 3x3x11
"""
PASSES = """\
input: 100
layers:
  - reshape: 5x5x4
"""


def check(report: Report) -> Iterator[Finding]:
    """The findings of this rule."""
    return misfits(report, RULE)
