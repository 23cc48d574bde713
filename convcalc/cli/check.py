"""`convcalc check`: findings only, or one window by itself."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from convcalc.cli.options import (
    ColorOption,
    ConfigOption,
    ExtendSelectOption,
    IgnoreOption,
    IsolatedOption,
    LimitOption,
    RoundingOption,
    SelectOption,
    SetOption,
    StdinNameOption,
    complete_architecture,
    complete_findings_format,
    named_input,
)
from convcalc.cli.terminal import Color, Exit, fail, painter, remark, room, say
from convcalc.findings import OptionError, Severity
from convcalc.render.findings.formats import FORMATS

if TYPE_CHECKING:
    from convcalc.cli.choices import Choices
    from convcalc.cli.findings_output import Output

_WINDOW = "One window"
_FAILING = "What fails"


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
    kernel: Annotated[
        str | None, typer.Option("--kernel", metavar="SIZE", help="The kernel, 3 unless given.", rich_help_panel=_WINDOW)
    ] = None,
    stride: Annotated[
        str | None, typer.Option("--stride", metavar="SIZE", help="The stride, 1 unless given.", rich_help_panel=_WINDOW)
    ] = None,
    padding: Annotated[
        str | None,
        typer.Option(
            "--padding", metavar="SIZE", help="Zeros on both sides, 0 unless given; or half, same.", rich_help_panel=_WINDOW
        ),
    ] = None,
    dilation: Annotated[
        str | None, typer.Option("--dilation", metavar="SIZE", help="The dilation, 1 unless given.", rich_help_panel=_WINDOW)
    ] = None,
    rounding: RoundingOption = None,
    set: SetOption = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=f"{', '.join(FORMATS)}; of one window text or json. Text unless given, annotations in GitHub Actions.",
            autocompletion=complete_findings_format,
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file, whole or not at all.")
    ] = None,
    report: Annotated[
        list[str] | None,
        typer.Option("--report", metavar="FORMAT=FILE", help="Write a file in a format beside what is shown. Repeatable."),
    ] = None,
    select: SelectOption = None,
    extend_select: ExtendSelectOption = None,
    ignore: IgnoreOption = None,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
    fail_on: Annotated[
        Severity | None,
        typer.Option("--fail-on", help="Exit with 1 from this severity on; error unless given.", rich_help_panel=_FAILING),
    ] = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.", rich_help_panel=_FAILING)
    ] = False,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count the findings of each rule instead of telling them.")
    ] = False,
    stdin_name: StdinNameOption = None,
    limit: LimitOption = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Check architecture files, for CI; or one window: does the stride divide?

    Exits with 1 if a finding is an error or as bad as --fail-on says, with 2 for what cannot be read or makes no sense.

    Examples:

    convcalc check --stride 3 --input 7

    convcalc check --input 224 --kernel 7 --stride 2 --padding 3 --rounding floor

    convcalc check architectures/

    convcalc check architectures/ --ignore padding-only,skipped --fail-on warning
    """
    window = {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation}
    given = [f"--{name}" for name, value in window.items() if value is not None]
    files = {
        "--set": set, "--select": select, "--extend-select": extend_select, "--ignore": ignore, "--config": config,
        "--isolated": isolated, "--fail-on": fail_on, "--exit-zero": exit_zero, "--statistics": statistics,
        "--output": output, "--report": report, "--stdin-name": stdin_name,
    }  # fmt: skip
    if architectures:
        if given:
            fail(f"{given[0]} is for one window and does not go with files; leave out one of the two")
        from convcalc.cli.choices import choices_of
        from convcalc.cli.findings_output import Output

        choices = choices_of(
            select, extend_select, ignore, fail_on=fail_on, exit_zero=exit_zero, config=config, isolated=isolated
        )
        stdin = named_input(stdin_name, architectures)
        out = Output(format, output, report, color, statistics=statistics)
        code = _files(architectures, choices, input, rounding, set, limit, out, stdin)
    elif input is None:
        fail("nothing to check: give files, folders or zoo names, or a window with --input, such as --stride 3 --input 7")
    elif option := next((name for name, value in files.items() if value), None):
        why = "a window has no parameters" if option == "--set" else "a window has one answer, on standard output"
        fail(f"{option} is for files; {why}")
    else:
        code = _window(input, window, rounding, format, color)
    raise typer.Exit(code)


def _window(input: str, window: dict[str, str | None], rounding: str | None, format: str | None, color: Color) -> int:
    from convcalc.analysis.window_check import check_window
    from convcalc.arithmetic.axes import NAMED_PADDINGS, Padding
    from convcalc.arithmetic.fit import Rounding

    if format not in (None, "text", "json"):
        fail(f"--format {format} is for files; of a window there are text and json")
    text = window.pop("padding") or "0"
    zeros = NAMED_PADDINGS[text] if text in NAMED_PADDINGS else Padding("size", _size("padding", text))
    sizes = {name: _size(name, text) for name, text in window.items() if text is not None}
    if rounding not in (None, *Rounding):
        fail(f"--rounding: there is no {rounding}; known are {', '.join(Rounding)}")
    try:
        report = check_window(_size("input", input), padding=zeros, rounding=Rounding(rounding or "strict"), **sizes)
    except OptionError as error:
        fail(f"--{error}")
    if format == "json":
        from convcalc.render.json.report import dumps, window_data

        say(dumps(window_data(report)))
    else:
        from convcalc.render.explain.window import window_text

        say(window_text(report, painter(color), room()))
    return Exit.FINDINGS if report.failed else Exit.FINE


def _size(name: str, text: str) -> tuple[int, ...]:
    from convcalc.arithmetic.axes import size_from_text

    if len(text) > 400:
        fail(f"--{name} is longer than 400 characters")
    size = size_from_text(text.lower().replace("×", "x"))
    if size is None:
        words = ", or half, same or valid" if name == "padding" else ""
        fail(f'--{name} "{text}" is not a size; write a number such as 7, or one for each axis, 7x9{words}')
    return size


def _files(
    architectures: list[str],
    choices: "Choices",
    input: str | None,
    rounding: str | None,
    set: list[str] | None,
    limit: list[str] | None,
    out: "Output",
    stdin: Path | None,
) -> int:
    from convcalc.cli.inputs import session_of
    from convcalc.cli.progress import Bar
    from convcalc.render.findings.formats import CheckedFile

    session, chosen = session_of(limit, set, choices, stdin, input=input, rounding=rounding)
    with Bar() as bar:
        for examined in session.examined(architectures, chosen):
            name = examined.source.name
            out.add(CheckedFile(name, examined.findings, session.fails_from(name)), bar, session.limits.findings)
            bar.show(session.begun, session.total)
    if session.passed_over and not session.begun:
        remark(f"note: nothing is checked: the configuration excludes {session.passed_over:,} files")
    return session.exit_code if out.finish(session) else Exit.USAGE
