"""What there is to mutate: the zoo, the files of the tests, the rules' examples, files by the grammar, and configurations."""

from __future__ import annotations

from pathlib import Path

import grammar
from hypothesis import HealthCheck, Phase, given, seed, settings

from convcalc.checks.explanations import explanations
from convcalc.language.files import zoo_folder

ROOT = Path(__file__).resolve().parent.parent

CONFIGURATION = """\
select = ["E", "W"]
extend-select = ["D4"]
ignore = ["padding-only", "W104"]
fail-on = "warning"
severity = {skipped = "warning", input-lost = "note"}
exclude = ["attic", "drafts/*.yaml", "**/old/**"]

[per-file-ignores]
"lectures/**" = ["non-integer-stride", "input-lost"]
"*.yaml" = ["skipped"]
"""
PYPROJECT = '[project]\nname = "x"\n\n[tool.convcalc]\n' + CONFIGURATION.replace("[per-file", "[tool.convcalc.per-file")


def by_grammar(count: int) -> list[str]:
    """Files by the grammar, always the same with the same hypothesis."""
    found: list[str] = []

    @seed(0)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(grammar.files)
    def collect(data: bytes) -> None:
        found.append(data.decode())

    collect()
    return found


def zoo() -> list[str]:
    """The networks that convcalc knows by name."""
    return [path.read_text(encoding="utf-8") for path in sorted(zoo_folder().glob("*.yaml"))]


def right() -> list[str]:
    """The files of the tests that are right, and the rules' examples."""
    examples = [text for rule in explanations().values() if not rule.always for text in (rule.triggers, rule.passes)]
    return _below("ok") + examples


def wrong() -> list[str]:
    """The files of the tests that are not right."""
    return _below("bad") + _below("twenty")


def _below(folder: str) -> list[str]:
    paths = sorted((ROOT / "tests" / "specs" / folder).rglob("*.yaml"))
    return [path.read_bytes().decode("utf-8", "replace") for path in paths]
