"""What a newcomer meets: help, completion, the picture, and the example in CONTRIBUTING."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

import convcalc
from convcalc.cli.main import app
from convcalc.language.files import zoo_names
from convcalc.layers import kinds
from tests.documents import ROOT, documents

COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_and_option_has_help(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert "xample" in command.help
    for parameter in command.params:
        assert parameter.help, f"{name} {parameter.name}"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_is_documented(name: str) -> None:
    assert f"`{name}`" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert any(f"convcalc {name}" in path.read_text(encoding="utf-8") for path in documents())


def completions(typed: str, tmp_path: Path) -> set[str]:
    """What bash would offer after `typed`."""
    words = typed.split(" ")
    env = {**os.environ, "_CONVCALC_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(len(words) - 1)}
    program = Path(sys.executable).parent / "convcalc"
    done = subprocess.run([program], env=env, capture_output=True, text=True, cwd=tmp_path, check=False)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("convcalc ", set(COMMANDS)),
        ("convcalc analyze alex", {name for name in zoo_names() if name.startswith("alex")}),
        ("convcalc check vgg1", {name for name in zoo_names() if name.startswith("vgg1")}),
        ("convcalc layers conv", {"conv", "conv_transpose"}),
        ("convcalc explain alexnet conv", {"conv1", "conv2", "conv5"}),
        ("convcalc explain resnet18 conv2_1/add_1/m", {"conv2_1/add_1/main/conv_1"}),
        ("convcalc analyze --col", {"--columns", "--color"}),
        ("convcalc analyze --dtype float1", {"float16"}),
        ("convcalc analyze --rounding c", {"ceil"}),
        ("convcalc analyze alex", {"alexmine.yaml"}),
    ],
)
def test_completion(typed: str, offered: set[str], tmp_path: Path) -> None:
    (tmp_path / "alexmine.yaml").write_text("input: 3\n")
    if not (Path(sys.executable).parent / "convcalc").exists():
        pytest.skip("convcalc is not installed as a program here")
    assert offered <= completions(typed, tmp_path)


def test_the_picture_is_fresh(golden: Callable[[Path, str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    from picture import PICTURE, picture  # type: ignore[import-not-found]

    golden(PICTURE, picture())


def test_the_kind_in_contributing_is_all_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The class and its row are executed as they stand there; the kind is then known to the whole program."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    code = next(block for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "Softplus" in block)
    from convcalc.layers import activations
    from convcalc.registry import Home

    namespace = {**vars(activations)}
    exec(code, namespace)
    monkeypatch.setattr(activations, "Softplus", namespace["Softplus"], raising=False)
    kind, where = re.findall(r'^    \("(\w+)", "(\w+:\w+)"\),$', text, re.MULTILINE)[0]
    monkeypatch.setitem(kinds().rows, kind, Home(kind, f"convcalc.layers.{where}"))
    report = convcalc.analyze(convcalc.Source("net.yaml", "input: 28x28x64\nlayers: [softplus]\n"))
    assert (report.rows[0].name, str(report.rows[0].output)) == ("softplus_1", "28×28×64")
    assert "softplus" in list(kinds())
    assert 'Case("softplus", {}, "28x28x64", "28x28x64"),' in text


def test_the_benchmark_gives_the_empty_program_all_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    from startup import EMPTY  # type: ignore[import-not-found]

    functions = {node.name: node for node in ast.parse(EMPTY.replace("!r}", "}")).body if isinstance(node, ast.FunctionDef)}
    for name in ("analyze", "check"):
        options = {parameter.name for parameter in COMMANDS[name].params}
        assert {argument.arg for argument in functions[name].args.args} == options


def test_metadata_that_a_registry_would_show() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for key in ("description", "readme", "license", "authors", "keywords", "classifiers", "requires-python"):
        assert project[key]
