"""Command lines: every command that the program has, with any of its options, and values that are mostly right."""

from __future__ import annotations

import random
import typing
from enum import Enum
from typing import Any, NamedTuple

import typer

from convcalc.checks import rule_names
from convcalc.cli.main import app
from convcalc.language.architecture import DTYPES
from convcalc.language.files import zoo_names
from convcalc.language.limits import Limits
from convcalc.layers import kinds
from convcalc.render.formats import ANALYSES, EXPLANATIONS, FINDINGS, FITS, RULES
from convcalc.render.table.columns import COLUMNS

OFTEN = {"check": 10, "analyze": 10, "explain": 4, "fit": 4, "layers": 0.3, "rule": 0.3, "schema": 0.1, "list": 0.02}
"""How often a command is taken, 2 unless said here; `list` computes the whole zoo each time."""

ONE_WINDOW = ("--kernel", "--stride", "--padding", "--dilation")
SIZES = ["32x32x3", "224x224x3", "7", "7x9", "8x8x8x2", "100", "HxWx3", "HxHx3", "0", "1x1x1", "999999999999x3x3", "3x"]
NUMBERS = ["1", "2", "32", "1000000", "0", "-1", "x", "9" * 30, "1e3", "all"]
RULE_WORDS = [*rule_names(), "ALL", "E", "W1", "D4", "nope", ""]
PATHS = [
    "out.txt",
    "out.txt",
    "out",
    "convcalc.toml",
    "out.json",
    "out.csv",
    "out.md",
    "out.sarif",
    "/dev/null",
    "missing/out",
    ".",
    "net.yaml",
    "convcalc.toml",
    "",
]
LAYERS = [
    *("conv1", "relu", "conv_1", "fc", "add_1", "input", "a", "b", "c", "main", "conv1_1", "x" * 300, "", "a/b", "/", "*"),
    *("conv2_1/add_1/main/conv_1", "conv_1..relu_1", "conv_99", "\x1b[2J", "##[error]x", "é"),
]
ASSIGNMENTS = [
    "n=3",
    "classes=10",
    "wide=8",
    "kind=conv",
    "n=",
    "=3",
    "n",
    "batchnorm=true",
    "n=$m",
    "n=[1",
    "x=1",
    "n=1e400",
]
FORMATS = {"analyze": ANALYSES, "explain": EXPLANATIONS, "fit": FITS, "rule": RULES}
"""What --format takes of each command; check has both those of findings and those of a window."""
BY_METAVAR: dict[str, list[str]] = {
    "N": NUMBERS,
    "TYPE": [*DTYPES, "double"],
    "HOW": ["strict", "floor", "ceil", "round"],
    "NAME=VALUE": ASSIGNMENTS,
    "NAME=N": [f"{name}={n}" for name in Limits._fields for n in ("1", "100", "100000", "x")],
    "FILE": PATHS,
    "FORMAT": [*FINDINGS, "yaml"],
    "FORMAT=FILE": [f"{name}=report.{name}" for name in FINDINGS] + ["sarif", "=x", "json=", "x=y", "text=net.yaml"],
}
JUNK = ["", "-", "--", "x", "\x1b[2J", "1,2", "é", "\udcff", "a" * 5000, "$(n)", "%", "##[error]x", "\u202e"]


class CommandLine(NamedTuple):
    """The words after `convcalc`, and the format of standard output, of `-o`, and of each report by its file."""

    words: list[str]
    format: str | None = None
    output: str | None = None
    reports: tuple[tuple[str, str], ...] = ()


class Option(NamedTuple):
    """One option of a command."""

    name: str
    flag: bool
    multiple: bool
    values: list[str]


def _choices(annotation: Any) -> list[str]:
    """The words that an enumeration allows, in a list or alone."""
    for inner in (annotation, *typing.get_args(annotation)):
        if isinstance(inner, type) and issubclass(inner, Enum):
            return [str(member.value) for member in inner]
    return []


def _words(rng: random.Random, words: list[str]) -> str:
    return ",".join(rng.sample(words, rng.randint(1, 4)))


