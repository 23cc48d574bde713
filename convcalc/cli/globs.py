"""Patterns for paths, as configurations write them. No pattern takes longer than its length times that of the path."""

from __future__ import annotations

import re
from fnmatch import translate
from typing import NamedTuple

ANY_FOLDERS = "**"


class Glob(NamedTuple):
    """A pattern, one part a folder; `**` stands for any number of folders, an expression for one name."""

    parts: tuple[re.Pattern[str] | str, ...]

    def matches(self, path: str) -> bool:
        """Whether the pattern means a path or a folder that it lies in; slashes are forward."""
        names = path.split("/")
        reached = self._passed({0})  # how many parts of the pattern the names so far may stand for
        for name in names:
            if len(self.parts) in reached:
                return True
            reached = self._passed({after for i in reached if (after := self._after(i, name)) is not None})
        return len(self.parts) in reached

    def _after(self, i: int, name: str) -> int | None:
        part = self.parts[i]
        if isinstance(part, str):
            return i
        return i + 1 if part.fullmatch(name) else None

    def _passed(self, reached: set[int]) -> set[int]:
        """With the places behind a `**`, which may stand for nothing."""
        found = set(reached)
        for i, part in enumerate(self.parts):
            if i in found and part == ANY_FOLDERS:
                found.add(i + 1)
        return found


def glob_of(text: str) -> Glob:
    """A pattern for paths: `*` and `?` stay inside a name, `**` goes through folders; without a slash, any name or folder.

    >>> [glob_of("old/**").matches(path) for path in ("old/a.yaml", "old/b/c.yaml", "a/old/b.yaml")]
    [True, True, False]
    >>> [glob_of(text).matches("a/old/b.yaml") for text in ("old", "b.*", "*/b.yaml", "**/b.yaml", "a/")]
    [True, True, False, True, True]
    """
    clean = text.removeprefix("./")
    anywhere = "" if "/" in clean.rstrip("/") or clean.endswith("/") else f"{ANY_FOLDERS}/"
    words = f"{anywhere}{clean.strip('/')}".split("/")
    return Glob(tuple(word if word == ANY_FOLDERS else _name(word) for word in words))


def _name(word: str) -> re.Pattern[str]:
    """One name: the library writes an expression that does not go back over what a star has taken."""
    return re.compile(translate(word.replace("[", "[[]")))
