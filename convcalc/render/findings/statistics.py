"""How often each rule was broken: the most frequent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from convcalc.render.findings.checked import Checked
from convcalc.render.findings.excerpts import summary
from convcalc.render.options import RenderOptions


def render(checked: Checked, options: RenderOptions) -> str:
    """A line for each rule, and the summary."""
    return "\n".join(line for line in (*_lines(checked, options), _summary(checked)) if line)


def _lines(checked: Checked, options: RenderOptions) -> Iterator[str]:
    """How many findings, their severity, and the rule's code and name."""
    counts = Counter(finding.rule for finding in checked.findings)
    counts.update(dict(checked.omitted))
    width = max((len(f"{count:,}") for count in counts.values()), default=0)
    longest = max((len(rule.severity) for rule in counts), default=0)
    for rule, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0].code)):
        severity = options.paint(f"{rule.severity:<{longest}}", str(rule.severity))
        yield f"{count:>{width},}  {severity}  {rule.code}  {rule.name}"


def _summary(checked: Checked) -> str:
    """Nothing where no file could be read; all that was found is counted here, listed or not."""
    findings, omitted = list(checked.findings), checked.omitted
    return summary(findings, len(checked.files), len(checked.unreadable), omitted) if checked.files else ""
