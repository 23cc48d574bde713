"""A parameter that no expression names.

Why it matters: a number stands in the file and changes nothing, or a name is spelled in two ways: `--set` takes it, and
the network stays the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.findings import Finding, Rule

TRIGGERS = """\
input: 32x32x3
parameters: {classes: 10, width: 16}
layers:
  - conv: {filters: $width, kernel: 3}
  - fc: 10
"""
PASSES = """\
input: 32x32x3
parameters: {classes: 10, width: 16}
layers:
  - conv: {filters: $width, kernel: 3}
  - fc: $classes
"""


def check(report: Report, rule: Rule) -> Iterator[Finding]:
    """The findings of this rule: of the file itself and not of those that it extends, whose parameters others may need."""
    for unused in report.architecture.unused_parameters:
        where = f"in the block {unused.block} " if unused.block else ""
        message = f"nothing {where}uses the parameter {unused.name}"
        help = f"did you mean {unused.near}?" if unused.near else f"remove it, or write ${unused.name} where it belongs"
        yield Finding(rule, message, unused.span, help=help)
