"""A softmax whose input has been through a softmax already.

Why it matters: it takes scores of any sign, and is given shares of 1. The largest of ten of its outputs can be no more than
0.23, so the loss cannot get small, the gradients vanish, and training goes on as if it only learned slowly.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.findings import Finding, Rule, Severity

RULE = Rule("V303", "softmax-twice", Severity.WARNING)

TRIGGERS = """\
input: 4096
layers:
  - fc: 1000
  - softmax
  - log_softmax
"""
PASSES = """\
input: 4096
layers:
  - fc: 1000
  - log_softmax
"""


def check(report: Report) -> Iterator[Finding]:
    """The findings of this rule."""
    seen: set[int] = set()
    for link in report.links:
        producer, reader = link.producer, link.reader
        if producer is None or not (reader.row.layer.takes_scores and producer.row.layer.gives_shares):
            continue
        if id(reader.row) not in seen:
            seen.add(id(reader.row))
            before = f"{producer.name} (line {producer.row.span.line})"
            message = f"{reader.name} takes scores, and {before} has made shares of 1 of them already"
            help = "remove one of the two; of scores and their loss, log_softmax is the one to keep"
            yield Finding(RULE, message, reader.row.span, "", reader.way, help, layer=reader.name)
