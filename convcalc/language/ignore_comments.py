"""`# convcalc: ignore[rule] reason`: the comments that ask for silence, which the parser passes over."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import itemgetter

from convcalc.language.nodes import Mapping, Node, Scalar, Sequence, end_of
from convcalc.language.problems import Problems
from convcalc.language.suppressions import Malformed, Suppression, Word, whole
from convcalc.source import Source, Span, lines_of

# Texts, compiled where a file has such comments: it takes longer than to read a small file.
_MEANT = r"(?:(?<=[ \t])|^)#[ \t]*convcalc(?:[ \t]*:|[ \t]+ignore)"
"""Where a comment for convcalc begins, well written or not."""
_COMMENT = r"#[ \t]*convcalc: (ignore|ignore-file)\[([^\[\]#]*)\](?=[ \t]|$)"
_NEARLY = r"#[ \t]*convcalc[ \t]*:?[ \t]*([\w-]*)[ \t]*(?:[\[(]([^\[\]()#]*))?"
_BLOCK_SCALAR = r"(?:[&!]\S*[ \t]+)*[|>][-+0-9]*[ \t]*(?:#.*)?$"
_EMPTY = r"[ \t]*(?:#.*)?$"


def read_comments(source: Source, root: Mapping, problems: Problems) -> None:
    """Note the comments for convcalc in a text that `root` was read from, those that are not well written too."""
    if "convcalc" not in source.text:
        return
    lines = lines_of(source.text)
    meant = [
        (number, match.start(), line)
        for number, line in enumerate(lines, 1)
        if "convcalc" in line and ("ignore" in line or ":" in line.partition("convcalc")[2])
        for match in re.finditer(_MEANT, line)
    ]
    if not meant:
        return
    starts = _holds_for(lines, {number for number, _, _ in meant})
    around = _Around(source, root, starts)
    for number, column, line in meant:
        if not around.is_text(number, column + 1):
            _read(source, line, number, column, starts[number], around, problems)


def _read(
    source: Source, line: str, number: int, column: int, start: int | None, around: _Around, problems: Problems
) -> None:
    """Note one comment, which begins `column` characters into its line and holds for what begins on the line `start`."""

    def span(begin: int, end: int) -> Span:
        return Span(source, number, begin + 1, number, end + 1)

    match = re.compile(_COMMENT).match(line, column)
    words = [Word(line[begin:end], span(begin, end)) for begin, end in _words(line, match)] if match else []
    if match is None or not words:
        problems.malformed.append(Malformed(span(column, len(line.rstrip())), *_what_is_wrong(line, column)))
    elif match[1] == "ignore-file":
        _add(words, whole(source), problems)
    elif start is None:
        message = "no line follows that this comment could hold for"
        problems.malformed.append(Malformed(span(column, len(line.rstrip())), message, "ignore-file holds for a whole file"))
    else:
        end = max(around.ends.get(start, (start + 1, 1)), (start + 1, 1))
        _add(words, Span(source, start, 1, *end), problems)


def _add(words: list[Word], region: Span, problems: Problems) -> None:
    place = words[0].span
    problems.suppressions[place.source.name, place.line, place.column] = Suppression(tuple(words), region, comment=True)


def _words(line: str, match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Where the names between the brackets begin and end."""
    for found in re.finditer(r"[^,]+", match[2]):
        text = found[0]
        if name := text.strip():
            begin = match.start(2) + found.start() + text.index(name)
            yield begin, begin + len(name)


def _what_is_wrong(line: str, column: int) -> tuple[str, str]:
    """The message about a comment that is not well written, and the way out."""
    nearly = re.compile(_NEARLY).match(line, column)
    word, names = (nearly[1], (nearly[2] or "").strip(" \t,")) if nearly else ("", "")
    if word not in ("ignore", "ignore-file"):
        told = f"convcalc: {word}" if word else "convcalc:"
        return f'a comment that begins "{told}" asks for nothing that is known', "write # convcalc: ignore[rule] reason"
    if not names:
        return f"{word} without a rule in brackets", f"name what to ignore: # convcalc: {word}[rule] reason"
    return (
        "this comment is nearly right, and is not read",
        f"write # convcalc: {word}[{names}] reason",
    )


def _holds_for(lines: list[str], numbers: set[int]) -> dict[int, int | None]:
    """The line that a comment on each of the lines speaks of: its own, or the next with something on it."""
    found: dict[int, int | None] = {}
    below = None
    for number in range(len(lines), min(numbers) - 1, -1):
        if not re.match(_EMPTY, lines[number - 1]):
            below = number
        if number in numbers:
            found[number] = below
    return found


class _Around:
    """What stands around the comments: the texts that only look like comments, and where what begins on a line ends."""

    def __init__(self, source: Source, root: Mapping, starts: dict[int, int | None]) -> None:
        self.source = source
        self.comments = sorted(starts)
        self.texts: dict[int, list[tuple[tuple[int, int], tuple[int, int]]]] = {}
        """Where the texts begin and end that reach over the line of a comment, by that line and in their order."""
        self.lines = set(starts.values())
        self.ends: dict[int, tuple[int, int]] = {}
        self.seen: set[int] = set()
        for key, value in root.entries.values():
            self.visit(key)
            self.begins(key, value)
        for texts in self.texts.values():
            texts.sort()

    def visit(self, node: Node) -> None:
        """Look at a node and at all in it, once."""
        if id(node) in self.seen:
            return
        self.seen.add(id(node))
        if isinstance(node, Scalar):
            if not node.plain:
                self.hide(node.span)
        elif isinstance(node, Sequence):
            for item in node.items:
                self.begins(item, item)
        else:
            for key, value in node.entries.values():
                self.visit(key)
                self.begins(key, value)

    def begins(self, first: Node, node: Node) -> None:
        """Note where `node` ends if `first`, its key or itself, begins on one of the lines."""
        line = first.span.line
        if line in self.lines:
            self.ends[line] = max(self.ends.get(line, (0, 0)), end_of(node))
        self.visit(node)

    def hide(self, span: Span) -> None:
        """Note a text with quotes or a block of text, in which there are no comments; behind the head of a block are."""
        begin, end = bisect_left(self.comments, span.line), bisect_right(self.comments, span.end_line)
        if begin < end and re.compile(_BLOCK_SCALAR).match(self.source.line(span.line), span.column - 1):
            span = span._replace(line=span.line + 1, column=1)
        for line in self.comments[begin:end]:
            self.texts.setdefault(line, []).append(((span.line, span.column), (span.end_line, span.end_column)))

    def is_text(self, line: int, column: int) -> bool:
        """Whether a place is inside a text: the last that begins before it, since no text is inside another."""
        place, texts = (line, column), self.texts.get(line, [])
        before = bisect_right(texts, place, key=itemgetter(0))
        return before > 0 and place < texts[before - 1][1]
