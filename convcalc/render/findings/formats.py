"""The formats of a check: a row each. A format turns findings into text, in a file of its own."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple, Protocol, runtime_checkable

from convcalc.findings import Finding, Severity
from convcalc.render.findings.listed import Omitted, together
from convcalc.render.text import Paint, plain


class CheckedFile(NamedTuple):
    """One file that was checked, by its name, and what was found; some of it may lie in files that it extends.

    `fail_on` is the mildest severity that makes the check fail; None: nothing does. `omitted` counts what was found too and
    is not listed.
    """

    name: str
    findings: tuple[Finding, ...]
    fail_on: Severity | None = Severity.ERROR
    omitted: Omitted = ()


class Checkout(NamedTuple):
    """Where the repository is, and the folder in it that names of files are relative to; both absolute."""

    root: str
    folder: str


class Checked(NamedTuple):
    """All that a check has to say, in the order of the files.

    `unreadable` are the messages about files that could not be opened or decoded, `checkout` says what paths are relative to
    (None: names are taken as they stand), `version` is that of the program.
    """

    files: tuple[CheckedFile, ...]
    unreadable: tuple[str, ...] = ()
    checkout: Checkout | None = None
    version: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those of all files that are listed."""
        return tuple(finding for file in self.files for finding in file.findings)

    @property
    def omitted(self) -> Omitted:
        """What is not listed of all files."""
        return together(file.omitted for file in self.files)


class Look(NamedTuple):
    """Where findings are shown to people: the width of the terminal (None: no limit), and how to give styles."""

    paint: Paint = plain
    room: int | None = None


class Format(Protocol):
    """What the module of a format has."""

    @staticmethod
    def render(checked: Checked, look: Look) -> str:
        """The findings as text, without a newline at the end; empty where there is nothing to write."""


@runtime_checkable
class Streamed(Protocol):
    """What the module of a format has beside it if every file can be said as soon as it has been checked."""

    @staticmethod
    def piece(file: CheckedFile, look: Look) -> str:
        """What there is to say of one file; may be empty."""

    @staticmethod
    def ending(checked: Checked, look: Look) -> str:
        """What stands below all files; may be empty."""


# The format, the module that renders it, and the ending of a file that asks for it (empty: none does).
FORMATS = {
    "text": ("convcalc.render.findings.text", ".txt"),
    "concise": ("convcalc.render.findings.concise", ""),
    "json": ("convcalc.render.findings.json", ".json"),
    "jsonl": ("convcalc.render.findings.jsonl", ".jsonl"),
    "markdown": ("convcalc.render.findings.markdown", ".md"),
    "github": ("convcalc.render.findings.github", ""),
    "gitlab": ("convcalc.render.findings.gitlab", ""),
    "sarif": ("convcalc.render.findings.sarif", ".sarif"),
    "junit": ("convcalc.render.findings.junit", ".xml"),
}


OF_COMMANDS = frozenset({"github"})
"""The formats whose lines are commands to GitHub's runner; no line of any other may be one."""


def format_module(name: str) -> Format:
    """The module of a format, loaded when it is asked for."""
    module: Format = import_module(FORMATS[name][0])  # type: ignore[assignment]
    return module


def format_of(suffix: str) -> str | None:
    """The format that a file's ending asks for."""
    return next((name for name, (_, ending) in FORMATS.items() if ending and ending == suffix.casefold()), None)
