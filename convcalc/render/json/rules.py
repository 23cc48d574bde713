"""The rules as data, for tools."""

from __future__ import annotations

from typing import Any

from convcalc.checks.explanations import RuleExplanation, explanations
from convcalc.render.findings.rules import example_findings
from convcalc.render.json.contract import FORMAT, dumps
from convcalc.render.json.findings import finding_data
from convcalc.render.options import RenderOptions


def all_rules(options: RenderOptions) -> str:
    """All rules, as text."""
    return dumps(rules_data())


def one_rule(explanation: RuleExplanation, options: RenderOptions) -> str:
    """One rule, as text."""
    return dumps(rule_data(explanation))


def rules_data() -> dict[str, Any]:
    """All rules."""
    return {"format": FORMAT, "rules": [_data(explanation) for explanation in explanations().values()]}


def rule_data(explanation: RuleExplanation) -> dict[str, Any]:
    """One rule, with its examples and what it finds."""
    return {
        "format": FORMAT,
        **_data(explanation),
        "example": explanation.triggers,
        "given": dict(explanation.given),
        "findings": [finding_data(finding) for finding in example_findings(explanation)],
        "passing": explanation.passes,
    }


def _data(explanation: RuleExplanation) -> dict[str, Any]:
    rule = explanation.rule
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "default": rule.default,
        "allowable": not explanation.always,
        "group": explanation.group,
        "what": explanation.what,
        "why": explanation.why,
    }
