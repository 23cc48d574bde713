"""`convcalc analyze`: the table."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from convcalc.cli.options import ArchitecturesArgument, OutputOption, complete_columns, format_option, to_file
from convcalc.cli.records import ConfigOptions, NetworkOptions, SessionOptions, TrainingOptions
from convcalc.cli.terminal import Color, fail, painter, remark, say, terminal_width
from convcalc.cli.writing import write_file
from convcalc.findings import OptionError, Severity, UnreadableError
from convcalc.render.formats import ANALYSES, AnalysisFormat

if TYPE_CHECKING:
    from convcalc.cli.inputs import Session
    from convcalc.language.architecture import Training
    from convcalc.render.analysis import AnalysisOptions, Examined


class Sort(StrEnum):
    """What lines can be sorted by; `convcalc.analysis.top_layers` says what each is."""

    PARAMS = "params"
    MEMORY = "memory"
    MACS = "macs"


def analyze(
    architectures: ArchitecturesArgument,
    network: NetworkOptions,
    *,
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns",
            metavar="NAMES",
            help="Columns, with commas: layer,output,params%. `--columns list` shows all.",
            autocompletion=complete_columns,
        ),
    ] = None,
    format: Annotated[str | None, format_option(ANALYSES, "A table unless given, or unless -o has another ending.")] = None,
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
    training: TrainingOptions,
    output: OutputOption = None,
    config: ConfigOptions,
    shared: SessionOptions,
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
    from convcalc.render.analysis import AnalysisOptions

    names, file = _columns(columns), to_file(output)
    choices = choices_of(fail_on=Severity.ERROR, config=config.config, isolated=config.isolated)
    how = training.chosen()
    session, overrides = session_of(shared, architectures, choices, **vars(network))
    levels = _depth(depth)
    chosen = ANALYSES.rows[format or (file and ANALYSES.of_suffix(file.suffix)) or ANALYSES.default]
    _refuse_contradictions(sort, how, symbolic, chosen)
    examined = [one.listed(session.limits.findings) for one in session.examined(architectures, overrides, symbolic)]
    if examined:
        options = AnalysisOptions(
            width=None if file else terminal_width(),
            paint=painter(Color.NEVER if file else shared.color),
            columns=names,
            several=session.several,
            depth=levels,
            depth_given=depth is not None,
            sort=sort,
            training=how,
        )
        _write(examined, chosen, options, file, session)
    raise typer.Exit(session.exit_code)


def _write(
    examined: "list[Examined]", format: AnalysisFormat, options: "AnalysisOptions", file: Path | None, session: "Session"
) -> None:
    """Say the analyses, or write them to a file."""
    left_open = [one.source.name for one in examined if one.closed]
    if left_open and (options.sort or options.training):
        option = "sort" if options.sort else "training"
        fail(f"--{option}: {left_open[0]} leaves its input open; give one with --input")
    try:
        text = ANALYSES[format.name].render(examined, options)
    except OptionError as error:  # more lines than anybody could read
        fail(f"--{error}")
    if not format.has_findings:
        _remark_findings(examined)
    try:
        say(text) if file is None else write_file(file, text, session.read)
    except UnreadableError as error:
        fail(str(error))


def _remark_findings(examined: "list[Examined]") -> None:
    """What is found goes to standard error."""
    from convcalc.render.findings.listed import omitted_text

    for one in examined:
        for finding in one.findings:
            remark(str(finding))
        if one.omitted:
            remark(f"{one.source.name}: {omitted_text(one.omitted)}")


def _refuse_contradictions(sort: "Sort | None", how: "Training | None", symbolic: bool, format: AnalysisFormat) -> None:
    """Options that do not go together end the program."""
    if symbolic and (sort or how):
        fail(f"--{'sort' if sort else 'training'} needs numbers and does not go with --symbolic; leave out one of the two")
    rows = ANALYSES.rows.values()
    if sort and format.unsorted:
        fail(f"--sort is for {_named([row for row in rows if not row.unsorted])}; {format.plural} {format.unsorted}")
    if how and format.untrained:
        fail(f"--training is for {_named([row for row in rows if not row.untrained])}; {format.plural} {format.untrained}")


def _named(formats: list[AnalysisFormat]) -> str:
    """`tables, CSV and Markdown`."""
    *others, last = [row.plural for row in formats]
    return f"{', '.join(others)} and {last}"


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
