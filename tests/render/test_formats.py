"""The tables of formats: what the command line takes is what they have, and nothing else."""

import sys
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from convcalc.cli.main import app
from convcalc.render.formats import ANALYSES, EXPLANATIONS, FINDINGS, FITS, RULES, WINDOWS, Formats

TABLES = {
    "analyze": (ANALYSES, ("analyze", "alexnet")),
    "check": (FINDINGS, ("check", "alexnet")),
    "check a window": (WINDOWS, ("check", "--input", "7")),
    "explain": (EXPLANATIONS, ("explain", "alexnet", "conv1")),
    "fit": (FITS, ("fit", "alexnet")),
    "fit into memory": (FITS, ("fit", "alexnet", "--memory", "8GiB")),
    "rule": (RULES, ("rule",)),
    "one rule": (RULES, ("rule", "input-lost")),
}
EVERY = pytest.mark.parametrize(("formats", "words"), TABLES.values(), ids=TABLES)


def option(words: tuple[str, ...]) -> Any:
    """`--format` of a command, as typer knows it."""
    group: Any = typer.main.get_command(app)
    return next(p for p in group.commands[words[0]].params if "--format" in p.opts)


@EVERY
def test_a_row_is_all_that_a_format_needs(
    formats: Formats[Any, Any], words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("format_of_a_test")
    for function in ("render", "sizes", "batch", "all_rules", "one_rule"):
        setattr(module, function, lambda *_: "digraph {}")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(formats, "rows", dict(formats.rows))
    assert CliRunner().invoke(app, [*words, "--format", "dot"]).exit_code == 2
    formats.add(replace(next(iter(formats.rows.values())), name="dot", where=module.__name__, suffix=".dot"))
    result = CliRunner().invoke(app, [*words, "--format", "dot"])
    assert (result.exit_code, result.stdout) == (0, "digraph {}\n"), result.stderr
    assert formats.of_suffix(".DOT") == "dot"
    if formats is not WINDOWS:  # those of files are completed, which have all of them
        assert [item.value for item in option(words).shell_complete(typer.Context(typer.main.get_command(app)), "do")] == [
            "dot"
        ]


@EVERY
def test_what_there_is_no_row_for_is_refused(formats: Formats[Any, Any], words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*words, "--format", "dot"])
    assert result.exit_code == 2
    assert "dot" in result.stderr


@EVERY
def test_the_help_names_all_formats(formats: Formats[Any, Any], words: tuple[str, ...]) -> None:
    shown = f"{option(words).metavar} {option(words).help}"
    assert [name for name in formats if name not in shown] == []


@EVERY
def test_every_format_can_be_asked_for(formats: Formats[Any, Any], words: tuple[str, ...]) -> None:
    for name in formats:
        result = CliRunner().invoke(app, [*words, "--format", name])
        assert result.exit_code == 0, result.stderr
