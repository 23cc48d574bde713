"""`convcalc layers` and `convcalc schema`: the language, from the kinds themselves."""

from typing import Annotated

import typer

from convcalc.cli.options import ColorOption
from convcalc.cli.terminal import Color, fail, painter, say, terminal_width


def complete_kind(incomplete: str) -> list[str]:
    """The kinds, for the shell."""
    from convcalc.layers import kinds

    return kinds().starting(incomplete)


def layers(
    kind: Annotated[
        str | None, typer.Argument(metavar="KIND", help="One kind, in full.", autocompletion=complete_kind)
    ] = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """List the layer kinds, or explain one: parameters with defaults and limits, formulas, an example.

    Examples:

    convcalc layers

    convcalc layers conv
    """
    from convcalc.language.foreign import foreign_kind
    from convcalc.language.problems import did_you_mean
    from convcalc.layers import kinds
    from convcalc.render.explain.kinds import all_kinds, one_kind

    if kind is None:
        say(all_kinds(painter(color), terminal_width()))
        return
    if kind not in kinds():
        ours = foreign_kind(kind, set(kinds()))
        hint = f"{kind} is called {ours} here" if ours else did_you_mean(kind, kinds()) or "convcalc layers lists them"
        fail(f"there is no layer kind {kind}; {hint}")
    say(one_kind(kind, painter(color), terminal_width()))


def schema() -> None:
    """Print the JSON Schema (draft-07) of architecture files, for editors.

    Example:

    convcalc schema > convcalc.schema.json
    """
    from convcalc.language.schema import schema as whole_schema
    from convcalc.render.json.contract import dumps

    say(dumps(whole_schema()))
