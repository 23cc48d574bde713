"""A padding that the kind cannot have.

Why it matters: no framework would build the layer.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.checks._misfits import misfits
from convcalc.findings import Finding, Rule, Severity

RULE = Rule("V204", "wrong-padding", Severity.ERROR)

TRIGGERS = """\
input: 4x4x8
layers:
  - conv_transpose: {filters: 8, kernel: 3, stride: 2, output_padding: 2}
"""
PASSES = """\
input: 4x4x8
layers:
  - conv_transpose: {filters: 8, kernel: 3, stride: 2, output_padding: 1}
"""


def check(report: Report) -> Iterator[Finding]:
    """The findings of this rule."""
    return misfits(report, RULE)
