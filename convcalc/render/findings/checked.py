"""What the formats of a check are given: the files that were checked, and what was found."""

from __future__ import annotations

from typing import NamedTuple

from convcalc.findings import Finding, Severity
from convcalc.render.findings.listed import Omitted, together


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
