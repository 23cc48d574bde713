"""`convcalc fit`: which inputs fit."""

from enum import StrEnum
from typing import Annotated

import typer

from convcalc.cli.options import ArchitectureArgument, ColorOption, LimitOption, RoundingOption, SetOption
from convcalc.cli.terminal import Color, fail, painter, room, say
from convcalc.findings import in_order


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
    set: SetOption = None,
    rounding: RoundingOption = None,
    format: Annotated[Format, typer.Option("--format", help="Text, or JSON for tools.")] = Format.TEXT,
    limit: LimitOption = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Say which input sizes fit: all of them, the nearest to today's, and what each costs.

    Exits with 1 for a file that is not right, or if some layer works out at no size, with 2 for what cannot be read or makes
    no sense.

    Examples:

    convcalc fit alexnet

    convcalc fit alexnet --input 224x224x3

    convcalc fit densenet121 --accept padding-only --accept skipped
    """
    from convcalc.analysis.fit_sizes import fit_sizes
    from convcalc.analysis.fit_today import Today
    from convcalc.api import examine, examine_closed, present_sizes
    from convcalc.arithmetic.closed import TooLong
    from convcalc.arithmetic.fit import Grade
    from convcalc.arithmetic.periods import TooManyCases
    from convcalc.cli.inputs import has_errors, refusing, session_of

    session, chosen = session_of(limit, set, input=input, rounding=rounding)
    refuse = refusing(format is Format.JSON, color)
    read = session.single(architecture, chosen, refuse)
    sizes = present_sizes(read)
    try:
        closed = examine_closed(read)
        findings = closed.report.findings
        if not closed.report.totals.complete:  # a file may allow what leaves nothing to answer
            findings = in_order([*findings, *closed.report.suppressed])
        if has_errors(findings):
            refuse(read.source, findings)
        found = fit_sizes(closed, [Grade(grade) for grade in accept or ()], sizes)
    except (TooLong, TooManyCases) as error:
        fail(f"{architecture}: {error}")
    today = None if sizes is None else Today(examine(read), sizes)
    if format is Format.JSON:
        from convcalc.render.json import dumps
        from convcalc.render.json_fit import fit_data

        say(dumps(fit_data(found, today)))
    else:
        from convcalc.render.fit import fit_text

        say(fit_text(found, today, room(), painter(color)))
