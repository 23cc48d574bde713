"""GitLab's Code Quality report: a JSON list for `artifacts: reports: codequality:`.

What GitLab asks for: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from typing import Any

from convcalc.findings import Finding, Severity
from convcalc.render.findings._common import fingerprints, place
from convcalc.render.findings.checked import Checked, Checkout
from convcalc.render.options import RenderOptions
from convcalc.render.printable import in_json

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(checked: Checked, options: RenderOptions) -> str:
    """An object a finding."""
    pairs = zip(checked.findings, fingerprints(checked), strict=True)
    issues = [_issue(finding, fingerprint, checked.checkout) for finding, fingerprint in pairs]
    return in_json(json.dumps(issues, ensure_ascii=False, indent=1))


def _issue(finding: Finding, fingerprint: str, checkout: Checkout | None) -> dict[str, Any]:
    span = finding.span
    return {
        "description": finding.message,
        "check_name": finding.rule.name,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": place(span.source.name, checkout).path,
            "positions": {
                "begin": {"line": span.line, "column": span.column},
                "end": {"line": span.end_line, "column": span.end_column},
            },
        },
    }
