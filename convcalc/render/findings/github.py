"""Workflow commands of GitHub Actions, which become annotations, and the summary as a line of the log.

Escaping follows @actions/toolkit (packages/core/src/command.ts); columns are left out where a place goes over several lines,
since the runner drops annotations that have them there (actions/runner, ValidateLinesAndColumns).
"""

from __future__ import annotations

from convcalc.findings import Finding, Severity
from convcalc.render.findings._common import details, place, worst_first
from convcalc.render.findings.checked import Checked, Checkout
from convcalc.render.findings.excerpts import summary
from convcalc.render.findings.listed import omitted_text
from convcalc.render.options import RenderOptions
from convcalc.render.printable import printable
from convcalc.source import STDIN

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(checked: Checked, options: RenderOptions) -> str:
    """A command for what cannot be read and a command a finding, worst first, then the summary.

    GitHub shows ten of a kind for each step.
    """
    lines = [command("error", {"title": "convcalc"}, printable(message)) for message in checked.unreadable]
    lines += [_command(finding, checked.checkout) for finding in worst_first(checked.findings)]
    if checked.files:
        omitted = checked.omitted
        lines.append(summary(list(checked.findings), len(checked.files), omitted=omitted))
        lines += filter(None, [omitted_text(omitted)])
    return "\n".join(lines)


def _command(finding: Finding, checkout: Checkout | None) -> str:
    """One annotation; its message says the place too, since the log shows nothing else of it."""
    message = f"{printable(str(finding.span))}: {printable(finding.message)}"
    return command(
        _COMMANDS[finding.severity],
        {"title": f"convcalc {finding.rule.code} {finding.rule.name}", **_where(finding, checkout)},
        "\n".join([message, *details(finding)]),
    )


def _where(finding: Finding, checkout: Checkout | None) -> dict[str, str]:
    span = finding.span
    if span.source.name == STDIN:
        return {}
    file = printable(place(span.source.name, checkout).path)
    where = {"file": file, "line": str(span.line), "endLine": str(span.end_line)}
    if span.line == span.end_line:
        where |= {"col": str(span.column), "endColumn": str(max(span.column, span.end_column))}
    return where


def command(name: str, properties: dict[str, str], message: str) -> str:
    """A workflow command: `::error file=net.yaml,line=3::what is wrong`."""
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {given}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
