"""`convcalc analyze`: the table."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from convcalc.cli.options import (
    ArchitecturesArgument,
    BatchOption,
    ColorOption,
    ConfigOption,
    DeviceOption,
    DtypeOption,
    InputOption,
    IsolatedOption,
    LimitOption,
    OptimizerOption,
    RoundingOption,
    SetOption,
    StdinNameOption,
    TrainingOption,
    complete_columns,
    named_input,
    training_of,
)
from convcalc.cli.terminal import Color, colored, fail, painter, remark, room, say
from convcalc.cli.writing import write_file
from convcalc.findings import OptionError, Severity, UnreadableError

if TYPE_CHECKING:
    from convcalc.language.architecture import Training


class Sort(StrEnum):
    """What lines can be sorted by; `convcalc.analysis.where` says what each is."""

    PARAMS = "params"
    MEMORY = "memory"
    MACS = "macs"


class Format(StrEnum):
    """The formats of an analysis; each is a file of `convcalc.render`."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


def analyze(
    architectures: ArchitecturesArgument,
    input: InputOption = None,
    batch: BatchOption = None,
    dtype: DtypeOption = None,
    set: SetOption = None,
    rounding: RoundingOption = None,
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns",
            metavar="NAMES",
            help="Columns, with commas: layer,output,params%. `--columns list` shows all.",
            autocompletion=complete_columns,
        ),
    ] = None,
    format: Annotated[
        Format | None, typer.Option("--format", help="A table unless given, or unless -o has another ending.")
    ] = None,
    depth: Annotated[
        str | None,
        typer.Option(
            "--depth", metavar="N", help="Open blocks, repeats and branches N - 1 levels deep, or all; 1 unless given."
        ),
    ] = None,
    symbolic: Annotated[
        bool,
        typer.Option("--symbolic", help="Outputs and counts as functions of the input's height and width."),
    ] = False,
    sort: Annotated[
        Sort | None,
        typer.Option("--sort", help="The lines that hold most first, and in words where it all goes."),
    ] = None,
    training: TrainingOption = False,
    optimizer: OptimizerOption = None,
    device: DeviceOption = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file, whole or not at all.")
    ] = None,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
    stdin_name: StdinNameOption = None,
    limit: LimitOption = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show every layer's output volume, parameters, memory and MACs, and what does not fit.

    Exits with 1 if a finding is an error, with 2 for what cannot be read or makes no sense.

    Examples:

    convcalc analyze alexnet

    convcalc analyze vgg16 --set batchnorm=true --batch 32 --dtype float16

    convcalc analyze alexnet --symbolic

    convcalc analyze vgg16 --sort memory

    convcalc analyze resnet50 --batch 32 --training --optimizer adam

    convcalc analyze networks/ --format json -o report.json
    """
    from convcalc.cli.choices import choices_of
    from convcalc.cli.inputs import session_of
    from convcalc.render.findings.listed import omitted_text
    from convcalc.render.formats import Look, format_of, renderer

    names = _columns(columns)
    choices = choices_of(fail_on=Severity.ERROR, config=config, isolated=isolated)
    how = training_of(training, optimizer, device)
    stdin = named_input(stdin_name, architectures)
    session, chosen = session_of(limit, set, choices, stdin, input=input, batch=batch, dtype=dtype, rounding=rounding)
    levels = _depth(depth)
    if output == Path("-"):
        output = None
    wanted = format or (output and format_of(output.suffix)) or Format.TABLE
    _together(sort, how, symbolic, wanted)
    examined = [one.listed(session.limits.findings) for one in session.examined(architectures, chosen, symbolic)]
    if examined:
        if (sort or how) and (open_file := next((e.source.name for e in examined if e.closed), None)):
            fail(f"--{'sort' if sort else 'training'}: {open_file} leaves its input open; give one with --input")
        look = Look(
            names,
            None if output else room(),
            output is None and colored(color),
            painter(color),
            session.several,
            levels,
            depth is not None,
            sort,
            how,
        )
        if output is not None:
            look = look._replace(paint=painter(Color.NEVER))
        try:
            text = renderer(wanted)(examined, look)
        except OptionError as error:  # more lines than anybody could read
            fail(f"--{error}")
        if wanted is Format.CSV or wanted == "csv":  # a line of numbers has no place for words
            for e in examined:
                for finding in e.findings:
                    remark(str(finding))
                if e.omitted:
                    remark(f"{e.source.name}: {omitted_text(e.omitted)}")
        try:
            say(text) if output is None else write_file(output, text, session.read)
        except UnreadableError as error:
            fail(str(error))
    raise typer.Exit(session.exit_code)


def _together(sort: Sort | None, how: "Training | None", symbolic: bool, format: str) -> None:
    """Options that do not go together end the program."""
    if symbolic and (sort or how):
        fail(f"--{'sort' if sort else 'training'} needs numbers and does not go with --symbolic; leave out one of the two")
    if sort and format == Format.JSON:
        fail("--sort is for tables, CSV and Markdown; JSON keeps the order of the network")
    if how and format == Format.CSV:
        fail("--training is for tables, JSON and Markdown; CSV has numbers of layers only")


def _depth(text: str | None) -> int | None:
    """How deep to open groups; None is all the way."""
    if text is None or text == "all":
        return 1 if text is None else None
    if not (text.isascii() and text.isdecimal() and 0 < len(text) < 10 and int(text) > 0):
        fail(f'--depth "{text}": write a whole number of at least 1, or all')
    return int(text)


def _columns(text: str | None) -> tuple[str, ...]:
    """The columns that are asked for; none is the format's own choice."""
    if text is None:
        return ()
    from convcalc.language.problems import did_you_mean
    from convcalc.render.table.columns import COLUMNS

    if text == "list":
        width = max(map(len, COLUMNS))
        say("\n".join(f"{name:<{width}} {column.about}" for name, column in COLUMNS.items()))
        raise typer.Exit
    names = tuple(name.strip() for name in text.split(","))
    for name in names:
        if name not in COLUMNS:
            fail(f'--columns: there is no column "{name}"; {did_you_mean(name, COLUMNS)}')
    return names
