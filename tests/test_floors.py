"""Imports go down only, and a command imports only what it needs."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from convcalc.layers import kinds

PACKAGE = Path(__file__).parent.parent / "convcalc"
FLOORS = {
    "cli": 7,
    "render": 6,
    "checks": 5,
    "analysis": 4,
    "language": 3,
    "layers": 2,
    "arithmetic": 1,
    "findings": 0,
    "reading": 0,
    "source": 0,
    "selection": 0,
    "registry": 0,
}
# The library's face stands beside the floors: it may use everything below the command line's own needs.
FACE = {"api": 5, "__init__": 7, "__main__": 7}


def floor(module: str) -> int:
    width = module.split(".")[1] if "." in module else "__init__"
    return {**FLOORS, **FACE}[width]


def imports(module: str, code: str) -> Iterator[str]:
    """The modules of ours that the code imports, wherever in it."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "convcalc")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "convcalc":
            yield node.module or ""


def upward(module: str, code: str) -> list[str]:
    """The imports that go up."""
    return [f"{module} imports {other}" for other in imports(module, code) if floor(other) > floor(module)]


def modules() -> dict[str, str]:
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__") if len(parts) > 2 else ".".join(parts)] = (
            path.read_text(encoding="utf-8")
        )
    return found


def test_imports_go_down() -> None:
    assert [line for module, code in modules().items() for line in upward(module, code)] == []


def test_an_import_that_goes_up_is_seen() -> None:
    code = "def f():\n    from convcalc.render.table.terminal import table\n"
    assert upward("convcalc.layers.dense", code) == ["convcalc.layers.dense imports convcalc.render.table.terminal"]


def test_every_module_stands_on_a_floor() -> None:
    for module in modules():
        floor(module)


def test_only_the_bar_knows_rich() -> None:
    knows = {
        module
        for module, code in modules().items()
        for node in ast.walk(ast.parse(code))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "rich")
        or (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "rich" for alias in node.names))
    }
    assert knows == {"convcalc.cli.progress"}


def test_only_the_command_line_prints_or_reads_the_environment() -> None:
    for module, code in modules().items():
        if module.split(".")[1:2] != ["cli"]:
            names = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
            assert not names & {"print", "exit", "quit"}, module
            assert "environ" not in code, module


def loaded(*words: str) -> set[str]:
    """The modules that a run of the program has loaded at its end."""
    code = (
        "import sys, contextlib, io\n"
        "from convcalc.cli.main import app\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        f"    app({list(words)!r})\n"
        "sys.stderr.write('\\n'.join(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, check=True)
    return set(run.stderr.split("\n"))


@pytest.mark.parametrize(
    ("words", "without"),
    [
        (
            ("check", "--stride", "3", "--input", "7"),
            {"rich.console", "rich.table", "yaml", "convcalc.layers", "convcalc.language"},
        ),
        (
            ("check", "alexnet"),
            {
                "rich.console",
                "rich.table",
                "convcalc.render.table.terminal",
                "convcalc.render.json.report",
                "xml",
            },
        ),
        (("analyze", "alexnet", "--format", "json"), {"rich.console", "rich.table", "convcalc.render.table.terminal"}),
        (
            ("explain", "alexnet", "conv1"),
            {
                "rich.console",
                "rich.table",
                "convcalc.render.table.terminal",
                "convcalc.render.json.report",
                "convcalc.render.json.explain",
            },
        ),
        (("list", "--names"), {"rich.console", "rich.table", "convcalc.layers.convolution"}),
        (
            ("analyze", "alexnet"),
            {
                "numpy",
                "torch",
                "rich.table",
                "convcalc.render.json.report",
                "convcalc.render.table.zoo",
                "convcalc.analysis.receptive",
            },
        ),
    ],
    ids=" ".join,
)
def test_a_command_loads_only_what_it_needs(words: tuple[str, ...], without: set[str]) -> None:
    assert loaded(*words) & without == set()


def test_a_network_loads_the_files_of_its_kinds_only(tmp_path: Path) -> None:
    path = tmp_path / "net.yaml"
    layers = "[{conv: {filters: 8, kernel: 3}}, relu, {maxpool: 2}, {fc: 10}]"
    path.write_text(f"input: 32x32x3\nrounding: {{maxpool: floor}}\nlayers: {layers}\n", encoding="utf-8")
    files = {module.removeprefix("convcalc.layers.") for module in loaded("analyze", str(path))}
    homes = {row.where.removeprefix("convcalc.layers.").split(":")[0] for row in kinds().rows.values()}
    assert files & homes == {"convolution", "rectifiers", "pooling", "dense"}


def test_what_a_command_loads_is_seen() -> None:
    assert {"convcalc.render.table.terminal", "yaml", "convcalc.layers.convolution"} <= loaded("analyze", "alexnet")


def test_typer_reads_the_options_of_commands_as_they_are() -> None:
    """Not as texts, which it would compile and evaluate several times at every start."""
    commands = {
        name: code
        for name, code in modules().items()
        if re.search(r"typer\.(Option|Argument)\(", code) and name != "convcalc.cli.options"
    }
    assert {"convcalc.cli.main", "convcalc.cli.analyze", "convcalc.cli.check"} <= set(commands)
    assert [name for name, code in commands.items() if "\nfrom __future__ import annotations" in code] == []


def test_importing_the_library_loads_nothing_heavy() -> None:
    code = "import sys, convcalc; sys.exit(bool({'yaml', 'pydantic', 'rich', 'typer'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
