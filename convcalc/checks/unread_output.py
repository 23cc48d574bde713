"""A layer whose output nothing reads, and that is not listed under `outputs:`.

Why it matters: it costs parameters and time and does nothing; most likely a `from:` is missing, or the list of outputs.
"""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.readers import unread
from convcalc.analysis.report import Report
from convcalc.findings import Finding, Rule

TRIGGERS = """\
input: 8x8x4
layers:
  - {conv: {filters: 4, kernel: 3}, name: left}
  - {conv: {filters: 4, kernel: 3}, from: input}
"""
PASSES = """\
input: 8x8x4
layers:
  - {conv: {filters: 4, kernel: 3}, name: left}
  - {conv: {filters: 4, kernel: 3}, from: input, name: right}
outputs: [left, right]
"""


def check(report: Report, rule: Rule) -> Iterator[Finding]:
    """The findings of this rule."""
    a = report.architecture
    for layer in unread(a.layers, tuple(a.inputs), a.outputs):
        help = "read it with from:, or list it under outputs:"
        if layer.use_path:
            help = "read it with from:, or remove it; a block gives only its last layer"
        message = f"nothing reads the output of {layer.name}"
        yield Finding(rule, message, layer.span, "", layer.use_path, help, layer=layer.name)
