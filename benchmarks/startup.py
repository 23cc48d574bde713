"""What convcalc's own work costs, beside a program with the same imports that prints as much and computes nothing.

    python benchmarks/startup.py [--pairs N]

Runs them as whole processes, in turn, and prints the median CPU time of each, the median ratio of the pairs, and the ratio
that is aimed at. The empty program is made from what the real one does: it reads its command line with a typer command of
the same options, and imports every module that the real one has loaded at its end, libraries and standard library, but none
of convcalc's: setting those up is our own cost. It then writes the real program's output, which it has from a file.

A command that is marked `through rich` has an empty program that also gives to rich what the real one gives to it, the
finished lines of the table with their styles; what stands below the table it writes as text, like all of the others.

The real program spares itself the search for garbage in what it has loaded, which an ordinary program does not. So there is
a second ratio, to an empty program that spares itself the same: what is above 1 in it is our own set-up and work alone.

Run it where convcalc is installed as users have it (`pip install .`): an editable checkout whose bytecode is not cached
is compiled anew at every start.
"""

from __future__ import annotations

import argparse
import marshal
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple


class Command(NamedTuple):
    """A command line, the ratio that is aimed at (None: none), and whether the empty program prints through rich."""

    words: tuple[str, ...]
    aim: float | None = None
    through_rich: bool = False


COMMANDS = [
    Command(("analyze", "alexnet"), aim=1.25),
    Command(("analyze", "resnet152"), aim=1.35, through_rich=True),
    Command(("check", "--stride", "3", "--input", "7")),
]

RUN = """
import sys
from convcalc.cli.main import app
try:
    app(sys.argv[1:])
except SystemExit:
    pass
"""

# The modules that are loaded at the end, to standard error. Nothing but the command is imported before.
MODULES = RUN + 'sys.stderr.write("\\n".join(m for m in sys.modules if m.split(".")[0] != "convcalc"))\n'

# The texts that rich is given, to standard error: characters, style, and where in it which other style is.
TEXTS = (
    """
import marshal, sys
from rich.console import Console

print_text, texts = Console.print, []

def record(console, text, **options):
    spans = [(span.start, span.end, span.style) for span in text.spans]
    texts.append((text.plain, text.style, spans))
    print_text(console, text, **options)

Console.print = record
"""
    + RUN
    + "sys.stderr.buffer.write(marshal.dumps(texts))\n"
)

EMPTY = """
import importlib, sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated
import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
Text = Annotated[str | None, typer.Option()]
Texts = Annotated[list[str] | None, typer.Option()]
Number = Annotated[int | None, typer.Option()]
File = Annotated[Path | None, typer.Option()]
Color = StrEnum("Color", ["auto", "always", "never"])
TableFormat = StrEnum("TableFormat", ["table", "json", "csv", "markdown"])
Severity = StrEnum("Severity", ["error", "warning", "note"])
Sort = StrEnum("Sort", ["params", "memory", "macs"])
Optimizer = StrEnum("Optimizer", ["sgd", "momentum", "adam", "adamw", "rmsprop"])
Device = StrEnum("Device", ["cpu", "cuda"])

@app.command()
def analyze(
    architectures: Annotated[list[str], typer.Argument()], input: Text = None, batch: Number = None, dtype: Text = None,
    set: Texts = None, rounding: Text = None, columns: Text = None,
    format: Annotated[TableFormat | None, typer.Option()] = None, depth: Text = None,
    symbolic: Annotated[bool, typer.Option()] = False, sort: Annotated[Sort | None, typer.Option()] = None,
    training: Annotated[bool, typer.Option()] = False, optimizer: Annotated[Optimizer | None, typer.Option()] = None,
    device: Annotated[Device | None, typer.Option()] = None, output: File = None,
    config: File = None, isolated: Annotated[bool, typer.Option()] = False,
    stdin_name: Text = None, limit: Texts = None, color: Annotated[Color, typer.Option()] = Color.auto,
):
    finish()

@app.command()
def check(
    architectures: Annotated[list[str] | None, typer.Argument()] = None, input: Text = None, kernel: Text = None,
    stride: Text = None, padding: Text = None, dilation: Text = None, rounding: Text = None, set: Texts = None,
    select: Texts = None, extend_select: Texts = None, ignore: Texts = None,
    config: File = None, isolated: Annotated[bool, typer.Option()] = False,
    fail_on: Annotated[Severity | None, typer.Option()] = None, exit_zero: Annotated[bool, typer.Option()] = False,
    statistics: Annotated[bool, typer.Option()] = False,
    format: Text = None, output: File = None, report: Texts = None, stdin_name: Text = None,
    limit: Texts = None,
    color: Annotated[Color, typer.Option()] = Color.auto,
):
    finish()

def finish():
    for module in open({modules!r}, encoding="utf-8").read().split("\\n"):
        try:
            importlib.import_module(module)
        except ImportError:
            pass
    if {through_rich!r}:
        print_table()
    sys.stdout.write(open({output!r}, encoding="utf-8").read())

def print_table():
    import marshal
    from rich.console import Console
    from rich.text import Span, Text
    console = Console(width=100_000, color_system=None, highlight=False, markup=False, emoji=False)
    for plain, style, spans in marshal.load(open({texts!r}, "rb")):
        console.print(Text(plain, style, spans=[Span(*span) for span in spans]), soft_wrap=True)

app()
"""

