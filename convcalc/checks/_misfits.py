"""What the rules about layers that cannot read their input share: the layer has said why, the rule passes it on."""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.checks._windows import reads
from convcalc.findings import Finding, Rule


def misfits(report: Report, rule: Rule) -> Iterator[Finding]:
    """A finding for each layer whose Misfit carries the name of `rule`."""
    for row in report.distinct:
        if (misfit := row.misfit) and misfit.rule == rule.name:
            span = row.node.spans.get(misfit.parameter or "", row.span)
            label = f"{row.name} {reads(report, row)}"
            yield Finding(rule, misfit.message, span, label, (*misfit.facts, *row.way), misfit.help, layer=row.name)
