"""The options that `convcalc check` alone has, as records."""

from dataclasses import dataclass
from typing import Annotated

import typer

from convcalc.cli.options import OutputOption
from convcalc.findings import Severity

_WINDOW = "One window"
_FAILING = "What fails"


@dataclass(frozen=True)
class WindowOptions:
    """One window."""

    kernel: Annotated[
        str | None, typer.Option("--kernel", metavar="SIZE", help="The kernel, 3 unless given.", rich_help_panel=_WINDOW)
    ] = None
    stride: Annotated[
        str | None, typer.Option("--stride", metavar="SIZE", help="The stride, 1 unless given.", rich_help_panel=_WINDOW)
    ] = None
    padding: Annotated[
        str | None,
        typer.Option(
            "--padding", metavar="SIZE", help="Zeros on both sides, 0 unless given; or half, same.", rich_help_panel=_WINDOW
        ),
    ] = None
    dilation: Annotated[
        str | None, typer.Option("--dilation", metavar="SIZE", help="The dilation, 1 unless given.", rich_help_panel=_WINDOW)
    ] = None


@dataclass(frozen=True)
class OutputOptions:
    """Where findings go."""

    output: OutputOption = None
    report: Annotated[
        list[str] | None,
        typer.Option("--report", metavar="FORMAT=FILE", help="Write a file in a format beside what is shown. Repeatable."),
    ] = None


@dataclass(frozen=True)
class FailureOptions:
    """When the check fails, and whether findings are told or counted."""

    fail_on: Annotated[
        Severity | None,
        typer.Option("--fail-on", help="Exit with 1 from this severity on; error unless given.", rich_help_panel=_FAILING),
    ] = None
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.", rich_help_panel=_FAILING)
    ] = False
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count the findings of each rule instead of listing them.")
    ] = False
