"""Whole files: those under specs/ok have no errors, those under specs/bad the exact text beside them."""

from collections.abc import Callable
from pathlib import Path

import pytest

import convcalc
from convcalc.findings import Severity
from convcalc.language.files import decode
from convcalc.render.findings.excerpts import listing

SPECS = Path(__file__).parent.parent / "specs"


@pytest.fixture(autouse=True)
def _in_the_projects_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that are extended are named as seen from here."""
    monkeypatch.chdir(SPECS.parent.parent)


def source(path: Path) -> convcalc.Source:
    return convcalc.Source(path.name, decode(path.read_bytes(), path.name), path.parent)


@pytest.mark.parametrize("path", sorted((SPECS / "ok").glob("*.yaml")), ids=lambda path: path.stem)
def test_ok(path: Path) -> None:
    findings = convcalc.check(source(path))
    assert [str(f) for f in findings if f.severity is Severity.ERROR] == []


@pytest.mark.parametrize("path", sorted((SPECS / "bad").glob("*.yaml")), ids=lambda path: path.stem)
def test_bad(path: Path, golden: Callable[[Path, str], None]) -> None:
    findings = convcalc.check(source(path))
    assert any(f.severity is not Severity.NOTE for f in findings)
    golden(path.with_suffix(".txt"), listing(findings))


@pytest.mark.parametrize("path", sorted((SPECS / "bad").glob("*.yaml")), ids=lambda path: path.stem)
def test_spans_lie_in_the_file(path: Path) -> None:
    for finding in convcalc.check(source(path)):
        span = finding.span
        lines = span.source.text.splitlines() or [""]
        assert 1 <= span.line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1
        assert (span.end_line, span.end_column) >= (span.line, span.column)
