"""How often each rule was broken: the most frequent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from convcalc.findings import Finding
from convcalc.render.text import Paint, plain


def statistics(findings: Iterable[Finding], paint: Paint = plain) -> str:
    """A line for each rule: how many findings, its severity, its code and its name."""
    counts = Counter(finding.rule for finding in findings)
    ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0].code))
    width = max((len(f"{count:,}") for count in counts.values()), default=0)
    longest = max((len(rule.severity) for rule in counts), default=0)
    return "\n".join(
        f"{count:>{width},}  {paint(f'{rule.severity:<{longest}}', str(rule.severity))}  {rule.code}  {rule.name}"
        for rule, count in ordered
    )
