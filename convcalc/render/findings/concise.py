"""One line a finding: `file:line:column: error[name] message`, which editors and `grep` understand.

A last line counts what is not listed.
"""

from __future__ import annotations

from convcalc.render.findings.formats import Checked, CheckedFile, Look
from convcalc.render.findings.listed import omitted_text
from convcalc.render.text import short


def render(checked: Checked, look: Look) -> str:
    """The lines of all files."""
    parts = [*(piece(file, look) for file in checked.files), ending(checked, look)]
    return "\n".join(part for part in parts if part)


def piece(file: CheckedFile, look: Look) -> str:
    """The lines of one file."""
    return "\n".join(short(finding, look.paint) for finding in file.findings)


def ending(checked: Checked, look: Look) -> str:
    """What is not listed; else every line is a finding."""
    return omitted_text(checked.omitted)
