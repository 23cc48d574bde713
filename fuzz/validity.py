"""Whether an output is what its format says: parsed by other readers than the program's own."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any
from xml.etree import ElementTree

from jsonschema import Draft7Validator

from tests.schemas import published

COLOUR = re.compile(r"\x1b\[[\d;]*m")
STEERING = ("##[", "##vso[")
SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def _strict(text: str) -> Any:
    """JSON as other programs read it: NaN is none, and no key stands twice."""

    def no_constant(name: str) -> Any:
        raise ValueError(f"{name} is no JSON")

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({key for key, _ in pairs}) < len(pairs):
            raise ValueError("a key stands twice")
        return dict(pairs)

    return json.loads(text, parse_constant=no_constant, object_pairs_hook=once, parse_int=str)


def _json(text: str) -> str | None:
    _strict(text)
    return None


def _jsonl(text: str) -> str | None:
    for line in text.split("\n"):
        if line:
            _strict(line)
    return None


def _list(text: str) -> str | None:
    return None if isinstance(_strict(text), list) else "no list"


@cache
def _schema() -> Draft7Validator | None:
    try:
        return Draft7Validator(published(SARIF))
    except (AssertionError, ImportError):
        return None


def _sarif(text: str) -> str | None:
    _strict(text)
    data = json.loads(text)
    validator = _schema()
    if validator and len(text) < 100_000:
        for error in validator.iter_errors(data):
            return f"SARIF: {error.message[:200]}"
    return None if data["version"] == "2.1.0" and isinstance(data["runs"], list) else "SARIF without version or runs"


def _junit(text: str) -> str | None:
    tree = ElementTree.fromstring(text.encode())
    return None if tree.tag in ("testsuites", "testsuite") else f"JUnit begins with {tree.tag}"


def _csv(text: str) -> str | None:
    csv.field_size_limit(2**30)
    widths = {len(row) for row in csv.reader(io.StringIO(text), strict=True) if row}
    return None if len(widths) <= 1 else f"rows of {sorted(widths)} fields"


PARSERS: dict[str, Callable[[str], str | None]] = {
    "json": _json,
    "jsonl": _jsonl,
    "gitlab": _list,
    "sarif": _sarif,
    "junit": _junit,
    "csv": _csv,
}


def problem(data: bytes, format: str | None) -> str | None:
    """What is wrong with an output, None if nothing is; without a format it is read as text."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return "not UTF-8"
    if format in PARSERS and text:
        try:
            found = PARSERS[format](text)
        except (ValueError, ElementTree.ParseError, csv.Error, KeyError) as error:
            return f"not {format}: {error}"
        if found:
            return found
    return _printed(COLOUR.sub("", text))


def _printed(text: str) -> str | None:
    """Characters that steer a terminal or turn a line, and commands that steer a CI system's log."""
    if not text.isascii() or not text.replace("\n", "").isprintable():
        for character in sorted(set(text)):
            if character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Cs"):
                return f"raw U+{ord(character):04X}"
    return next((f"raw {command}" for command in STEERING if command in text), None)
