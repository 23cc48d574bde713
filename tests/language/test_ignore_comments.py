"""The comments for convcalc: which are found, and where they hold."""

import operator
from typing import Any

import pytest

import convcalc
from convcalc.language import ignore_comments
from convcalc.language.reader import read_architecture

HEAD = "input: 8x8x4\n"


def holding(text: str) -> list[tuple[list[str], int, int]]:
    """The rules of every comment, and the first and the last line that it holds for."""
    read = read_architecture(convcalc.Source("net.yaml", HEAD + text))
    assert read.malformed == ()
    return [
        ([word.text for word in s.words], s.region.line, s.region.end_line - (s.region.end_column == 1))
        for s in read.suppressions
        if s.region
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("layers:\n  - relu # convcalc: ignore[a]\n", [(["a"], 3, 3)]),
        ("layers:\n  - relu #convcalc: ignore[ a ,b,, c-d ] why, [because]\n", [(["a", "b", "c-d"], 3, 3)]),
        ("layers:\n  - relu # see there # convcalc: ignore[a] x # convcalc: ignore[b]\n", [(["a"], 3, 3), (["b"], 3, 3)]),
        # a layer with its lines, and not beyond
        ("layers:\n  - conv: # convcalc: ignore[a]\n      filters: 3\n      kernel: 3\n\n  - relu\n", [(["a"], 3, 5)]),
        ("layers:\n  - conv:\n      filters: 3 # convcalc: ignore[a]\n      kernel: 3\n", [(["a"], 4, 4)]),
        ("layers:\n  - {conv: { # convcalc: ignore[a]\n      filters: 3,\n      kernel: 3}}\n  - relu\n", [(["a"], 3, 5)]),
        ("layers: # convcalc: ignore[a]\n  - relu\n  - relu\nname: x\n", [(["a"], 2, 4)]),
        ("layers:\n  - add:\n      a: # convcalc: ignore[a]\n        - relu\n        - relu\n      b: []\n", [(["a"], 4, 6)]),
        ("blocks:\n  A: # convcalc: ignore[a]\n    layers:\n      - relu\n  B: {layers: [relu]}\nlayers: [A, B]\n", [(["a"], 3, 5)]),
        # the head of a file is no key that holds for all of it
        ("name: x # convcalc: ignore[a]\nlayers: [relu]\n", [(["a"], 2, 2)]),
        # a line of its own holds for the next that has something on it
        ("# convcalc: ignore[a]\n\n  # more\nlayers:\n  - relu\n", [(["a"], 5, 6)]),
        ("layers:\n# convcalc: ignore[a]\n  # convcalc: ignore[b]\n  - relu\n  - relu\n", [(["a"], 5, 5), (["b"], 5, 5)]),
        ("layers:\n  - relu\n  # convcalc: ignore-file[a]\n", [(["a"], 1, 2**63 - 2)]),
        # texts that look like comments
        ('name: "a # convcalc: ignore[a]"\nlayers: [relu]\n', []),
        ("name: 'a\n  # convcalc: ignore[a]'\nlayers: [relu]\n", []),
        ("name: |\n  # convcalc: ignore[a]\nlayers: [relu]\n", []),
        ("name: >- # convcalc: ignore[b]\n  # convcalc: ignore[a]\n# convcalc: ignore[c]\nlayers: [relu]\n", [(["b"], 2, 3), (["c"], 5, 5)]),
        ('layers: [{"relu": , name: b}] # "convcalc: ignore[a]\n', []),
        ('name: "x" # convcalc: ignore[a] "quoted"\nlayers: [relu]\n', [(["a"], 2, 2)]),
        ("name: a# convcalc ignore\nlayers: [relu]\n", []),
        ("layers: [relu] # we like convcalc: ignore[a]\n", []),
        ("layers: [relu] # convcalculated: ignore[a]\n", []),
    ],
)  # fmt: skip
def test_where_they_hold(text: str, expected: list[tuple[list[str], int, int]]) -> None:
    assert holding(text) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_words_know_their_places(end: str) -> None:
    source = convcalc.Source("net.yaml", HEAD + f"layers:{end}  - relu # ü convcalc # convcalc: ignore[a, b]{end}")
    (suppression,) = read_architecture(source).suppressions
    places = [(word.span.line, word.span.column, word.span.end_column) for word in suppression.words]
    line = source.line(3)
    assert [line[start - 1 : end - 1] for _, start, end in places] == ["a", "b"]
    assert {number for number, *_ in places} == {3}


def test_many_comments() -> None:
    many = 5_000
    lines = [f'  - relu # convcalc: ignore[W{i}]\n  # convcalc: ignore["x"]\n  - "relu"\n' for i in range(many)]
    assert len(holding("layers:\n" + "".join(lines))) == 2 * many


def test_many_comments_on_one_line_are_not_compared_with_every_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind as many texts: the one before a comment is found by halves, with sixteen looks or fewer."""
    looks = 0

    def counting(place: int) -> Any:
        def get(entry: Any) -> Any:
            nonlocal looks
            looks += 1
            return operator.itemgetter(place)(entry)

        return get

    monkeypatch.setattr(ignore_comments, "itemgetter", counting)
    many = 30_000
    texts = ", ".join(['"#"'] * many)
    source = convcalc.Source("net.yaml", f"{HEAD}parameters: {{x: [{texts}]}} #{' # convcalc: x' * many}\nlayers: [relu]\n")
    assert len(read_architecture(source).malformed) == many
    assert many <= looks <= 16 * many
