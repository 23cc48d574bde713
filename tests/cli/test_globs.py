"""Patterns for paths, against `pathlib` where it has the same meaning, and their time."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convcalc.cli.globs import glob_of

NAMES = st.text("ab.", min_size=1, max_size=4).filter(lambda name: name.strip("."))
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)
PARTS = st.lists(
    st.text("ab.*?", min_size=1, max_size=4).filter(lambda part: part.strip(".") and "**" not in part),
    min_size=2,
    max_size=4,
)


@given(parts=PARTS, path=PATHS)
def test_stars_inside_names(parts: list[str], path: str) -> None:
    """A pattern of several names means a path if `PurePath.match` says so of it or of a folder around it."""
    pattern = "/".join(parts)
    around = [PurePosixPath(path), *PurePosixPath(path).parents]
    expected = any(len(one.parts) == len(parts) and one.match(pattern) for one in around)
    assert glob_of(pattern).matches(path) == expected


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("**/x", "x", True),
        ("**/x", "a/b/x", True),
        ("**/x", "a/b/x/c", True),
        ("a/**/x", "a/x", True),
        ("a/**/x", "a/b/c/x", True),
        ("a/**/x", "b/a/x", False),
        ("a/**", "a", True),
        ("x", "a/x/b", True),
        ("./a/x", "a/x", True),
        ("[a]/x", "[a]/x", True),
        ("[a]/x", "a/x", False),
        ("a*", "b/a\nb", True),
    ],
)
def test_folders(pattern: str, path: str, expected: bool) -> None:
    assert glob_of(pattern).matches(path) is expected


def test_no_pattern_goes_back_and_forth() -> None:
    """Each of these took longer than anybody would wait, when a pattern was one regular expression."""
    assert not glob_of("**/" * 20 + "x").matches("/".join(["a"] * 200))
    assert not glob_of("**/a/" * 20 + "x").matches("/".join(["a"] * 200))
    assert not glob_of("*a" * 30 + "b").matches("a" * 250)
