"""Ways to spoil a text that was right: each takes a text, a source of chance and all texts, and gives another text."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

Mutation: TypeAlias = Callable[[str, random.Random, Sequence[str]], str]

SCALAR = re.compile(r"[^\s,:{}\[\]#&*!|>\"'%@`]+")
NUMBER = re.compile(r"(?<![\w.])\d+(?![\w.])")

VALUES = [
    *("0", "1", "-1", "2", "3", "7", "64", "1000000000", "99999999999999999999", "9" * 401, "1e9", "1e400", "0x3", "010"),
    *("0.5", ".5", "1/2", "1e-3", ".inf", ".nan", "3x3", "1x1x1x1x1", "0x0", "HxW", "HxWx3", "HxHx3", "8x8x4"),
    *("true", "false", "null", "~", '""', "' '", "no", "on", "1:30", "2001-01-01", "half", "same", "valid", "input"),
    *("previous", "relu", "conv", "$n", "$", "$(", "$(1 / 0)", "$(n + 1)", "$(9 ** 9)", "$input.channels", "$(-5 // 2)"),
    *(
        "[]",
        "{}",
        "[1, 2]",
        "[1, [2]]",
        "{a: 1}",
        "{top: 1}",
        "[relu]",
        "{relu: }",
        "[input, previous]",
        "é",
        "畳",
        "x" * 300,
    ),
    *("[{relu: }, {relu: }]", "{params: 1K}", "1K", "3.5M", "20MiB", "../x.yaml", "base.yaml", "net.yaml", "alexnet"),
]
ODD = [
    *("\0", "\x01", "\x07", "\x08", "\x0b", "\x0c", "\r", "\x1b[2J", "\x1b]0;x\x07", "\x7f", "\x85", "\x9b", "\xa0", "\xad"),
    *(
        "\u061c",
        "\u200b",
        "\u200d",
        "\u200e",
        "\u2028",
        "\u2029",
        "\u202e",
        "\u2066",
        "\u2069",
        "\ufeff",
        "\ufffe",
        "\uffff",
    ),
    *("\ud800", "\udcff", "\U0001f600", "\U000e0041", "e\u0301", "\t", "\\", '"', "'", "`", "|", "<", "&", "%0A", "%"),
    *("##[error]x", "##vso[task.complete result=Failed;]", "::error::x", "]]>", "<!--", "</script>", "&#0;", "[x](y)"),
]
LINES = [
    *("%YAML 1.1\n---\n", "%YAML 9.9\n---\n", "%TAG !e! tag:x.org,2000:\n---\n", "%x\n---\n", "---\n", "...\n", "--- |\n"),
    *("# convcalc: ignore\n", "# convcalc: ignore[skipped] why\n", "# convcalc: ignore[ALL, x]\n", "allow: [input-lost]\n"),
    *(
        "extends: base.yaml\n",
        "extends: resnet18.yaml\n",
        "extends: net.yaml\n",
        "batch: 3\n",
        "dtype: int8\n",
        "object: 30\n",
    ),
    *("rounding: ceil\n", "rounding: {conv: floor}\n", "expect: {params: 3, layers: {a: 3x3}}\n", "budget: {params: 1K}\n"),
    *("outputs: [a, b]\n", "inputs: {a: 8x8x3, b: 4}\n", "input: HxWx3\n", "parameters: {n: 3}\n", "in_place: false\n"),
    *("  - relu\n", "  - add: [input, previous]\n", "  - {conv: {filters: 4, kernel: 3}, repeat: 3}\n", "  - flatten\n"),
    *("  - concat: {a: [], b: [relu]}\n", "  - {relu: , repeat: 1000000}\n", "  - {share: conv1}\n", "  - global_avgpool\n"),
    *("<<: *a\n", "? [a, b]\n: c\n", "- - - -\n", "? |\n  x\n", "!!python/object:os.system x\n", "key: !!set {a, b}\n"),
    *(
        "    from: input\n",
        "    name: a\n",
        "    when: $(n > 2)\n",
        "    repeat: {i: 4}\n",
        "    share: true\n",
        "    trainable: no\n",
    ),
]


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True) or ["\n"]


def _span(length: int, chance: random.Random, most: int) -> tuple[int, int]:
    start = chance.randint(0, length)
    return start, min(length, start + chance.randint(0, most))


def splice(text: str, chance: random.Random, texts: Sequence[str]) -> str:
    """The beginning of one file and the end of another."""
    other = _lines(chance.choice(texts))
    mine = _lines(text)
    return "".join(mine[: chance.randint(0, len(mine))] + other[chance.randint(0, len(other)) :])


def graft(text: str, chance: random.Random, texts: Sequence[str]) -> str:
    """Some lines of another file in the midst, as deep as the line there."""
    other, mine = _lines(chance.choice(texts)), _lines(text)
    start, end = _span(len(other), chance, 8)
    place = chance.randint(0, len(mine) - 1)
    indent = len(mine[place]) - len(mine[place].lstrip(" "))
    first = other[start] if start < len(other) else ""
    less = len(first) - len(first.lstrip(" "))
    moved = [" " * max(0, indent + len(line) - len(line.lstrip(" ")) - less) + line.lstrip(" ") for line in other[start:end]]
    return "".join(mine[:place] + moved + mine[place:])


def swap_scalars(text: str, chance: random.Random, texts: Sequence[str]) -> str:
    """Two scalars of the file change places, or one comes from another file."""
    found = list(SCALAR.finditer(text))
    others = list(SCALAR.finditer(chance.choice(texts)))
    if len(found) < 2 or not others:
        return text
    one, two = sorted(chance.sample(found, 2), key=re.Match.start)
    if chance.random() < 0.5:
        return text[: one.start()] + chance.choice(others)[0] + text[one.end() :]
    return text[: one.start()] + two[0] + text[one.end() : two.start()] + one[0] + text[two.end() :]


def other_value(text: str, chance: random.Random, texts: Sequence[str]) -> str:
    """A scalar becomes another value, a number more often than a word."""
    found = list((NUMBER if chance.random() < 0.6 else SCALAR).finditer(text))
    if not found:
        return text + chance.choice(VALUES)
    place = chance.choice(found)
    return text[: place.start()] + chance.choice(VALUES) + text[place.end() :]


def anchors(text: str, chance: random.Random, texts: Sequence[str]) -> str:
    """A value gets an anchor, and another place reads it: later mostly, else within itself or before."""
    found = [place.start() for place in re.finditer(r"(?<=: )\S|(?<=- )\S|(?<=:)\n", text)]
    if len(found) < 2:
        return "a: &a [*a]\n" + text
    one, two = sorted(chance.sample(found, 2))
    if chance.random() < 0.1:
        one, two = two, one
    for place, piece in sorted(
        [(one, " &a "), (two, chance.choice([" *a", " *a ", " [*a, *a] ", " {<<: *a} "]))], reverse=True
    ):
        text = text[:place] + piece + text[place:]
    return text


def directives(text: str, chance: random.Random, texts: Sequence[str]) -> str:
    """A directive, a mark of a document, or a line that the language knows from elsewhere, mostly at the top."""
    lines = _lines(text)
    lines.insert(0 if chance.random() < 0.4 else chance.randint(0, len(lines)), chance.choice(LINES))
    return "".join(lines)


def controls(text: str, chance: random.Random, texts: Sequence[str]) -> str:
    """Control characters and commands of CI systems in some places, inside words too."""
    for _ in range(chance.randint(1, 3)):
        place = chance.randint(0, len(text))
        text = text[:place] + chance.choice(ODD) + text[place:]
    return text


def lines_moved(text: str, chance: random.Random, texts: Sequence[str]) -> str:
    """Some lines are gone, doubled, moved, or indented otherwise."""
    lines = _lines(text)
    start, end = _span(len(lines), chance, 5)
    taken, left = lines[start:end], lines[:start] + lines[end:]
    how = chance.randint(0, 3)
    if how == 0:
        return "".join(left)
    if how == 1:
        return "".join(lines[:end] + taken + lines[end:])
    if how == 2:
        place = chance.randint(0, len(left))
        return "".join(left[:place] + taken + left[place:])
    by = chance.choice([-4, -2, -1, 1, 2, 4])
    return "".join(lines[:start] + [" " * by + line if by > 0 else line[-by:] for line in taken] + lines[end:])


def characters(text: str, chance: random.Random, texts: Sequence[str]) -> str:
    """Some characters are gone, doubled, or become one that YAML means something by."""
    start, end = _span(len(text), chance, chance.choice([1, 3, 30]))
    piece = chance.choice(["", text[start:end] * 2, *"{}[]:,-#&*!|>\"'%@`$?~\n \t", ": ", "- ", "\n  "])
    return text[:start] + piece + text[end:]


def many(text: str, chance: random.Random, texts: Sequence[str]) -> str:
    """A line, or an item of a list in it, many times."""
    lines = _lines(text)
    place = chance.randint(0, len(lines) - 1)
    times = chance.choice([10, 100, 1000, 3000])
    line = lines[place]
    items = re.search(r"\[([^\[\]]+)\]", line)
    if items and chance.random() < 0.5:
        lines[place] = line[: items.start(1)] + ", ".join([items[1]] * times) + line[items.end(1) :]
    elif chance.random() < 0.5:  # each with a number of its own
        lines[place] = "".join(SCALAR.sub(lambda word: word[0] + str(i), line, count=1) for i in range(times))  # noqa: B023
    else:
        lines[place] = line * times
    return "".join(lines)


def endings(text: str, chance: random.Random, texts: Sequence[str]) -> str:
    """Other ends of lines, for all or one."""
    other = chance.choice(["\r\n", "\r", "\x85", "\u2028"])
    return text.replace("\n", other, chance.choice([-1, 1, 5]))


def quoting(text: str, chance: random.Random, texts: Sequence[str]) -> str:
    """A scalar in quotes, with a tag, as a block, or as a key of its own."""
    found = list(SCALAR.finditer(text))
    if not found:
        return text
    word = chance.choice(found)
    form = chance.choice(
        ['"{}"', "'{}'", "|\n      {}\n", ">-\n  {}\n", "!!str {}", "!x {}", "{{{}: {}}}", "[{}]", "$({})", "{}: {}"]
    )
    return text[: word.start()] + form.format(word[0], word[0]) + text[word.end() :]


def long_word(text: str, chance: random.Random, texts: Sequence[str]) -> str:
    """A word becomes very long."""
    found = list(SCALAR.finditer(text))
    if not found:
        return text
    word = chance.choice(found)
    long = (word[0] + chance.choice(["", "a", "/", ".", "(", "-", "+1", "*"])) * chance.choice([20, 300, 5000])
    return text[: word.start()] + long + text[word.end() :]


MUTATIONS: dict[Mutation, int] = {
    splice: 3,
    graft: 3,
    swap_scalars: 5,
    other_value: 7,
    anchors: 2,
    directives: 3,
    controls: 2,
    lines_moved: 3,
    characters: 3,
    many: 1,
    endings: 1,
    quoting: 2,
    long_word: 1,
}
"""The mutations, and how often each is taken."""


def mutated(text: str, chance: random.Random, texts: Sequence[str]) -> str:
    """The text after one mutation or a few: most of it is still right, so that files get as far as being evaluated."""
    for mutation in chance.choices([*MUTATIONS], [*MUTATIONS.values()], k=chance.choice([1, 1, 1, 2, 2, 3, 5])):
        text = mutation(text, chance, texts)
    return text


def encoded(text: str, chance: random.Random) -> bytes:
    """As bytes: UTF-8 nearly always, with what UTF-8 does not allow where the text has it."""
    data = text.encode("utf-8", "surrogatepass")
    odd = chance.randint(0, 199)
    if odd == 0:
        return text.encode("utf-16", "replace")
    if odd == 1:
        return b"\xef\xbb\xbf" + data
    if odd == 2 and data:
        place = chance.randrange(len(data))
        return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]
    return data
