"""The configuration of a project: `convcalc.toml`, or `[tool.convcalc]` in `pyproject.toml`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from convcalc.checks import rule_names, selector_problem
from convcalc.cli.globs import Glob, glob_of
from convcalc.findings import ConvcalcError, Severity
from convcalc.layers.parameters import shortened, spell
from convcalc.selection import Choice
from convcalc.spec.files import display_name
from convcalc.spec.problems import did_you_mean, nearest

FILE = "convcalc.toml"
PYPROJECT = "pyproject.toml"
KEYS = ("select", "extend-select", "ignore", "per-file-ignores", "severity", "fail-on", "exclude")


class ConfigError(ConvcalcError):
    """A configuration that is not right: `messages` say all of it, each with its place."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


class Config(NamedTuple):
    """What a file says for all architectures below its folder."""

    path: Path | None = None
    choice: Choice = Choice()
    per_file_ignores: tuple[tuple[Glob, tuple[str, ...]], ...] = ()
    severities: Mapping[str, Severity] = {}
    fail_on: Severity | None = None
    exclude: tuple[Glob, ...] = ()

    def ignored_in(self, path: Path) -> tuple[str, ...]:
        """What `per-file-ignores` says for a file."""
        place = self._place(path)
        return tuple(word for pattern, words in self.per_file_ignores if pattern.matches(place) for word in words)

    def excludes(self, path: Path) -> bool:
        """Whether folders pass the file over."""
        return bool(self.exclude) and any(pattern.matches(self._place(path)) for pattern in self.exclude)

    def _place(self, path: Path) -> str:
        """A file as the patterns see it: from the folder of the configuration, else its name alone."""
        whole = absolute(path)
        folder = self.path.parent if self.path else Path()
        return whole.relative_to(folder).as_posix() if whole.is_relative_to(folder) else whole.name


NOTHING = Config()


def absolute(path: Path) -> Path:
    """A path from the root, links kept as they are written; as it is where the working directory is gone."""
    try:
        return Path(os.path.abspath(path))  # noqa: PTH100  (Path.absolute keeps `..`)
    except OSError:
        return path


def find(folder: Path, known: dict[Path, Config]) -> Config:
    """The nearest configuration from a folder upwards; `known` is what was found before. Raises ConfigError."""
    passed: list[Path] = []
    found = NOTHING
    for place in (folder, *folder.parents):
        if place in known:
            found = known[place]
            break
        passed.append(place)
        if (config := _in(place)) is not None:
            found = config
            break
    known.update(dict.fromkeys(passed, found))
    return found


def _in(folder: Path) -> Config | None:
    """The configuration in one folder."""
    path = folder / FILE
    if os.path.isfile(path):  # noqa: PTH113  (which is false, too, where one may not look)
        return read(path)
    path = folder / PYPROJECT
    # Most such files say nothing of convcalc, and are not parsed.
    if os.path.isfile(path) and b"convcalc" in _bytes(path):  # noqa: PTH113
        text, data = _toml(path)
        table = _table(data)
        return None if table is None else _Reader(path, text).read(table)
    return None


def read(path: Path) -> Config:
    """The configuration in a file; raises ConfigError for one that is not right or not there."""
    path = absolute(path)
    text, data = _toml(path)
    table = _table(data) if path.name == PYPROJECT else data
    if table is None:
        raise ConfigError([f"{display_name(path)}: there is no [tool.convcalc] in it"])
    return _Reader(path, text).read(table)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError([f"{display_name(path)}: {error.strerror}"]) from None


def _toml(path: Path) -> tuple[str, dict[str, Any]]:
    """The text of a file and what it says."""
    import tomllib

    try:
        text = _bytes(path).decode("utf-8-sig")
        return text, tomllib.loads(text)
    except UnicodeDecodeError:
        raise ConfigError([f"{display_name(path)}: not UTF-8 text"]) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", str(error))
        place, message = (f":{found[2]}:{found[3]}", found[1]) if found else ("", str(error))
        raise ConfigError([f"{display_name(path)}{place}: this is not TOML: {message}"]) from None