# What the real program does about garbage, around the command of the empty one.
SPARING = """
import gc
gc.set_threshold(100_000)
try:
    app()
finally:
    gc.freeze()
"""


def cpu_seconds(command: list[str]) -> float:
    """User and system time of a whole process and its children."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime


def recorded(program: str, words: tuple[str, ...]) -> tuple[bytes, bytes]:
    """What a program that records the real one writes to standard output and to standard error."""
    run = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, check=True)
    return run.stdout, run.stderr


def empty_programs(command: Command, folder: Path) -> list[list[str]]:
    """The program that imports and prints as much and computes nothing, and the same sparing itself garbage."""
    modules, output, texts = (folder / name for name in ("modules", "output", "texts"))
    written, loaded = recorded(MODULES, command.words)
    modules.write_bytes(loaded)
    lines = written.splitlines(keepends=True)
    if command.through_rich:
        texts.write_bytes(recorded(TEXTS, command.words)[1])
        lines = lines[sum(plain.count("\n") + 1 for plain, _, _ in marshal.loads(texts.read_bytes())) :]
    output.write_bytes(b"".join(lines))
    code = EMPTY.replace("{through_rich!r}", repr(command.through_rich))
    for path in (modules, output, texts):
        code = code.replace(f"{{{path.name}!r}}", repr(str(path)))
    programs = []
    for name, text in (("empty.py", code), ("sparing.py", code.removesuffix("app()\n") + SPARING)):
        program = folder / name
        program.write_text(text, encoding="utf-8")
        programs.append([sys.executable, str(program), *command.words])
        must_print(programs[-1], written)
    return programs


def must_print(empty: list[str], expected: bytes) -> None:
    """End unless the empty program prints what the real one does, which strips the blanks that rich leaves."""
    printed = subprocess.run(empty, capture_output=True, check=True).stdout
    if [line.rstrip() for line in printed.splitlines()] != expected.splitlines():
        raise SystemExit(f"the empty program prints something else: {' '.join(empty)}")


def compare(command: Command, pairs: int) -> None:
    """Print the medians and the median ratios, pair by pair."""
    with tempfile.TemporaryDirectory() as folder:
        real = [str(Path(sys.executable).parent / "convcalc"), *command.words]
        programs = [real, *empty_programs(command, Path(folder))]
        for program in programs:
            cpu_seconds(program)
        times = [tuple(map(cpu_seconds, programs)) for _ in range(pairs)]
    ours, theirs, _ = (statistics.median(column) * 1000 for column in zip(*times, strict=True))
    ratio, sparing = (statistics.median(row[0] / row[i] for row in times) for i in (1, 2))
    name = " ".join(command.words) + (", through rich" if command.through_rich else "")
    aim = f"aim {command.aim:.2f}" if command.aim else ""
    print(
        f"{name:<32} {ours:4.0f} ms   empty {theirs:4.0f} ms   ratio {ratio:.2f}   {aim:<8}   sparing garbage too {sparing:.2f}"
    )


def main() -> None:
    """Measure every command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=21)
    pairs = parser.parse_args().pairs
    print(f"CPU time, medians of {pairs} pairs")
    for command in COMMANDS:
        compare(command, pairs)


if __name__ == "__main__":
    main()
