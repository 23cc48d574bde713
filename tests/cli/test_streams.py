"""How the program ends: on full disks, closed pipes and interruptions, as its users' shells see it."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

PROGRAM = f"{sys.executable} -m convcalc"
FULL = Path("/dev/full")
buffered = pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
needs_full = pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
NO_SPACE = "error: the output cannot be written: No space left on device\n"


class Ended(NamedTuple):
    code: int
    out: str
    err: str


def shell(line: str, folder: Path, **env: str) -> Ended:
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONUNBUFFERED", "COLUMNS", "GITHUB_ACTIONS")}
    done = subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, cwd=folder, env=environment | env, check=False, timeout=60
    )
    return Ended(done.returncode, done.stdout, done.stderr)


@needs_full
@buffered
@pytest.mark.parametrize(
    "words", ["analyze alexnet", "analyze alexnet --format csv", "check alexnet", "--help", "--version"]
)
def test_a_full_disk_is_told_once(words: str, unbuffered: str, tmp_path: Path) -> None:
    ended = shell(f"{PROGRAM} {words} > /dev/full", tmp_path, PYTHONUNBUFFERED=unbuffered)
    assert ended == (2, "", NO_SPACE)


@needs_full
@buffered
@pytest.mark.parametrize(
    "words", ["analyze alexnet --nonsense", "nonsense", "analyze nowhere.yaml", "analyze alexnet > /dev/full"]
)
def test_an_error_that_cannot_be_told(words: str, unbuffered: str, tmp_path: Path) -> None:
    assert shell(f"{PROGRAM} {words} 2> /dev/full", tmp_path, PYTHONUNBUFFERED=unbuffered).code == 2


@needs_full
def test_findings_are_found_without_standard_error(tmp_path: Path) -> None:
    """CSV tells its findings there; that they cannot be told changes nothing."""
    (tmp_path / "net.yaml").write_text("input: 7x7x3\nlayers:\n  - maxpool: {kernel: 2, stride: 2}\n")
    ended = shell(f"{PROGRAM} analyze net.yaml --format csv 2> /dev/full", tmp_path)
    assert (ended.code, ended.out.count("\n")) == (1, 2)


@buffered
@pytest.mark.parametrize("words", ["--help", "--version", "analyze --help", "analyze alexnet", "check alexnet", ""])
def test_a_reader_that_has_gone(words: str, unbuffered: str, tmp_path: Path) -> None:
    """The pipe is closed before anything is written to it."""
    line = f"{{ read -r; {PROGRAM} {words}; echo $? >&2; }} < <(sleep 0.1; echo) | true"
    ended = shell(line, tmp_path, PYTHONUNBUFFERED=unbuffered)
    assert ended.err == "141\n"


# A module that is loaded in the place of another, and during which an interruption comes.
INTERRUPTS = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nraise SystemExit('the interruption did nothing')\n"


def interrupted(module: str, folder: Path, handling: signal.Handlers) -> subprocess.CompletedProcess[str]:
    (folder / f"{module}.py").write_text(INTERRUPTS)
    return subprocess.run(
        [sys.executable, "-c", "from convcalc.__main__ import main; main()", "analyze", "alexnet"],
        capture_output=True,
        text=True,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        preexec_fn=lambda: signal.signal(signal.SIGINT, handling),
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(("module", "code"), [("typer", -signal.SIGINT), ("yaml", 130)])
def test_an_interruption_while_loading(module: str, code: int, tmp_path: Path) -> None:
    """typer is loaded before there is a program, yaml while it runs."""
    done = interrupted(module, tmp_path, signal.SIG_DFL)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", "")


def test_an_interruption_that_is_ignored(tmp_path: Path) -> None:
    """As in the background of a shell."""
    done = interrupted("typer", tmp_path, signal.SIG_IGN)
    assert (done.returncode, done.stderr) == (1, "the interruption did nothing\n")


def test_the_door_is_thin() -> None:
    """What is loaded before an interruption is seen to: the names that the console script and `-m` load, and nothing big."""
    code = "import sys; before = set(sys.modules); import convcalc.__main__; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True,
                          env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])})  # fmt: skip
    loaded = done.stdout.split()
    assert {name for name in loaded if name.startswith("convcalc")} == {"convcalc", "convcalc.__main__"}
    assert not [name for name in loaded if re.match("typer|pydantic|yaml|rich|asyncio|inspect", name)]
    scripts = (Path(__file__).parents[2] / "pyproject.toml").read_text()
    assert 'convcalc = "convcalc.__main__:main"' in scripts


@pytest.mark.parametrize("name", ["COLUMNS", "LINES", "TERMINAL_WIDTH"])
@pytest.mark.parametrize("size", ["³", "wide", "0", "-5", "300000000", "99999999999999999999"])
def test_sizes_that_no_terminal_has(name: str, size: str, tmp_path: Path) -> None:
    """The help is as without them."""
    usual = shell(f"{PROGRAM} rule --help", tmp_path)
    assert (usual.code, usual.err) == (0, "")
    assert shell(f"{PROGRAM} rule --help", tmp_path, **{name: size}) == usual
