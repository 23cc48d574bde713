"""A repository with twenty different mistakes: every format has all of them, at the right line and column."""

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from convcalc.render.formats import FINDINGS
from tests.cli.conftest import Run
from tests.render.findings.readers import READERS, Seen

REPOSITORY = Path(__file__).parent.parent / "specs" / "twenty"

# By hand, from the files. The sixth is found in groups_only.yaml and again by derived.yaml, which extends it, and is said once.
MISTAKES = [
    Seen("backbones/grouped.yaml", 5, 12, "unknown-key"),
    Seen("backbones/grouped.yaml", 6, 5, "foreign-name"),
    Seen("backbones/rounded.yaml", 4, 5, "input-lost"),
    Seen("backbones/small.yaml", 5, 6, "join-differs"),
    Seen("backbones/unread.yaml", 3, 6, "unread-output"),
    Seen("backbones/groups_only.yaml", 8, 15, "groups-do-not-divide"),
    Seen("backbones/stem.yaml", 7, 6, "non-integer-stride"),
    Seen("backbones/stem.yaml", 8, 23, "kernel-too-large"),
    Seen("heads/broken.yaml", 5, 1, "yaml-syntax"),
    Seen("heads/classes.yaml", 5, 18, "expect-mismatch"),
    Seen("heads/classes.yaml", 6, 18, "budget-exceeded"),
    Seen("heads/references.yaml", 4, 22, "bad-reference"),
    Seen("heads/references.yaml", 5, 6, "unknown-kind"),
    Seen("heads/twice.yaml", 2, 1, "duplicate-key"),
    Seen("heads/values.yaml", 4, 21, "bad-expression"),
    Seen("heads/values.yaml", 5, 32, "bad-value"),
    Seen("heads/values.yaml", 6, 5, "missing-value"),
    Seen("heads/values.yaml", 7, 22, "bad-name"),
    Seen("heads/vector.yaml", 4, 5, "needs-volume"),
    Seen("more nets/über, 100%.yaml", 1, 10, "bad-extends"),
]
FOUND = Counter(MISTAKES)
FILES = 15


@pytest.fixture
def here(run: Run, tmp_path: Path) -> Run:
    """Runs in a copy of the repository."""
    shutil.copytree(REPOSITORY, tmp_path, dirs_exist_ok=True)
    return run


def test_they_are_twenty() -> None:
    assert len({mistake.rule for mistake in MISTAKES}) == len(MISTAKES) == 20
    assert len(list(REPOSITORY.rglob("*.yaml"))) == FILES


def test_the_lines_say_what_is_meant() -> None:
    """What stands at the places that are listed, so that a shifted file is noticed."""
    begins = {}
    for file, line, column, rule in MISTAKES:
        lines = [*(REPOSITORY / file).read_text(encoding="utf-8").splitlines(), ""]
        begins[rule] = re.match(r"[$\w.-]*", lines[line - 1][column - 1 :])[0]  # type: ignore[index]
    assert begins == {
        "unknown-key": "filtres", "foreign-name": "Conv2d", "input-lost": "conv", "join-differs": "add", "unread-output": "conv",
        "groups-do-not-divide": "4", "non-integer-stride": "conv", "kernel-too-large": "13", "yaml-syntax": "",
        "expect-mismatch": "30731", "budget-exceeded": "20000", "bad-reference": "b", "unknown-kind": "use", "duplicate-key": "input",
        "bad-expression": "$widht", "bad-value": "-3", "missing-value": "conv", "bad-name": "", "needs-volume": "conv", "bad-extends": "..",
    }  # fmt: skip


@pytest.mark.parametrize("format", FINDINGS)
def test_all_are_found_in_every_format(here: Run, format: str) -> None:
    result = here("check", ".", "--format", format)
    assert result.code == 1
    assert Counter(READERS[format](result.out)) == FOUND


def test_all_are_found_in_every_report_at_once(here: Run, tmp_path: Path) -> None:
    reports = [word for name in FINDINGS for word in ("--report", f"{name}=out.{name}")]
    result = here("check", ".", *reports)
    assert result.code == 1
    assert Counter(READERS["text"](result.out)) == FOUND
    for name in FINDINGS:
        assert Counter(READERS[name]((tmp_path / f"out.{name}").read_text(encoding="utf-8"))) == FOUND, name


def test_paths_are_those_of_the_repository_in_a_job_of_a_folder(
    here: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.chdir(tmp_path / "heads")
    for format in ("github", "gitlab", "sarif"):
        found = READERS[format](here("check", ".", "--format", format).out)
        assert Counter(found) == Counter(seen for seen in MISTAKES if seen.file.startswith("heads/"))
