"""SARIF 2.1.0, which GitHub's code scanning, Azure DevOps and many editors read.

Paths are relative to `%SRCROOT%`, the root of the repository. Where that is on the machine that ran the check is not said:
GitHub would compare it with the folder of its own checkout, which has another name inside a container.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from convcalc.checks.explanations import explanations
from convcalc.findings import Finding, Rule
from convcalc.render.findings._common import details, fingerprints, place
from convcalc.render.findings.checked import Checked, Checkout
from convcalc.render.findings.listed import Omitted, omitted_text
from convcalc.render.options import RenderOptions
from convcalc.render.printable import in_json
from convcalc.source import STDIN

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "%SRCROOT%"


def render(checked: Checked, options: RenderOptions) -> str:
    """A log of one run."""
    # By code: a configuration may give a rule another severity in another folder.
    rules = list({finding.rule.code: finding.rule for finding in checked.findings}.values())
    places = {rule.code: i for i, rule in enumerate(rules)}
    pairs = zip(checked.findings, fingerprints(checked), strict=True)
    run = {
        "tool": {"driver": _driver(rules, checked.version)},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "invocations": [_invocation(checked.unreadable, checked.omitted)],
        "results": [
            _result(finding, places[finding.rule.code], fingerprint, checked.checkout) for finding, fingerprint in pairs
        ],
    }
    return in_json(json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1))


def _driver(rules: list[Rule], version: str) -> dict[str, Any]:
    driver = {"name": "convcalc", "rules": [_rule_descriptor(rule) for rule in rules]}
    return driver | ({"semanticVersion": version} if version else {})


def _rule_descriptor(rule: Rule) -> dict[str, Any]:
    of = explanations()[rule.name]
    title = rule.name.replace("-", " ")
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": title[:1].upper() + title[1:]},
        "fullDescription": {"text": of.what},
        "defaultConfiguration": {"level": str(of.rule.severity), "enabled": of.rule.default},
        "help": {
            "text": f"{of.what}\n\nWhy it matters: {of.why}",
            "markdown": f"{of.what}\n\n**Why it matters.** {of.why}",
        },
    }


def _invocation(unreadable: tuple[str, ...], omitted: Omitted) -> dict[str, Any]:
    """How the run went; what could not be read is said, since it was not checked, and what is not listed."""
    seen = [{"level": "error", "message": {"text": message}} for message in unreadable]
    if omitted:
        seen.append({"level": "note", "message": {"text": omitted_text(omitted)}})
    notifications = {"toolExecutionNotifications": seen} if seen else {}
    return {"executionSuccessful": not unreadable, **notifications}


def _result(finding: Finding, rule: int, fingerprint: str, checkout: Checkout | None) -> dict[str, Any]:
    return {
        "ruleId": finding.rule.code,
        "ruleIndex": rule,
        "level": str(finding.severity),
        "message": {"text": "\n".join([finding.message, *details(finding)])},
        "locations": [_location(finding, checkout)],
        "partialFingerprints": {"convcalc/v1": fingerprint},
    }


def _location(finding: Finding, checkout: Checkout | None) -> dict[str, Any]:
    span = finding.span
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": _artifact(span.source.name, checkout),
            "region": {
                "startLine": span.line,
                "startColumn": span.column,
                "endLine": span.end_line,
                "endColumn": span.end_column,
            },
        }
    }
    if finding.layer:
        location["logicalLocations"] = [{"name": finding.layer}]
    return location


def _artifact(name: str, checkout: Checkout | None) -> dict[str, str]:
    path, inside = place(name, checkout)
    if inside:
        return {"uri": uri(path), "uriBaseId": _ROOT}
    if name == STDIN:
        return {"uri": uri(path)}
    return {"uri": f"file://{uri(path if path.startswith('/') else f'/{path}')}"}  # C:/nets/a.yaml gets a third slash


def uri(path: str) -> str:
    """A path as a reference in the sense of RFC 3986; bytes that are no UTF-8 come out as they are on the disk."""
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")
