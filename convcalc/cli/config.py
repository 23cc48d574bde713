"""The configuration of a project: `convcalc.toml`, or `[tool.convcalc]` in `pyproject.toml`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from convcalc.checks import selector_problem
from convcalc.checks.rules import rule_names
from convcalc.cli.globs import Glob, glob_of
from convcalc.cli.terminal import remark
from convcalc.cli.toml_limits import MOST_BYTES, beyond_limits
from convcalc.findings import ConvcalcError, Severity, UnreadableError
from convcalc.language.files import display_name
from convcalc.language.limits import DEFAULT_LIMITS
from convcalc.language.problems import did_you_mean, nearest
from convcalc.layers.parameters import shortened, spell
from convcalc.reading import absolute, leads_out, read_bytes
from convcalc.selection import Choice

FILE = "convcalc.toml"
PYPROJECT = "pyproject.toml"
MOST_WRONG = 20
"""How many things that are wrong are told; behind them a configuration is not read on."""
MOST_WORDS = 1_000
"""How many texts a list or a table may have, each of which is compared with every file or every rule."""
MOST_PATTERN = 400
"""The characters of a pattern for paths."""
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
            table = _table(content)
            return None if table is None else _Reader(path, text).read(table)
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
    table = _table(data) if path.name == PYPROJECT else data
    if table is None:
        raise ConfigError([f"{display_name(path)}: there is no [tool.convcalc] in it"])
    return _Reader(path, text).read(table)


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


def _table(data: dict[str, Any]) -> Any:
    tool = data.get("tool")
    return tool.get("convcalc") if isinstance(tool, dict) else None


class _Enough(Exception):
    """So much is wrong that the rest is not looked at."""


class _Reader:
    """Reads one table, and collects what is wrong with it."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text = path, text
        self.wrong: list[tuple[int, str]] = []

    def read(self, table: Any) -> Config:
        """The configuration; raises ConfigError with all that is wrong."""
        try:
            config = self.table(table)
        except _Enough:
            last = [f"{display_name(self.path)}: more than {MOST_WRONG} things are wrong; the others are not told"]
        else:
            if not self.wrong:
                return config
            last = []
        raise ConfigError([message for _, message in sorted(self.wrong)] + last)

    def table(self, table: Any) -> Config:
        """What the table says, as far as it is right; what is not goes into `wrong`."""
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
        return Config(
            self.path,
            choice,
            tuple((self.glob(glob), self.rules(glob, words, "per-file-ignores")) for glob, words in ignores.items()),
            dict(self.severities(self.mapping("severity", table.get("severity", {})))),
            self.severity("fail-on", table["fail-on"]) if "fail-on" in table else None,
            tuple(self.glob(glob) for glob in self.texts("exclude", table.get("exclude", []))),
        )

    def add(self, word: str, message: str) -> None:
        """Note what is wrong where `word` stands, as a key or in quotes: tomllib does not say where that is."""
        if len(self.wrong) >= MOST_WRONG:
            raise _Enough
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
            if len(value) > MOST_WORDS:
                self.add(key, f"{inside}{shortened(key)} has {len(value):,} entries, and {MOST_WORDS:,} is the limit")
            return tuple(value[:MOST_WORDS])
        way_out = f'; write ["{value}"]' if isinstance(value, str) else ""
        self.add(key, f"{inside}{key} must be a list of texts, and is {_what(value)}{way_out}")
        return ()

    def mapping(self, key: str, value: Any) -> dict[str, Any]:
        """A table."""
        if isinstance(value, dict):
            if len(value) > MOST_WORDS:
                self.add(key, f"{key} has {len(value):,} entries, and {MOST_WORDS:,} is the limit")
            return dict(islice(value.items(), MOST_WORDS))
        self.add(key, f"{key} must be a table, and is {_what(value)}")
        return {}

    def glob(self, text: str) -> Glob:
        """A pattern for paths."""
        if len(text) > MOST_PATTERN:
            self.add(text[:MOST_PATTERN], f"a pattern of {len(text):,} characters; {MOST_PATTERN} is the limit")
        return glob_of(text[:MOST_PATTERN])

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
