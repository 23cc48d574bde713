"""A layer that shares the weights of another, and would need other ones.

Why it matters: one set of numbers cannot serve layers of different shapes.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.checks._misfits import misfits
from convcalc.findings import Finding, Rule, Severity

RULE = Rule("V210", "weights-differ", Severity.ERROR)

TRIGGERS = """\
input: 8x8x4
layers:
  - {fc: 10, name: first}
  - {maxpool: 2, from: input}
  - {share: first}
"""
PASSES = """\
input: 8x8x4
layers:
  - {conv: {filters: 4, kernel: 3}, name: first}
  - {share: first}
"""


def check(report: Report) -> Iterator[Finding]:
    """The findings of this rule."""
    return misfits(report, RULE)
