"""A layer that should take a size it cannot reach: an upsampling to a smaller one, or a crop to a larger one.

Why it matters: the layer cannot be built, and the two paths that it was to bring together stay apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.checks._misfits import misfits
from convcalc.findings import Finding, Rule, Severity

RULE = Rule("V212", "like-does-not-fit", Severity.ERROR)

TRIGGERS = """\
input: 32x32x3
layers:
  - {avgpool: 2, name: half}
  - {upsample: {like: half}, from: input}
"""
PASSES = """\
input: 32x32x3
layers:
  - {avgpool: 2, name: half}
  - upsample: {like: input}
"""


def check(report: Report) -> Iterator[Finding]:
    """The findings of this rule."""
    return misfits(report, RULE)
