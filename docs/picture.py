"""The picture of the table in the README: the program's own output, as an SVG.

python docs/picture.py        # rewrites docs/table.svg
"""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console
from rich.text import Text

from convcalc.api import analyze
from convcalc.render.analysis import AnalysisOptions, Examined
from convcalc.render.paint import ansi
from convcalc.render.table.terminal import render

PICTURE = Path(__file__).parent / "table.svg"
COMMAND = "convcalc analyze alexnet --input 224x224x3"
COLUMNS = 112


def picture() -> str:
    """AlexNet at 224, where it does not fit, as a terminal shows it."""
    report = analyze("alexnet", input="224x224x3")
    output = render(
        [Examined(report.architecture.source, report, report.findings)], AnalysisOptions(width=COLUMNS, paint=ansi)
    )
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, highlight=False)
    console.print(Text(f"$ {COMMAND}", "bold"))
    console.print(Text.from_ansi(output))
    return console.export_svg(title="convcalc", unique_id="convcalc") + "\n"


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
