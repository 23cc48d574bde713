"""Floor 5: the rules. One rule, one file: its name, why it matters, and a `check` over a finished analysis.

A rule's file has `RULE` (code, name, severity, and whether it is on by default), `TRIGGERS` and `PASSES` (two small
architecture files, both run as tests) and `check(report)`, which yields findings. Its docstring has two paragraphs: what it
finds, and `Why it matters:`. `convcalc rule` and the documents say it as it stands there. It is found by itself.

What keeps a file from being read has its rules in `language`, which are checked where files are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from convcalc.analysis.report import Report
from convcalc.checks._control import LANGUAGE, Holders
from convcalc.findings import Finding, Rule, Severity, in_order
from convcalc.layers.parameters import shortened
from convcalc.selection import ALL, Choice, Selection, matches, selected
from convcalc.spec.candidates import begin_afresh
from convcalc.spec.problems import nearest

LAST = "unused-ignore"
"""The rule that looks at what the others found."""


class RuleModule(Protocol):
    """What a rule's file has."""

    RULE: Rule
    TRIGGERS: str
    PASSES: str

    @staticmethod
    def check(report: Report) -> Iterator[Finding]:
        """The findings of this rule."""


@cache
def rules() -> dict[str, RuleModule]:
    """Every rule by its name, in the order of codes; raises ValueError if two share a code or a name."""
    own = (m.name for m in iter_modules(__path__, f"{__name__}.") if not m.ispkg)
    modules = [import_module(name) for name in own if not name.split(".")[-1].startswith("_")]
    found = sorted((cast(RuleModule, module) for module in modules), key=lambda module: module.RULE.code)
    by_name = {module.RULE.name: module for module in found}
    if len(by_name) < len(found) or len({module.RULE.code for module in found}) < len(found):
        raise ValueError("two rules share a code or a name")
    return by_name


@cache
def rule_names() -> dict[str, str]:
    """The names of the rules, by name and by code."""
    return {word: name for name, module in rules().items() for word in (name, module.RULE.code)}


def selection(choices: Iterable[Choice] = (), severities: Mapping[str, Severity] | None = None) -> Selection:
    """The rules that are asked after all choices; those that are on by default without any."""
    return Selection(selected((module.RULE for module in rules().values()), choices), severities or {})


def selector_problem(selector: str) -> str:
    """Why `selector` means no rule; empty where it means one."""
    if any(matches(selector, module.RULE) for module in rules().values()):
        return ""
    if any(matches(selector, rule) for rule in LANGUAGE.values()):
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
    held = list(zip(found, Holders(report.architecture, rule_names()).of(found), strict=True))
    return tuple(f for f, holders in held if not holders), tuple(f for f, holders in held if holders)


def _with_severity(finding: Finding, severities: Mapping[str, Severity]) -> Finding:
    severity = severities.get(finding.rule.name, finding.severity)
    return finding._replace(rule=finding.rule._replace(severity=severity))


def run(report: Report, selected: Collection[str] | None = None) -> tuple[Finding, ...]:
    """The findings of the rules called so, as they stand in the file; None asks those that are on by default."""
    own = report.architecture.source.name
    names = selection().names if selected is None else selected
    found = [finding for name, rule in rules().items() if name in names for finding in rule.check(report)]
    return in_order([f if f.source.name == own else _with_way_there(f, own) for f in found])


def _with_way_there(finding: Finding, own: str) -> Finding:
    """A finding in a file that the one at hand extends says so."""
    return finding._replace(facts=(*finding.facts, f"{own} extends {finding.source.name}"))