def _table(data: dict[str, Any]) -> Any:
    tool = data.get("tool")
    return tool.get("convcalc") if isinstance(tool, dict) else None


class _Reader:
    """Reads one table, and collects what is wrong with it."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text = path, text
        self.wrong: list[tuple[int, str]] = []

    def read(self, table: Any) -> Config:
        """The configuration; raises ConfigError with all that is wrong."""
        if not isinstance(table, dict):
            self.add("convcalc", f"[tool.convcalc] must be a table, and is {_what(table)}")
            table = {}
        for key in table:
            if key not in KEYS:
                self.add(key, f"there is no key {shortened(key)}; {did_you_mean(key, KEYS)}")
        select = self.rules("select", table["select"]) if "select" in table else None
        choice = Choice(
            select,
            self.rules("extend-select", table.get("extend-select", [])),
            self.rules("ignore", table.get("ignore", [])),
        )
        ignores = self.mapping("per-file-ignores", table.get("per-file-ignores", {}))
        config = Config(
            self.path,
            choice,
            tuple((glob_of(glob), self.rules(glob, words, "per-file-ignores")) for glob, words in ignores.items()),
            dict(self.severities(self.mapping("severity", table.get("severity", {})))),
            self.severity("fail-on", table["fail-on"]) if "fail-on" in table else None,
            tuple(glob_of(glob) for glob in self.texts("exclude", table.get("exclude", []))),
        )
        if self.wrong:
            raise ConfigError([message for _, message in sorted(self.wrong)])
        return config

    def add(self, word: str, message: str) -> None:
        """Note what is wrong where `word` stands, as a key or in quotes: tomllib does not say where that is."""
        begin = max(self.text.find("tool.convcalc"), 0)
        quoted = re.escape(word)
        found = re.compile(rf"""["']{quoted}["']|(?:(?<=[\s.{{,\[])|^){quoted}(?=[\s.=\]])""", re.MULTILINE).search(
            self.text, begin
        )
        place, at = "", -1
        if found:
            at = found.start()
            place = f":{self.text.count(chr(10), 0, at) + 1}:{at - self.text.rfind(chr(10), 0, at)}"
        self.wrong.append((at, f"{display_name(self.path)}{place}: {message}"))

    def texts(self, key: str, value: Any, inside: str = "") -> tuple[str, ...]:
        """A list of texts."""
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        way_out = f'; write ["{value}"]' if isinstance(value, str) else ""
        self.add(key, f"{inside}{key} must be a list of texts, and is {_what(value)}{way_out}")
        return ()

    def mapping(self, key: str, value: Any) -> dict[str, Any]:
        """A table."""
        if isinstance(value, dict):
            return value
        self.add(key, f"{key} must be a table, and is {_what(value)}")
        return {}

    def rules(self, key: str, value: Any, inside: str = "") -> tuple[str, ...]:
        """A list of rules, which there must be."""
        words = self.texts(key, value, f"{inside}: " if inside else "")
        for word in words:
            if problem := selector_problem(word):
                self.add(word, f"{inside or key}: {problem}")
        return words

    def severity(self, key: str, value: Any, inside: str = "") -> Severity | None:
        """error, warning or note."""
        if value in tuple(Severity):
            return Severity(value)
        close = nearest(str(value), list(Severity))
        hint = f"; did you mean {close}?" if close else ""
        self.add(key, f"{inside}{key} must be error, warning or note, and is {_what(value)}{hint}")
        return None

    def severities(self, table: dict[str, Any]) -> Iterator[tuple[str, Severity]]:
        """Severities by the names of rules."""
        for word, value in table.items():
            severity = self.severity(word, value, "severity: ")
            if (name := rule_names().get(word)) is None:
                self.add(word, f"severity: {selector_problem(word) or 'name each rule by its whole name or code'}")
            elif severity is not None:
                yield name, severity


def _what(value: Any) -> str:
    if isinstance(value, dict):
        return "a table"
    return "a list of other things" if isinstance(value, list) else spell(value)
