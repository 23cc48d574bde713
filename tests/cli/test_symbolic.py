"""Sizes that are open, through every command, format and column: none of them may need a number that there is not."""

import pytest

from convcalc.analysis.closed_forms import opened
from convcalc.api import examine_closed, load
from convcalc.cli.main import app
from convcalc.language.files import zoo_names
from convcalc.render.analysis import AnalysisOptions, Examined
from convcalc.render.formats import ANALYSES
from convcalc.render.table.columns import COLUMNS, FIELDS
from tests.cli.conftest import Run

ALL = tuple(COLUMNS)
OPEN = "input: HxWx3\nlayers:\n  - conv: {filters: 4, kernel: 3}\n  - global_avgpool\n"
LARGE = {"densenet121", "resnet101", "resnet152", "inception_v3", *(f"efficientnet_b{i}" for i in range(1, 8))}
"""Networks of the zoo that take seconds, whose layers others of the zoo have too."""


@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.exhaustive) if n in LARGE else n for n in zoo_names()])
def test_every_column_of_the_zoo(name: str) -> None:
    closed = examine_closed(opened(load(name)))
    examined = [Examined(closed.report.architecture.source, closed.report, closed.report.findings, closed)]
    for format in ANALYSES:
        for options in (
            AnalysisOptions(),
            AnalysisOptions(columns=ALL, depth=None, depth_given=True),
            AnalysisOptions(columns=ALL, width=80),
        ):
            assert ANALYSES[format].render(examined, options)


HEAD = """\
input: HxWx3
object: 9
rounding: floor
layers:
  - {conv: {filters: 4, kernel: 3}, name: first}
  - {conv: {filters: 4, kernel: 3}, name: second}
"""
COMMANDS = {
    **{f"analyze {format}": ("analyze", "-", "--format", format, "--columns", ",".join(ALL)) for format in ANALYSES},
    **{f"analyze {format} deep": ("analyze", "-", "--format", format, "--depth", "all") for format in ANALYSES},
    **{f"check {f}": ("check", "-", "--extend-select", "ALL", "--format", f)
       for f in ("text", "concise", "json", "jsonl", "markdown", "github", "gitlab", "sarif", "junit")},
    **{f"fit {format}": ("fit", "-", "--format", format) for format in ("text", "json")},
    "fit accepting": ("fit", "-", "--accept", "padding-only", "--accept", "skipped", "--accept", "input-lost"),
    "explain": ("explain", "-"), "explain a layer": ("explain", "-", "first", "--format", "json"),
    "explain markdown": ("explain", "-", "--format", "markdown"),
    "fit memory": ("fit", "-", "--memory", "1GiB", "--training"),
    "analyze sort": ("analyze", "-", "--sort", "macs"), "analyze training": ("analyze", "-", "--training"),
}  # fmt: skip
NETS = {
    "a pool over everything": "  - global_avgpool",
    "zeros of same": "  - conv: {filters: 3, kernel: 4, stride: 3, padding: same}\n  - maxpool: 2",
    "regions": "  - adaptive_avgpool: 1x3\n  - maxpool: {kernel: 1x3}",
    "a gate": "  - multiply: {gate: [global_avgpool, {conv: {filters: 4, kernel: 1}}, sigmoid], input: []}",
    "a centre cut out": "  - concat: {a: [{conv: {filters: 2, kernel: 4}}], b: [], crop: center}",
    "sizes of others": "  - maxpool: {kernel: 3, stride: 2}\n  - upsample: {like: first}\n  - crop: {like: second}",
    "upsampled": "  - maxpool: 2\n  - upsample: 2\n  - conv_transpose: {filters: 4, kernel: 4, stride: 3}\n  - pixel_shuffle: 2",
    "phases and a cut": "  - concat: {a: [{upsample: 2}], b: [{upsample: 3}], crop: center}\n  - conv: {filters: 2, kernel: 3}",
    "up and even": "  - maximum: {a: [{maxpool: {kernel: 2, rounding: ceil}}], b: [{maxpool: 2}]}\n  - flatten\n  - fc: 3",
    "many": "  - {conv: {filters: 4, kernel: 3, padding: 1}, repeat: 1000}\n  - {multiply: {a: [relu], b: [tanh]}, repeat: 3}",
}  # fmt: skip


@pytest.mark.parametrize("net", NETS)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command(run: Run, net: str, command: str) -> None:
    text = f"{HEAD}{NETS[net]}\n"
    result = run(*COMMANDS[command], text=text)
    assert result.code in (0, 1, 2)
    assert result.out or result.err or command.startswith("check")


@pytest.mark.parametrize("column", sorted(FIELDS))
def test_fields_at_an_open_size(run: Run, column: str) -> None:
    assert run("analyze", "-", "--columns", f"layer,{column}", text=OPEN).code == 0
    assert run("analyze", "resnet18", "--symbolic", "--columns", f"layer,{column}").code == 0


def test_fields_that_do_not_depend_on_the_size(run: Run) -> None:
    """Of a chain they are those of any size; behind the pool the field is the whole input."""
    lines = run(
        "analyze", "resnet50", "--symbolic", "--columns", "layer,field,field-stride", "--format", "csv", "--depth", "1"
    ).out
    assert "conv1,7x7,2x2" in lines
    numbers = run("analyze", "resnet50", "--columns", "layer,field,field-stride", "--format", "csv", "--depth", "1").out
    closed = [line for line in lines.splitlines() if "H" not in line]
    assert closed == [line for line in numbers.splitlines() if not line.endswith(",")]


def test_the_table_of_commands_is_whole() -> None:
    """A command that is added is asked here, or cannot be given an architecture."""
    named = {words[0] for words in COMMANDS.values()}
    commands = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert commands - named <= {"list", "layers", "rule", "schema"}, "add a row for the command"
