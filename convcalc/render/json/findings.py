"""Findings as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from convcalc.findings import Finding
from convcalc.render.findings.listed import Omitted, by_name
from convcalc.render.json.contract import FORMAT


def finding_data(finding: Finding) -> dict[str, Any]:
    """One finding."""
    span = finding.span
    return {
        "code": finding.rule.code,
        "name": finding.rule.name,
        "severity": finding.severity,
        "file": finding.source.name,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "layer": finding.layer,
        "message": finding.message,
        "help": finding.help or None,
    }


def broken_data(name: str, file: str, findings: tuple[Finding, ...], omitted: Omitted = ()) -> dict[str, Any]:
    """A file that opens but is not right."""
    data = {"format": FORMAT, "name": name, "file": file, "layers": [], "totals": None}
    return {**data, **listed_data(findings, omitted)}


def findings_data(
    findings: list[Finding], files: int, unreadable: tuple[str, ...] = (), omitted: Omitted = ()
) -> dict[str, Any]:
    """The findings of a check, and what is said of files that could not be opened or decoded."""
    return {"format": FORMAT, "files": files, "unreadable": list(unreadable), **listed_data(findings, omitted)}


def listed_data(findings: Iterable[Finding], omitted: Omitted = ()) -> dict[str, Any]:
    """The findings that are listed, and how many are not, by rule."""
    return {"findings": [finding_data(finding) for finding in findings], "omitted": by_name(omitted)}
