"""`convcalc explain`: the derivation of a layer."""

from typing import Annotated

import typer

from convcalc.cli.options import ArchitectureArgument, complete_layer, format_option
from convcalc.cli.records import NetworkOptions, SessionOptions
from convcalc.cli.terminal import Exit, fail, options_for, say
from convcalc.findings import OptionError
from convcalc.render.formats import EXPLANATIONS


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
    *,
    network: NetworkOptions,
    format: Annotated[
        str, format_option(EXPLANATIONS, "Text, JSON for tools, or Markdown with LaTeX for notes and slides.")
    ] = EXPLANATIONS.default,
    shared: SessionOptions,
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

    session, overrides = session_of(shared, [architecture], **vars(network))
    refuse = refusing(EXPLANATIONS.rows[format].is_data, shared.color, session.limits)
    read = session.single(architecture, overrides, refuse)
    if read.unknowns is not None:
        names = " and ".join(read.unknowns.names)
        fail(f"{architecture} leaves {names} open, and numbers need a size; give one, such as --input 224x224x3")
    with refused(refuse):
        report = examine(read)
    try:
        found = explained(report, layer)
    except OptionError as error:
        fail(error.message)
    say(EXPLANATIONS[format].render(found, options_for(shared.color)))
    raise typer.Exit(Exit.FINDINGS if has_errors(report.findings) else Exit.FINE)
