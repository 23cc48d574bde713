"""`convcalc analyze`: the table."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from convcalc.cli.options import (
    BatchOption,
    ColorOption,
    DtypeOption,
    RoundingOption,
    SetOption,
    assignments,
)
from convcalc.cli.terminal import Color, colored, fail, painter, room, say, write_file
from convcalc.findings import OptionError, UnreadableError

if TYPE_CHECKING:
    from convcalc.cli.inputs import Examined


class Format(StrEnum):
    """The formats of an analysis."""

    TABLE = "table"
    JSON = "json"


def analyze(
    architectures: Annotated[
        list[str], typer.Argument(metavar="ARCH", help="Files, folders, names from the zoo, or - for standard input.")
    ],
    input: Annotated[
        str | None, typer.Option("--input", metavar="SIZE", help="Another input: height x width x channels, 224x224x3.")
    ] = None,
    batch: BatchOption = None,
    dtype: DtypeOption = None,
    set: SetOption = None,
    rounding: RoundingOption = None,
    columns: Annotated[
        str | None,
        typer.Option("--columns", metavar="NAMES", help="Columns of the table, with commas: layer,output,params%."),
    ] = None,
    format: Annotated[Format, typer.Option("--format", help="A table, or JSON for tools.")] = Format.TABLE,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.")] = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show every layer's output volume, parameters, memory and MACs, and what does not fit.

    For example: convcalc analyze alexnet; convcalc analyze vgg16 --set batchnorm=true --batch 32
    """
    from convcalc.cli.inputs import Session
    from convcalc.spec.overrides import overrides

    session = Session()
    try:
        chosen = overrides(input=input, batch=batch, dtype=dtype, rounding=rounding, parameters=assignments(set))
    except OptionError as error:
        fail(f"--{error}")
    names = _columns(columns)
    examined = list(session.examined(architectures, chosen))
    if format is Format.JSON:
        text = _json(examined, session.several)
    else:
        in_color = output is None and colored(color)
        text = _tables(examined, names, None if output else room(), in_color, color if output is None else Color.NEVER)
    if output is None:
        if text:
            say(text)
    elif examined:
        try:
            write_file(output, text)
        except UnreadableError as error:
            fail(str(error))
    raise typer.Exit(session.exit_code)


def _columns(text: str | None) -> tuple[str, ...]:
    from convcalc.render.columns import COLUMNS, DEFAULT
    from convcalc.spec.problems import did_you_mean

    if text is None:
        return DEFAULT
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in COLUMNS:
            fail(f"--columns: there is no column {name}; {did_you_mean(name, COLUMNS)}")
    return names or DEFAULT


def _json(examined: list[Examined], several: bool) -> str:
    from convcalc.render.json import broken_data, dumps, report_data

    data: list[Any] = [
        report_data(e.report) if e.report else broken_data(Path(e.source.name).stem, e.source.name, e.findings)
        for e in examined
    ]
    return dumps(data if several else data[0]) if data else ""


def _tables(examined: list[Examined], columns: tuple[str, ...], room: int | None, in_color: bool, color: Color) -> str:
    from convcalc.render.table import table
    from convcalc.render.text import below_table, full

    paint = painter(color)
    blocks = []
    for e in examined:
        if e.report is None:
            blocks += [full(finding, paint) for finding in e.findings]
            continue
        lines = [table(e.report, columns, room, in_color)]
        if e.findings:
            lines += ["", *(below_table(finding, paint) for finding in e.findings)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)
