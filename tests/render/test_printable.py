"""The one place that decides what may be printed."""

import json
import sys
import unicodedata

import pytest

from convcalc.render.printable import in_json, outgoing, printable

# Default_Ignorable_Code_Point of Unicode 16, DerivedCoreProperties.txt.
IGNORABLE = [
    *(0xAD, 0x34F, 0x61C, 0x3164, 0xFEFF, 0xFFA0),
    *(
        *range(0x115F, 0x1161),
        *range(0x17B4, 0x17B6),
        *range(0x180B, 0x1810),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
    ),
    *(*range(0x2060, 0x2070), *range(0xFE00, 0xFE10), *range(0xFFF0, 0xFFF9), *range(0x1BCA0, 0x1BCA4)),
    *(*range(0x1D173, 0x1D17B), *range(0xE0000, 0xE1000)),
]
UNSEEN = sorted(
    {*IGNORABLE, *(n for n in range(sys.maxunicode + 1) if unicodedata.category(chr(n)) in ("Cc", "Cf", "Zl", "Zp"))}
)
COMMANDS = [
    "##[group]",
    "##[set-output name=n]v",
    "##vso[task.setvariable variable=PATH]/evil",
    "##teamcity[message text='x']",
]


def test_nothing_unseen_is_left() -> None:
    text = "".join(map(chr, UNSEEN))
    assert [ascii(c) for c in text if printable(c) == c] == []
    assert printable(text).isascii()
    assert {c for c in outgoing(text) if not c.isascii() or not c.isprintable()} == {"\n", "\t"}
    assert in_json(json.dumps(text, ensure_ascii=False)).isascii()


def test_what_people_write_is_left() -> None:
    text = "227×227×3 → √½ é e\u0301 畳み込み רשת हिन्दी 🦉 \u3000\u00a0 # ## a [b] #[c] # #[d] a::b"
    assert printable(text) == outgoing(text) == in_json(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a\\u001b[31mb"),
        ("a\nb\r\tc", "a\\u000ab\\u000d\\u0009c"),
        ("a\x85b\x9bc\u2028d\u2029e", "a\\u0085b\\u009bc\\u2028d\\u2029e"),
        ("a\u202eb\u2066c\u200bd\udcffe", "a\\u202eb\\u2066c\\u200bd\\udcffe"),
        ("a\U000e0041b", "a\\U000e0041b"),
        ("##[group]a", "#\\#[group]a"),
        ("###[a", "##\\#[a"),
        ("x##vso[task.complete]", "x#\\#vso[task.complete]"),
        ("#\u200b#[group]", "#\\u200b#[group]"),
    ],
)
def test_stand_ins(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert printable(shown) == outgoing(shown) == shown


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_are_nowhere_in_a_line(command: str) -> None:
    for text in (command, f"a {command} b", f"#{command}", f"{command}{command}"):
        for made in (printable(text), outgoing(text), in_json(json.dumps(text))):
            assert command not in made
            assert command[2:] in made  # a person recognises it
        assert json.loads(in_json(json.dumps(text))) == text


@pytest.mark.parametrize("blanks", ["", " ", "\t ", "\u00a0", "\u3000"])
def test_no_line_begins_with_a_command(blanks: str) -> None:
    text = f"a::error::b\n{blanks}::error::c\n\n{blanks}::stop-commands::d"
    assert outgoing(text) == f"a::error::b\n{blanks}\\::error::c\n\n{blanks}\\::stop-commands::d"
    assert outgoing(text, commands=True) == text


def test_our_colours_are_left_in_whole_outputs() -> None:
    assert (
        outgoing("\x1b[1;31mred\x1b[0m\n\x1b[2K\x1b]0;title\x07") == "\x1b[1;31mred\x1b[0m\n\\u001b[2K\\u001b]0;title\\u0007"
    )


@pytest.mark.parametrize("text", ["".join(map(chr, UNSEEN)), "a\\##[b", '"##vso[', "\\u0023#[", "\ud800"])
def test_json_is_parsed_as_before(text: str) -> None:
    written = in_json(json.dumps({"##": [text], text: text}, ensure_ascii=False, indent=1))
    assert json.loads(written) == {"##": [text], text: text}
