"""Reading every format back, by its own rules and not by ours: where a finding is, and of which rule."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import unquote

from junitparser import Failure, JUnitXml


class Seen(NamedTuple):
    """What a reader of a report learns of a finding."""

    file: str
    line: int
    column: int
    rule: str


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    message: str


def parse_command(line: str) -> Command | None:
    """A workflow command as the runner reads it, None for any other line.

    After `TryParseV2` of actions/runner, src/Runner.Common/ActionCommand.cs: it unescapes `%25` last.
    """
    line = line.lstrip()
    if not line.startswith("::") or "::" not in line[2:]:
        return None
    info, _, data = line[2:].partition("::")
    name, _, given = info.partition(" ")
    properties = {}
    for pair in given.strip().split(","):
        key, _, value = pair.partition("=")
        if key and value:
            properties[key.lower()] = _unescaped(value, {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"})
    return Command(name, properties, _unescaped(data, {"%0D": "\r", "%0A": "\n", "%25": "%"}))


def _unescaped(text: str, replacements: dict[str, str]) -> str:
    for written, meant in replacements.items():
        text = text.replace(written, meant)
    return text


def commands(text: str) -> list[Command]:
    """All workflow commands of a log; .NET ends a line at CR, LF, or both."""
    return [found for line in re.split(r"\r\n|\r|\n", text) if (found := parse_command(line))]


def _github(text: str) -> list[Seen]:
    return [
        Seen(c.properties["file"], int(c.properties["line"]), int(c.properties["col"]), c.properties["title"].split()[-1])
        for c in commands(text)
    ]


def _text(text: str) -> list[Seen]:
    """Excerpts, and notes of one line."""
    full = re.compile(r"^(?:error|warning)\[([a-z-]+)\]: .*(?:\n  .*)*\n *--> (.*):(\d+):(\d+)$", re.MULTILINE)
    return [Seen(file, int(line), int(column), rule) for rule, file, line, column in full.findall(text)]


def _concise(text: str) -> list[Seen]:
    line = re.compile(r"^(.*?):(\d+):(\d+): (?:error|warning|note)\[([a-z-]+)\] ")
    return [Seen(m[1], int(m[2]), int(m[3]), m[4]) for m in map(line.match, text.splitlines()) if m]


def _ours(data: dict[str, Any]) -> Seen:
    return Seen(data["file"], data["line"], data["column"], data["name"])


def _gitlab(text: str) -> list[Seen]:
    issues = [(issue, issue["location"]) for issue in json.loads(text)]
    return [
        Seen(where["path"], where["positions"]["begin"]["line"], where["positions"]["begin"]["column"], issue["check_name"])
        for issue, where in issues
    ]


def _sarif(text: str) -> list[Seen]:
    (run,) = json.loads(text)["runs"]
    rules = run["tool"]["driver"]["rules"]
    found = []
    for result in run["results"]:
        where = result["locations"][0]["physicalLocation"]
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        region = where["region"]
        found.append(
            Seen(unquote(where["artifactLocation"]["uri"]), region["startLine"], region["startColumn"], rule["name"])
        )
    return found


def _junit(text: str) -> list[Seen]:
    found = []
    for suite in JUnitXml.fromstring(text.encode()):
        for case in suite:
            place = re.fullmatch(r"([a-z-]+) at (\d+):(\d+)", case.name)
            if place:
                assert case.classname is not None
                found.append(Seen(case.classname, int(place[2]), int(place[3]), place[1]))
                assert all(isinstance(result, Failure) for result in case.result)
    return found


def _markdown(text: str) -> list[Seen]:
    found = []
    for row in re.findall(r"^\| (?:error|warning|note) \| (\S+) \| (.*):(\d+):(\d+) \| ", text, re.MULTILINE):
        rule, file, line, column = row
        found.append(Seen(re.sub(r"\\(.)", r"\1", file), int(line), int(column), rule))
    return found


READERS: dict[str, Callable[[str], list[Seen]]] = {
    "text": _text,
    "concise": _concise,
    "json": lambda text: [_ours(finding) for finding in json.loads(text)["findings"]],
    "jsonl": lambda text: [_ours(json.loads(line)) for line in text.splitlines()],
    "markdown": _markdown,
    "github": _github,
    "gitlab": _gitlab,
    "sarif": _sarif,
    "junit": _junit,
}
