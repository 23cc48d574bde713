"""Floor 0: the one place that opens files for reading. Nothing is read without a bound, and nothing waits."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO, cast

from convcalc.findings import UnreadableError

_CHUNK = 2**20
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


def read_bytes(path: Path, most: int, name: str, hint: str = "") -> bytes:
    """The bytes of a regular file of at most `most`; raises UnreadableError with `name` in front of the reason.

    `hint` stands behind the reason where the file is no regular one. What a file system says of the size is not believed:
    a file of /proc has none and may be endless.
    """
    try:
        _demand_regular(os.stat(path), name, hint)  # noqa: PTH116  (a device is not even opened, which may do something)
        with open(os.open(path, _FLAGS), "rb", buffering=0) as file:  # noqa: PTH123  (no path gives these flags)
            _demand_regular(os.fstat(file.fileno()), name, hint)
            return read_stream(cast("BinaryIO", file), most, name)
    except (FileNotFoundError, NotADirectoryError):
        raise UnreadableError(f"{name}: no such file") from None
    except OSError as error:
        raise UnreadableError(f"{name}: {error.strerror}") from None


def _demand_regular(status: os.stat_result, name: str, hint: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableError(f"{name}: a folder")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError(f"{name}: not a regular file{hint}")


def read_stream(stream: BinaryIO, most: int, name: str) -> bytes:
    """All that a stream has to give; raises UnreadableError where that is more than `most` bytes."""
    pieces: list[bytes] = []
    left = most + 1
    while left:
        piece = stream.read(min(left, _CHUNK))
        if piece is None:  # a file that gives nothing now, and may later
            raise UnreadableError(f"{name}: nothing to read without waiting")
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        left -= len(piece)
    raise UnreadableError(f"{name}: larger than {most:,} bytes")


def real(path: Path) -> Path:
    """Where a path leads, links followed as far as they lead anywhere; raises OSError and nothing else.

    `Path.resolve` raises RuntimeError for a link to itself up to Python 3.12, and none later; a long chain of links is a
    RecursionError for both.
    """
    try:
        return Path(os.path.realpath(path))
    except RecursionError:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from None
    except ValueError as error:  # a zero byte
        raise OSError(errno.EINVAL, str(error), str(path)) from None


def absolute(path: Path) -> Path:
    """A path from the root, links kept as they are written; as it is where the working directory is gone."""
    try:
        return Path(os.path.abspath(path))  # noqa: PTH100  (Path.absolute keeps `..`)
    except OSError:
        return path


def leads_out(path: Path, folder: Path) -> bool:
    """Whether a path, links followed, leads out of a folder, links followed; raises OSError."""
    return not real(path).is_relative_to(real(folder))


__all__ = ["absolute", "leads_out", "read_bytes", "read_stream", "real"]
