"""The configuration of a project: `convcalc.toml`, or `[tool.convcalc]` in `pyproject.toml`."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from convcalc.cli.config_reader import Config, ConfigError, ConfigReader
from convcalc.cli.terminal import remark
from convcalc.cli.toml_limits import MOST_BYTES, beyond_limits
from convcalc.findings import UnreadableError
from convcalc.language.files import display_name
from convcalc.language.limits import DEFAULT_LIMITS
from convcalc.reading import absolute, leads_out, read_bytes

FILE = "convcalc.toml"
PYPROJECT = "pyproject.toml"
NOTHING = Config()


def find(folder: Path, known: dict[Path, Config], opened: list[Path]) -> Config:
    """The nearest configuration from a folder upwards; `known` is what was found before. Raises ConfigError.

    Every file that is opened is added to `opened`.
    """
    passed: list[Path] = []
    found = NOTHING
    for place in (folder, *folder.parents):
        if place in known:
            found = known[place]
            break
        passed.append(place)
        if (config := _in(place, opened)) is not None:
            found = config
            break
    known.update(dict.fromkeys(passed, found))
    return found


def _in(folder: Path, opened: list[Path]) -> Config | None:
    """The configuration in one folder."""
    path = folder / FILE
    if _may_be_read(path):
        opened.append(path)
        return read(path)
    path = folder / PYPROJECT
    if _may_be_read(path):
        opened.append(path)
        # Most such files say nothing of convcalc, and are not parsed.
        if b"convcalc" in (data := _bytes(path, DEFAULT_LIMITS.bytes)):
            text, content = _toml(path, data)
            table = _own_table(content)
            return None if table is None else ConfigReader(path, text).read(table)
    return None


def _may_be_read(path: Path) -> bool:
    """Whether there is a file to read; a link that leads out of its folder is told and passed over."""
    if not os.path.isfile(path):  # noqa: PTH113  (which is false, too, where one may not look)
        return False
    if path.is_symlink() and leads_out(path, path.parent):
        remark(f"note: {display_name(path)}: a link that leads out of its folder; it is not read")
        return False
    return True


def read(path: Path) -> Config:
    """The configuration in a file; raises ConfigError for one that is not right or not there."""
    path = absolute(path)
    text, data = _toml(path, _bytes(path, MOST_BYTES))
    table = _own_table(data) if path.name == PYPROJECT else data
    if table is None:
        raise ConfigError([f"{display_name(path)}: there is no [tool.convcalc] in it"])
    return ConfigReader(path, text).read(table)


def _bytes(path: Path, most: int) -> bytes:
    try:
        return read_bytes(path, most, display_name(path))
    except UnreadableError as error:
        raise ConfigError([str(error)]) from None


def _toml(path: Path, data: bytes) -> tuple[str, dict[str, Any]]:
    """The text of a file and what it says."""
    import tomllib

    name = display_name(path)
    if len(data) > MOST_BYTES:
        raise ConfigError([f"{name}: larger than {MOST_BYTES:,} bytes, and says something of convcalc"])
    try:
        text = data.decode("utf-8-sig")
        if beyond := beyond_limits(text):
            raise ConfigError([f"{name}:{beyond}"])
        return text, tomllib.loads(text)
    except UnicodeDecodeError:
        raise ConfigError([f"{name}: not UTF-8 text"]) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", str(error))
        place, message = (f":{found[2]}:{found[3]}", found[1]) if found else ("", str(error))
        raise ConfigError([f"{name}{place}: this is not TOML: {message}"]) from None


def _own_table(data: dict[str, Any]) -> Any:
    tool = data.get("tool")
    return tool.get("convcalc") if isinstance(tool, dict) else None
