"""`convcalc list`: the zoo."""

from typing import Annotated

import typer

from convcalc.cli.options import ColorOption
from convcalc.cli.terminal import Color, options_for, say


def list_zoo(
    names: Annotated[bool, typer.Option("--names", help="Only the names, one a line, for scripts.")] = False,
    color: ColorOption = Color.AUTO,
) -> None:
    """List the zoo: the networks that convcalc knows by name.

    Examples:

    convcalc list

    convcalc list --names
    """
    from convcalc.language.files import zoo_names

    if names:
        say("\n".join(zoo_names()))
        return
    from convcalc.api import analyze
    from convcalc.render.table.zoo import zoo_table

    say(zoo_table({name: analyze(name) for name in zoo_names()}, options_for(color)))
