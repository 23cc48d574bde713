"""A softmax whose input has been through a softmax already.

Why it matters: it takes scores of any sign, and is given shares of 1. The largest of ten of its outputs can be no more than
0.24, so the loss cannot get small, the gradients vanish, and training goes on as if it only learned slowly.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.checks.common import once
from convcalc.findings import Finding, Rule
from convcalc.language.architecture import Node

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


def check(report: Report, rule: Rule) -> Iterator[Finding]:
    """The findings of this rule."""
    return once(_found(report, rule))


def _found(report: Report, rule: Rule) -> Iterator[tuple[Node, Finding]]:
    for link in report.links:
        producer, reader = link.producer, link.reader
        if producer is None or not (reader.row.layer.expects_logits and producer.row.layer.outputs_probabilities):
            continue
        before = f"{producer.name} (line {producer.row.span.line})"
        message = f"{reader.name} takes scores, and {before} has made shares of 1 of them already"
        help = "remove one of the two; a loss that takes scores, or log_softmax alone, needs none before it"
        yield reader.row.node, Finding(rule, message, reader.row.span, "", reader.use_path, help, layer=reader.name)
