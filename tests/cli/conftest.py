"""Running the program in this process, and in one of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from convcalc.cli.main import app


class Result(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)

    def run_it(*words: str, text: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(app, list(words), input=text)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Result(result.exit_code, result.stdout, result.stderr)

    return run_it


@pytest.fixture
def process(tmp_path: Path) -> Run:
    """Run the program as a process of its own in an empty folder."""

    def run_it(*words: str, text: str | None = None, **env: str) -> Result:
        environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "GITHUB_ACTIONS")} | env
        command = [sys.executable, "-m", "convcalc", *words]
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, cwd=tmp_path, env=environment, check=False
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return run_it
