"""`convcalc fit`: which inputs fit, and how large a batch."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from convcalc.cli.options import (
    ArchitectureArgument,
    ColorOption,
    DeviceOption,
    DtypeOption,
    LimitOption,
    OptimizerOption,
    RoundingOption,
    SetOption,
    StdinNameOption,
    TrainingOption,
    named_input,
    training_of,
)
from convcalc.cli.terminal import Color, Exit, fail, painter, remark, room, say
from convcalc.findings import Finding, OptionError, in_order

if TYPE_CHECKING:
    from convcalc.analysis.report import Report
    from convcalc.cli.inputs import Refuse
    from convcalc.language.architecture import Architecture, Training


class Accept(StrEnum):
    """The remainders that may be called fitting."""

    PADDING_ONLY = "padding-only"
    SKIPPED = "skipped"
    PARTIAL = "partial"
    INPUT_LOST = "input-lost"


class Format(StrEnum):
    """The formats of the answer."""

    TEXT = "text"
    JSON = "json"


def fit(
    architecture: ArchitectureArgument,
    input: Annotated[
        str | None, typer.Option("--input", metavar="SIZE", help="Take this as today's input: 224x224x3.")
    ] = None,
    accept: Annotated[
        list[Accept] | None,
        typer.Option("--accept", help="Call a remainder of this grade fitting too. Repeatable."),
    ] = None,
    memory: Annotated[
        str | None,
        typer.Option("--memory", metavar="SIZE", help="The largest batch that so much memory holds: 8GiB, 500MB."),
    ] = None,
    training: TrainingOption = False,
    optimizer: OptimizerOption = None,
    device: DeviceOption = None,
    dtype: DtypeOption = None,
    set: SetOption = None,
    rounding: RoundingOption = None,
    format: Annotated[Format, typer.Option("--format", help="Text, or JSON for tools.")] = Format.TEXT,
    stdin_name: StdinNameOption = None,
    limit: LimitOption = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Say which input sizes fit: all of them, the nearest to today's, and what each costs.

    At a size that fits every window comes out even and the paths into every join agree; this is proved for all sizes. Where
    no size fits, the answer names what to give to --accept.

    With --memory, say how large a batch fits, in inference or in training.

    Exits with 1 for a file that is not right, or where nothing fits, with 2 for what cannot be opened or makes no sense.

    Examples:

    convcalc fit alexnet

    convcalc fit alexnet --input 224x224x3

    convcalc fit densenet121 --accept padding-only --accept skipped

    convcalc fit resnet50 --memory 24GiB --training --optimizer adam
    """
    from convcalc.cli.inputs import refused, refusing, session_of

    how = training_of(training, optimizer, device)
    if memory is None and (how or dtype):
        fail(f"{'--training' if how else '--dtype'} is for the largest batch; give --memory too, such as --memory 8GiB")
    if memory is not None and accept:
        fail("--accept is for sizes of the input and does not go with --memory; leave out one of the two")
    available = None if memory is None else _memory(memory)
    stdin = named_input(stdin_name, [architecture])
    session, chosen = session_of(limit, set, stdin=stdin, input=input, rounding=rounding, dtype=dtype)
    refuse = refusing(format is Format.JSON, color, session.limits)
    read = session.single(architecture, chosen, refuse)
    with refused(refuse):
        if available is None:
            _sizes(read, accept or [], refuse, format, color)
        else:
            _batch(read, available, how, refuse, format, color)


def _told(report: "Report") -> tuple[Finding, ...]:
    """The findings, and where the network does not work out those too that the file allows: they leave nothing to answer."""
    return report.findings if report.totals.complete else in_order([*report.findings, *report.suppressed])


def _sizes(read: "Architecture", accept: list[Accept], refuse: "Refuse", format: Format, color: Color) -> None:
    from convcalc.analysis.fit_grades import otherwise
    from convcalc.analysis.fit_sizes import fit_sizes
    from convcalc.analysis.fit_today import Today
    from convcalc.api import examine, examine_closed, present_sizes
    from convcalc.arithmetic.closed import TooLong
    from convcalc.arithmetic.fit import Grade
    from convcalc.arithmetic.periods import TooManyCases
    from convcalc.cli.inputs import has_errors

    sizes = present_sizes(read)
    try:
        closed = examine_closed(read)
        if has_errors(findings := _told(closed.report)):
            refuse(read.source, findings)
        found = fit_sizes(closed, [Grade(grade) for grade in accept], sizes)
    except (TooLong, TooManyCases) as error:
        fail(f"{read.source.name}: {error}")
    more = otherwise(found, sizes)
    today = None if sizes is None else Today(examine(read), sizes)
    if format is Format.JSON:
        from convcalc.render.json import dumps
        from convcalc.render.json_fit import fit_data

        say(dumps(fit_data(found, today, more)))
    else:
        from convcalc.render.fit import fit_text

        say(fit_text(found, today, room(), painter(color), more))
    if found.nowhere:
        raise typer.Exit(Exit.FINDINGS)


def _memory(text: str) -> int:
    """The bytes that there are."""
    from convcalc.language.amounts import BYTES, amount

    try:
        bytes = amount(text, BYTES)
    except ValueError:  # more digits than anybody could mean
        bytes = None
    if bytes is None or not text.strip()[-1:].isalpha():
        fail(f'--memory "{text}" is not an amount of memory; write a number with a unit, such as 8GiB, 500MB or 64KiB')
    return bytes


def _batch(
    read: "Architecture", memory: int, training: "Training | None", refuse: "Refuse", format: Format, color: Color
) -> None:
    from convcalc.analysis.evaluate import evaluate
    from convcalc.analysis.largest_batch import largest_batch
    from convcalc.analysis.report import Report
    from convcalc.api import examine
    from convcalc.cli.inputs import has_errors
    from convcalc.render.largest_batch import batch_data, batch_text

    if read.unknowns is not None:
        fail(f"--memory: {read.source.name} leaves its input open; give one with --input, such as 224x224x3")
    report = Report.of(evaluate(read))  # the rules are loaded only where there is something to say
    if not report.totals.complete and has_errors(told := _told(examine(read))):
        refuse(read.source, told)
    try:
        found = largest_batch(report, memory, training)
    except OptionError as error:
        fail(f"--{error}")
    if format is Format.JSON:
        from convcalc.render.json import dumps

        say(dumps(batch_data(found)))
    else:
        say(batch_text(found, room(), painter(color)))
    assumed = any(row.assumed for row in report.distinct)
    if assumed:
        remark(f"note: sizes that do not come out even are rounded down; convcalc check {read.source.name} says which")
    if found.batch == 0 or assumed:
        raise typer.Exit(Exit.FINDINGS)
