"""What convcalc's own work costs, beside a program with the same imports that prints as much and computes nothing.

    python benchmarks/startup.py [--pairs N]

Runs both as whole processes, in turn, and prints the median CPU time of each and the median ratio of the pairs. The
empty program is made from what the real one loads: it imports the same modules, but none of convcalc's, reads its
command line with a typer command of the same options, and writes the real program's output from a file.

Run it where convcalc is installed as users have it (`pip install .`): an editable checkout whose bytecode is not cached
is compiled anew at every start.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

COMMANDS = {
    "analyze alexnet": ["analyze", "alexnet"],
    "check --stride 3 --input 7": ["check", "--stride", "3", "--input", "7"],
}

RECORD = """
import sys
from convcalc.cli.main import app
try:
    app(sys.argv[1:])
except SystemExit:
    pass
sys.stderr.write("\\n".join(m for m in sys.modules if m.split(".")[0] != "convcalc"))
"""

EMPTY = """
import importlib, sys
from typing import Annotated
import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
Text = Annotated[str | None, typer.Option()]

@app.command()
def analyze(
    architectures: Annotated[list[str], typer.Argument()], input: Text = None, batch: Annotated[int | None, typer.Option()] = None,
    dtype: Text = None, set: Annotated[list[str] | None, typer.Option()] = None, rounding: Text = None, columns: Text = None,
    format: Text = None, output: Text = None, color: Text = None,
):
    finish()

@app.command()
def check(
    architectures: Annotated[list[str] | None, typer.Argument()] = None, input: Text = None, kernel: Text = None, stride: Text = None,
    padding: Text = None, dilation: Text = None, rounding: Text = None, set: Annotated[list[str] | None, typer.Option()] = None,
    format: Text = None, color: Text = None,
):
    finish()

def finish():
    for module in open({modules!r}, encoding="utf-8").read().split("\\n"):
        try:
            importlib.import_module(module)
        except ImportError:
            pass
    sys.stdout.write(open({output!r}, encoding="utf-8").read())

app()
"""


def cpu_seconds(command: list[str]) -> float:
    """User and system time of a whole process and its children."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime


def empty_program(words: list[str], folder: Path) -> list[str]:
    """The program that imports and prints as much and computes nothing."""
    run = subprocess.run([sys.executable, "-c", RECORD, *words], capture_output=True, text=True, check=True)
    modules, output, program = folder / "modules.txt", folder / "output.txt", folder / "empty.py"
    modules.write_text(run.stderr, encoding="utf-8")
    output.write_text(run.stdout, encoding="utf-8")
    program.write_text(
        EMPTY.replace("{modules!r}", repr(str(modules))).replace("{output!r}", repr(str(output))), encoding="utf-8"
    )
    return [sys.executable, str(program), *words]


def compare(name: str, words: list[str], pairs: int) -> None:
    """Print the medians of both and the median ratio, pair by pair."""
    with tempfile.TemporaryDirectory() as folder:
        empty = empty_program(words, Path(folder))
        real = [str(Path(sys.executable).parent / "convcalc"), *words]
        for command in (real, empty):
            cpu_seconds(command)
        times = [(cpu_seconds(real), cpu_seconds(empty)) for _ in range(pairs)]
    ours, theirs = (statistics.median(column) for column in zip(*times, strict=True))
    ratio = statistics.median(a / b for a, b in times)
    print(f"{name:<28} {ours * 1000:6.0f} ms   empty {theirs * 1000:6.0f} ms   ratio {ratio:.2f}   ({pairs} pairs)")


def main() -> None:
    """Measure every command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=21)
    pairs = parser.parse_args().pairs
    for name, words in COMMANDS.items():
        compare(name, words, pairs)


if __name__ == "__main__":
    main()
