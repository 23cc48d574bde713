"""The commands and outputs in documents are run and compared, so that they stay true.

A block that begins with ```console holds commands behind `$ ` and, below each, what it prints. Between
`<!-- counted: name -->` and `<!-- end -->` stands a table of `tests/counting_tables.py`.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from typer.testing import CliRunner

from convcalc.cli.main import app
from tests.counting_tables import TABLES

ROOT = Path(__file__).parent.parent
COUNTED = re.compile(r"(<!-- counted: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
BLOCK = re.compile(r"(```console\n)(.*?)(```)", re.DOTALL)


def documents() -> Iterator[Path]:
    """The README and the documents."""
    yield ROOT / "README.md"
    yield ROOT / "CONTRIBUTING.md"
    yield from sorted((ROOT / "docs").rglob("*.md"))


def output(command: str) -> str:
    """What a command prints to standard output; only convcalc's own commands can stand in documents."""
    program, *words = shlex.split(command)
    assert program == "convcalc", command
    result = CliRunner().invoke(app, words, env={"GITHUB_ACTIONS": None})  # a job there prints annotations
    assert result.exit_code in (0, 1), f"{command}: {result.stderr}"
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout.rstrip()


def refreshed(text: str) -> str:
    """A document with every output as the program prints it now, and every table as it counts now."""

    def run(block: re.Match[str]) -> str:
        commands = [line for line in block[2].splitlines() if line.startswith("$ ")]
        parts = [f"{command}\n{output(command.removeprefix('$ '))}".rstrip() for command in commands]
        return block[1] + "\n\n".join(parts) + "\n" + block[3]

    return BLOCK.sub(run, COUNTED.sub(lambda found: f"{found[1]}\n{TABLES[found[2]]()}\n\n{found[3]}", text))
