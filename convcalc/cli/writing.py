"""The one place that opens files for writing: whole or not at all, and not through a link out of the working directory."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from convcalc.findings import UnreadableError
from convcalc.reading import absolute, real
from convcalc.render.printable import outgoing


def write_file(path: Path, text: str, inputs: Iterable[Path], *, commands: bool = False) -> None:
    """Write a whole file or nothing, which may go into a log later on as what is printed does; raises UnreadableError.

    The text goes into a temporary file beside it, which then takes its place. A device or a pipe is written to, and the
    file that a link leads to is replaced, not the link. A file that was read is not overwritten. No text is an empty file.
    """
    text = outgoing(text, commands=commands)
    if text:
        text += "\n"
    try:
        target = target_of(path)
        if target.is_dir():
            raise UnreadableError(f"{path}: a folder; give a file to write to")
        if path.exists() and not path.is_file():  # a device, a pipe, /dev/stdout
            with path.open("w", encoding="utf-8", errors="replace") as file:
                file.write(text)
            return
        if target in _places(inputs):
            raise UnreadableError(f"{path}: a file that was read; the output would overwrite it")
        _replace(target, text)
    except OSError as error:
        raise UnreadableError(f"{path}: cannot be written: {error.strerror}") from None


def append(path: Path, text: str) -> None:
    """Add to the end of a file that the environment names; raises OSError."""
    with path.open("a", encoding="utf-8", errors="replace") as file:
        file.write(text)


def target_of(path: Path) -> Path:
    """The file that writing to `path` would replace; raises OSError, and UnreadableError for one that it must not.

    A name in the working directory may be a link that came with the files there. It is followed inside the working directory
    only; a name that was given outside of it is followed wherever it leads.
    """
    target = real(path)
    with suppress(FileNotFoundError, NotADirectoryError):
        path.stat()  # which alone sees a link to itself
    try:
        here = real(Path())
    except FileNotFoundError:  # the working directory is gone
        return target
    if any(real(parent) == here for parent in absolute(path).parents) and not target.is_relative_to(here):
        raise UnreadableError(
            f"{path}: a link that leads out of the working directory, and is not written through; "
            f"to write there, name the file itself: {target}"
        )
    return target


def _places(inputs: Iterable[Path]) -> set[Path]:
    """Where files are that were read."""
    found = set()
    for path in inputs:
        try:
            found.add(real(path))
        except OSError:  # then it was not read
            continue
    return found


def _replace(path: Path, text: str) -> None:
    import tempfile  # only for files, and it loads much

    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:50]}.")
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
