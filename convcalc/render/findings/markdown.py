"""A summary in Markdown: GitHub shows it below a job, and it fits into a comment."""

from __future__ import annotations

from collections import Counter

from convcalc.findings import Finding
from convcalc.layers.parameters import shortened
from convcalc.render.findings._common import worst_first
from convcalc.render.findings.checked import Checked
from convcalc.render.findings.excerpts import summary
from convcalc.render.findings.listed import in_order, omitted_text, together
from convcalc.render.options import RenderOptions
from convcalc.render.table.markdown import escaped

MOST = 100
"""How many findings are listed; GitHub takes no more than a mebibyte for each step."""
LONGEST_CELL = 501
"""The characters of a cell."""


def render(checked: Checked, options: RenderOptions) -> str:
    """The summary, and a table of the findings, worst first."""
    findings, omitted = worst_first(checked.findings), checked.omitted
    lines = ["### convcalc", "", summary(findings, len(checked.files), omitted=omitted)]
    lines += [f"- cannot be read: {escaped(message)}" for message in checked.unreadable[:MOST]]
    if findings:
        lines += ["", "| | rule | place | what |", "| --- | --- | --- | --- |", *map(_finding_row, findings[:MOST])]
    more = together([omitted, in_order(Counter(finding.rule for finding in findings[MOST:]))])
    if more:
        lines += ["", escaped(omitted_text(more))]
    return "\n".join(lines)


def _finding_row(finding: Finding) -> str:
    what = " — ".join(filter(None, [finding.message, finding.help]))
    cells = [str(finding.severity), finding.rule.name, str(finding.span), what]
    return f"| {' | '.join(escaped(shortened(cell, LONGEST_CELL)) for cell in cells)} |"
