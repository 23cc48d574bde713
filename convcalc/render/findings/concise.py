"""One line a finding: `file:line:column: error[name] message`, which editors and `grep` understand."""

from __future__ import annotations

from convcalc.render.findings.formats import Checked, CheckedFile, Look
from convcalc.render.text import short


def render(checked: Checked, look: Look) -> str:
    """The lines of all files."""
    return "\n".join(part for part in (piece(file, look) for file in checked.files) if part)


def piece(file: CheckedFile, look: Look) -> str:
    """The lines of one file."""
    return "\n".join(short(finding, look.paint) for finding in file.findings)


def ending(checked: Checked, look: Look) -> str:
    """Nothing: every line is a finding."""
    return ""
