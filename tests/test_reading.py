"""The one place that opens files for reading: bounds that hold whatever the file system says, and links."""

import ast
import io
import os
from contextlib import suppress
from pathlib import Path

import pytest

import convcalc
from convcalc.findings import UnreadableError
from convcalc.reading import leads_out, read_bytes, read_stream, real

PACKAGE = Path(convcalc.__file__).parent


def test_a_file_is_read_up_to_its_bound(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert read_bytes(path, 5, "a") == b"12345"
    with pytest.raises(UnreadableError, match=r"^a: larger than 4 bytes$"):
        read_bytes(path, 4, "a")


def test_the_bound_holds_where_stat_says_that_there_is_nothing() -> None:
    path = Path("/proc/self/smaps")
    if not path.exists():
        pytest.skip("no /proc here")
    assert path.stat().st_size == 0
    with pytest.raises(UnreadableError, match=r"^x: larger than 1,000 bytes$"):
        read_bytes(path, 1_000, "x")


def test_pipes_and_devices_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    for name in ("pipe", "zero"):
        with pytest.raises(UnreadableError, match=rf"^{name}: not a regular file; hint$"):
            read_bytes(tmp_path / name, 10, name, "; hint")
    with pytest.raises(UnreadableError, match=r"^here: a folder$"):
        read_bytes(tmp_path, 10, "here")


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "me").symlink_to("me")
    (tmp_path / "file").write_text("")
    reasons = {
        "me": "Too many levels of symbolic links",
        "nothing": "no such file",
        "file/below": "no such file",
        "a" * 256: "File name too long",
        "a/" * 3_000 + "b": "File name too long",
    }
    for name, reason in reasons.items():
        with pytest.raises(UnreadableError, match=rf"^x: {reason}$"):
            read_bytes(tmp_path / name, 10, "x")


def test_a_stream_that_gives_little_at_a_time_and_one_without_end() -> None:
    class Drops(io.RawIOBase):
        asked = 0

        def read(self, size: int = -1) -> bytes:
            self.asked += 1
            return b"x"

    drops = Drops()
    with pytest.raises(UnreadableError, match=r"^x: larger than 100 bytes$"):
        read_stream(drops, 100, "x")  # type: ignore[arg-type]
    assert drops.asked == 101
    assert read_stream(io.BytesIO(b"abc"), 3, "x") == b"abc"


def test_links_are_followed_as_far_as_they_lead(tmp_path: Path) -> None:
    """As far as Python 3.11 to 3.14 agree: a link to itself is no error, nor is one that leads nowhere."""
    (tmp_path / "me").symlink_to("me")
    assert real(tmp_path / "me") == tmp_path.resolve() / "me"
    assert real(tmp_path / "gone") == tmp_path.resolve() / "gone"
    for i in range(2_000):
        (tmp_path / f"l{i}").symlink_to(f"l{i + 1}")
    with suppress(OSError):  # with some versions of Python
        assert real(tmp_path / "l0").parent == tmp_path.resolve()
    with pytest.raises(OSError, match=r"null byte|null character"):
        real(tmp_path / "a\0b")


def test_what_leads_out(tmp_path: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "up").symlink_to("..")
    (tmp_path / "in" / "back").symlink_to("../in/sub")
    inside = tmp_path / "in"
    out = {name: leads_out(inside / name, inside) for name in ("sub", "up", "up/in/sub", "back", "../in/x", "../x", "up/x")}
    assert [name for name, leads in out.items() if leads] == ["up", "../x", "up/x"]


def opened(code: str) -> set[str]:
    """The names of functions and methods in the code that open a file."""
    openers = {"open", "fdopen", "read_text", "read_bytes", "write_text", "write_bytes", "mkstemp"}
    calls = (node.func for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    return {
        n for call in calls if (n := call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "")) in openers
    }


def test_files_are_opened_in_two_places() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix(): opened(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")
    }
    uses = {name: calls - {"read_bytes"} for name, calls in found.items() if calls}  # of this module, by its own name
    assert {name for name, calls in uses.items() if calls} == {
        "reading.py",
        "cli/writing.py",
        "cli/streams.py",  # its /dev/null
    }
    assert opened("Path('x').read_text(); open('x'); f(x)") == {"read_text", "open"}
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert ".read_bytes(" not in text, path
        assert ".resolve(" not in text, path  # which raises RuntimeError up to Python 3.12
