"""SARIF, held against the schema of OASIS."""

import json
from functools import cache
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest

from convcalc.render.findings.checked import Checked, CheckedFile
from convcalc.render.findings.sarif import SCHEMA, render, uri
from convcalc.render.options import RenderOptions
from convcalc.source import Source
from tests.render.findings.prepared import CHECKED, KERNEL, NOTHING, finding
from tests.schemas import published


@cache
def schema() -> dict[str, Any]:
    """sarif-schema-2.1.0.json of oasis-tcs/sarif-spec."""
    found = published(SCHEMA)
    assert found["$id"].endswith("oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json")
    return found


def run_of(checked: Checked) -> dict[str, Any]:
    log = json.loads(render(checked, RenderOptions()))
    jsonschema.validate(log, schema(), format_checker=jsonschema.FormatChecker())
    return log["runs"][0]


@pytest.mark.parametrize("checked", [CHECKED, NOTHING, Checked(())], ids=["findings", "nothing", "no files"])
def test_is_valid(checked: Checked) -> None:
    run_of(checked)


@pytest.mark.parametrize(
    "break_it", [{"kind": "mistake"}, {"level": "fatal"}, {"ruleIndex": "3"}, {"message": "text"}], ids=str
)
def test_the_schema_would_notice(break_it: dict[str, Any]) -> None:
    log = json.loads(render(CHECKED, RenderOptions()))
    log["runs"][0]["results"][0] |= break_it
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(log, schema())


def test_paths_are_relative_to_the_root_of_the_repository() -> None:
    run = run_of(CHECKED)
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in run["results"]]
    root = "%SRCROOT%"
    assert places[0] == {"uri": "ml/nets/tiny.yaml", "uriBaseId": root}
    assert places[4] == {"uri": "base%2C%2050%25%3A%20%3Cb%3E.yaml", "uriBaseId": root}
    assert places[5] == {"uri": "%3Cstdin%3E"}
    assert places[6] == {"uri": "file:///usr/share/zoo/vgg%2016.yaml"}
    assert root in run["originalUriBaseIds"]


def test_names_that_are_no_utf8_keep_their_bytes() -> None:
    assert uri(b"caf\xe9.yaml".decode("utf-8", "surrogateescape")) == "caf%E9.yaml"


def test_regions_count_as_sarif_does() -> None:
    run = run_of(CHECKED)
    assert run["columnKind"] == "unicodeCodePoints"
    region = run["results"][1]["locations"][0]["physicalLocation"]["region"]
    # SARIF 2.1.0, 3.30.8: endColumn is one past the last character.
    assert region == {"startLine": 4, "startColumn": 32, "endLine": 4, "endColumn": 33}


def test_rules_help() -> None:
    run = run_of(CHECKED)
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert set(rules) == {"W101", "W103", "W105", "L001"}
    assert "Why it matters" in rules["W101"]["help"]["text"]
    assert rules["W101"]["help"]["markdown"].startswith("A window that is larger than the padded input.")
    assert [rules[code]["defaultConfiguration"]["level"] for code in ("W101", "W103", "W105")] == [
        "error",
        "warning",
        "note",
    ]
    assert [rules[result["ruleId"]]["id"] for result in run["results"]][:2] == ["W105", "W101"]


def test_what_cannot_be_read_is_said() -> None:
    (invocation,) = run_of(CHECKED)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "nets/locked.yaml: Permission denied"
    assert run_of(NOTHING)["invocations"] == [{"executionSuccessful": True}]


@pytest.mark.parametrize("name", ["a b.yaml", "ä%.yaml", "a#b?c.yaml", "dir/[x].yaml", 'quo"te.yaml'])
def test_any_name_is_a_valid_reference(name: str) -> None:
    run = run_of(Checked((CheckedFile(name, (finding(KERNEL, "m", Source(name, ""), (1, 1, 1, 2)),)),)))
    written = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(written) == name
    assert not set(written) & set(' #?[]"<>')
