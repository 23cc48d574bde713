"""Floor 5: the rules. One rule, one file: its name, why it matters, and a `check` over a finished analysis.

A rule's file has `RULE` (code, name, severity), `TRIGGERS` and `PASSES` (two small architecture files, both run as
tests) and `check(report)`, which yields findings. It is found by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from convcalc.analysis.report import Report
from convcalc.findings import Finding, Rule, in_order


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
    modules = [
        import_module(m.name) for m in iter_modules(__path__, f"{__name__}.") if not m.name.split(".")[-1].startswith("_")
    ]
    found = sorted((cast(RuleModule, module) for module in modules), key=lambda module: module.RULE.code)
    by_name = {module.RULE.name: module for module in found}
    if len(by_name) < len(found) or len({module.RULE.code for module in found}) < len(found):
        raise ValueError("two rules share a code or a name")
    return by_name


def run(report: Report) -> tuple[Finding, ...]:
    """All findings about a finished analysis, as they stand in the file."""
    own = report.architecture.source.name
    found = [finding for rule in rules().values() for finding in rule.check(report)]
    return in_order([f if f.source.name == own else _with_way_there(f, own) for f in found])


def _with_way_there(finding: Finding, own: str) -> Finding:
    """A finding in a file that the one at hand extends says so."""
    return finding._replace(facts=(*finding.facts, f"{own} extends {finding.source.name}"))
