"""`convcalc explain`: the derivation of a layer."""

from enum import StrEnum
from typing import Annotated

import typer

from convcalc.cli.options import (
    ArchitectureArgument,
    BatchOption,
    ColorOption,
    DtypeOption,
    InputOption,
    LimitOption,
    RoundingOption,
    SetOption,
    StdinNameOption,
    complete_layer,
    named_input,
)
from convcalc.cli.terminal import Color, Exit, fail, painter, room, say
from convcalc.findings import OptionError


class Format(StrEnum):
    """The formats of an explanation; each is a file of `convcalc.render`."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def explain(
    architecture: ArchitectureArgument,
    layer: Annotated[
        str | None,
        typer.Argument(
            metavar="[LAYER]",
            help="A layer, or a block or a branch with its layers, as in the table; all of a small network unless given.",
            autocompletion=complete_layer,
        ),
    ] = None,
    input: InputOption = None,
    batch: BatchOption = None,
    dtype: DtypeOption = None,
    set: SetOption = None,
    rounding: RoundingOption = None,
    format: Annotated[
        Format, typer.Option("--format", help="Text, JSON for tools, or Markdown with LaTeX for notes and slides.")
    ] = Format.TEXT,
    stdin_name: StdinNameOption = None,
    limit: LimitOption = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Show how a layer's numbers come about: each formula, the numbers put in, and the result.

    Exits with 1 if a finding of the file is an error, with 2 for what cannot be read or makes no sense.

    Examples:

    convcalc explain alexnet conv1

    convcalc explain vgg16 conv3_1 --format markdown

    convcalc explain alexnet conv1 --input 224x224x3
    """
    from convcalc.analysis.explain import explain as explained
    from convcalc.api import examine
    from convcalc.cli.inputs import has_errors, refused, refusing, session_of

    stdin = named_input(stdin_name, [architecture])
    session, chosen = session_of(limit, set, stdin=stdin, input=input, batch=batch, dtype=dtype, rounding=rounding)
    refuse = refusing(format is Format.JSON, color, session.limits)
    read = session.single(architecture, chosen, refuse)
    if read.unknowns is not None:
        names = " and ".join(read.unknowns.names)
        fail(f"{architecture} leaves {names} open, and numbers need a size; give one, such as --input 224x224x3")
    with refused(refuse):
        report = examine(read)
    try:
        found = explained(report, layer)
    except OptionError as error:
        fail(error.message)
    if format is Format.JSON:
        from convcalc.render.json.explain import explain_json

        say(explain_json(found))
    elif format is Format.MARKDOWN:
        from convcalc.render.explain.markdown import explain_markdown

        say(explain_markdown(found))
    else:
        from convcalc.render.explain.text import explain_text

        say(explain_text(found, room(), painter(color)))
    raise typer.Exit(Exit.FINDINGS if has_errors(report.findings) else Exit.FINE)
