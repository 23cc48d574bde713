"""A crop, or the padding of a transposed convolution, that leaves nothing.

Why it matters: the layer has no output, and nothing behind it can be known.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.checks._misfits import misfits
from convcalc.findings import Finding, Rule, Severity

RULE = Rule("V205", "crop-too-large", Severity.ERROR)

TRIGGERS = """\
input: 4x4x8
layers:
  - crop: 2
"""
PASSES = """\
input: 4x4x8
layers:
  - crop: 1
"""


def check(report: Report) -> Iterator[Finding]:
    """The findings of this rule."""
    return misfits(report, RULE)
