"""`convcalc list`, and the program as a whole."""

import subprocess
import sys
from pathlib import Path

import convcalc
from convcalc.language.files import zoo_names
from tests.cli.conftest import Run


def test_the_zoo(run: Run) -> None:
    result = run("list")
    assert result.code == 0
    lines = result.out.splitlines()
    assert lines[0].split() == ["name", "input", "params", "title", "--set", "source"]
    assert [line.split()[0] for line in lines[1:]] == zoo_names()
    alexnet = next(line for line in lines if line.startswith("alexnet "))
    for word in ("AlexNet", "227×227×3", "60,965,224", "classes=1000 streams=2", "Krizhevsky"):
        assert word in alexnet


def test_a_narrow_terminal_cuts_no_name_and_no_number(process: Run) -> None:
    out = process("list", COLUMNS="60").out
    assert "alexnet_torchvision" in out
    assert "60,965,224" in out
    assert max(map(len, out.splitlines())) <= 60


def test_names_for_scripts(run: Run) -> None:
    assert run("list", "--names").out.split() == zoo_names()


def test_version(run: Run) -> None:
    assert run("--version").out == f"convcalc {convcalc.__version__}\n"


def test_help_of_every_command(run: Run) -> None:
    for words in ((), ("analyze",), ("check",), ("list",)):
        result = run(*words, "--help")
        assert result.code == 0
        assert "Usage:" in result.out


def test_no_command_shows_help(run: Run) -> None:
    assert "Usage:" in run().out


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m convcalc analyze vgg16 vgg16 vgg16 vgg16 | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.stdout.startswith("VGG-16")
    assert done.stderr == ""
