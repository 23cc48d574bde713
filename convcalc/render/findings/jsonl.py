"""JSON Lines: an object a finding, the same as in the list of the format json, for tools that read line by line."""

from __future__ import annotations

import json

from convcalc.render.findings._common import in_pieces
from convcalc.render.findings.checked import Checked, CheckedFile
from convcalc.render.findings.listed import by_name
from convcalc.render.json.findings import finding_data
from convcalc.render.options import RenderOptions
from convcalc.render.printable import in_json


def render(checked: Checked, options: RenderOptions) -> str:
    """The lines of all files."""
    return in_pieces(checked, options, piece, ending)


def piece(file: CheckedFile, options: RenderOptions) -> str:
    """The lines of one file."""
    return "\n".join(in_json(json.dumps(finding_data(finding), ensure_ascii=False)) for finding in file.findings)


def ending(checked: Checked, options: RenderOptions) -> str:
    """An object with nothing but `omitted` where there is what is not listed; else every line is a finding."""
    omitted = by_name(checked.omitted)
    return json.dumps({"omitted": omitted}) if omitted else ""
