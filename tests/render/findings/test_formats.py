"""The same findings through every format."""

from collections.abc import Callable
from pathlib import Path

import pytest

from convcalc.render.formats import FINDINGS, Streamed
from convcalc.render.options import RenderOptions
from tests.render.findings.prepared import CHECKED, NOTHING
from tests.render.findings.readers import READERS

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", FINDINGS)
@pytest.mark.parametrize(("checked", "suffix"), [(CHECKED, ""), (NOTHING, "_nothing")], ids=["findings", "nothing"])
def test_golden(name: str, checked: object, suffix: str, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / f"{name}{suffix}.txt", FINDINGS[name].render(checked, RenderOptions()) + "\n")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [name for name in FINDINGS if isinstance(FINDINGS[name], Streamed)])
def test_what_is_said_file_by_file_is_what_is_said_at_once(name: str) -> None:
    module = FINDINGS[name]
    assert isinstance(module, Streamed)
    parts = [*(module.piece(file, RenderOptions()) for file in CHECKED.files), module.ending(CHECKED, RenderOptions())]
    assert "\n".join(part for part in parts if part) == module.render(CHECKED, RenderOptions())


def test_every_format_is_read_back() -> None:
    assert set(READERS) == set(FINDINGS)


@pytest.mark.parametrize(
    ("suffix", "name"), [(".sarif", "sarif"), (".XML", "junit"), (".json", "json"), ("", None), (".log", None)]
)
def test_the_ending_of_a_file_asks_for_a_format(suffix: str, name: str | None) -> None:
    assert FINDINGS.of_suffix(suffix) == name
