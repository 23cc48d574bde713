"""A volume whose numbers are longer than anything that is counted.

Why it matters: a file that asks for it means harm, or has a digit too many in many places.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.checks._misfits import misfits
from convcalc.findings import Finding, Rule, Severity

RULE = Rule("V211", "beyond-counting", Severity.ERROR)

TRIGGERS = """\
input: 8x8
layers:
  - {upsample: 10, repeat: 400}
"""
PASSES = """\
input: 8x8
layers:
  - {upsample: 10, repeat: 30}
"""


def check(report: Report) -> Iterator[Finding]:
    """The findings of this rule."""
    return misfits(report, RULE)
