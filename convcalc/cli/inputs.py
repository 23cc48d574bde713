"""The architectures that a command is given: paths, folders, zoo names, and `-` for standard input."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any, NoReturn, TypeAlias

import typer

from convcalc.api import examine, examine_closed
from convcalc.arithmetic.closed import TooLong
from convcalc.cli.choices import Choices
from convcalc.cli.options import assignments, named_input
from convcalc.cli.records import SessionOptions
from convcalc.cli.terminal import Color, Exit, fail, painter, remark, say, terminal_width
from convcalc.findings import ArchitectureError, Finding, OptionError, Severity, UnreadableError
from convcalc.language.architecture import Architecture
from convcalc.language.files import decode, display_name, locate, read_source
from convcalc.language.limits import Limits, limits
from convcalc.language.overrides import Overrides, overrides
from convcalc.language.reader import read_architecture
from convcalc.reading import absolute, read_stream
from convcalc.render.analysis import Examined
from convcalc.render.findings.excerpts import listing
from convcalc.render.findings.listed import listed, omitted_text
from convcalc.selection import Choice, Selection
from convcalc.source import STDIN, Source

MOST_LEFT = 20
"""How many links that are not followed are told one by one."""


def _examined(source: Source, architecture: Architecture, closed: bool, selection: Selection) -> Examined:
    if not closed:
        report = examine(architecture, selection)
        return Examined(source, report, report.findings)
    forms = examine_closed(architecture, selection)
    return Examined(source, forms.report, forms.report.findings, forms)


def session_of(
    options: SessionOptions,
    architectures: list[str],
    choices: Choices | None = None,
    *,
    set: list[str] | None = None,
    **given: Any,
) -> tuple[Session, Overrides]:
    """What goes through the files, and what is given beside them; options that make no sense end the program."""
    stdin = named_input(options.stdin_name, architectures)
    try:
        session = Session(limits(assignments(options.limit, "--limit")), choices or Choices(Choice()), stdin)
        return session, overrides(**given, parameters=assignments(set, "--set"))
    except OptionError as error:
        fail(f"--{error}")


Refuse: TypeAlias = Callable[[Source, tuple[Finding, ...]], NoReturn]
"""Says the findings that leave nothing to answer, and ends."""


def refusing(as_data: bool, color: Color, limits: Limits) -> Refuse:
    """What a command says of a file that is not right, in the format that was asked for."""

    def refuse(source: Source, findings: tuple[Finding, ...]) -> NoReturn:
        findings, omitted = listed(findings, limits.findings)
        if as_data:
            from convcalc.render.json.contract import dumps
            from convcalc.render.json.findings import broken_data

            say(dumps(broken_data(PurePath(source.name).stem, source.name, findings, omitted)))
        else:
            say("\n".join(filter(None, [listing(findings, painter(color), terminal_width()), omitted_text(omitted)])))
        raise typer.Exit(Exit.FINDINGS)

    return refuse


@contextmanager
def refused(refuse: Refuse) -> Iterator[None]:
    """Refuses what turns out not to be right while it is evaluated."""
    try:
        yield
    except ArchitectureError as error:
        refuse(error.source, error.findings)


def has_errors(findings: tuple[Finding, ...], fail_on: Severity = Severity.ERROR) -> bool:
    """Whether a finding is an error, or as bad as `fail_on`."""
    bad = list(Severity)[: list(Severity).index(fail_on) + 1]
    return any(finding.severity in bad for finding in findings)


class Session:
    """Goes through what a command is given, and remembers how it must end."""

    def __init__(self, limits: Limits, choices: Choices, stdin: Path | None = None) -> None:
        self.exit_code = Exit.FINE
        self.several = False
        self.paths: list[Path] = []
        """The files that were asked for."""
        self.bases: list[Path] = []
        """The files that those extend."""
        self.stdin = stdin
        """The file that standard input is taken for."""
        self.limits = limits
        self.choices = choices
        self.left: dict[Path, str] = {}
        """The links in folders that are not followed, and why."""
        self.passed_over = 0
        """The files in folders that the configuration excludes."""
        self.homes: dict[str, tuple[Path, Path | None]] = {}
        """Where to look for the configuration of a source, by its name, and its path."""
        self.unread: list[str] = []
        """What was said of that which cannot be read."""
        self.total = 0
        """How many files there are to go through."""
        self.begun = 0
        """How many of them have been opened."""

    @property
    def read(self) -> list[Path]:
        """All files that were read, which no output may overwrite."""
        return [*self.paths, *self.bases, *self.choices.opened]

    def unreadable(self, message: str) -> None:
        """Say what cannot be read or makes no sense, and go on."""
        remark(f"error: {message}")
        self.unread.append(message)
        self.exit_code = Exit.USAGE

    def sources(self, architectures: list[str]) -> Iterator[Source]:
        """The text of every file, in the order given; what cannot be read is said."""
        self.several = len(architectures) > 1
        wanted = [path for architecture in architectures for path in self._located(architecture)]
        self.total = len(wanted)
        self._report_links()
        for path in wanted:
            self.begun += 1
            try:
                if path is None:
                    yield self._standard_input()
                else:
                    yield read_source(path, self.limits)
            except UnreadableError as error:
                self.unreadable(str(error))

    def _located(self, architecture: str) -> list[Path | None]:
        """The files behind one name that were not named before, by themselves or by their folder; None is standard input."""
        if architecture == "-":
            return [None]
        try:
            located = locate(architecture)
        except UnreadableError as error:
            self.unreadable(str(error))
            return []
        self.several = self.several or located.folder
        for message in located.unreadable:
            self.unreadable(message)
        if located.note:
            remark(f"note: {located.note}")
        known = set(self.paths)
        new = []
        for path, why in located.left:
            if path not in known and not self.choices.config_of(absolute(path.parent)).excludes(path):
                self.left.setdefault(path, why)
        for path in located.paths:
            folder = absolute(Path() if located.zoo else path.parent)
            if path in known:
                continue
            if located.folder and self.choices.config_of(folder).excludes(path):
                self.passed_over += 1
                continue
            self.homes[display_name(path)] = (folder, path)
            self.left.pop(path, None)  # another folder that was named holds what the link leads to
            new.append(path)
        self.paths += new
        return list(new)

    def fails_from(self, name: str) -> Severity | None:
        """From which severity on a finding in the source called `name` makes the command fail; None: whatever is found."""
        return None if self.choices.exit_zero else self.choices.of(*self.homes[name]).fail_on

    def _standard_input(self) -> Source:
        """The text of standard input, which refers to other files as if it lay where it is said to, or else here."""
        path = self.stdin or Path()
        folder, name = path.parent, STDIN if self.stdin is None else display_name(path)
        self.homes[name] = (absolute(folder), self.stdin)
        if self.stdin is not None:
            self.paths.append(path)
        if sys.stdin is None:
            raise UnreadableError(f"{STDIN}: closed")
        return Source(name, decode(read_stream(sys.stdin.buffer, self.limits.bytes, STDIN), name), folder)

    def _report_links(self) -> None:
        """Say once which links are not followed."""
        links = sorted(self.left.items())
        for path, why in links[:MOST_LEFT]:
            remark(f"note: {path}: {why}; it is not read")
        if more := links[MOST_LEFT:]:
            remark(f"note: {len(more):,} more links are not read")

    def single(self, architecture: str, overrides: Overrides, refuse: Refuse) -> Architecture:
        """The one architecture that a command takes; where there is none that can be read, says why and ends.

        `refuse` says what is wrong with a file that opens but is not right.
        """
        source = next(self.sources([architecture]), None)
        if self.several:
            fail(f"{architecture}: a folder; give one architecture")
        if source is None:
            raise typer.Exit(self.exit_code)
        try:
            with refused(refuse):
                read = read_architecture(source, overrides, self.limits)
        except OptionError as error:
            fail(f"--{error}")
        for base in read.zoo_bases:
            remark(f"note: {base.span.source.name} extends the zoo's {base.name}, and no file")
        return read

    def examined(self, architectures: list[str], overrides: Overrides, closed: bool = False) -> Iterator[Examined]:
        """Every file with its analysis and findings; with `closed`, or where its input is left open, in closed forms."""
        for source in self.sources(architectures):
            chosen = self.choices.of(*self.homes[source.name])
            try:
                architecture = read_architecture(source, overrides, self.limits)
                self.bases += architecture.bases
                closed_too = closed or architecture.unknowns is not None
                examined = _examined(source, architecture, closed_too, chosen.selection)
            except ArchitectureError as error:
                self.bases += error.bases
                examined = Examined(source, None, error.findings)
            except OptionError as error:
                self.unreadable(f"--{error}")
                continue
            except TooLong as error:
                self.unreadable(f"{source.name}: {error}")
                continue
            if not self.choices.exit_zero and has_errors(examined.findings, chosen.fail_on):
                self.exit_code = max(self.exit_code, Exit.FINDINGS)
            yield examined