def _commands() -> dict[str, tuple[list[Option], list[str]]]:
    """The options and the arguments of each command, as typer knows them."""
    group: Any = typer.main.get_command(app)
    found: dict[str, tuple[list[Option], list[str]]] = {}
    for name, command in group.commands.items():
        options, arguments = [], []
        for parameter in command.params:
            if parameter.param_type_name == "argument":
                arguments.append(str(parameter.metavar or parameter.name).upper())
                continue
            values = _choices(parameter.type_descriptor.annotation) or BY_METAVAR.get(str(parameter.metavar), [])
            if "--format" in parameter.opts and not values:
                values = [*FORMATS[name]]
            options.append(Option(parameter.opts[0], bool(parameter.is_flag), bool(parameter.multiple), values))
        found[name] = options, arguments
    return found


COMMANDS = _commands()


def _value(option: Option, rng: random.Random, names: list[str]) -> str:
    """A value for an option: right more often than not."""
    if rng.random() < 0.04:
        return rng.choice(JUNK)
    if option.name == "--set" and names and rng.random() < 0.7:
        return f"{rng.choice(names)}={rng.choice(['1', '3', '8', 'true', 'relu', '0', 'x'])}"
    if option.name == "--columns":
        return "list" if rng.random() < 0.03 else _words(rng, [*COLUMNS, "params%", "nope"])
    if option.name in ("--select", "--extend-select", "--ignore"):
        return _words(rng, RULE_WORDS)
    if option.name == "--memory":
        return rng.choice(["8GiB", "500MB", "1K", "0", "1e30GiB", "x", "-1"])
    if option.name in ("--input", *ONE_WINDOW):
        return rng.choice(SIZES if rng.random() < 0.4 else ["3", "2", "1", "5x3", "32x32x3", "half", "same", "64x64x4"])
    return rng.choice(option.values or JUNK)


def _argument(name: str, rng: random.Random, files: list[str], names: list[str]) -> list[str]:
    """Words for an argument: files and names from the text, and once in a while what is not there."""
    if name in ("ARCH", "OLD", "NEW", "PATHS"):
        if rng.random() < 0.03:
            return [rng.choice(["missing.yaml", "/dev/null", "convcalc.toml", "", *zoo_names()])]
        return [rng.choice(files)]
    known = {"LAYER": [*names, *LAYERS], "KIND": [*kinds(), *JUNK, "Conv2d"], "RULE": [*rule_names(), *JUNK, "W999"]}
    return [rng.choice(known.get(name, JUNK))] if rng.random() < 0.5 else []


def command_line(rng: random.Random, files: list[str], names: list[str]) -> CommandLine:
    """A command line; `files` are the files there are, `names` words of their texts."""
    command = rng.choices([*COMMANDS], [OFTEN.get(name, 2) for name in COMMANDS])[0]
    options, arguments = COMMANDS[command]
    words = [command]
    one_window = command == "check" and rng.random() < 0.08
    for argument in arguments if not one_window else []:
        words += _argument(argument, rng, files, names)
        if command in ("analyze", "check") and rng.random() < 0.1:
            words.append(rng.choice([*files, ".", "base.yaml"]))
    format, output, reports = None, None, []
    for option in options:
        if not _taken(option, one_window, rng):
            continue
        for _ in range(rng.choice([1, 1, 2]) if option.multiple else 1):
            words.append(option.name)
            if option.flag:
                continue
            words.append(_value(option, rng, names))
            if option.name == "--format":
                format = words[-1]
            elif option.name in ("--output", "-o"):
                output = words[-1]
            elif option.name == "--report":
                kind, _, path = words[-1].partition("=")
                reports.append((path, kind))
    if "--help" in words or "list" in words[1:] or "--statistics" in words:
        format = None
    return CommandLine(words, format, output, tuple(reports))


def _taken(option: Option, one_window: bool, rng: random.Random) -> bool:
    """Whether a command line has this option: the format mostly, others seldom."""
    if option.name == "--help":
        return rng.random() < 0.003
    if option.name == "--format":
        return rng.random() < 0.7
    if option.name in ONE_WINDOW or (one_window and option.name == "--input"):
        return rng.random() < (0.6 if one_window else 0.01)
    return rng.random() < (0.12 if option.name in ("--symbolic", "--depth", "--columns", "--report") else 0.04)
