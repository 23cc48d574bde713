"""Configurations that mean harm: a clear error that says the limit, before `tomllib` sees the text."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convcalc.cli import config_reader
from convcalc.cli.toml_limits import MOST_BYTES, MOST_CHARACTERS, MOST_DEPTH, MOST_PARTS, beyond_limits
from tests.cli.conftest import Run

LIMIT = ", which is the limit"
PARTS = f"a dotted key of more than {MOST_PARTS} parts{LIMIT}"
CHARACTERS = f"a number or a key of more than {MOST_CHARACTERS} characters{LIMIT}"
DEPTH = f"lists and tables nest more than {MOST_DEPTH} deep{LIMIT}"


def dotted(n: int, dot: str = ".", part: str = "a") -> str:
    return dot.join([part] * n)


BEYOND = {
    "a dotted key": (f"{dotted(MOST_PARTS + 1)} = 1", f"1: {PARTS}"),
    "a dotted key with spaces": (f"{dotted(MOST_PARTS + 1, ' . ')} = 1", f"1: {PARTS}"),
    "a dotted key with tabs": (f"x = 1\n{dotted(MOST_PARTS + 1, chr(9) + '.')} = 1", f"2: {PARTS}"),
    "a dotted key in quotes": (dotted(MOST_PARTS + 1, ".", '"."') + " = 1", f"1: {PARTS}"),
    "a dotted key in other quotes": (dotted(MOST_PARTS + 1, ".", "''") + " = 1", f"1: {PARTS}"),
    "a table": (f"[{dotted(MOST_PARTS + 1)}]", f"1: {PARTS}"),
    "a dotted key in an inline table": (f"x = {{{dotted(MOST_PARTS + 1)} = 1}}", f"1: {PARTS}"),
    "a long number": ("x = " + "1" * (MOST_CHARACTERS + 1), f"1: {CHARACTERS}"),
    "a long number with underscores": ("x = " + "1_1" * MOST_CHARACTERS, f"1: {CHARACTERS}"),
    "a long number in base 16": ("\n\nx = 0x" + "f" * MOST_CHARACTERS, f"3: {CHARACTERS}"),
    "lists in lists": ("x = " + "[" * (MOST_DEPTH + 1), f"1: {DEPTH}"),
    "tables in tables": ("x = " + "{a = " * (MOST_DEPTH + 1), f"1: {DEPTH}"),
    "behind a text that ends with a quote": ('x = ["""a"""", ' + "1" * (MOST_CHARACTERS + 1) + "]", f"1: {CHARACTERS}"),
    "behind a text that ends with two": ("x = ['''a''''', " + "1" * (MOST_CHARACTERS + 1) + "]", f"1: {CHARACTERS}"),
    "behind an escaped quote": ('x = ["\\"", ' + "1" * (MOST_CHARACTERS + 1) + "]", f"1: {CHARACTERS}"),
    "behind escaped quotes": ('x = ["""\\"""", ' + "1" * (MOST_CHARACTERS + 1) + "]", f"1: {CHARACTERS}"),
}


@pytest.mark.parametrize("name", list(BEYOND))
def test_what_is_beyond_the_limits(name: str) -> None:
    text, said = BEYOND[name]
    assert beyond_limits(text) == said


@pytest.mark.parametrize(
    "text",
    [
        f"{dotted(MOST_PARTS)} = 1",
        f"[{dotted(MOST_PARTS)}]\n{dotted(MOST_PARTS)} = 1",
        'x = "' + dotted(99) + "\"\ny = '" + dotted(99) + "'",
        'x = """\n' + dotted(99) + "\n\"\"\"\ny = '''\n" + "1" * 999 + "\n'''",
        f"# {dotted(99)} {'1' * 999} {'[' * 99}",
        "x = " + "1" * MOST_CHARACTERS,
        "x = [" + "1.5, " * 99 + "]",
        "x = " + "[" * MOST_DEPTH + "]" * MOST_DEPTH,
        "[a]\n" * 99,
        'x = "' + "a" * 999 + '"',
    ],
)
def test_what_is_within_them(text: str) -> None:
    assert beyond_limits(text) == ""


SNIPPETS = ['"', "'", '"""', "'''", "\\", "#", "\n", "a", ".", " ", "=", "1", "[", "]", "{", "}", ",", "\t", "\r\n", "x = "]


