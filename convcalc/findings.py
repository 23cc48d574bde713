"""Floor 0: what convcalc has to say about an architecture, as data. `render` words the layout, `cli` prints."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from convcalc.source import Source, Span


class Severity(StrEnum):
    """Errors make a check fail; warnings and notes inform."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Rule(NamedTuple):
    """What a finding is an instance of: a stable code, a stable name and the usual severity.

    A rule that is not on by `default` has to be selected.
    """

    code: str
    name: str
    severity: Severity
    default: bool = True


class Finding(NamedTuple):
    """One thing that is wrong or worth knowing, with its place and a way out.

    `label` stands behind the caret in the excerpt, `facts` are lines with the numbers, `help` is the way out.
    """

    rule: Rule
    message: str
    span: Span
    label: str = ""
    facts: tuple[str, ...] = ()
    help: str = ""
    layer: str | None = None

    @property
    def source(self) -> Source:
        """The text that it is about."""
        return self.span.source

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return self.rule.severity

    def __str__(self) -> str:
        """The short form, `file:line:column: error[name] message`."""
        return f"{self.span}: {self.severity}[{self.rule.name}] {self.message}"


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Sorted as they stand in the file, without repetitions."""
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda f: (f.source.name, f.span[1:])))


class ConvcalcError(Exception):
    """The base of everything that convcalc raises on purpose."""


class UnreadableError(ConvcalcError):
    """A file that cannot be found, opened or decoded."""


class ArchitectureError(ConvcalcError):
    """An architecture file that is not right: `findings` says what, where and what to do, all of it.

    `bases` are the files that it extends.
    """

    def __init__(self, findings: tuple[Finding, ...], source: Source, bases: tuple[Path, ...] = ()) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings
        self.source = source
        self.bases = bases

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), (self.findings, self.source, self.bases)


class OptionError(ConvcalcError):
    """A value given beside the file that does not make sense: which `option` (`input`, `set` …), and why."""

    def __init__(self, option: str, message: str) -> None:
        super().__init__(f"{option}: {message}")
        self.option, self.message = option, message

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), (self.option, self.message)
