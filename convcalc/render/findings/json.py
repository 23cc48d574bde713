"""One JSON object with all findings: part of the JSON contract."""

from __future__ import annotations

from convcalc.render.findings.checked import Checked
from convcalc.render.json.contract import dumps
from convcalc.render.json.findings import findings_data
from convcalc.render.options import RenderOptions


def render(checked: Checked, options: RenderOptions) -> str:
    """The number of files, what cannot be read, the findings, and the counts of those that are not listed."""
    return dumps(findings_data(list(checked.findings), len(checked.files), checked.unreadable, checked.omitted))
