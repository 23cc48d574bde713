"""The files that other programs look for in the repository; `tests/integration` tries them for real."""

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.schemas import published

ROOT = Path(__file__).parent.parent


def read(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_the_action_is_valid() -> None:
    jsonschema.validate(read("action.yml"), published("https://json.schemastore.org/github-action.json"))


def test_no_input_of_the_action_is_part_of_a_command() -> None:
    steps = read("action.yml")["runs"]["steps"]
    assert len(steps) == 2
    assert not any("${{" in step["run"] for step in steps)


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("architectures/a.yaml", True),
        ("ml/architectures/deep/b.yml", True),
        (".github/workflows/ci.yaml", False),
        ("my_architectures/a.yaml", False),
    ],
)
def test_the_hook_takes_architectures_only(path: str, taken: bool) -> None:
    (hook,) = read(".pre-commit-hooks.yaml")
    assert bool(re.search(hook["files"], path)) is taken
    assert hook["types"] == ["yaml"]
