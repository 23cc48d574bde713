"""What files contain, and what they are called, steers neither a terminal nor a CI system, in whatever format."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from convcalc.render.formats import ANALYSES, FINDINGS
from tests.cli.conftest import Result, Run
from tests.render.test_printable import COMMANDS, UNSEEN

CHARACTERS = "".join(chr(n) for n in UNSEEN if n < 0xE0000 or n % 512 < 2)
HARMLESS = {"\n", "\t"}
LINE = "::error file=x,line=1::forged"
TITLE = f"{LINE} {' '.join(COMMANDS)} {CHARACTERS}"
WINDOWS = (
    "  - {conv: {filters: 4, kernel: 2, stride: 2}, name: c} # ##[group] ##vso[task.complete] \u202e\u200b\u2066\u200d\n"
)


def quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(c):08x}" for c in text) + '"'


def pieces(text: str, size: int) -> Iterator[str]:
    return (text[i : i + size] for i in range(0, len(text), size))


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Files with everything in their titles, kinds, keys, comments and names."""
    folder = tmp_path / "ci"
    folder.mkdir()
    head = f"name: {quoted(TITLE)}\n"
    (folder / "misfit.yaml").write_text(f"{head}input: 7x7x3\nlayers:\n{WINDOWS}", encoding="utf-8")
    (folder / "open.yaml").write_text(f"{head}input: HxWx3\nlayers:\n{WINDOWS}", encoding="utf-8")
    words = [*COMMANDS, LINE, *pieces(CHARACTERS, 12)]
    kinds = "".join(f"  - {quoted(word)}\n" for word in words)
    (folder / "kinds.yaml").write_text(f"input: 7x7x3\nlayers:\n{kinds}", encoding="utf-8")
    keys = "".join(f"{quoted(word)}: 3\n" for word in words)
    (folder / "keys.yaml").write_text(f"{keys}input: 7x7x3\nlayers: [relu]\n", encoding="utf-8")
    named = "".join(c for c in CHARACTERS if c != "\0")
    names = [LINE.replace("/", ""), *COMMANDS[:3], *pieces(named, 40)]
    for number, name in enumerate(names):
        (folder / f"{name.replace('/', '')}{number}.yaml").write_text("input: 7x7x3\nlayers: [rleu]\n", encoding="utf-8")
    return folder


def must_be_harmless(text: str, commands: bool = False) -> None:
    assert {ascii(c) for c in text if ord(c) in UNSEEN and c not in HARMLESS} == set()
    assert re.findall(r"##[\w.-]*\[", text) == []
    lines = [line for line in text.split("\n") if line.lstrip().startswith("::")]
    if commands:
        assert [line for line in lines if not re.match("::(error|warning|notice) ", line) or "x,line=1::" in line[:90]] == []
    else:
        assert lines == []


def harmless(result: Result, commands: bool = False) -> str:
    assert result.out + result.err
    must_be_harmless(result.out, commands)
    must_be_harmless(result.err)
    return result.out


@pytest.mark.parametrize("format", FINDINGS)
def test_check(format: str, hostile: Path, run: Run) -> None:
    made = harmless(run("check", "ci", "--format", format), format == "github")
    run("check", "ci", "-o", "out.txt", "--format", format)
    must_be_harmless(Path("out.txt").read_bytes().decode(), format == "github")
    if format == "sarif":
        told = [result["message"]["text"] for result in json.loads(made)["runs"][0]["results"]]
        assert any(COMMANDS[0] in text for text in told)
    if format in ("json", "jsonl"):
        found = [json.loads(line) for line in made.splitlines()] if format == "jsonl" else json.loads(made)["findings"]
        assert {c for f in found for c in f["message"]} >= set(CHARACTERS) - {"\n", "\t", "\r"}
        assert {c for f in found for c in f["file"]} >= set(CHARACTERS) - {"\0"}
    if format == "junit":
        assert ET.fromstring(made).tag == "testsuites"


def test_check_counts(hostile: Path, run: Run) -> None:
    harmless(run("check", "ci", "--statistics"))


@pytest.mark.parametrize("format", ANALYSES)
def test_analyze(format: str, hostile: Path, run: Run) -> None:
    made = harmless(run("analyze", "ci", "--format", format))
    if format == "json":
        assert {one["name"] for one in json.loads(made)} >= {TITLE}
    harmless(run("analyze", "ci/misfit.yaml", "--format", format))
    if format != "json":
        harmless(run("analyze", "ci/misfit.yaml", "--format", format, "--sort", "params"))


@pytest.mark.parametrize(
    "words",
    [
        ("explain", "ci/misfit.yaml"),
        ("explain", "ci/misfit.yaml", "--format", "json"),
        ("explain", "ci/misfit.yaml", "--format", "markdown"),
        ("explain", "ci/kinds.yaml"),
        ("explain", "ci/open.yaml"),
        ("explain", "ci/misfit.yaml", TITLE.replace("\0", "")),
        ("fit", "ci/open.yaml"),
        ("fit", "ci/open.yaml", "--format", "json"),
        ("fit", "ci/misfit.yaml", "--memory", "1MiB"),
        ("fit", "ci/misfit.yaml", "--memory", "1MiB", "--format", "json"),
        ("fit", "ci/keys.yaml", "--format", "json"),
        ("analyze", "ci/misfit.yaml", "--training"),
        ("analyze", "ci/misfit.yaml", "--columns", TITLE),
        ("analyze", "ci/misfit.yaml", "--set", f"{TITLE}=3"),
        ("check", "ci/misfit.yaml", "--format", TITLE),
        ("check", "ci/misfit.yaml", "--report", f"sarif={TITLE}/x".replace("\0", "")),
        ("check", TITLE.replace("\0", "")),
        ("check", "--input", "7", "--stride", TITLE),
        ("layers", TITLE),
        ("rule", TITLE),
    ],
    ids=lambda words: ascii(" ".join(words))[:60],
)
def test_other_commands(words: tuple[str, ...], hostile: Path, run: Run) -> None:
    harmless(run(*words))


def test_what_there_is_without_files(run: Run) -> None:
    for words in (
        ["list"],
        ["layers"],
        ["rule"],
        ["rule", "--format", "json"],
        ["rule", "--format", "markdown"],
        ["schema"],
    ):
        harmless(run(*words))


def test_usage_errors(process: Run) -> None:
    """The messages of typer, which it writes itself."""
    for words in (
        ["analyze", f"--{COMMANDS[0]}\u202e\x9b"],
        [f"x{COMMANDS[1]}\u2028"],
        ["fit", "unet", "--format", "\u200b##[a]"],
    ):
        result = process(*words)
        assert result.code == 2
        harmless(result)


def test_a_terminal_with_colours(hostile: Path, run: Run) -> None:
    for words in (["check", "ci"], ["analyze", "ci"], ["explain", "ci/misfit.yaml"], ["fit", "ci/open.yaml"]):
        made = run(*words, "--color", "always").out
        must_be_harmless(re.sub(r"\x1b\[[0-9;]*m", "", made))
        assert "\x1b[" in made


def test_the_summary_in_github_actions(hostile: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    run("check", "ci")
    must_be_harmless(Path("summary.md").read_bytes().decode())
