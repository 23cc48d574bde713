"""An `allow:` or an ignore comment that holds for no finding.

Why it matters: the mistake that it excused is gone, or was never there; left behind, it hides the next one. Of rules that
are not asked, of layers that are left out, and of a network that was changed from outside nothing is said.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from convcalc.analysis.report import Report
from convcalc.checks.rules import rule_names
from convcalc.checks.suppression_index import SuppressionIndex
from convcalc.findings import Finding, Rule
from convcalc.source import Span

TRIGGERS = """\
input: 9x9x4
layers:
  - maxpool: {kernel: 3, stride: 3} # convcalc: ignore[W102] as of 7x7
"""
PASSES = """\
input: 7x7x4
layers:
  - maxpool: {kernel: 3, stride: 3} # convcalc: ignore[W102] as in the paper
"""


def check(report: Report, rule: Rule) -> Iterator[Finding]:
    """The findings of this rule, of a report that knows what was suppressed."""
    a, names = report.architecture, rule_names()
    if a.changed or a.unknowns is not None:
        return
    held = zip(report.suppressed, SuppressionIndex(a, names).of(report.suppressed), strict=True)
    holding = {(id(together), finding.rule.name): together for finding, groups in held for together in groups}
    used = {(id(suppression), name) for (_, name), together in holding.items() for suppression in together}
    absent, lines = _Absent(a.absent), _lines_by_rule(report)
    for suppression in a.suppressions:
        if suppression.source.name != a.source.name or absent.has(suppression.region):
            continue
        for word in suppression.words:
            name = names.get(word.text)
            if name in report.checked and name != rule.name and (id(suppression), name) not in used:
                message = f"there is no {name} here to {'ignore' if suppression.comment else 'allow'}"
                yield Finding(rule, message, word.span, help=_help(word.span.line, lines.get(name, [])))


class _Absent:
    """The lines of what is left out."""

    def __init__(self, regions: tuple[Span, ...]) -> None:
        lines = sorted((region.source.name, region.line, region.end_line) for region in regions)
        self.starts = [(name, line) for name, line, _ in lines]
        self.ends = list(accumulate(((name, end) for name, _, end in lines), max))

    def has(self, region: Span | None) -> bool:
        """Whether a region begins there."""
        if region is None:
            return False
        place = (region.source.name, region.line)
        before = bisect_right(self.starts, place)
        return before > 0 and self.ends[before - 1] >= place


def _lines_by_rule(report: Report) -> dict[str, list[int]]:
    """The lines of the file at hand where there are findings, sorted, by rule."""
    lines: dict[str, list[int]] = {}
    for finding in report.findings:
        if finding.source.name == report.architecture.source.name:
            lines.setdefault(finding.rule.name, []).append(finding.span.line)
    return lines


def _help(line: int, lines: list[int]) -> str:
    """Where the nearest finding is that may have been meant, else to remove it."""
    i = bisect_right(lines, line)
    if not lines:
        return "remove it"
    nearest = min(lines[max(i - 1, 0) : i + 1], key=lambda other: abs(other - line))
    return f"remove it, or put it where the finding is, in line {nearest}"
