"""Findings for people: excerpts of the files, and a summary."""

from __future__ import annotations

from convcalc.render.findings.formats import Checked, CheckedFile, Look
from convcalc.render.findings.listed import omitted_text
from convcalc.render.text import listing, summary


def render(checked: Checked, look: Look) -> str:
    """The findings of all files, and the summary."""
    parts = [*(piece(file, look) for file in checked.files), ending(checked, look)]
    return "\n".join(part for part in parts if part)


def piece(file: CheckedFile, look: Look) -> str:
    """The findings of one file."""
    return listing(file.findings, look.paint, look.room)


def ending(checked: Checked, look: Look) -> str:
    """The summary, and what is not listed; nothing where no file could be read."""
    if not checked.files:
        return ""
    omitted = checked.omitted
    said = summary(list(checked.findings), len(checked.files), len(checked.unreadable), omitted)
    return "\n".join(filter(None, [said, omitted_text(omitted)]))
