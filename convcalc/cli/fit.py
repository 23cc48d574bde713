"""`convcalc fit`: which inputs fit."""

from enum import StrEnum
from typing import Annotated

import typer

from convcalc.cli.options import ColorOption, LimitOption, RoundingOption, SetOption, assignments, complete_architecture
from convcalc.cli.terminal import Color, Exit, fail, painter, room, say
from convcalc.findings import OptionError


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
    architecture: Annotated[
        str,
        typer.Argument(
            metavar="ARCH",
            help="A file, a name from the zoo, or - for standard input.",
            autocompletion=complete_architecture,
        ),
    ],
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
    from convcalc.arithmetic.fit import Grade
    from convcalc.arithmetic.periods import TooManyCases
    from convcalc.cli.inputs import Session
    from convcalc.render.text import listing
    from convcalc.spec.limits import limits
    from convcalc.spec.overrides import overrides

    try:
        session = Session(limits(assignments(limit, "--limit")))
        chosen = overrides(input=input, rounding=rounding, parameters=assignments(set, "--set"))
    except OptionError as error:
        fail(f"--{error}")
    examined = list(session.examined([architecture], chosen, closed=True))
    if session.several:
        fail(f"{architecture}: a folder; give one architecture")
    for one in examined:
        if one.closed is None or session.exit_code:
            say(listing(one.findings, painter(color), room()))
            break
        today = session.today(one.source, chosen)
        try:
            found = fit_sizes(one.closed, [Grade(grade) for grade in accept or ()], today.sizes if today else None)
        except TooManyCases as error:
            fail(f"{architecture}: {error}")
        if format is Format.JSON:
            from convcalc.render.json import dumps
            from convcalc.render.json_fit import fit_data

            say(dumps(fit_data(found, today)))
        else:
            from convcalc.render.fit import fit_text

            say(fit_text(found, today, room(), painter(color)))
    raise typer.Exit(session.exit_code if examined else Exit.USAGE)
