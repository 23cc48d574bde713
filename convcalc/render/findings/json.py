"""One JSON object with all findings: part of the JSON contract."""

from __future__ import annotations

from convcalc.render.findings.formats import Checked, Look
from convcalc.render.json.report import dumps, findings_data


def render(checked: Checked, look: Look) -> str:
    """The number of files, what cannot be read, the findings, and the counts of those that are not listed."""
    return dumps(findings_data(list(checked.findings), len(checked.files), checked.unreadable, checked.omitted))
