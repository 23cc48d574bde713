"""Lines are counted in one way everywhere, which is that of YAML 1.1."""

from pathlib import Path

import pytest

import convcalc
from convcalc.source import Source, lines_of, place_after

ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r", "NEL": "\x85", "U+2028": "\u2028", "U+2029": "\u2029"}
each_end = pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
NO_ENDS = "\t\v\f\x1c\x1d\x1e\xa0\u200b"
"""Characters that end no line; Python's splitlines splits at some of them."""


def findings(text: str) -> tuple[convcalc.Finding, ...]:
    with pytest.raises(convcalc.ArchitectureError) as caught:
        convcalc.load(Source("net.yaml", text))
    return caught.value.findings


@each_end
def test_what_ends_a_line(end: str) -> None:
    assert lines_of(f"a{end}b{NO_ENDS}c{end}{end}d") == ["a", f"b{NO_ENDS}c", "", "d"]
    assert lines_of(f"a{end}") == ["a", ""]


@each_end
def test_a_line_of_a_source(end: str) -> None:
    source = Source("net.yaml", f"a{end}b{end}")
    assert [source.line(number) for number in range(5)] == ["", "a", "b", "", ""]


@each_end
def test_the_place_after_a_text(end: str) -> None:
    assert place_after(f"ab{end}c{end}de{NO_ENDS}") == (3, 3 + len(NO_ENDS))
    assert place_after("") == (1, 1)
    assert place_after(end) == (2, 1)


@each_end
def test_a_character_that_is_not_allowed(end: str) -> None:
    """Its place is counted by us, since the parser says nothing but how many bytes stand before it."""
    lines = ["input: 8x8x3", "name: 'é 畳 𝕏'", "layers:", "- relu \x01 # behind it"]
    (found,) = findings(end.join([*lines, ""]))
    assert (found.message, found.span.line, found.span.column) == ("the character U+0001 is not allowed in YAML", 4, 8)
    assert found.source.line(4) == lines[3]


@each_end
@pytest.mark.parametrize("before", ["", "# a\tcomment"])
def test_findings_are_on_the_lines_that_are_shown(end: str, before: str) -> None:
    """The parser's places, and the lines of the text beside them."""
    (found,) = findings(end.join([before, "input: 8x8x3", "layers:", "- relv", ""]))
    assert (found.span.line, found.span.column, found.source.line(4)) == (4, 3, "- relv")


@each_end
def test_comments_that_ask_for_silence(end: str) -> None:
    lines = ["input: 8x8x3", "layers:", "- relu", "- maxpool: {kernel: 3, stride: 3} # convcalc: ignore[non-integer-stride]"]
    assert not convcalc.check(convcalc.load(Source("net.yaml", end.join([*lines, "- relu", ""]))))


@each_end
def test_a_byte_that_is_no_text(end: str, tmp_path: Path) -> None:
    path = tmp_path / "net.yaml"
    path.write_bytes(end.join(["input: 3", "# é", "name: "]).encode() + b"caf\xe9\n")
    with pytest.raises(convcalc.UnreadableError, match=r"byte 0xe9 in line 3\b"):
        convcalc.load(path)
