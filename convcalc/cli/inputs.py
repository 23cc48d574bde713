"""The architectures that a command is given: paths, folders, zoo names, and `-` for standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NamedTuple

from convcalc.analysis.report import Report
from convcalc.api import examine
from convcalc.cli.terminal import Exit, remark
from convcalc.findings import ArchitectureError, Finding, OptionError, Severity, UnreadableError
from convcalc.source import Source
from convcalc.spec.files import decode, locate, read_source
from convcalc.spec.overrides import Overrides
from convcalc.spec.reader import read_architecture

STDIN = "<stdin>"


class Examined(NamedTuple):
    """One file after the analysis; `report` is None where the file is not right."""

    source: Source
    report: Report | None
    findings: tuple[Finding, ...]


class Session:
    """Goes through what a command is given, and remembers how it must end."""

    def __init__(self) -> None:
        self.exit_code = Exit.FINE
        self.several = False

    def unreadable(self, message: str) -> None:
        """Say what cannot be read or makes no sense, and go on."""
        remark(f"error: {message}")
        self.exit_code = Exit.USAGE

    def sources(self, architectures: list[str]) -> Iterator[Source]:
        """The text of every file, in the order given; what cannot be read is said."""
        self.several = len(architectures) > 1
        for architecture in architectures:
            try:
                if architecture == "-":
                    yield Source(STDIN, decode(sys.stdin.buffer.read(), STDIN))
                    continue
                located = locate(architecture)
            except UnreadableError as error:
                self.unreadable(str(error))
                continue
            self.several = self.several or located.folder
            if located.note:
                remark(f"note: {located.note}")
            for path in located.paths:
                try:
                    yield read_source(path)
                except UnreadableError as error:
                    self.unreadable(str(error))

    def examined(self, architectures: list[str], overrides: Overrides) -> Iterator[Examined]:
        """Every file with its analysis and findings."""
        for source in self.sources(architectures):
            try:
                report = examine(read_architecture(source, overrides))
                examined = Examined(source, report, report.findings)
            except ArchitectureError as error:
                examined = Examined(source, None, error.findings)
            except OptionError as error:
                self.unreadable(f"--{error}")
                continue
            if any(finding.severity is Severity.ERROR for finding in examined.findings):
                self.exit_code = max(self.exit_code, Exit.FINDINGS)
            yield examined
