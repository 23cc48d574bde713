"""The options that several commands have, and their texts."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from convcalc.cli.terminal import Color, fail
from convcalc.render.formats import FINDINGS, Formats


def complete_architecture(incomplete: str) -> list[str]:
    """The zoo's names and the files and folders here, for the shell."""
    from convcalc.language.files import SUFFIXES, zoo_names

    folder, _, beginning = incomplete.rpartition("/")
    found = [name for name in zoo_names() if name.startswith(incomplete)]
    try:
        children = sorted(Path(folder or ("/" if incomplete.startswith("/") else ".")).iterdir())
    except OSError:
        children = []
    prefix = incomplete[: len(incomplete) - len(beginning)]
    fitting = [c for c in children if c.name.startswith(beginning) and (c.is_dir() or c.suffix in SUFFIXES)]
    return found + [f"{prefix}{child.name}{'/' if child.is_dir() else ''}" for child in fitting]


def complete_layer(context: typer.Context, incomplete: str) -> list[str]:
    """The layers, blocks and branches of the architecture that stands before."""
    from convcalc.api import analyze
    from convcalc.findings import ConvcalcError

    try:
        names = analyze(context.params["architecture"]).names
    except (ConvcalcError, KeyError):
        return []
    return [name for name in names if name.startswith(incomplete)]


def complete_dtype(incomplete: str) -> list[str]:
    """The data types."""
    from convcalc.language.architecture import DTYPES

    return [name for name in DTYPES if name.startswith(incomplete)]


def complete_rounding(incomplete: str) -> list[str]:
    """The ways to round."""
    from convcalc.arithmetic.fit import Rounding

    return [name for name in Rounding if name.startswith(incomplete)]


def complete_findings_format(incomplete: str) -> list[str]:
    """The formats of a check."""
    return FINDINGS.starting(incomplete)


def complete_columns(incomplete: str) -> list[str]:
    """The columns, behind those that are there already."""
    from convcalc.render.table.columns import COLUMNS

    before, comma, beginning = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in COLUMNS if name.startswith(beginning)]


def complete_rules(incomplete: str) -> list[str]:
    """The rules by their names, behind those that are there already."""
    from convcalc.checks.rules import RULES

    before, comma, beginning = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in (*RULES, "ALL") if name.startswith(beginning)]


ArchitecturesArgument: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        metavar="ARCH",
        help="Files, folders, names from the zoo, or - for standard input.",
        autocompletion=complete_architecture,
    ),
]
ArchitectureArgument: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="ARCH",
        help="A file, a name from the zoo, or - for standard input.",
        autocompletion=complete_architecture,
    ),
]
InputOption: TypeAlias = Annotated[
    str | None,
    typer.Option("--input", metavar="SIZE", help="Another input: 224x224x3, or 224x224 or 224 with the file's channels."),
]
SetOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Give a parameter of the file another value. Repeatable."),
]
BatchOption: TypeAlias = Annotated[int | None, typer.Option("--batch", metavar="N", help="Images in a batch.")]
DtypeOption: TypeAlias = Annotated[
    str | None,
    typer.Option("--dtype", metavar="TYPE", help="Data type: float32, float16, int8 …", autocompletion=complete_dtype),
]
RoundingOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--rounding",
        metavar="HOW",
        help="strict (a remainder is an error), floor or ceil, whatever the files say.",
        autocompletion=complete_rounding,
    ),
]


class Optimizer(StrEnum):
    """The optimizers of training; `convcalc.language.architecture` says what each holds."""

    SGD = "sgd"
    MOMENTUM = "momentum"
    ADAM = "adam"
    ADAMW = "adamw"
    RMSPROP = "rmsprop"


class Device(StrEnum):
    """Where a network is trained."""

    CPU = "cpu"
    CUDA = "cuda"


_TRAINING = "Training"
TrainingOption: TypeAlias = Annotated[
    bool,
    typer.Option("--training", help="What training needs: all that PyTorch's autograd keeps.", rich_help_panel=_TRAINING),
]
OptimizerOption: TypeAlias = Annotated[
    Optimizer | None,
    typer.Option("--optimizer", help="Whose state is held too; sgd unless given.", rich_help_panel=_TRAINING),
]
DeviceOption: TypeAlias = Annotated[
    Device | None,
    typer.Option("--device", help="Where; a few tensors differ. cpu unless given.", rich_help_panel=_TRAINING),
]
LimitOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--limit", metavar="NAME=N", help="Allow a file more or less: bytes, nodes, layers, findings …"),
]
StdinNameOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--stdin-name",
        metavar="FILE",
        help="The file that standard input is: its name in findings, and where it looks for what it extends.",
    ),
]
_WHICH = "Which findings"


def _rules_option(name: str, help: str) -> Any:
    return typer.Option(name, metavar="RULES", help=help, rich_help_panel=_WHICH, autocompletion=complete_rules)


SelectOption: TypeAlias = Annotated[
    list[str] | None,
    _rules_option("--select", "Ask these rules and no others: names, codes, beginnings of codes (W1), ALL; with commas."),
]
ExtendSelectOption: TypeAlias = Annotated[
    list[str] | None, _rules_option("--extend-select", "Ask these rules too, such as those that are off by default.")
]
IgnoreOption: TypeAlias = Annotated[list[str] | None, _rules_option("--ignore", "Do not ask these rules.")]
ConfigOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Take this configuration, and not the nearest convcalc.toml or pyproject.toml.",
        rich_help_panel=_WHICH,
    ),
]
IsolatedOption: TypeAlias = Annotated[
    bool, typer.Option("--isolated", help="Take no configuration.", rich_help_panel=_WHICH)
]
OutputOption: TypeAlias = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file, whole or not at all.")
]
ColorOption: TypeAlias = Annotated[
    Color, typer.Option("--color", help="Colours: on a terminal only, always or never. NO_COLOR is honoured.")
]


def named_input(name: str | None, architectures: list[str]) -> Path | None:
    """The file that standard input stands for; a name that makes no sense ends the program."""
    if name is None:
        return None
    if "-" not in architectures:
        fail("--stdin-name is for standard input; give - too")
    path = Path(name)
    if not path.name or path.name == ".." or name.endswith("/"):
        fail(f'--stdin-name "{name}": give the name of a file, such as nets/net.yaml')
    return path


def format_option(formats: Formats[Any, Any], help: str) -> Any:
    """`--format` of a command: what it takes, what the help says and what the shell completes is the table of `formats`."""

    def complete(incomplete: str) -> list[str]:
        return formats.starting(incomplete)

    metavar = f"<{'|'.join(formats)}>"
    return typer.Option("--format", metavar=metavar, parser=formats.chosen, autocompletion=complete, help=help)


def to_file(output: Path | None) -> Path | None:
    """The file that -o names; None for standard output, which is - too."""
    return None if output == Path("-") else output


def assignments(texts: list[str] | None, option: str) -> dict[str, str]:
    """`["classes=10"]` as {"classes": "10"}."""
    chosen = {}
    for text in texts or []:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            fail(f"{option} {text}: write NAME=VALUE, such as {option} {'classes=10' if option == '--set' else 'depth=200'}")
        chosen[name.strip()] = value.strip()
    return chosen
