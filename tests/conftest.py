"""What all tests share: rewriting golden files with `pytest --write-goldens`, to be read before they are committed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

import convcalc

# The first file that is read raises the limit of recursion; hypothesis would complain of that in the midst of a test.
convcalc.load("lenet5")

settings.register_profile("convcalc", deadline=None)  # a machine that is busy is no mistake
settings.load_profile("convcalc")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-goldens", action="store_true", help="rewrite the expected texts; read the difference!")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a file, or write the file when asked to."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--write-goldens"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"no expected text; write it with --write-goldens and read it: {path}"
        assert text == path.read_text(encoding="utf-8")

    return compare
