"""Finding architecture files: by path, by folder, and in the zoo that travels with the program."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import NamedTuple

from convcalc.findings import UnreadableError
from convcalc.language.limits import DEFAULT_LIMITS, Limits
from convcalc.language.problems import did_you_mean
from convcalc.layers.parameters import shortened
from convcalc.reading import read_bytes, real
from convcalc.source import Source, place_after

SUFFIXES = (".yaml", ".yml")

_PACKAGE = Path(__file__).parent.parent


@cache
def zoo_folder() -> Path:
    """Where the zoo is: inside the installed package, or beside it in a checkout."""
    inside = _PACKAGE / "architectures"
    return inside if inside.is_dir() else _PACKAGE.parent / "architectures"


def zoo_names() -> list[str]:
    """The names of the zoo's networks, sorted."""
    return sorted(path.stem for path in zoo_folder().glob("*.yaml"))


class Located(NamedTuple):
    """The files behind one ARCH, what could not be looked into, and a note where the answer may surprise."""

    paths: list[Path]
    note: str = ""
    folder: bool = False
    unreadable: tuple[str, ...] = ()
    left: tuple[tuple[Path, str], ...] = ()
    """Links in a folder that are not followed, and why."""
    zoo: bool = False
    """A name of the zoo, and no path."""


def locate(arch: str) -> Located:
    """The files that `arch` means: a path, a folder, or a zoo name; raises UnreadableError.

    A path wins. `alexnet.yaml` where there is no such file is the zoo's, with a note that says so.
    """
    path = Path(arch)
    try:
        if arch and path.is_dir():
            return _in_folder(path)
        if arch:
            path.lstat()  # unlike `exists`, which says on Python 3.14 that what cannot be asked for is not there
            return Located([path])
    except (FileNotFoundError, NotADirectoryError, ValueError):
        pass
    except OSError as error:
        raise UnreadableError(f"{_short(arch)}: {error.strerror}") from None
    name = arch.removesuffix(".yaml")
    if name in zoo_names():
        note = f"{arch} is not a file here; this is the zoo's {name}" if name != arch else ""
        return Located([zoo_folder() / f"{name}.yaml"], note, zoo=True)
    hint = did_you_mean(name, zoo_names())
    if not hint.startswith("did you mean"):
        hint = "convcalc list shows the zoo"
    raise UnreadableError(f"{_short(arch)}: no such file or folder, and no network of that name in the zoo; {hint}")


def _short(arch: str) -> str:
    return shortened(arch) if arch else '""'


def _in_folder(folder: Path) -> Located:
    """Every architecture file below `folder`, sorted; hidden folders and files are passed over.

    The files may be a stranger's. A link to a folder is not followed, one to a file only to a regular one in `folder`.
    """
    found: list[Path] = []
    left: list[tuple[Path, str]] = []
    unreadable: list[str] = []
    open_folders = [folder]
    while open_folders:
        current = open_folders.pop()
        try:
            children = [child for child in current.iterdir() if not child.name.startswith(".")]
        except OSError as error:
            unreadable.append(f"{current}: {error.strerror}")
            continue
        for child in children:
            if os.path.isdir(child):  # noqa: PTH112  (Path.is_dir raises for a link to a name that is too long)
                open_folders += [] if child.is_symlink() else [child]
            elif child.suffix in SUFFIXES:
                why = _why_left(child, folder) if child.is_symlink() else ""
                left += [(child, why)] if why else []
                found += [] if why else [child]
    if not found and not unreadable:
        unreadable = [f"{folder}: no .yaml or .yml file in this folder{' that may be read' if left else ''}"]
    return Located(sorted(found), folder=True, unreadable=tuple(sorted(unreadable)), left=tuple(sorted(left)))


def _why_left(link: Path, folder: Path) -> str:
    """Why a link in a folder is not followed; empty where it is."""
    try:
        target, inside = real(link), real(folder)
    except OSError as error:
        return str(error.strerror)
    if not target.is_relative_to(inside):
        return "a link that leads out of the folder"
    if any(part.startswith(".") for part in target.relative_to(inside).parts):
        return "a link to what is hidden"
    if os.path.isfile(link):  # noqa: PTH113  (which never raises)
        return ""
    return "a link to what is no regular file" if os.path.exists(link) else "a link that leads nowhere"  # noqa: PTH110


def read_source(path: Path, limits: Limits = DEFAULT_LIMITS) -> Source:
    """The text of a file; raises UnreadableError for one that cannot be opened or decoded."""
    name = display_name(path)
    data = read_bytes(path, limits.bytes, shortened(name), "; - reads standard input")
    return Source(name, decode(data, name), path.parent)


def decode(data: bytes, name: str) -> str:
    """Bytes as text, a byte order mark left out; raises UnreadableError."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, _ = place_after(data[: error.start].decode("utf-8"))
        raise UnreadableError(f"{name}: not UTF-8 text (byte 0x{data[error.start]:02x} in line {line})") from None


def display_name(path: Path) -> str:
    """A path as short as it can be opened from here."""
    if path.is_absolute():
        try:
            return str(path.relative_to(Path.cwd()))
        except (ValueError, OSError):
            return str(path)
    return str(path)
