"""GitLab's Code Quality report."""

import json
from collections.abc import Callable

import jsonschema
import pytest

from convcalc.findings import Finding
from convcalc.render.findings.checked import Checked, CheckedFile
from convcalc.render.findings.gitlab import render
from convcalc.render.options import RenderOptions
from convcalc.source import Source, Span
from tests.render.findings.prepared import CHECKED, KERNEL, finding

# What GitLab's documentation asks for (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format), and
# what its own validator requires (app/validators/json_schemas/codeclimate.json): description, fingerprint, severity, location.
# The severities are those of the documentation; a position with a line is needed for the link.
LINE = {"type": "object", "required": ["line"], "properties": {"line": {"type": "integer", "minimum": 1}}}
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "positions"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^\\\\]+$", "not": {"pattern": "^\\./"}},
                    "positions": {"type": "object", "required": ["begin"], "properties": {"begin": LINE, "end": LINE}},
                },
            },
        },
    },
}


def test_is_what_gitlab_asks_for() -> None:
    jsonschema.validate(json.loads(render(CHECKED, RenderOptions())), SCHEMA)


@pytest.mark.parametrize("left_out", ["fingerprint", "severity", "location"])
def test_the_schema_would_notice(left_out: str) -> None:
    issues = json.loads(render(CHECKED, RenderOptions()))
    del issues[0][left_out]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(issues, SCHEMA)


def fingerprints(checked: Checked) -> list[str]:
    return [issue["fingerprint"] for issue in json.loads(render(checked, RenderOptions()))]


def test_no_two_are_alike() -> None:
    assert len(set(fingerprints(CHECKED))) == len(CHECKED.findings)


def changed(change: Callable[[Finding], Finding]) -> Checked:
    return CHECKED._replace(files=tuple(CheckedFile(f.name, tuple(map(change, f.findings))) for f in CHECKED.files))


def moved(f: Finding) -> Finding:
    """The finding after seven lines were put before it, all that it says of lines included."""
    message = f.message.replace("in line 5", "in line 12")
    return f._replace(message=message, span=Span(f.source, f.span.line + 7, f.span.column, f.span.end_line + 7, 9))


def test_they_survive_moved_lines() -> None:
    assert changed(moved) != CHECKED
    assert fingerprints(changed(moved)) == fingerprints(CHECKED)


def test_they_change_with_what_is_found() -> None:
    other = changed(lambda f: f._replace(message=f"{f.message}, and more"))
    assert not set(fingerprints(other)) & set(fingerprints(CHECKED))


def test_lists_of_lines_do_not_matter_but_other_numbers_do() -> None:
    source = Source("a.yaml", "")

    def one(message: str) -> list[str]:
        return fingerprints(Checked((CheckedFile("a.yaml", (finding(KERNEL, message, source, (1, 1, 1, 2)),)),)))

    assert one("said in lines 3, 4 and 5") == one("said in lines 6 and 7") == one("said in line 1")
    assert one("a kernel of 3") != one("a kernel of 5")
