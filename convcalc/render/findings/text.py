"""Findings for people: excerpts of the files, and a summary."""

from __future__ import annotations

from convcalc.render.findings._common import in_pieces
from convcalc.render.findings.checked import Checked, CheckedFile
from convcalc.render.findings.excerpts import listing, summary
from convcalc.render.findings.listed import omitted_text
from convcalc.render.options import RenderOptions


def render(checked: Checked, options: RenderOptions) -> str:
    """The findings of all files, and the summary."""
    return in_pieces(checked, options, piece, ending)


def piece(file: CheckedFile, options: RenderOptions) -> str:
    """The findings of one file."""
    return listing(file.findings, options.paint, options.width)


def ending(checked: Checked, options: RenderOptions) -> str:
    """The summary, and what is not listed; nothing where no file could be read."""
    if not checked.files:
        return ""
    omitted = checked.omitted
    seen = summary(list(checked.findings), len(checked.files), len(checked.unreadable), omitted)
    return "\n".join(filter(None, [seen, omitted_text(omitted)]))
