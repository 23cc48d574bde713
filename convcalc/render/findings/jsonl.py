"""JSON Lines: an object a finding, the same as in the list of the format json, for tools that read line by line."""

from __future__ import annotations

import json

from convcalc.render.findings.formats import Checked, CheckedFile, Look
from convcalc.render.findings.listed import by_name
from convcalc.render.json.report import finding_data
from convcalc.render.printable import in_json


def render(checked: Checked, look: Look) -> str:
    """The lines of all files."""
    parts = [*(piece(file, look) for file in checked.files), ending(checked, look)]
    return "\n".join(part for part in parts if part)


def piece(file: CheckedFile, look: Look) -> str:
    """The lines of one file."""
    return "\n".join(in_json(json.dumps(finding_data(finding), ensure_ascii=False)) for finding in file.findings)


def ending(checked: Checked, look: Look) -> str:
    """An object with nothing but `omitted` where there is what is not listed; else every line is a finding."""
    omitted = by_name(checked.omitted)
    return json.dumps({"omitted": omitted}) if omitted else ""
