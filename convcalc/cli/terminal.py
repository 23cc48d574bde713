"""What the program is talking to: its width, its colours, and writing without breaking."""

from __future__ import annotations

import os
import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

import typer

from convcalc.findings import UnreadableError
from convcalc.render.printable import outgoing, printable
from convcalc.render.text import Paint, plain


class Color(StrEnum):
    """When to use colours."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Exit:
    """The exit codes."""

    FINE = 0
    FINDINGS = 1
    USAGE = 2
    INTERRUPTED = 130
    READER_LEFT = 141
    """What a shell makes of SIGPIPE: who read the output has gone, `| head` most likely."""


_STYLES: dict[str, dict[str, str | bool]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "note": {"fg": "cyan"},
    "help": {"fg": "green", "bold": True},
    "frame": {"fg": "blue"},
    "bold": {"bold": True},
    "dim": {"dim": True},
}


def colored(color: Color) -> bool:
    """Whether to write colours to standard output: as asked, else only to a terminal, and never under NO_COLOR."""
    if color is not Color.AUTO:
        return color is Color.ALWAYS
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def painter(color: Color) -> Paint:
    """Styles as ANSI codes, or no styles."""
    return _ansi if colored(color) else plain


def _ansi(text: str, style: str) -> str:
    return typer.style(text, **_STYLES[style])  # type: ignore[arg-type]


def room() -> int | None:
    """The width of the terminal, or of COLUMNS; None where the output is piped and nothing limits it."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


# What to write where the output knows no such characters, so that a formula stays readable.
_ASCII: dict[int, int | str] = {ord("→"): "->", ord("≥"): ">=", ord("…"): "..."}
_ASCII.update(str.maketrans("−×·≈✗─█₁₂₃₄▏▎▍▌▋▊▉′■░┊", "-x*~x-#1234|||||||'#o|"))


def say(text: str, *, commands: bool = False) -> None:
    """Write a result to standard output; with `commands` its lines may be commands to GitHub's runner."""
    text = outgoing(text, commands=commands)
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        text = text.translate(_ASCII)
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def remark(text: str) -> None:
    """Write what is no result to standard error, one line: the name of a file may steer neither a terminal nor a CI log."""
    sys.stderr.write(outgoing(printable(text)) + "\n")


def fail(message: str) -> NoReturn:
    """End with a message about bad usage or unreadable input."""
    remark(f"error: {message}")
    raise typer.Exit(Exit.USAGE)


def write_file(path: Path, text: str, inputs: list[Path], *, commands: bool = False) -> None:
    """Write a whole file or nothing, which may go into a log later on as `say`'s text does; raises UnreadableError.

    The text goes into a temporary file beside it, which then takes its place. A device or a pipe is written to, and the
    file that a link leads to is replaced, not the link. A file that was read is not overwritten. No text is an empty file.
    """
    text = outgoing(text, commands=commands)
    if text:
        text += "\n"
    try:
        if path.exists() and not path.is_file() and not path.is_dir():  # a device, a pipe, /dev/stdout
            with path.open("w", encoding="utf-8", errors="replace") as file:
                file.write(text)
            return
        path = path.resolve()
        if path.is_dir():
            raise UnreadableError(f"{path}: a folder; give a file to write to")
        if any(path == other.resolve() for other in inputs):
            raise UnreadableError(f"{path}: a file that was read; the output would overwrite it")
        _replace(path, text)
    except OSError as error:
        raise UnreadableError(f"{path}: cannot be written: {error.strerror}") from None


def _replace(path: Path, text: str) -> None:
    import tempfile  # only for files, and it loads much

    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
