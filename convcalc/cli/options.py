"""The options that several commands have, and their texts."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from convcalc.cli.terminal import Color, fail

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
    typer.Option("--rounding", metavar="HOW", help="strict (a remainder is an error), floor or ceil."),
]
ColorOption: TypeAlias = Annotated[
    Color, typer.Option("--color", help="Colours: on a terminal only, always or never. NO_COLOR is honoured.")
]


def assignments(texts: list[str] | None) -> dict[str, str]:
    """`["classes=10"]` as {"classes": "10"}."""
    chosen = {}
    for text in texts or []:
        name, equals, value = text.partition("=")
        if not equals or not name:
            fail(f"--set {text}: write NAME=VALUE, such as --set classes=10")
        chosen[name.strip()] = value.strip()
    return chosen
