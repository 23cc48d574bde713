"""A layer that gives just what it reads.

Why it matters: it was meant to do something: a rate of 0, a factor of 1, a second relu behind a relu are what is left of a
change, or a number with a digit missing. What is meant to do nothing is called identity.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from convcalc.analysis.report import Report
from convcalc.analysis.tree.row import Row
from convcalc.checks.common import once, written_at
from convcalc.findings import Finding, Rule
from convcalc.language.architecture import Node
from convcalc.layers import JoinLayer
from convcalc.source import Span

TRIGGERS = """\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3}
  - relu
  - relu
  - dropout: 0
"""
PASSES = """\
input: 32x32x3
parameters: {rate: 0}
layers:
  - conv: {filters: 8, kernel: 3}
  - relu
  - dropout: $rate
  - identity
"""

_HELP = "remove it; where it is meant, identity says so"


def check(report: Report, rule: Rule) -> Iterator[Finding]:
    """The findings of this rule. What a parameter sets to nothing is a setting and no mistake."""
    return once(chain(_by_themselves(report, rule), _behind_others(report, rule)))


def _by_themselves(report: Report, rule: Rule) -> Iterator[tuple[Node, Finding]]:
    for row in report.distinct:
        reason = _idle(row)
        if reason and not any(map(_is_computed, row.node.spans.values())):
            message = f"{row.name} does nothing: {reason}"
            yield row.node, Finding(rule, message, row.span, "", row.use_path, _HELP, layer=row.name)


def _behind_others(report: Report, rule: Rule) -> Iterator[tuple[Node, Finding]]:
    """Layers that do nothing behind what they read: in all uses of their block, or as copies right behind one another."""
    found = []
    needed = set()
    for producer, reader in report.links:
        if producer is None or not reader.row.layer.is_redundant_after(producer.row.layer):
            needed.add(written_at(reader.row))
        elif reader.row.output is not None and not (_is_computed(producer.row.span) or _is_computed(reader.row.span)):
            found.append((producer, reader))
    for producer, reader in found:
        place = written_at(reader.row)
        if written_at(producer.row) == place or place not in needed:
            before = f"{producer.name}, a {producer.row.layer.kind} (line {producer.row.span.line}),"
            message = f"{reader.name} does nothing: {before} leaves nothing for it to change"
            yield reader.row.node, Finding(rule, message, reader.row.span, "", reader.use_path, _HELP, layer=reader.name)


def _idle(row: Row) -> str:
    """Why a layer does nothing on its own account."""
    if row.output is None:
        return ""
    if isinstance(row.layer, JoinLayer):
        return row.layer.no_op_reason_of(tuple(volume for volume in row.inputs if volume is not None))
    return row.layer.no_op_reason(row.input) if row.input is not None else ""


def _is_computed(span: Span) -> bool:
    """Whether a value or a kind is written as an expression."""
    return span.source.line(span.line)[span.column - 1 :].lstrip("\"'").startswith("$")
