"""Where the findings of a check go: standard output or a file in one format, and reports in others beside it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from convcalc import __version__
from convcalc.cli.ci import checkout, running_in, summarise
from convcalc.cli.inputs import Session
from convcalc.cli.options import to_file
from convcalc.cli.progress import Bar
from convcalc.cli.terminal import Color, fail, options_for, remark, say
from convcalc.cli.writing import target_of, write_file
from convcalc.findings import Finding, Severity, UnreadableError
from convcalc.render.findings.checked import Checked, CheckedFile
from convcalc.render.findings.listed import listed, omitted_text
from convcalc.render.formats import FINDINGS, Streamed
from convcalc.render.options import RenderOptions


class ReportFile(NamedTuple):
    """A file to write, and in which format."""

    format: str
    path: Path


class FindingsOutput:
    """Takes what was found file by file, and writes it; options that make no sense end the program at once."""

    def __init__(
        self,
        format: str | None,
        output: Path | None,
        reports: list[str] | None,
        color: Color = Color.AUTO,
        *,
        statistics: bool = False,
    ) -> None:
        output = to_file(output)
        if statistics and format not in (None, "text"):
            fail(f"--statistics counts in text, and does not go with --format {format}; leave out one of the two")
        if statistics and output is not None:
            fail("--statistics counts on standard output, and does not go with --output; leave out one of the two")
        self.statistics = statistics
        self.format = "text" if statistics else _format(format, output)
        self.reports = [_report(text) for text in reports or []]
        if output is not None:
            self.reports.insert(0, ReportFile(self.format, output))
        self.to_stdout = output is None
        _check_files(self.reports)
        self._options = options_for(color)
        self._streamed = _streamed(self.format) if self.to_stdout and not statistics else None
        self._files: list[CheckedFile] = []
        self._seen: set[tuple[Finding, Severity | None]] = set()

    def add(self, file: CheckedFile, bar: Bar, most: int) -> None:
        """What was found in a file, `most` findings of it listed and the others counted; said at once where the format can.

        What is found again, in a file that others extend, is said with the first of them alone.
        """
        new = tuple(finding for finding in file.findings if self._is_new(finding, file))
        findings, omitted = listed(new, most)
        file = file._replace(findings=findings, omitted=omitted)
        self._files.append(file)
        if self._streamed and (text := self._streamed.piece(file, self._options)):
            with bar.aside():
                say(text)

    def _is_new(self, finding: Finding, file: CheckedFile) -> bool:
        # The numbers differ with the file that extends the other; so can, with its folder, whether the check fails.
        key = (finding._replace(label="", facts=(), help=""), file.fail_on)
        known = key in self._seen
        self._seen.add(key)
        return not known

    def finish(self, session: Session) -> bool:
        """Say what is left, and write the reports; whether all could be written."""
        checked = Checked(tuple(self._files), tuple(session.unread), checkout=checkout(), version=__version__)
        if self.to_stdout:
            if text := self._text(checked):
                say(text, commands=FINDINGS.rows[self.format].is_commands)
            summarise(checked, self.format)
        if checked.omitted and not (self.to_stdout and FINDINGS.rows[self.format].counts_omitted):
            remark(f"note: {omitted_text(checked.omitted)}")
        written = [_written(report, checked, session.read) for report in self.reports]  # each of them, whatever comes of one
        return all(written)

    def _text(self, checked: Checked) -> str:
        """What has not been said yet."""
        if self._streamed:
            return self._streamed.ending(checked, self._options)
        if self.statistics:
            from convcalc.render.findings.statistics import render

            return render(checked, self._options)
        return FINDINGS[self.format].render(checked, self._options)


def _written(report: ReportFile, checked: Checked, inputs: list[Path]) -> bool:
    try:
        text = FINDINGS[report.format].render(checked, RenderOptions())
        write_file(report.path, text, inputs, commands=FINDINGS.rows[report.format].is_commands)
    except UnreadableError as error:
        remark(f"error: {error}")
        return False
    return True


def _streamed(format: str) -> Streamed | None:
    module = FINDINGS[format]
    return module if isinstance(module, Streamed) else None


def _format(name: str | None, output: Path | None) -> str:
    """The format that is asked for: by name, by the ending of the file, by the CI system; else the first."""
    if name is not None:
        return known_format(name, "--format")
    if output is not None:
        chosen = FINDINGS.of_suffix(output.suffix)
    else:
        system = running_in()
        chosen = system.format if system else None
    return chosen or FINDINGS.default


def known_format(name: str, option: str) -> str:
    """The name of a format; ends the program if there is no such."""
    if name not in FINDINGS:
        fail(f"{option}: there is no format {name}; known are {', '.join(FINDINGS)}")
    return name


def _report(text: str) -> ReportFile:
    name, equals, file = text.partition("=")
    if not equals or not file:
        fail(f"--report {text}: write FORMAT=FILE, such as --report sarif=out.sarif")
    if file == "-":
        fail(f"--report {text}: give a file; --format {name} writes to standard output")
    return ReportFile(known_format(name, "--report"), Path(file))


def _check_files(reports: Iterable[ReportFile]) -> None:
    """End the program if a file cannot be written, before any work is done."""
    seen: set[Path] = set()
    for report in reports:
        try:
            path = target_of(report.path)
        except (UnreadableError, OSError):
            continue  # said when it is written, so that the others are
        if path in seen:
            fail(f"{report.path}: would be written twice")
        seen.add(path)
        if path.is_dir():
            fail(f"{report.path}: a folder; give a file to write to")
        if not path.parent.is_dir():
            fail(f"{report.path}: there is no folder {report.path.parent}")
        if not (os.access(path.parent, os.W_OK) or (path.exists() and not path.is_file())):
            fail(f"{report.path}: the folder cannot be written to")
