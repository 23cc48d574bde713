"""A slice of channels that are not there.

Why it matters: it would read beyond the end of the volume.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.checks._misfits import misfits
from convcalc.findings import Finding, Rule, Severity

RULE = Rule("V207", "no-such-channels", Severity.ERROR)

TRIGGERS = """\
input: 8x8x16
layers:
  - slice: {channels: [8, 20]}
"""
PASSES = """\
input: 8x8x16
layers:
  - slice: {channels: [8, 16]}
"""


def check(report: Report) -> Iterator[Finding]:
    """The findings of this rule."""
    return misfits(report, RULE)
