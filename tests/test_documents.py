"""What README and docs show is what the program prints; what they say can be run."""

import re
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

import convcalc
from convcalc.checks.explanations import explanations
from convcalc.findings import Severity
from tests.documents import ROOT, documents, refreshed


@pytest.mark.parametrize("path", list(documents()), ids=lambda path: str(path.relative_to(ROOT)))
def test_outputs_are_fresh(path: Path, golden: Callable[[Path, str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for name in ("COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    golden(path, refreshed(path.read_text(encoding="utf-8")))


# The tutorial's example of a mistake.
WRONG = {"First"}


@pytest.mark.parametrize("path", list(documents()), ids=lambda path: str(path.relative_to(ROOT)))
def test_architectures_in_documents_are_right(path: Path) -> None:
    """They have no errors, and those that stand in docs/examples too stand there to the letter."""
    mistakes = {explanation.triggers for explanation in explanations().values()}
    found = {p.read_text(encoding="utf-8").split("\n")[0]: p for p in (ROOT / "docs" / "examples").glob("*.yaml")}
    examples = {first: p for first, p in found.items() if first.startswith("name:")}
    for number, text in enumerate(re.findall(r"```yaml\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)):
        first = text.split("\n")[0]
        if first in examples:
            assert text == examples[first].read_text(encoding="utf-8")
        if text in mistakes:
            continue
        if "layers:" in text and "input:" in text and first.removeprefix("name: ") not in WRONG:
            findings = convcalc.check(convcalc.Source(f"{path.name}-{number}.yaml", text))
            assert [str(f) for f in findings if f.severity is Severity.ERROR] == []


def test_the_readme_begins_with_two_commands_that_make_what_they_need() -> None:
    commands = re.findall(r"```sh\n(.*?)\n```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)[:2]
    assert all(command.startswith("python3 -m venv .venv && ") and "\n" not in command for command in commands)
    assert commands[0].endswith("convcalc analyze alexnet")
    assert commands[1].endswith("-m pytest")


def test_links_lead_somewhere() -> None:
    for path in documents():
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_what_the_conventions_measure_is_what_is_counted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lines that show how to check what is kept print two numbers, PyTorch's and ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch without NumPy warns when it is imported
        pytest.importorskip("torch", reason="PyTorch is not installed")
    monkeypatch.chdir(ROOT)
    text = (ROOT / "docs" / "conventions.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    exec(code, {})
    measured, counted = map(int, capsys.readouterr().out.split())
    assert measured == counted
