"""A fully connected layer that holds more than half of all parameters.

Why it matters: it has a weight for every pixel and channel that it reads, so it makes the network large, ties it to one
input size, and overfits first. Pooling before it, as later networks do, takes most of them away. In AlexNet and VGG it is
meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.checks.common import reads
from convcalc.findings import Finding, Rule

TRIGGERS = """\
input: 32x32x3
layers:
  - conv: {filters: 64, kernel: 3, padding: 1}
  - fc: 10
"""
PASSES = """\
input: 32x32x3
layers:
  - conv: {filters: 64, kernel: 3, padding: 1}
  - global_avgpool
  - fc: 10
"""


def check(report: Report, rule: Rule) -> Iterator[Finding]:
    """The findings of this rule, where all parameters are counted."""
    total = report.totals.params
    if not report.totals.complete or not isinstance(total, int):
        return
    for row in report.distinct:
        if row.layer.fully_connected and row.params and 2 * row.params > total:
            share = f"{100 * row.params // total} %"
            message = f"{row.name} holds {row.params:,} of {total:,} parameters, {share}"
            yield Finding(rule, message, row.span, reads(report, row), row.use_path, layer=row.name)
