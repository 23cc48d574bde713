"""`convcalc fit`: which inputs fit, and how large a batch."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from convcalc.cli.options import ArchitectureArgument, DtypeOption, RoundingOption, SetOption, format_option
from convcalc.cli.records import SessionOptions, TrainingOptions
from convcalc.cli.terminal import Exit, fail, options_for, remark, say
from convcalc.findings import Finding, OptionError, in_order
from convcalc.render.formats import FITS

if TYPE_CHECKING:
    from convcalc.analysis.largest_batch import LargestBatch
    from convcalc.analysis.report import Report
    from convcalc.cli.inputs import Refuse
    from convcalc.language.architecture import Architecture, Training
    from convcalc.render.fit.answer import SizesAnswer


class Accept(StrEnum):
    """The remainders that may be called fitting."""

    PADDING_ONLY = "padding-only"
    SKIPPED = "skipped"
    PARTIAL = "partial"
    INPUT_LOST = "input-lost"


def fit(
    architecture: ArchitectureArgument,
    *,
    input: Annotated[
        str | None, typer.Option("--input", metavar="SIZE", help="Take this as today's input: 224x224x3, or 224x224 or 224.")
    ] = None,
    accept: Annotated[
        list[Accept] | None,
        typer.Option("--accept", help="Call a remainder of this grade fitting too. Repeatable."),
    ] = None,
    memory: Annotated[
        str | None,
        typer.Option("--memory", metavar="SIZE", help="The largest batch that so much memory holds: 8GiB, 500MB."),
    ] = None,
    training: TrainingOptions,
    dtype: DtypeOption = None,
    set: SetOption = None,
    rounding: RoundingOption = None,
    format: Annotated[str, format_option(FITS, "Text, or JSON for tools.")] = FITS.default,
    shared: SessionOptions,
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

    how = training.chosen()
    if memory is None and (how or dtype):
        fail(f"{'--training' if how else '--dtype'} is for the largest batch; give --memory too, such as --memory 8GiB")
    if memory is not None and accept:
        fail("--accept is for sizes of the input and does not go with --memory; leave out one of the two")
    available = None if memory is None else _memory_given(memory)
    session, overrides = session_of(shared, [architecture], set=set, input=input, rounding=rounding, dtype=dtype)
    refuse = refusing(FITS.rows[format].is_data, shared.color, session.limits)
    read = session.single(architecture, overrides, refuse)
    with refused(refuse):
        if available is None:
            answer = _fitting_sizes(read, accept or [], refuse)
            say(FITS[format].sizes(answer, options_for(shared.color)))
            fits = not answer.fit.nowhere
        else:
            found = _batch_that_fits(read, available, how, refuse)
            say(FITS[format].batch(found, options_for(shared.color)))
            fits = not _assumes(read, found.report) and found.batch != 0
    if not fits:
        raise typer.Exit(Exit.FINDINGS)


def _reported(report: "Report") -> tuple[Finding, ...]:
    """The findings, and where the network does not work out those too that the file allows: they leave nothing to answer."""
    return report.findings if report.totals.complete else in_order([*report.findings, *report.suppressed])


def _fitting_sizes(read: "Architecture", accept: list[Accept], refuse: "Refuse") -> "SizesAnswer":
    from convcalc.analysis.fit_grades import otherwise
    from convcalc.analysis.fit_sizes import fit_sizes
    from convcalc.analysis.fit_today import Today
    from convcalc.api import examine, examine_closed, present_sizes
    from convcalc.arithmetic.closed import TooLong
    from convcalc.arithmetic.fit import Grade
    from convcalc.arithmetic.periods import TooManyCases
    from convcalc.cli.inputs import has_errors
    from convcalc.render.fit.answer import SizesAnswer

    sizes = present_sizes(read)
    try:
        closed = examine_closed(read)
        if has_errors(findings := _reported(closed.report)):
            refuse(read.source, findings)
        found = fit_sizes(closed, [Grade(grade) for grade in accept], sizes)
    except (TooLong, TooManyCases) as error:
        fail(f"{read.source.name}: {error}")
    today = None if sizes is None else Today(examine(read), sizes)
    return SizesAnswer(found, today, otherwise(found, sizes))


def _memory_given(text: str) -> int:
    """The bytes that there are."""
    from convcalc.language.amounts import BYTES, amount

    try:
        bytes = amount(text, BYTES)
    except ValueError:  # more digits than anybody could mean
        bytes = None
    if bytes is None or not text.strip()[-1:].isalpha():
        fail(f'--memory "{text}" is not an amount of memory; write a number with a unit, such as 8GiB, 500MB or 64KiB')
    return bytes


def _batch_that_fits(read: "Architecture", memory: int, training: "Training | None", refuse: "Refuse") -> "LargestBatch":
    from convcalc.analysis.evaluate import evaluate
    from convcalc.analysis.largest_batch import largest_batch
    from convcalc.analysis.report import Report
    from convcalc.api import examine
    from convcalc.cli.inputs import has_errors

    if read.unknowns is not None:
        fail(f"--memory: {read.source.name} leaves its input open; give one with --input, such as 224x224x3")
    report = Report.of(evaluate(read))  # the rules are loaded only where there is something to say
    if not report.totals.complete and has_errors(reported := _reported(examine(read))):
        refuse(read.source, reported)
    try:
        return largest_batch(report, memory, training)
    except OptionError as error:
        fail(f"--{error}")


def _assumes(read: "Architecture", report: "Report") -> bool:
    """Whether some sizes do not come out even, which is said."""
    assumed = any(row.assumed for row in report.distinct)
    if assumed:
        remark(f"note: sizes that do not come out even are rounded down; convcalc check {read.source.name} says which")
    return assumed
