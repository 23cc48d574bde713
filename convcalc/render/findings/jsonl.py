"""JSON Lines: an object a finding, the same as in the list of the format json, for tools that read line by line."""

from __future__ import annotations

import json

from convcalc.render.findings.formats import Checked, CheckedFile, Look
from convcalc.render.json import finding_data
from convcalc.render.printable import in_json


def render(checked: Checked, look: Look) -> str:
    """The lines of all files."""
    return "\n".join(part for part in (piece(file, look) for file in checked.files) if part)


def piece(file: CheckedFile, look: Look) -> str:
    """The lines of one file."""
    return "\n".join(in_json(json.dumps(finding_data(finding), ensure_ascii=False)) for finding in file.findings)


def ending(checked: Checked, look: Look) -> str:
    """Nothing: every line is a finding."""
    return ""
