"""From YAML text to nodes.

PyYAML's C parser yields events with positions; building the tree from them here is a tenth of the time that
`yaml.safe_load` takes, and nothing is resolved behind our back: YAML 1.1 would turn `no` into false and `010` into eight.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import yaml

from convcalc.language.limits import DEFAULT_LIMITS, Limits
from convcalc.language.nodes import Mapping, Node, Scalar, Sequence
from convcalc.language.problems import DUPLICATE_KEY, TOO_LARGE, YAML_FEATURE, YAML_SYNTAX, Problems
from convcalc.source import Source, Span, place_after

_Loader: Any = getattr(yaml, "CLoader", yaml.Loader)


class _Stop(Exception):
    """The text cannot be read any further; the reason is among the problems."""


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    # Every node that is built is kept, so collecting while building only costs: a third of the time of a large file.
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def read_yaml(source: Source, problems: Problems, limits: Limits = DEFAULT_LIMITS) -> Node | None:
    """The tree of `source`; None where the text is no YAML, with the reason among the problems."""
    with _without_garbage_collection():
        try:
            return _Builder(source, problems, limits).build()
        except _Stop:
            return None
        except yaml.MarkedYAMLError as error:
            _add_syntax(error, source, problems, limits)
        except yaml.YAMLError as error:
            _add_unreadable(error, source, problems)
    return None


class _Builder:
    """Holds what is open while the events go by."""

    def __init__(self, source: Source, problems: Problems, limits: Limits) -> None:
        self.source, self.problems, self.limits = source, problems, limits
        self.open: list[Sequence | Mapping] = []
        self.keys: list[Scalar | None] = []
        self.anchors: dict[str, Node] = {}
        self.weights: dict[int, int] = {}
        self.starts: list[int] = []
        self.nodes = 0
        self.root: Node | None = None

    def build(self) -> Node | None:
        handlers = {
            "ScalarEvent": self.scalar,
            "AliasEvent": self.alias,
            "SequenceStartEvent": self.start,
            "MappingStartEvent": self.start,
            "SequenceEndEvent": self.end,
            "MappingEndEvent": self.end,
            "DocumentStartEvent": self.document,
        }
        for event in yaml.parse(self.source.text, Loader=_Loader):
            handler = handlers.get(type(event).__name__)
            if handler:
                handler(event)
        return self.root

    def span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        return Span(self.source, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def document(self, event: Any) -> None:
        if self.root is not None:
            self.problems.add(
                YAML_FEATURE, self.span(event), "a second document begins here", help="one architecture a file"
            )
            raise _Stop

    def scalar(self, event: Any) -> None:
        self.refuse_tag(event)
        node = Scalar(event.value, not event.style, self.span(event))
        self.count(1, node.span)
        self.remember(event, node)
        self.place(node)

    def alias(self, event: Any) -> None:
        node, span = self.anchors.get(event.anchor), self.span(event)
        if node is None:
            self.problems.add(YAML_SYNTAX, span, f"nothing is anchored as &{event.anchor}")
            raise _Stop
        if node in self.open:
            self.problems.add(YAML_FEATURE, span, f"*{event.anchor} stands inside what it repeats", help="write it out")
            raise _Stop
        self.count(self.weights.get(id(node), 1), span)
        self.place(node)

    def start(self, event: Any) -> None:
        self.refuse_tag(event)
        node = Sequence(self.span(event)) if isinstance(event, yaml.SequenceStartEvent) else Mapping(self.span(event))
        self.count(1, node.span)
        if len(self.open) >= self.limits.depth:
            self.problems.add(TOO_LARGE, node.span, _too_deep(self.limits))
            raise _Stop
        self.remember(event, node)
        self.place(node)
        self.open.append(node)
        self.keys.append(None)
        self.starts.append(self.nodes - 1)

    def end(self, event: Any) -> None:
        node = self.open.pop()
        self.keys.pop()
        self.weights[id(node)] = self.nodes - self.starts.pop()
        end = event.end_mark
        if end.line + 1 == node.span.line:
            node.span = node.span._replace(end_column=end.column + 1)

    def place(self, node: Node) -> None:
        """Put a finished or opened node where it belongs: under the waiting key, or at the end of the list."""
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self.keys[-1]
        if key is None:
            self.keys[-1] = self.as_key(node)
            return
        self.keys[-1] = None
        if key.text in parent.entries:
            first = parent.key_span(key.text)
            message = f"the key {key.text} is given twice, first in line {first.line}"
            self.problems.add(DUPLICATE_KEY, key.span, message, help="keep one of the two")
        elif key.text == "<<" and key.plain:
            self.problems.add(YAML_FEATURE, key.span, "merge keys (<<) are not part of the language", help="write it out")
        else:
            parent.entries[key.text] = (key, node)

    def as_key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar):
            return node
        self.problems.add(YAML_FEATURE, node.span, "a list or a mapping cannot be a key", help="put it in quotes")
        raise _Stop

    def remember(self, event: Any, node: Node) -> None:
        if event.anchor:
            self.anchors[event.anchor] = node

    def refuse_tag(self, event: Any) -> None:
        if event.tag is not None and event.tag != "!":
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.problems.add(
                YAML_FEATURE, self.span(event), f"the tag {tag} is not part of the language", help="leave it out"
            )

    def count(self, nodes: int, span: Span) -> None:
        self.nodes += nodes
        if self.nodes > self.limits.nodes:
            message = f"with aliases written out, the file has more than {self.limits.nodes:,} values here"
            self.problems.add(TOO_LARGE, span, message)
            raise _Stop


def _too_deep(limits: Limits) -> str:
    return f"lists and mappings nest more than {limits.depth} deep here"


def _add_syntax(error: yaml.MarkedYAMLError, source: Source, problems: Problems, limits: Limits) -> None:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if "maximum nesting depth" in str(error.problem):
        # libyaml from 0.2.6 on has a limit of its own; looking ahead for a key, it can reach that before we see ours.
        problems.add(TOO_LARGE, Span(source, line, column, line, column + 1), _too_deep(limits))
        return
    since = error.context_mark
    context = f" ({error.context} that began in line {since.line + 1})" if error.context and since else ""
    message = f"this is not YAML: {error.problem}{context}"
    span = Span(source, line, column, line, column + 1)
    problems.add(YAML_SYNTAX, span, message, help=_syntax_help(str(error.problem), source, span))


def _syntax_help(problem: str, source: Source, span: Span) -> str:
    """What the author most likely meant."""
    line, above = source.line(span.line), source.line(span.line - 1)
    if "cannot start any token" in problem and line[span.column - 1 :].startswith("\t"):
        return "indent with blanks; YAML does not allow tabs there"
    if squeezed := re.search(r"\b(\w+):[{\[]", line):
        return f"write {squeezed[1]}: with a blank after the colon"
    if "mapping values are not allowed" not in problem:
        return ""
    if bare := re.fullmatch(r"\s*-\s+(\w+)\s*", above):
        return f"write - {bare[1]}: with a colon, to put keys below it"
    return "put a value that contains a colon in quotes, or check the indentation"


def _add_unreadable(error: yaml.YAMLError, source: Source, problems: Problems) -> None:
    """A character that YAML does not allow; the C parser says where as an offset into the text."""
    before = source.text.encode()[: getattr(error, "position", 0)].decode(errors="ignore")
    line, column = place_after(before)
    code = getattr(error, "character", 0)
    code = ord(code) if isinstance(code, str) else code
    message = f"the character U+{code:04X} is not allowed in YAML"
    problems.add(YAML_SYNTAX, Span(source, line, column, line, column + 1), message, help="is this a text file?")
