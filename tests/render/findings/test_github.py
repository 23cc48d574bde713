"""Annotations, read back as the runner reads them."""

from hypothesis import given
from hypothesis import strategies as st

from convcalc.render.findings.github import command, render
from convcalc.render.options import RenderOptions
from tests.render.findings.prepared import CHECKED
from tests.render.findings.readers import commands, parse_command

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(message=TEXT | st.text("%0AaDd2C53:,\r\n"), value=st.text("%0AaDd2C53:,\r\n=x", min_size=1))
def test_any_message_and_property_comes_back(message: str, value: str) -> None:
    line = command("error", {"title": "convcalc", "file": value, "line": "3"}, message)
    assert "\n" not in line
    assert "\r" not in line
    read = parse_command(line)
    assert read is not None
    assert (read.name, read.message) == ("error", message)
    assert read.properties == {"title": "convcalc", "file": value, "line": "3"}


def test_escapes_as_the_toolkit_does() -> None:
    # @actions/toolkit, packages/core/src/command.ts: escapeData and escapeProperty
    assert (
        command("warning", {"file": "a,b:c%"}, "50%\r\nmore: a, b") == "::warning file=a%2Cb%3Ac%25::50%25%0D%0Amore: a, b"
    )


def test_the_worst_come_first() -> None:
    assert [c.name for c in commands(render(CHECKED, RenderOptions()))] == [*["error"] * 5, *["warning"] * 2, "notice"]


def test_places() -> None:
    read = {c.properties.get("file", ""): c.properties for c in commands(render(CHECKED, RenderOptions()))}
    # Paths are those of the repository, not of the working directory.
    assert {"ml/nets/tiny.yaml", "base, 50%: <b>.yaml", "/usr/share/zoo/vgg 16.yaml", ""} == set(read)
    # actions/runner, ValidateLinesAndColumns: no columns unless the line is one and the same.
    over_lines = read["base, 50%: <b>.yaml"]
    assert (over_lines["line"], over_lines["endline"]) == ("2", "3")
    assert not {"col", "endcolumn"} & set(over_lines)


def test_control_characters_do_not_reach_the_log() -> None:
    assert "\x1b" not in render(CHECKED, RenderOptions())
