"""A comment that was meant for convcalc, and that it cannot read.

Why it matters: it silences nothing, and looks as if it did.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.findings import Finding, Rule

TRIGGERS = """\
input: 7x7x4
rounding: floor
layers:
  - maxpool: {kernel: 3, stride: 3} # convcalc: ignore input-lost
"""
PASSES = """\
input: 7x7x4
rounding: floor
layers:
  - maxpool: {kernel: 3, stride: 3} # convcalc: ignore[input-lost] meant
"""


def check(report: Report, rule: Rule) -> Iterator[Finding]:
    """The findings of this rule."""
    for comment in report.architecture.malformed:
        yield Finding(rule, comment.message, comment.span, help=comment.help)
