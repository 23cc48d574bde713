"""Findings in words. The full form is tested by the files in specs/bad."""

from convcalc.findings import Finding, Rule, Severity
from convcalc.render.findings.excerpts import full, listing, one_line, summary
from convcalc.render.printable import printable
from convcalc.source import Source, Span

RULE = Rule("X1", "example", Severity.ERROR)


def finding(text: str, *place: int, **more: str) -> Finding:
    return Finding(RULE, "something is wrong", Span(Source("net.yaml", text), *place), **more)  # type: ignore[arg-type]


def test_short_form() -> None:
    assert one_line(finding("a: 1", 1, 4, 1, 5)) == "net.yaml:1:4: error[example] something is wrong"
    assert str(finding("a: 1", 1, 4, 1, 5)) == "net.yaml:1:4: error[example] something is wrong"


def test_the_caret_stands_below_wide_characters() -> None:
    text = full(finding("名前: x", 1, 5, 1, 6)).splitlines()
    assert text[3] == "1 | 名前: x"
    assert text[4] == "  |       ^"


def test_a_long_line_is_shown_around_its_place() -> None:
    line = "a" * 300 + "here" + "b" * 300
    text = full(finding(line, 1, 301, 1, 305)).splitlines()
    shown, carets = text[3].removeprefix("1 | "), text[4].removeprefix("  | ")
    assert len(shown) < 110
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "here"


def test_a_place_over_several_lines_is_marked_to_the_end_of_its_first() -> None:
    text = full(finding("a:\n  - b\n", 1, 1, 2, 5)).splitlines()
    assert text[4] == "  | ^^"


def test_no_file_can_steer_the_terminal() -> None:
    assert printable("a\x1b[31mb\u202ec") == "a\\u001b[31mb\\u202ec"
    assert "\x1b" not in full(finding("a: \x1b[2J", 1, 1, 1, 2))


def test_notes_take_one_line() -> None:
    note = finding("a: 1", 1, 1, 1, 2)._replace(rule=Rule("N1", "remark", Severity.NOTE))
    assert listing((note,)) == "net.yaml:1:1: note[remark] something is wrong"


def test_summary() -> None:
    error = finding("", 1, 1, 1, 1)
    note = error._replace(rule=Rule("N1", "remark", Severity.NOTE))
    assert summary([], 1) == "1 architecture checked, nothing found."
    assert summary([error, note, note], 3) == "3 architectures checked: 1 error, 2 notes."
