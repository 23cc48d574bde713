"""Where findings go: formats, files, reports, and what is said of options that make no sense."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

BAD = "input: 9x9x3\nlayers: [relv]\n"


@pytest.fixture(autouse=True)
def network(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(BAD)
    (tmp_path / "good.yaml").write_text("input: 9x9x3\nlayers: [relu]\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--format", "xml"], "--format: there is no format xml; known are text, concise, json, jsonl, markdown, github, gitlab, sarif, junit"),
        (["--report", "xml=a"], "--report: there is no format xml; known are text, concise, json, jsonl, markdown, github, gitlab, sarif, junit"),
        (["--report", "sarif"], "--report sarif: write FORMAT=FILE, such as --report sarif=out.sarif"),
        (["--report", "sarif="], "--report sarif=: write FORMAT=FILE, such as --report sarif=out.sarif"),
        (["--report", "sarif=-"], "--report sarif=-: give a file; --format sarif writes to standard output"),
        (["--report", "sarif=no/a.sarif"], "no/a.sarif: there is no folder no"),
        (["--report", "sarif=."], ".: a folder; give a file to write to"),
        (["-o", "no/a.txt"], "no/a.txt: there is no folder no"),
        (["--report", "json=a", "--report", "sarif=./a"], "a: would be written twice"),
        (["-o", "a.json", "--report", "sarif=a.json"], "a.json: would be written twice"),
    ],
)  # fmt: skip
def test_bad_usage_is_said_before_any_work(run: Run, tmp_path: Path, words: list[str], message: str) -> None:
    before = sorted(tmp_path.iterdir())
    result = run("check", "bad.yaml", *words)
    assert (result.code, result.out, result.err) == (2, "", f"error: {message}\n")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("option", [["-o", "a.txt"], ["--report", "sarif=a.sarif"]])
def test_files_are_not_for_one_window(run: Run, option: list[str]) -> None:
    name = {"-o": "--output"}.get(option[0], option[0])
    result = run("check", "--input", "7", *option)
    assert result.err == f"error: {name} is for files; a window has one answer, on standard output\n"
    assert result.code == 2


def test_formats_of_files_are_not_for_one_window(run: Run) -> None:
    result = run("check", "--input", "7", "--format", "sarif")
    assert (result.code, result.err) == (2, "error: --format sarif is for files; of a window there are text and json\n")


def test_reports_are_written_beside_the_text_and_the_check_still_fails(run: Run, tmp_path: Path) -> None:
    result = run("check", ".", "--report", "sarif=out.sarif", "--report", "concise=out.log")
    assert result.code == 1
    assert result.out.endswith("2 architectures checked: 1 error.\n")
    assert "error[unknown-kind]" in result.out
    assert json.loads((tmp_path / "out.sarif").read_text())["version"] == "2.1.0"
    assert (tmp_path / "out.log").read_text() == "bad.yaml:2:10: error[unknown-kind] there is no layer kind relv\n"
    assert {path.name for path in tmp_path.iterdir()} == {"bad.yaml", "good.yaml", "out.sarif", "out.log"}


def test_a_report_of_nothing_is_an_empty_file(run: Run, tmp_path: Path) -> None:
    assert run("check", "good.yaml", "--report", "jsonl=out.jsonl").code == 0
    assert (tmp_path / "out.jsonl").read_text() == ""


def test_the_ending_of_a_file_chooses_the_format(run: Run, tmp_path: Path) -> None:
    result = run("check", "bad.yaml", "-o", "out.sarif")
    assert (result.code, result.out, result.err) == (1, "", "")
    assert json.loads((tmp_path / "out.sarif").read_text())["runs"]
    run("check", "bad.yaml", "-o", "out.log")
    assert (tmp_path / "out.log").read_text().startswith("error[unknown-kind]: ")
    run("check", "bad.yaml", "-o", "out.sarif", "--format", "concise")
    assert (tmp_path / "out.sarif").read_text().startswith("bad.yaml:2:10: ")


def test_files_have_no_colours(run: Run, tmp_path: Path) -> None:
    result = run("check", "bad.yaml", "--color", "always", "--report", "text=out.txt")
    assert "\x1b" in result.out
    assert "\x1b" not in (tmp_path / "out.txt").read_text()


@pytest.mark.parametrize("option", [["-o", "bad.yaml"], ["--report", "sarif=bad.yaml"]])
def test_an_architecture_is_not_overwritten(run: Run, tmp_path: Path, option: list[str]) -> None:
    result = run("check", ".", *option, "--report", "junit=out.xml")
    assert result.code == 2
    assert result.err == "error: bad.yaml: a file that was read; the output would overwrite it\n"
    assert (tmp_path / "bad.yaml").read_text() == BAD
    assert (tmp_path / "out.xml").exists()  # the other report is written all the same


def test_a_file_that_is_extended_is_not_overwritten(run: Run, tmp_path: Path) -> None:
    (tmp_path / "derived.yaml").write_text("extends: good.yaml\n")
    result = run("check", "derived.yaml", "--report", "sarif=good.yaml")
    assert result.code == 2
    assert "would overwrite it" in result.err
    assert (tmp_path / "good.yaml").read_text().startswith("input")


@pytest.mark.parametrize("command", [["check"], ["analyze"], ["check", "--config", "convcalc.toml"]])
def test_a_configuration_is_not_overwritten(run: Run, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "convcalc.toml").write_text("ignore = []\n")
    result = run(*command, "good.yaml", "-o", "convcalc.toml")
    assert result.code == 2
    assert "would overwrite it" in result.err
    assert (tmp_path / "convcalc.toml").read_text() == "ignore = []\n"


def test_what_cannot_be_read_is_in_reports_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe")
    result = run("check", ".", "--report", "junit=out.xml")
    assert result.code == 2
    assert result.err == "error: binary.yaml: not UTF-8 text (byte 0xff in line 1)\n"
    assert "1 error" in result.out
    assert "binary.yaml: not UTF-8 text (byte 0xff in line 1)" in (tmp_path / "out.xml").read_text()


def test_nothing_readable_is_still_a_valid_report(run: Run) -> None:
    result = run("check", "absent.yaml", "--format", "sarif")
    assert result.code == 2
    assert json.loads(result.out)["runs"][0]["invocations"][0]["executionSuccessful"] is False


def test_names_that_are_no_utf8(process: Run, tmp_path: Path) -> None:
    (tmp_path / "caf\udce9.yaml").write_text(BAD)
    reports = [w for name in ("text", "json", "gitlab", "sarif", "junit") for w in ("--report", f"{name}=out.{name}")]
    result = process("check", ".", "--format", "github", *reports)
    assert (result.code, result.err) == (1, "")
    assert "caf%E9.yaml" in (tmp_path / "out.sarif").read_text()


LOSES = "input: 10x10x3\nrounding: floor\nlayers:\n  - conv: {filters: 4, kernel: 3, stride: 2}\n"


def test_what_is_found_again_in_a_shared_file_is_said_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(LOSES)
    (tmp_path / "same.yaml").write_text("extends: base.yaml\nbatch: 2\n")
    (tmp_path / "wide.yaml").write_text("extends: base.yaml\ninput: 9x12x3\n")
    result = run("check", "base.yaml", "same.yaml", "wide.yaml", "--format", "concise", "--report", "json=all.json")
    place = "base.yaml:4:5: warning[input-lost] conv_1 does not come out even: "
    assert (result.code, result.out.splitlines()) == (
        0,
        [f"{place}1 of 10 rows and 1 of 10 columns are never seen", f"{place}1 of 12 columns is never seen"],
    )
    data = json.loads((tmp_path / "all.json").read_text())
    assert (data["files"], len(data["findings"])) == (3, 2)


def test_what_is_found_again_fails_where_it_has_to(run: Run, tmp_path: Path) -> None:
    (tmp_path / "nets").mkdir()
    (tmp_path / "nets/base.yaml").write_text(LOSES)
    (tmp_path / "child.yaml").write_text("extends: nets/base.yaml\n")
    (tmp_path / "nets/convcalc.toml").write_text('fail-on = "warning"\n')
    result = run("check", "child.yaml", "nets", "--format", "junit")
    assert result.code == 1
    assert [("<failure" in case) for case in result.out.split("<testcase")[1:]] == [False, True]
