"""`convcalc check`: findings only, or one window by itself; each is a file of its own."""

from typing import Annotated

import typer

from convcalc.cli.check_options import FailureOptions, OutputOptions, WindowOptions
from convcalc.cli.options import RoundingOption, SetOption, complete_architecture, complete_findings_format
from convcalc.cli.records import SelectionOptions, SessionOptions, given
from convcalc.cli.terminal import fail
from convcalc.render.formats import FINDINGS, WINDOWS


def check(
    architectures: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ARCH",
            help="Files, folders, names from the zoo, or - for standard input.",
            autocompletion=complete_architecture,
        ),
    ] = None,
    input: Annotated[
        str | None,
        typer.Option("--input", metavar="SIZE", help="The input: 7, 7x9 or 7x9x3 with channels; of files as in analyze."),
    ] = None,
    *,
    window: WindowOptions,
    rounding: RoundingOption = None,
    set: SetOption = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=f"{', '.join(FINDINGS)}; of one window {' or '.join(WINDOWS)}. "
            "Text unless given, annotations in GitHub Actions.",
            autocompletion=complete_findings_format,
        ),
    ] = None,
    outputs: OutputOptions,
    selection: SelectionOptions,
    failure: FailureOptions,
    shared: SessionOptions,
) -> None:
    """Check architecture files, for CI; or one window: does the stride divide?

    Exits with 1 if a finding is an error or as bad as --fail-on says, with 2 for what cannot be read or makes no sense.

    Examples:

    convcalc check --stride 3 --input 7

    convcalc check --input 224 --kernel 7 --stride 2 --padding 3 --rounding floor

    convcalc check architectures/

    convcalc check architectures/ --ignore padding-only,skipped --fail-on warning
    """
    if architectures:
        if given(window):
            fail(f"{given(window)[0]} is for one window and does not go with files; leave out one of the two")
        from convcalc.cli.check_files import check_files

        overrides = {"input": input, "rounding": rounding, "set": set}
        code = check_files(architectures, overrides, format, outputs, selection, failure, shared)
    elif input is None:
        fail("nothing to check: give files, folders or zoo names, or a window with --input, such as --stride 3 --input 7")
    elif set:
        fail("--set is for files; a window has no parameters")
    elif options := [*given(selection), *given(failure), *given(outputs), *(["--stdin-name"] if shared.stdin_name else [])]:
        fail(f"{options[0]} is for files; a window has one answer, on standard output")
    else:
        from convcalc.cli.check_window import check_one_window

        code = check_one_window(input, window, rounding, format, shared.color)
    raise typer.Exit(code)
