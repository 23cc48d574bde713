"""Which findings of a file are listed, and what is said of the others: they are counted, by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypeAlias

from convcalc.findings import Finding, Rule, Severity

Omitted: TypeAlias = tuple[tuple[Rule, int], ...]
"""How many findings of each rule are not listed."""

_SEVERITIES = list(Severity)


def listed(findings: tuple[Finding, ...], most: int) -> tuple[tuple[Finding, ...], Omitted]:
    """At most so many findings, in their order, and how many there are besides.

    The worst are listed, and among those the first of every rule, so that thousands of one rule hide none of another.
    """
    if len(findings) <= most:
        return findings, ()
    seen: set[Rule] = set()
    ranks = []
    for finding in findings:
        ranks.append((_SEVERITIES.index(finding.severity), finding.rule in seen))
        seen.add(finding.rule)
    chosen = sorted(sorted(range(len(findings)), key=ranks.__getitem__)[:most])
    omitted = Counter(finding.rule for finding in findings)
    omitted.subtract(findings[i].rule for i in chosen)
    return tuple(findings[i] for i in chosen), in_order(+omitted)


def in_order(counts: Counter[Rule]) -> Omitted:
    """The most frequent first."""
    return tuple(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0].code)))


def together(several: Iterable[Omitted]) -> Omitted:
    """What several files leave out."""
    counts: Counter[Rule] = Counter()
    for omitted in several:
        counts.update(dict(omitted))
    return in_order(counts)


def by_name(omitted: Omitted) -> dict[str, int]:
    """The counts by the names of rules; a configuration may give one rule several severities."""
    names: Counter[str] = Counter()
    for rule, count in omitted:
        names[rule.name] += count
    return dict(names)


def omitted_text(omitted: Omitted) -> str:
    """`290 more findings are not listed: 290 unknown-kind (--limit findings=… lists more).`; empty where all are."""
    if not omitted:
        return ""
    number = sum(count for _, count in omitted)
    what = "finding is" if number == 1 else "findings are"
    rules = ", ".join(f"{count:,} {name}" for name, count in by_name(omitted).items())
    return f"{number:,} more {what} not listed: {rules} (--limit findings=… lists more)."
