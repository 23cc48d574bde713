"""YAML as a tree in which every key and every value knows its place."""

from __future__ import annotations

from typing import TypeAlias

from convcalc.layers.parameters import format_value
from convcalc.source import Span


class Scalar:
    """A single value as its text; `plain` means without quotes."""

    __slots__ = ("plain", "span", "text")

    def __init__(self, text: str, plain: bool, span: Span) -> None:
        self.text, self.plain, self.span = text, plain, span


class Sequence:
    """A list."""

    __slots__ = ("items", "span")

    def __init__(self, span: Span) -> None:
        self.items: list[Node] = []
        self.span = span


class Mapping:
    """Keys and values in their order; a key given twice is there once."""

    __slots__ = ("entries", "span")

    def __init__(self, span: Span) -> None:
        self.entries: dict[str, tuple[Scalar, Node]] = {}
        self.span = span

    def get(self, key: str) -> Node | None:
        """The value of `key`."""
        entry = self.entries.get(key)
        return entry[1] if entry else None

    def key_span(self, key: str) -> Span:
        """Where the key itself stands."""
        return self.entries[key][0].span


Node: TypeAlias = Scalar | Sequence | Mapping


def end_of(node: Node) -> tuple[int, int]:
    """The line and the column where the last of a node's values ends; brackets and blank lines behind it do not count."""
    parts = node.items if isinstance(node, Sequence) else []
    if isinstance(node, Mapping):
        parts = [part for entry in node.entries.values() for part in entry]
    return max([(node.span.end_line, node.span.end_column), *map(end_of, parts)])


def region_of(node: Node, first: Node | None = None) -> Span:
    """From where a node, or its key `first`, begins to where it ends."""
    span = (first or node).span
    return Span(span.source, span.line, span.column, *end_of(node))


def describe_node(node: Node) -> str:
    """What a node is, for messages."""
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    return format_value(node.text) if node.text else "nothing"
