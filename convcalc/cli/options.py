"""The options that several commands have, and their texts."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from convcalc.cli.terminal import Color, fail


def complete_architecture(incomplete: str) -> list[str]:
    """The zoo's names, for the shell; it completes files by itself."""
    from convcalc.spec.files import zoo_names

    return [name for name in zoo_names() if name.startswith(incomplete)]


ArchitecturesArgument: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        metavar="ARCH",
        help="Files, folders, names from the zoo, or - for standard input.",
        autocompletion=complete_architecture,
    ),
]
SetOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Give a parameter of the file another value. Repeatable."),
]
BatchOption: TypeAlias = Annotated[int | None, typer.Option("--batch", metavar="N", help="Images in a batch.")]
DtypeOption: TypeAlias = Annotated[
    str | None, typer.Option("--dtype", metavar="TYPE", help="Data type of the numbers: float32, float16, int8 …")
]
RoundingOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--rounding",
        metavar="HOW",
        help="strict (a remainder is an error), floor or ceil, whatever the files say.",
    ),
]
LimitOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--limit", metavar="NAME=N", help="Allow a file more or less: bytes, nodes, depth, digits …"),
]
ColorOption: TypeAlias = Annotated[
    Color, typer.Option("--color", help="Colours: on a terminal only, always or never. NO_COLOR is honoured.")
]


def assignments(texts: list[str] | None, option: str) -> dict[str, str]:
    """`["classes=10"]` as {"classes": "10"}."""
    chosen = {}
    for text in texts or []:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            fail(f"{option} {text}: write NAME=VALUE, such as {option} {'classes=10' if option == '--set' else 'depth=200'}")
        chosen[name.strip()] = value.strip()
    return chosen
