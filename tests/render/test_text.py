"""How wide a text is on a terminal, and how it is cut; rich's tables of Unicode are the reference for widths."""

import pytest
from rich.cells import cell_len

from convcalc.render.text import cut, padded, text_width

SCRIPTS = {
    "Latin with marks": "Ångström e\u0301 naïve × → …",
    "Greek and Cyrillic": "αβγ жзи",
    "Hebrew with points": "שָׁלוֹם",
    "Arabic with marks": "مُحَمَّد",
    "Devanagari": "नमस्ते",
    "Thai": "ไทยที่น้ำ",
    "Chinese": "名前層一",
    "Korean": "한국어 \u1112\u1161\u11ab",
    "full width": "ＡＢＣ１２３",
    "blocks": "█▌░─┊■",
}


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("名前", 4), ("e\u0301", 1), ("×", 1)])
def test_width(text: str, columns: int) -> None:
    assert text_width(text) == columns


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
def test_widths_are_those_of_rich(text: str) -> None:
    assert [text_width(text[:i]) for i in range(len(text) + 1)] == [cell_len(text[:i]) for i in range(len(text) + 1)]


@pytest.mark.parametrize(
    ("text", "columns", "shown"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("名前", 4, "名前"),
        ("名前名", 5, "名前…"),
        ("名前名", 4, "名…"),
        ("ab", 1, "…"),
    ],
)
def test_cut(text: str, columns: int, shown: str) -> None:
    assert cut(text, columns) == shown


def test_padded() -> None:
    assert (padded("名", 4), padded("名", 4, right=True)) == ("名  ", "  名")
