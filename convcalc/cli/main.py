"""The program: its commands, and how it ends."""

import gc
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from convcalc import __version__
from convcalc.cli import streams
from convcalc.cli.analyze import analyze
from convcalc.cli.check import check
from convcalc.cli.explain import explain
from convcalc.cli.fit import fit
from convcalc.cli.layers import layers, schema
from convcalc.cli.list import list_zoo
from convcalc.cli.records import with_records
from convcalc.cli.rule import rule
from convcalc.cli.terminal import Exit, remark, settle_widths
from convcalc.findings import UnreadableError

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
# The files of commands go without `from __future__ import annotations`: typer would compile and evaluate every option's
# text three times at each start, for all commands.
app.command()(with_records(analyze))
app.command()(with_records(check))
app.command()(with_records(explain))
app.command()(with_records(fit))
app.command("list")(list_zoo)
app.command()(layers)
app.command()(rule)
app.command()(schema)


GARBAGE_THRESHOLD = 100_000
"""How many things more than have gone are made before Python looks for circles of garbage."""


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"convcalc {__version__}\n")
        raise typer.Exit


@app.callback()
def convcalc(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Exact volumes, parameters, memory and operations of convolutional networks, from a YAML file."""
    # Sizes and repeats are bounded, but their products can be longer than Python prints by default.
    sys.set_int_max_str_digits(0)


def main() -> None:
    """Run the program, without looking for garbage in what it loads.

    Modules and classes stay until the end, and what a run makes is freed as it goes: Python would search all of it for
    circles of garbage, time and again while loading and once more before it ends, an eighth of a short run.
    """
    gc.set_threshold(GARBAGE_THRESHOLD)
    settle_widths()
    code = _ended(app) if streams.take_over() else _fails("standard output is closed")
    if sys.stdout is not None and (late := _ended(streams.close_output)):
        code = late
    streams.close_errors()
    gc.freeze()
    sys.exit(code)


def _ended(run: Callable[[], None]) -> int | str | None:
    """The code that the program ends with after this; a reader that closes the pipe early ends it quietly."""
    try:
        run()
    except SystemExit as end:
        return end.code
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except streams.ReaderLeft:
        return Exit.READER_LEFT
    except UnreadableError as error:
        return _fails(str(error))
    except OSError as error:
        return _fails(error.strerror or str(error))
    return Exit.FINE


def _fails(message: str) -> int:
    remark(f"error: {message}")
    return Exit.USAGE
