"""Names of files and links: what is read, what is written, and that one of them ends no run."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Run

BAD = "input: 7x7x3\nlayers:\n  - maxpool: {kernel: 2, stride: 2}\n"
NET = "input: 32x32x3\nlayers:\n  - conv: {filters: 10, kernel: 5, padding: 2}\n"
PARAMS = 10 * (5 * 5 * 3 + 1)
MINE = "extends: resnet50.yaml\n"
OUT = "a link that leads out of the working directory, and is not written through; to write there, name the file itself: "


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """A working directory with another folder beside it."""
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "secret.txt").write_text("SECRET_TOKEN: zzz\n")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a" * 256 + ".yaml", "File name too long"),
        ("a/" * 3_000 + "b.yaml", "File name too long"),
        ("self.yaml", "self.yaml: Too many levels of symbolic links"),
        ("lenet5.yaml", "lenet5.yaml: Too many levels of symbolic links"),
        ("out.yaml", "out.yaml: a link that leads out of this folder"),
        ("loop/a.yaml", "Too many levels of symbolic links"),
        ("pipe.yaml", "pipe.yaml: not a regular file"),
        ("text.yaml", "text.yaml: a link to what is no .yaml or .yml file"),
    ],
)
def test_extends_what_cannot_be_read(here: Path, run: Run, text: str, reason: str) -> None:
    """A finding at its line; the other file is checked and the reports are written."""
    for name, target in {"self.yaml": "self.yaml", "lenet5.yaml": "lenet5.yaml", "loop": "loop"}.items():
        (here / name).symlink_to(target)
    (here / "out.yaml").symlink_to("../out/secret.txt")
    (here / "text.yaml").symlink_to("text.txt")
    (here / "text.txt").write_text(NET)
    os.mkfifo(here / "pipe.yaml")
    (here / "a.yaml").write_text(f"extends: {text}\n")
    (here / "b.yaml").write_text(BAD)
    result = run("check", "a.yaml", "b.yaml", "--format", "concise", "--report", "sarif=x.sarif")
    first, second = result.out.splitlines()
    assert first.startswith("a.yaml:1:10: error[bad-extends] ")
    assert reason in first
    assert len(first) < 300
    assert second.startswith("b.yaml:3:5: error[non-integer-stride]")
    assert (result.code, result.err) == (1, "")
    found = json.loads((here / "x.sarif").read_text())["runs"][0]["results"]
    assert [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in found] == ["a.yaml", "b.yaml"]


@pytest.mark.parametrize("folders", [(".",), (".", "sub"), ("sub", ".")])
def test_links_in_a_folder(here: Path, run: Run, folders: tuple[str, ...]) -> None:
    """They are followed to regular files in it alone; the others are told once, also where two folders hold them."""
    (here / "sub").mkdir()
    (here / ".git").mkdir()
    (here / ".git" / "config").write_text("SECRET")
    (here / "sub" / "good.yaml").write_text(NET)
    (here / "real.txt").write_text("input: 3\nlayers: [rleu]\n")
    targets = {
        "alias": "../real.txt", "secret": "../../out/secret.txt", "environment": "/proc/self/environ", "zero": "/dev/zero",
        "token": "../.git/config", "gone": "nowhere", "me": "me.yaml", "long": "a" * 300, "folder": "..",
    }  # fmt: skip
    for name, target in targets.items():
        (here / "sub" / f"{name}.yaml").symlink_to(target)
    result = run("check", *folders, "--format", "concise")
    assert "SECRET" not in result.out + result.err
    assert result.out == "sub/alias.yaml:2:10: error[unknown-kind] there is no layer kind rleu\n"
    assert result.err.splitlines() == [
        f"note: sub/{name}.yaml: a link {why}; it is not read"
        for name, why in [
            ("environment", "that leads out of the folder"),
            ("gone", "that leads nowhere"),
            ("long", "that leads nowhere"),
            ("me", "that leads nowhere"),
            ("secret", "that leads out of the folder"),
            ("token", "that leads out of the folder" if folders[0] == "sub" else "to what is hidden"),
            ("zero", "that leads out of the folder"),
        ]
    ]
    assert result.code == 1
    (here / "convcalc.toml").write_text('exclude = ["sub"]\n')
    assert run("check", ".").err == "note: nothing is checked: the configuration excludes 2 files\n"


def test_many_links_are_counted(here: Path, run: Run) -> None:
    (here / "net.yaml").write_text(NET)
    for i in range(30):
        (here / f"l{i:02}.yaml").symlink_to("/dev/zero")
    lines = run("check", ".").err.splitlines()
    assert (len(lines), lines[-1]) == (21, "note: 10 more links are not read")


def test_a_configuration_that_leads_out_is_told_and_passed_over(here: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "convcalc.toml").write_text('ignore = ["non-integer-stride"]\n')
    (here / "bad.yaml").write_text(BAD)
    (here / "convcalc.toml").symlink_to("../out/secret.txt")
    (here / "pyproject.toml").symlink_to("/proc/self/environ")
    result = run("check", "bad.yaml", "bad.yaml")
    assert result.err.splitlines() == [
        f"note: {name}: a link that leads out of its folder; it is not read" for name in ("convcalc.toml", "pyproject.toml")
    ]
    assert (result.code, "SECRET" in result.out) == (0, False)  # the next one upwards holds


def test_a_configuration_may_be_a_link_in_its_folder(here: Path, run: Run) -> None:
    (here / "bad.yaml").write_text(BAD)
    (here / "real.toml").write_text('ignore = ["non-integer-stride"]\n')
    (here / "convcalc.toml").symlink_to("real.toml")
    assert run("check", "bad.yaml").code == 0
    result = run("check", "bad.yaml", "--report", "json=real.toml")
    assert (result.code, "real.toml: a file that was read" in result.err) == (2, True)
    assert (here / "real.toml").read_text().startswith("ignore")


@pytest.mark.parametrize("name", ["report.json", "sub/report.json", "../in/report.json", "gone.json"])
def test_no_report_goes_through_a_link_out_of_the_working_directory(here: Path, run: Run, name: str) -> None:
    victim = here.parent / "out" / "report.json"
    victim.write_text("mine")
    (here / "report.json").symlink_to(victim)
    (here / "sub").symlink_to("../out")
    (here / "gone.json").symlink_to("../out/new.json")
    (here / "bad.yaml").write_text(BAD)
    result = run("check", "bad.yaml", "--report", f"json={name}", "--report", "concise=other.txt")
    target = here.parent.resolve() / "out" / ("new.json" if name == "gone.json" else "report.json")
    assert (result.code, result.err) == (2, f"error: {name}: {OUT}{target}\n")
    assert (here / "other.txt").read_text().startswith("bad.yaml:3:5")
    assert run("analyze", "lenet5", "-o", str(here / name)).code == 2
    assert (victim.read_text(), (victim.parent / "new.json").exists()) == ("mine", False)


def test_a_name_given_outside_is_followed_wherever_it_leads(here: Path, run: Run) -> None:
    (here.parent / "link.json").symlink_to("out/report.json")
    for name in ("../link.json", str(here.parent / "link.json")):
        assert run("analyze", "lenet5", "-o", name).code == 0
        assert json.loads((here.parent / "out" / "report.json").read_text())["name"] == "LeNet-5"
        (here.parent / "out" / "report.json").unlink()


def test_the_working_directory_by_another_name_is_still_it(here: Path, run: Run) -> None:
    (here.parent / "alias").symlink_to("in")
    (here / "report.json").symlink_to("../out/report.json")
    assert OUT in run("analyze", "lenet5", "-o", str(here.parent / "alias" / "report.json")).err


def test_reports_onto_a_link_to_itself(here: Path, run: Run) -> None:
    (here / "me.json").symlink_to("me.json")
    (here / "bad.yaml").write_text(BAD)
    said = "error: me.json: cannot be written: Too many levels of symbolic links\n"
    result = run("check", "bad.yaml", "--report", "json=me.json", "--report", "concise=other.txt")
    assert (result.code, result.err) == (2, said)
    assert (here / "other.txt").exists()
    assert run("analyze", "alexnet", "-o", "me.json").err == said
    assert (here / "me.json").is_symlink()


@pytest.mark.parametrize("name", ["convcalc.toml", "pyproject.toml", "base.yaml", "net.yaml"])
def test_what_was_opened_is_not_overwritten(here: Path, run: Run, name: str) -> None:
    """A configuration that says nothing of convcalc too, and a base that is no YAML."""
    texts = {"pyproject.toml": "[tool.other]\n", "base.yaml": "a: b: c\n", "net.yaml": "extends: base.yaml\n"}
    texts |= {"convcalc.toml": "ignore = []\n"} if name == "convcalc.toml" else {}
    for each, text in texts.items():
        (here / each).write_text(text)
    result = run("check", "net.yaml", "--report", f"json={name}", "--report", "concise=other.txt")
    assert (result.code, (here / name).read_text(), (here / "other.txt").exists()) == (2, texts[name], True)
    assert result.err == f"error: {name}: a file that was read; the output would overwrite it\n"


@pytest.mark.parametrize(("target", "reason"), [("work", "Too many levels of symbolic links"), ("net.yaml", "not a folder")])
def test_a_workspace_that_is_none(here: Path, run: Run, monkeypatch: pytest.MonkeyPatch, target: str, reason: str) -> None:
    (here / "work").symlink_to(target)
    (here / "net.yaml").write_text(BAD)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(here / "work"))
    result = run("check", "net.yaml")
    assert (result.code, "net.yaml" in result.out.splitlines()[0]) == (1, True)
    assert ",file=net.yaml,line=3," in result.out
    assert result.err.startswith("warning: GITHUB_WORKSPACE: ")
    assert result.err.endswith(f": {reason}; paths are relative to the working directory\n")


@pytest.fixture
def nets(here: Path) -> Path:
    (here / "nets").mkdir()
    (here / "nets" / "resnet50.yaml").write_text(NET)
    return here / "nets"


def test_standard_input_has_its_name_and_its_place(nets: Path, run: Run) -> None:
    result = run("analyze", "-", "--stdin-name", "nets/mine.yaml", "--format", "json", text=MINE)
    data = json.loads(result.out)
    assert (data["file"], data["totals"]["params"], data["findings"]) == ("nets/mine.yaml", PARAMS, [])
    for command in ("check", "fit", "explain"):
        result = run(command, "-", "--stdin-name", "nets/mine.yaml", text=MINE + "inptu: 3\n")
        assert (result.code, "nets/mine.yaml:2:1" in result.out) == (1, True)
    (nets / "convcalc.toml").write_text('[per-file-ignores]\n"mine.yaml" = ["non-integer-stride"]\n')
    assert run("check", "-", "--stdin-name", "nets/mine.yaml", text=BAD).code == 0
    result = run("analyze", "-", "--stdin-name", "nets/mine.yaml", "-o", "nets/mine.yaml", text=MINE)
    assert result.err == "error: nets/mine.yaml: a file that was read; the output would overwrite it\n"


def test_standard_input_lies_in_the_working_directory(nets: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(nets)
    assert json.loads(run("analyze", "-", "--format", "json", text=MINE).out)["totals"]["params"] == PARAMS


def test_a_base_from_the_zoo_is_said(here: Path, run: Run) -> None:
    told = json.loads(run("analyze", "-", "--format", "json", text=MINE).out)["findings"]
    found = [each for each in told if each["file"] == "<stdin>"]
    assert [(each["name"], each["severity"], each["line"]) for each in found] == [("base-from-zoo", "note", 1)]
    assert found[0]["message"] == "this extends the zoo's resnet50, and no file"
    assert run("fit", "-", text=MINE).err.startswith("note: <stdin> extends the zoo's resnet50, and no file\n")
    assert "base-from-zoo" not in run("check", "resnet152").out  # which extends a file beside it


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "lenet5", "--stdin-name", "a.yaml"], "--stdin-name is for standard input; give - too"),
        (["fit", "lenet5", "--stdin-name", "a.yaml"], "--stdin-name is for standard input; give - too"),
        (["check", "-", "--stdin-name", ""], '--stdin-name "": give the name of a file, such as nets/net.yaml'),
        (["check", "-", "--stdin-name", "nets/"], '--stdin-name "nets/": give the name of a file, such as nets/net.yaml'),
        (["check", "--input", "7", "--stdin-name", "a"], "--stdin-name is for files; a window has one answer, on standard output"),
    ],
)  # fmt: skip
def test_names_that_make_no_sense(run: Run, words: list[str], said: str) -> None:
    result = run(*words, text=NET)
    assert (result.code, result.err) == (2, f"error: {said}\n")
