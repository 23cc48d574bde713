"""The program: its commands, and how it ends."""

import gc
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from convcalc import __version__
from convcalc.cli.analyze import analyze
from convcalc.cli.check import check
from convcalc.cli.explain import explain
from convcalc.cli.fit import fit
from convcalc.cli.layers import layers, schema
from convcalc.cli.list import list_zoo
from convcalc.cli.rule import rule
from convcalc.cli.terminal import Exit, ReaderLeft, remark
from convcalc.findings import UnreadableError

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
# The files of commands go without `from __future__ import annotations`: typer would compile and evaluate every option's
# text three times at each start, for all commands.
app.command()(analyze)
app.command()(check)
app.command()(explain)
app.command()(fit)
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
    try:
        _run()
    finally:
        gc.freeze()


def _run() -> None:
    """The program; a reader that closes the pipe early ends it quietly."""
    if sys.stderr is None:  # closed by whoever called
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  (for as long as the program runs)
    if sys.stdout is None:
        sys.stderr.write("error: standard output is closed\n")
        sys.exit(Exit.USAGE)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app()
    except UnreadableError as error:
        _close_quietly()
        remark(f"error: {error}")
        sys.exit(Exit.USAGE)
    except (ReaderLeft, BrokenPipeError):
        _close_quietly()
        sys.exit(Exit.READER_LEFT)
    except OSError as error:  # the help text, which typer writes itself, to a disk that is full
        _close_quietly()
        remark(f"error: {error.strerror or error}")
        sys.exit(Exit.USAGE)


def _close_quietly() -> None:
    """Give what is still buffered a place to go; else the interpreter would complain while closing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
