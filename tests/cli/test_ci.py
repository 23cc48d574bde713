"""What changes in the job of a CI system, and what does not."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.render.findings.readers import commands

BAD = "input: 9x9x3\nrounding: floor\nlayers:\n  - conv: {filters: 4, kernel: 2, stride: 2}\n  - relv\n"


@pytest.fixture
def job(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A run in a job of GitHub Actions, with a network that has a mistake."""
    (tmp_path / "bad.yaml").write_text(BAD)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    return run


def test_annotations_come_by_themselves(job: Run, tmp_path: Path) -> None:
    result = job("check", "bad.yaml")
    assert result.code == 1
    (annotation,) = commands(result.out)
    assert annotation.properties["file"] == "bad.yaml"
    assert result.out.endswith("\n1 architecture checked: 1 error.\n")


def test_the_name_of_a_file_gives_no_commands(job: Run, tmp_path: Path) -> None:
    """A runner reads commands from both streams, wherever a line begins with one."""
    (tmp_path / "x\n::error::y.yaml").write_bytes(b"\xff")
    (tmp_path / "z\n::warning::\x1b[31m.yaml").write_text("input: 9x9x3\nlayers: [relu]\ntypo: 1\n")
    for arguments in (["check", "."], ["check", "n\n::notice::o"], ["analyze", ".", "--format", "csv"]):
        result = job(*arguments)
        assert not any(line.startswith("::") for line in result.err.splitlines())
        assert "\x1b" not in result.err
    assert "error: x\\u000a::error::y.yaml: not UTF-8 text" in job("check", ".").err


def test_a_summary_is_appended(job: Run, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("# Before\n\n")
    job("check", "bad.yaml")
    job("check", "lenet5")
    text = summary.read_text()
    assert text.startswith("# Before\n\n### convcalc\n\n1 architecture checked: 1 error.\n")
    assert "| error | unknown-kind | bad.yaml:5:5 |" in text
    assert text.endswith("### convcalc\n\n1 architecture checked, nothing found.\n\n")


@pytest.mark.parametrize("format", ["text", "concise", "json"])
def test_a_format_that_is_asked_for_is_given(job: Run, tmp_path: Path, format: str) -> None:
    result = job("check", "bad.yaml", "--format", format)
    assert commands(result.out) == []
    assert not (tmp_path / "summary.md").exists()


def test_a_file_is_text_as_ever(job: Run, tmp_path: Path) -> None:
    job("check", "bad.yaml", "-o", "out.log")
    assert commands((tmp_path / "out.log").read_text()) == []


def test_one_window_is_text_as_ever(job: Run) -> None:
    assert job("check", "--input", "7").out.startswith("  W = 7")


def test_a_summary_that_cannot_be_written_changes_nothing_else(
    job: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "no" / "summary.md"))
    result = job("check", "lenet5")
    assert result.code == 0
    assert "the summary cannot be written: No such file or directory" in result.err


def test_no_summary_without_a_place_for_it(job: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY")
    assert job("check", "lenet5").err == ""


def test_a_summary_has_an_end(job: Run, tmp_path: Path) -> None:
    layers = "".join("  - relv\n" for _ in range(150))
    (tmp_path / "long.yaml").write_text(f"input: 9x9x3\nlayers:\n{layers}")
    job("check", "long.yaml")
    text = (tmp_path / "summary.md").read_text()
    assert text.count("| error |") == 100
    assert "50 more findings are not listed: 50 unknown-kind" in text


def test_outside_of_a_job_nothing_changes(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    assert commands(run("check", "lenet5", "absent.yaml").out) == []
    assert not (tmp_path / "summary.md").exists()