@given(st.lists(st.sampled_from(SNIPPETS), max_size=30).map("".join))
def test_a_number_that_the_parser_would_read_is_seen(before: str) -> None:
    """Whatever stands in front: what `tomllib` takes for a number is not taken for a part of a text here."""
    number = "7" * (MOST_CHARACTERS + 1)
    for text in (f"{before}{number}", f"{before}{number}]", f"{before}\ny = {number}"):
        try:
            read = tomllib.loads(text)
        except ValueError:
            continue
        if int(number) in numbers(read):
            assert beyond_limits(text)


def numbers(value: object) -> list[object]:
    if isinstance(value, dict | list):
        return [n for each in (value.values() if isinstance(value, dict) else value) for n in numbers(each)]
    return [value]


def test_a_configuration_beyond_the_limits_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "convcalc.toml").write_text("\n" + dotted(20_000) + " = 1\n")
    result = run("check", "lenet5")
    assert (result.code, result.err) == (2, f"error: convcalc.toml:2: {PARTS}\n")
    (tmp_path / "convcalc.toml").write_text("x = " + "1" * 1_000_000)
    assert run("check", "lenet5").err == f"error: convcalc.toml: larger than {MOST_BYTES:,} bytes\n"


def test_a_project_is_refused_only_where_it_speaks_of_convcalc(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    for text in ("x = " + "1" * 5_000 + "\n", f"# {'x' * MOST_BYTES}\n"):
        path.write_text(text)
        assert run("check", "lenet5").code == 0
        path.write_text(text + "[tool.convcalc]\n")
        assert run("check", "lenet5").code == 2
    assert run("check", "lenet5").err == (
        f"error: pyproject.toml: larger than {MOST_BYTES:,} bytes, and says something of convcalc\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"k{i} = 1\n" for i in range(4_000)),
        "ignore = [" + '"xx", ' * 900 + "]",
        "[per-file-ignores]\n" + "".join(f"'a{i}' = 3\n" for i in range(900)),
        "[severity]\n" + "".join(f"a{i} = 3\n" for i in range(900)),
    ],
)
def test_what_is_wrong_is_told_up_to_a_number(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    asked = []
    for name in ("did_you_mean", "selector_problem", "nearest"):
        old = getattr(config_reader, name)
        monkeypatch.setattr(config_reader, name, lambda *words, old=old: asked.append(words) or old(*words))
    (tmp_path / "convcalc.toml").write_text(text)
    result = run("check", "lenet5")
    assert result.code == 2
    lines = result.err.splitlines()
    assert len(lines) == config_reader.MOST_WRONG + 1
    assert (
        lines[-1]
        == f"error: convcalc.toml: more than {config_reader.MOST_WRONG} things are wrong; the others are not listed"
    )
    assert len(asked) <= 2 * (config_reader.MOST_WRONG + 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("exclude = [" + '"a", ' * 1_001 + "]", "convcalc.toml:1:1: exclude has 1,001 entries, and 1,000 is the limit"),
        ("ignore = [" + '"W1", ' * 1_001 + "]", "convcalc.toml:1:1: ignore has 1,001 entries, and 1,000 is the limit"),
        ("exclude = ['" + "a" * 401 + "']", "a pattern of 401 characters; 400 is the limit"),
        (
            "[per-file-ignores]\n" + "".join(f"a{i} = []\n" for i in range(1_001)),
            "convcalc.toml:1:2: per-file-ignores has 1,001 entries, and 1,000 is the limit",
        ),
    ],
)
def test_how_much_may_be_compared(run: Run, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "convcalc.toml").write_text(text)
    result = run("check", "lenet5")
    assert (result.code, said in result.err, result.err.count("\n")) == (2, True, 1)
