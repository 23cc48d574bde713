"""Architecture files checked one after another, for CI: `convcalc check networks/`."""

from __future__ import annotations

from typing import Any

from convcalc.cli.check_options import FailureOptions, OutputOptions
from convcalc.cli.choices import choices_of
from convcalc.cli.findings_output import FindingsOutput
from convcalc.cli.inputs import session_of
from convcalc.cli.progress import Bar
from convcalc.cli.records import SelectionOptions, SessionOptions
from convcalc.cli.terminal import Exit, remark
from convcalc.render.findings.checked import CheckedFile


def check_files(
    architectures: list[str],
    overrides: dict[str, Any],
    format: str | None,
    outputs: OutputOptions,
    selection: SelectionOptions,
    failure: FailureOptions,
    shared: SessionOptions,
) -> int:
    """Say what is found, file by file; the code to exit with."""
    choices = choices_of(**vars(selection), fail_on=failure.fail_on, exit_zero=failure.exit_zero)
    out = FindingsOutput(format, outputs.output, outputs.report, shared.color, statistics=failure.statistics)
    session, chosen = session_of(shared, architectures, choices, **overrides)
    with Bar() as bar:
        for examined in session.examined(architectures, chosen):
            name = examined.source.name
            out.add(CheckedFile(name, examined.findings, session.fails_from(name)), bar, session.limits.findings)
            bar.show(session.begun, session.total)
    if session.passed_over and not session.begun:
        remark(f"note: nothing is checked: the configuration excludes {session.passed_over:,} files")
    return session.exit_code if out.finish(session) else Exit.USAGE
