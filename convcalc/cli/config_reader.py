"""What a configuration says: one table read, with all that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from convcalc.checks import selector_problem
from convcalc.checks.rules import rule_names
from convcalc.cli.globs import Glob, glob_of
from convcalc.findings import ConvcalcError, Severity
from convcalc.language.files import display_name
from convcalc.language.problems import did_you_mean, nearest
from convcalc.layers.parameters import format_value, shortened
from convcalc.reading import absolute
from convcalc.selection import Choice

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


class _Enough(Exception):
    """So much is wrong that the rest is not looked at."""


class ConfigReader:
    """Reads one table, and collects what is wrong with it."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text = path, text
        self.wrong: list[tuple[int, str]] = []

    def read(self, table: Any) -> Config:
        """The configuration; raises ConfigError with all that is wrong."""
        try:
            config = self.table(table)
        except _Enough:
            last = [f"{display_name(self.path)}: more than {MOST_WRONG} things are wrong; the others are not listed"]
        else:
            if not self.wrong:
                return config
            last = []
        raise ConfigError([message for _, message in sorted(self.wrong)] + last)

    def table(self, table: Any) -> Config:
        """What the table says, as far as it is right; what is not goes into `wrong`."""
        if not isinstance(table, dict):
            self.add("convcalc", f"[tool.convcalc] must be a table, and is {_type_of(table)}")
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
        suggestion_text = f'; write ["{value}"]' if isinstance(value, str) else ""
        self.add(key, f"{inside}{key} must be a list of texts, and is {_type_of(value)}{suggestion_text}")
        return ()

    def mapping(self, key: str, value: Any) -> dict[str, Any]:
        """A table."""
        if isinstance(value, dict):
            if len(value) > MOST_WORDS:
                self.add(key, f"{key} has {len(value):,} entries, and {MOST_WORDS:,} is the limit")
            return dict(islice(value.items(), MOST_WORDS))
        self.add(key, f"{key} must be a table, and is {_type_of(value)}")
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
        self.add(key, f"{inside}{key} must be error, warning or note, and is {_type_of(value)}{hint}")
        return None

    def severities(self, table: dict[str, Any]) -> Iterator[tuple[str, Severity]]:
        """Severities by the names of rules."""
        for word, value in table.items():
            severity = self.severity(word, value, "severity: ")
            if (name := rule_names().get(word)) is None:
                self.add(word, f"severity: {selector_problem(word) or 'name each rule by its whole name or code'}")
            elif severity is not None:
                yield name, severity


def _type_of(value: Any) -> str:
    if isinstance(value, dict):
        return "a table"
    return "a list of other things" if isinstance(value, list) else format_value(value)
