"""The zoo as a table."""

from __future__ import annotations

from io import StringIO

from rich.console import Console
from rich.table import Table

from convcalc.analysis.report import Report
from convcalc.layers.parameters import spell
from convcalc.render.numbers import grouped


def zoo_table(reports: dict[str, Report], room: int | None, color: bool) -> str:
    """One line a network: what it is, its input, its parameters, what can be set, and where it comes from."""
    grid = Table(box=None, header_style="bold dim", padding=(0, 2, 0, 0), pad_edge=False)
    grid.add_column("name", style="bold", no_wrap=True)
    grid.add_column("title", no_wrap=True)
    grid.add_column("input", no_wrap=True)
    grid.add_column("params", justify="right", no_wrap=True)
    grid.add_column("--set", no_wrap=True)
    grid.add_column("source", style="dim")
    for name, report in reports.items():
        a = report.architecture
        settings = " ".join(f"{key}={spell(value)}" for key, value in a.parameters.items())
        grid.add_row(name, a.name, str(a.input), grouped(report.totals.params), settings, a.citation)
    console = Console(
        file=StringIO(),
        width=room or 1000,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        markup=False,
        legacy_windows=False,
    )
    console.print(grid)
    output: str = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in output.splitlines())
