"""A bias that a norm takes off again right behind it.

Why it matters: batch norm subtracts the mean of each channel, and the bias with it, so it is learned, stored and sent for
nothing. Its own shift does what the bias would have done. Some published networks have them, and their weights need them.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.links import Place
from convcalc.analysis.report import Report
from convcalc.checks.common import written_at
from convcalc.findings import Finding, Rule

TRIGGERS = """\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3, padding: 1}
  - batchnorm
  - relu
"""
PASSES = """\
input: 32x32x3
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, bias: false}
  - batchnorm
  - relu
"""


def check(report: Report, rule: Rule) -> Iterator[Finding]:
    """The findings of this rule.

    The norm must be the only one that reads the layer, wherever it is used. Of shared weights nothing is said, since their
    bias may matter in another place.
    """
    owners = {row.shared_with for row in report.distinct if row.shared_with}
    read: dict[tuple[str, int, int], list[tuple[Place, Place]]] = {}
    for link in report.links:
        if link.producer and link.producer.row.layer.adds_to_channels():
            read.setdefault(written_at(link.producer.row), []).append((link.producer, link.reader))
    given = {written_at(row) for row in report.rows if row.name in report.outputs} if read else set()
    for place, pairs in read.items():
        producer, reader = pairs[0]
        is_shared = producer.row.params in (None, 0) or any(name in owners for name in _around(producer.name))
        frozen = not producer.row.node.trainable  # its bias came from elsewhere, and is not learned here
        if is_shared or frozen or place in given or not all(reader.row.layer.cancels_bias for _, reader in pairs):
            continue
        message = f"the bias of {producer.name} is taken off again by {reader.name} (line {reader.row.span.line})"
        span = producer.row.node.spans.get("bias", producer.row.span)
        yield Finding(rule, message, span, "", producer.use_path, "bias: false", layer=producer.name)


def _around(name: str) -> list[str]:
    """A layer, and the blocks and groups that it stands in."""
    parts = name.split("/")
    return ["/".join(parts[:i]) for i in range(1, len(parts) + 1)]
