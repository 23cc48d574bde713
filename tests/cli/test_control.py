"""What `check` and `analyze` tell and fail for, on the command line and through a configuration."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

# A note in line 3, a warning in line 4, an error in line 5.
NET = """\
input: 14x14x4
layers:
  - {conv: {filters: 4, kernel: 1, stride: 2}, rounding: floor}
  - {maxpool: {kernel: 3, stride: 3}, rounding: floor}
  - conv: {filters: 4, kernel: 1}
    from: input
"""


def rules_told(out: str) -> list[str]:
    return [line.split("[")[1].split("]")[0] for line in out.splitlines() if line.split("[")[0].split(" ")[-1] in ("error", "warning", "note")]  # fmt: skip


@pytest.fixture
def net(tmp_path: Path) -> Path:
    (tmp_path / "net.yaml").write_text(NET)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "expected", "code"),
    [
        ([], ["skipped", "unread-output", "input-lost"], 1),
        (["--select", "W"], ["skipped", "stride-beyond-kernel", "input-lost"], 0),
        (["--select", "W103,V301"], ["unread-output", "input-lost"], 1),
        (["--select", "W103", "--select", "skipped"], ["skipped", "input-lost"], 0),
        (["--select", "W103", "--extend-select", "V"], ["unread-output", "input-lost"], 1),
        (["--ignore", "V3, skipped"], ["input-lost"], 0),
        (["--select", "ALL", "--ignore", "W1"], ["unread-output"], 1),
        (["--ignore", "ALL"], [], 0),
        (["--ignore", "V", "--fail-on", "note"], ["skipped", "input-lost"], 1),
        (["--ignore", "V", "--fail-on", "warning"], ["skipped", "input-lost"], 1),
        (["--select", "W104", "--fail-on", "warning"], ["skipped"], 0),
        (["--select", "W104", "--fail-on", "note"], ["skipped"], 1),
        (["--fail-on", "error"], ["skipped", "unread-output", "input-lost"], 1),
        (["--exit-zero"], ["skipped", "unread-output", "input-lost"], 0),
        (["--exit-zero", "--fail-on", "note"], ["skipped", "unread-output", "input-lost"], 0),
    ],
)
def test_options(run: Run, net: Path, words: list[str], expected: list[str], code: int) -> None:
    result = run("check", "net.yaml", *words)
    assert (rules_told(result.out), result.code, result.err) == (expected, code, "")


def test_statistics(run: Run, net: Path) -> None:
    (net / "two.yaml").write_text(NET)
    (net / "three.yaml").write_text(NET.replace("from: input", "name: x"))
    result = run("check", ".", "--statistics")
    assert result.out == (
        "3  warning  W103  input-lost\n3  note     W104  skipped\n2  error    V301  unread-output\n"
        "3 architectures checked: 2 errors, 3 warnings, 3 notes.\n"
    )
    assert result.code == 1
    result = run("check", ".", "--statistics", "--ignore", "ALL")
    assert (result.out, result.code) == ("3 architectures checked, nothing found.\n", 0)


def test_usage_errors_stay_under_exit_zero(run: Run, net: Path) -> None:
    result = run("check", "net.yaml", "nowhere.yaml", "--exit-zero")
    assert (result.code, result.err.startswith("error: nowhere.yaml: no such file")) == (2, True)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["net.yaml", "--select", "input-lots"], "error: --select: there is no rule input-lots; did you mean input-lost?\n"),
        (["net.yaml", "--ignore", "X,L"], "error: --ignore: there is no rule X; convcalc rule lists them\nerror: --ignore: L is a rule of the language; what keeps a file from being read is always told\n"),
        (["net.yaml", "--ignore", "W103,"], "error: --ignore: there is no rule without a name; convcalc rule lists them\n"),
        (["net.yaml", "--statistics", "--format", "json"], "error: --statistics counts in text, and does not go with --format json; leave out one of the two\n"),
        (["net.yaml", "--isolated", "--config", "x.toml"], "error: --config and --isolated do not go together; leave out one of the two\n"),
        (["net.yaml", "--config", "x.toml"], "error: x.toml: no such file\n"),
        (["net.yaml", "--config", "."], "error: .: a folder\n"),
        (["--input", "7", "--select", "W"], "error: --select is for files; a window has one answer, on standard output\n"),
        (["--input", "7", "--fail-on", "note"], "error: --fail-on is for files; a window has one answer, on standard output\n"),
    ],
)  # fmt: skip
def test_bad_usage(run: Run, net: Path, words: list[str], message: str) -> None:
    result = run("check", *words)
    assert (result.code, result.out, result.err) == (2, "", message)


# -- configuration


def told(run: Run, *words: str) -> list[str]:
    result = run("check", *words)
    assert result.err == ""
    return [*rules_told(result.out), str(result.code)]


ALL = ["skipped", "unread-output", "input-lost", "1"]


@pytest.mark.parametrize(
    ("config", "words", "expected"),
    [
        ("", [], ALL),
        ('ignore = ["V3"]', [], ["skipped", "input-lost", "0"]),
        ('select = ["input-lost"]', [], ["input-lost", "0"]),
        ("select = []", [], ["0"]),
        ('select = ["W103"]\nextend-select = ["V"]', [], ["unread-output", "input-lost", "1"]),
        ('ignore = ["V3"]\nfail-on = "warning"', [], ["skipped", "input-lost", "1"]),
        ('severity = {input-lost = "error", V301 = "note"}', [], ["skipped", "unread-output", "input-lost", "1"]),
        ('severity = {V301 = "warning"}', [], ["skipped", "unread-output", "input-lost", "0"]),
        ('[per-file-ignores]\n"net.*" = ["W"]', [], ["unread-output", "1"]),
        ('[per-file-ignores]\n"net.*" = ["W"]\n"**/*.yaml" = ["V"]', [], ["0"]),
        ('[per-file-ignores]\n"other/*" = ["W"]', [], ALL),
        # the command line is above the file
        ('ignore = ["V3"]', ["--select", "V"], ["unread-output", "1"]),
        ('ignore = ["V3"]', ["--ignore", "W104"], ["input-lost", "0"]),
        ('ignore = ["V3"]', ["--extend-select", "V301"], ALL),
        ('fail-on = "note"', ["--fail-on", "error", "--ignore", "V"], ["skipped", "input-lost", "0"]),
        ('ignore = ["ALL"]', ["--isolated"], ALL),
        # what is ignored for a file is not asked there, whoever selects it
        ('[per-file-ignores]\n"net.yaml" = ["W"]', ["--select", "W,V"], ["unread-output", "1"]),
        # a configuration excludes what folders find, not what is named
        ('exclude = ["net.yaml"]', [], ALL),
    ],
)
def test_configuration(run: Run, net: Path, config: str, words: list[str], expected: list[str]) -> None:
    (net / "convcalc.toml").write_text(config)
    assert told(run, "net.yaml", *words) == expected
    (net / "convcalc.toml").unlink()
    text = config.replace("[per-file-ignores]", "[tool.convcalc.per-file-ignores]")
    (net / "pyproject.toml").write_text(f"[project]\nname = 'x'\n[tool.convcalc]\n{text}\n")
    assert told(run, "net.yaml", *words) == expected
    (net / "pyproject.toml").unlink()
    (net / "shared.toml").write_text(config)
    assert told(run, "net.yaml", *words, *(["--config", "shared.toml"] if "--isolated" not in words else [])) == expected


def test_the_nearest_is_taken_and_no_other(run: Run, net: Path) -> None:
    (net / "convcalc.toml").write_text('ignore = ["ALL"]')
    (net / "a" / "b").mkdir(parents=True)
    (net / "a" / "pyproject.toml").write_text("[project]\nname = 'convcalc'\n")  # says nothing of convcalc's own
    (net / "a" / "b" / "net.yaml").write_text(NET)
    assert told(run, "a/b/net.yaml") == ["0"]
    (net / "a" / "pyproject.toml").write_text('[tool.convcalc]\nselect = ["W103"]\n')
    assert told(run, "a/b/net.yaml") == ["input-lost", "0"]
    (net / "a" / "convcalc.toml").write_text('select = ["W104"]\n')
    assert told(run, "a/b/net.yaml") == ["skipped", "0"]
    (net / "a" / "b" / "convcalc.toml").write_text("")
    assert told(run, "a/b/net.yaml") == ALL
    # each file has its own
    assert told(run, "net.yaml", "a/b/net.yaml", str(net / "a" / ".." / "net.yaml")) == ALL


def test_standard_input_and_the_zoo_take_that_of_the_working_directory(run: Run, net: Path) -> None:
    assert run("check", "-", text=NET).code == 1
    assert run("check", "alexnet", "--input", "224x224x3").code == 1
    (net / "convcalc.toml").write_text('ignore = ["V", "W102"]')
    assert rules_told(run("check", "-", text=NET).out) == ["skipped", "input-lost"]
    assert run("check", "alexnet", "--input", "224x224x3").code == 0


def test_what_folders_pass_over(run: Run, net: Path) -> None:
    for place in ("old/a.yaml", "old/deep/b.yaml", "drafts/c.yaml", "drafts/deep/d.yaml", "e.yaml"):
        (net / place).parent.mkdir(parents=True, exist_ok=True)
        (net / place).write_text("input: 3\nlayers: [relu]\n")
    (net / "net.yaml").unlink()
    (net / "convcalc.toml").write_text('exclude = ["old", "drafts/*.yaml"]')
    assert run("check", ".").out == "2 architectures checked, nothing found.\n"
    assert run("check", "drafts", "old/a.yaml").out == "2 architectures checked, nothing found.\n"
    result = run("check", "old")
    assert (result.code, result.out) == (0, "")
    assert result.err == "note: nothing is checked: the configuration excludes 2 files\n"


def test_analyze_heeds_the_file_and_the_configuration(run: Run, net: Path) -> None:
    plain = run("analyze", "net.yaml")
    assert (plain.code, "nothing reads" in plain.out) == (1, True)
    (net / "convcalc.toml").write_text('ignore = ["ALL"]\nfail-on = "note"')
    silent = run("analyze", "net.yaml")
    assert (silent.code, "nothing reads" in silent.out) == (0, False)
    assert plain.out.startswith(silent.out.rstrip("\n"))  # no number changes
    assert run("analyze", "net.yaml", "--isolated").out == plain.out
    (net / "convcalc.toml").write_text('fail-on = "note"\nignore = ["V"]')
    assert run("analyze", "net.yaml").code == 0  # fail-on is for check
    (net / "convcalc.toml").unlink()
    (net / "net.yaml").write_text(NET + "    # convcalc: ignore-file[V301]\n")
    assert run("analyze", "net.yaml").code == 0


def test_explain_and_fit_heed_the_file_alone(run: Run, net: Path) -> None:
    (net / "convcalc.toml").write_text('ignore = ["ALL"]')
    assert run("explain", "net.yaml").code == 1
    assert run("fit", "net.yaml").code == 1
    (net / "net.yaml").write_text("allow: [unread-output]\n" + NET)
    assert run("explain", "net.yaml").code == 0
    assert run("fit", "net.yaml").code == 0


def test_fit_says_what_leaves_nothing_to_answer_whatever_is_allowed(run: Run) -> None:
    text = "input: 8x8x4\nallow: [groups-do-not-divide]\nlayers:\n  - conv: {filters: 8, kernel: 3, groups: 3}\n"
    assert run("check", "-", text=text).code == 0
    result = run("fit", "-", text=text)
    assert (result.code, "error[groups-do-not-divide]" in result.out) == (1, True)


WRONG = """\
[project]
name = "convcalc"
select = 3
[tool.convcalc]
selct = ["W"]
select = ["W9", "input-lots", "bad-value"]
ignore = "W"
fail-on = "warn"
exclude = [3]
severity = {input-lost = "errr", W1 = "note", L001 = "note"}
[tool.convcalc.per-file-ignores]
"old/**" = ["X"]
new = "W"
"""


def test_all_that_is_wrong_with_a_configuration(run: Run, net: Path) -> None:
    (net / "pyproject.toml").write_text(WRONG)
    result = run("check", "net.yaml")
    assert (result.code, result.out) == (2, "")
    assert result.err.splitlines() == [
        "error: pyproject.toml:5:1: there is no key selct; did you mean select?",
        "error: pyproject.toml:6:11: select: there is no rule W9; convcalc rule lists them",
        "error: pyproject.toml:6:17: select: there is no rule input-lots; did you mean input-lost?",
        "error: pyproject.toml:6:31: select: bad-value is a rule of the language; what keeps a file from being read is always told",
        'error: pyproject.toml:7:1: ignore must be a list of texts, and is "W"; write ["W"]',
        'error: pyproject.toml:8:1: fail-on must be error, warning or note, and is "warn"; did you mean warning?',
        "error: pyproject.toml:9:1: exclude must be a list of texts, and is a list of other things",
        'error: pyproject.toml:10:13: severity: input-lost must be error, warning or note, and is "errr"; did you mean error?',
        "error: pyproject.toml:10:34: severity: name each rule by its whole name or code",
        "error: pyproject.toml:10:47: severity: L001 is a rule of the language; what keeps a file from being read is always told",
        "error: pyproject.toml:12:13: per-file-ignores: there is no rule X; convcalc rule lists them",
        'error: pyproject.toml:13:1: per-file-ignores: new must be a list of texts, and is "W"; write ["W"]',
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("convcalc.toml", b"select = [\n", "error: convcalc.toml: this is not TOML: Invalid value (at end of document)\n"),
        ("convcalc.toml", b"a = 1\nselect == 3\n", "error: convcalc.toml:2:9: this is not TOML: Invalid value\n"),
        ("convcalc.toml", b"\xff", "error: convcalc.toml: not UTF-8 text\n"),
        ("convcalc.toml", b"limits = 3", "error: convcalc.toml:1:1: there is no key limits; known here: select, extend-select, ignore, per-file-ignores, severity, fail-on, exclude\n"),
        ("convcalc.toml", b"a = " + b"[" * 100_000, None),
        ("pyproject.toml", b"tool = {convcalc = 3}", "error: pyproject.toml:1:9: [tool.convcalc] must be a table, and is 3\n"),
        ("pyproject.toml", b"tool = 3 # convcalc", ""),
        ("pyproject.toml", b"no toml at all", ""),
    ],
)  # fmt: skip
def test_files_that_are_not_right(run: Run, net: Path, name: str, content: bytes, message: str | None) -> None:
    (net / name).write_bytes(content)
    result = run("check", "net.yaml", "--exit-zero")
    assert message is None or result.err == message
    assert result.code == (0 if message == "" else 2)


def test_a_pyproject_without_the_table_cannot_be_asked_for(run: Run, net: Path) -> None:
    (net / "pyproject.toml").write_text("[project]\n")
    result = run("check", "net.yaml", "--config", "pyproject.toml")
    assert (result.code, result.err) == (2, "error: pyproject.toml: there is no [tool.convcalc] in it\n")


def test_a_working_directory_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    code = f"import os; os.chdir({str(gone)!r}); os.rmdir({str(gone)!r}); from convcalc.cli.main import main; import sys; sys.argv = ['convcalc', 'check', 'alexnet']; main()"

    root = str(Path(__file__).parent.parent.parent)
    # -P: as for the installed program, the working directory is not searched for modules; pydantic's fail to load there on 3.13.
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": root})  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "1 architecture checked, nothing found.\n")


def test_the_configuration_in_the_documents_is_right(run: Run, net: Path) -> None:
    docs = Path(__file__).parent.parent.parent / "docs"
    text = (docs / "examples" / "guard.toml").read_text(encoding="utf-8")
    assert f"```toml\n{text}```" in (docs / "checking.md").read_text(encoding="utf-8")
    assert told(run, "net.yaml", "--config", str(docs / "examples" / "guard.toml")) == ALL


def test_without_a_configuration_none_is_parsed(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    code = (
        "import sys; from convcalc.cli.main import app\n"
        "try: app(['check', 'alexnet'])\nexcept SystemExit: pass\nprint('tomllib' in sys.modules)"
    )
    root = str(Path(__file__).parent.parent.parent)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path, env={**os.environ, "PYTHONPATH": root})  # fmt: skip
    assert done.stdout.endswith("False\n")
    (tmp_path / "pyproject.toml").write_text("[tool.convcalc]\n")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path, env={**os.environ, "PYTHONPATH": root})  # fmt: skip
    assert done.stdout.endswith("True\n")
