"""Floor 5: the rules. A rule is a row of the table in `rules.py`, and a file with its `check` over a finished analysis.

The row has what selects a rule: code, name, severity, whether it is on by default, and what a report must have for it to
find anything. The file is loaded when a report has that. It has `TRIGGERS` and `PASSES` (two small architecture files, both
run as tests) and `check(report, rule)`, which yields findings. Its docstring has two paragraphs: what it finds, and
`Why it matters:`. `convcalc rule` and the documents say it as it stands there.

Rules that share a check stand in tables of what they say instead: `shape_errors.py` and `windows.py`. So do those of what
keeps a file from being read, `language.py`, which are checked where files are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from convcalc.analysis.report import Report
from convcalc.checks.rules import RULES, Concern, rule_names
from convcalc.checks.suppression_index import SuppressionIndex
from convcalc.findings import Finding, Severity, in_order
from convcalc.language.candidates import begin_afresh
from convcalc.language.problems import LANGUAGE, nearest
from convcalc.layers.parameters import shortened
from convcalc.selection import ALL, Choice, Selection, matches, selected

LAST = "unused-ignore"
"""The rule that looks at what the others found."""


def selection(choices: Iterable[Choice] = (), severities: Mapping[str, Severity] | None = None) -> Selection:
    """The rules that are asked after all choices; those that are on by default without any."""
    return Selection(selected((row.rule for row in RULES.rows.values()), choices), severities or {})


def selector_problem(selector: str) -> str:
    """Why `selector` means no rule; empty where it means one."""
    if any(matches(selector, row.rule) for row in RULES.rows.values()):
        return ""
    if any(matches(selector, rule) for rule in LANGUAGE):
        return f"{shortened(selector)} is a rule of the language; what keeps a file from being read is always told"
    close = nearest(selector.lower(), rule_names()) or nearest(selector.upper(), [*rule_names(), ALL])
    hint = f"did you mean {close}?" if close else "convcalc rule lists them"
    return f"there is no rule {shortened(selector) or 'without a name'}; {hint}"


def checked(report: Report, chosen: Selection | None = None) -> Report:
    """A finished analysis with its findings, and apart from them those that the file asks not to be told."""
    begin_afresh()
    names, severities = chosen or selection()
    found, silent = _divided(run(report, names - {LAST}), report)
    report = replace(report, suppressed=silent, findings=found, checked=names)
    if LAST in names:
        more, more_silent = _divided(run(report, {LAST}), report)
        found, silent = in_order([*found, *more]), in_order([*silent, *more_silent])
    if severities:
        found = tuple(_with_severity(finding, severities) for finding in found)
    return replace(report, findings=found, suppressed=silent)


def _divided(found: tuple[Finding, ...], report: Report) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings that are told, and those that the file asks not to be told."""
    if not found or not report.architecture.suppressions:
        return found, ()
    held = list(zip(found, SuppressionIndex(report.architecture, rule_names()).of(found), strict=True))
    return tuple(f for f, holders in held if not holders), tuple(f for f, holders in held if holders)


def _with_severity(finding: Finding, severities: Mapping[str, Severity]) -> Finding:
    severity = severities.get(finding.rule.name, finding.severity)
    return finding._replace(rule=finding.rule._replace(severity=severity))


def run(report: Report, selected: Collection[str] | None = None) -> tuple[Finding, ...]:
    """The findings of the rules called so, as they stand in the file; None asks those that are on by default."""
    own = report.architecture.source.name
    names = selection().names if selected is None else selected
    concerned: dict[Concern, bool] = {}
    found: list[Finding] = []
    for name, row in RULES.rows.items():
        if name in names:
            if row.concerns not in concerned:
                concerned[row.concerns] = bool(row.concerns(report))
            if concerned[row.concerns]:
                found += RULES[name].check(report, row.rule)
    return in_order([f if f.source.name == own else _with_way_there(f, own) for f in found])


def _with_way_there(finding: Finding, own: str) -> Finding:
    """A finding in a file that the one at hand extends says so."""
    return finding._replace(facts=(*finding.facts, f"{own} extends {finding.source.name}"))
