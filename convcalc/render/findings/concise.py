"""One line a finding: `file:line:column: error[name] message`, which editors and `grep` understand.

A last line counts what is not listed.
"""

from __future__ import annotations

from convcalc.render.findings._common import in_pieces
from convcalc.render.findings.checked import Checked, CheckedFile
from convcalc.render.findings.excerpts import one_line
from convcalc.render.findings.listed import omitted_text
from convcalc.render.options import RenderOptions


def render(checked: Checked, options: RenderOptions) -> str:
    """The lines of all files."""
    return in_pieces(checked, options, piece, ending)


def piece(file: CheckedFile, options: RenderOptions) -> str:
    """The lines of one file."""
    return "\n".join(one_line(finding, options.paint) for finding in file.findings)


def ending(checked: Checked, options: RenderOptions) -> str:
    """What is not listed; else every line is a finding."""
    return omitted_text(checked.omitted)
