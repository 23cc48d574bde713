"""A join in a file: a list of names, or branches and options."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from convcalc.language.architecture import Branch, Join
from convcalc.language.list_reader import Channels, ListReader, MetaKeys
from convcalc.language.nodes import Mapping, Scalar, Sequence, describe_node
from convcalc.language.nodes import Node as YamlNode
from convcalc.language.problems import BAD_NAME, BAD_REFERENCE, BAD_VALUE
from convcalc.language.wording import explain_errors
from convcalc.layers import JoinLayer, kinds
from convcalc.source import Span


class JoinReader:
    """Reads one join of the kind `known`, whose key is `key`."""

    def __init__(self, reader: ListReader, known: type[JoinLayer], key: Scalar) -> None:
        self.reader, self.known, self.key = reader, known, key
        self.problems = reader.problems
        self.branches: list[Branch] = []
        self.given: Channels = []
        """The channels that each branch gives."""
        self.options: dict[str, Any] = {}
        self.spans: dict[str, Span] = {}

    def read(self, value: YamlNode | None, meta: MetaKeys, channels: Channels) -> tuple[Join, int | None] | None:
        """`add: [a, b]`, or a mapping of branches and options; None where it is wrong, which is then reported."""
        kind = self.key.text
        if isinstance(value, Sequence) and "from" in meta:
            message = f"{kind} has a list of names and from; keep one of the two"
            self.problems.add(BAD_REFERENCE, meta["from"].span, message)
        if isinstance(value, Scalar) and value.text not in ("", "~", "null"):
            help = f"for example - {kind}: [input, previous]"
            self.problems.add(BAD_VALUE, value.span, f"{kind} joins a list of names, or branches", help=help)
            return None
        for word, item in value.entries.values() if isinstance(value, Mapping) else ():
            if not self.entry(word, item, channels[0]):
                return None
        layer = explain_errors(self.known, self.options, self.key, self.spans, self.problems)
        if layer is None:
            return None
        if not self.branches and "from" not in meta and not (isinstance(value, Sequence) and value.items):
            help = f"for example - {kind}: [input, previous], or branches"
            self.problems.add(BAD_REFERENCE, self.key.span, f"{kind} needs something to join", help=help)
            return None
        if self.branches and len(channels) > 1:
            message = f"the branches of {kind} read one layer, and from names {len(channels)}"
            self.problems.add(BAD_REFERENCE, meta["from"].span, message)
        assert isinstance(layer, JoinLayer)
        return Join(layer, tuple(self.branches)), layer.channels_joined(self.given or channels)

    def entry(self, word: Scalar, item: YamlNode, channels: int | None) -> bool:
        """A branch or an option; False where the file has asked for too much."""
        if isinstance(item, Sequence):
            return self.branch(word, item, channels)
        if word.text not in self.known.parameter_names() and _is_layers(item, self.reader.context.blocks):
            message = f"the branch {word.text} must be a list of layers, and is {describe_node(item)}"
            help = f"{word.text}: [ … ], or {word.text}: [] for the input itself"
            self.problems.add(BAD_VALUE, item.span, message, help=help)
            self.branches.append(Branch(word.text, ()))
            self.given.append(None)
        elif name := self.reader.kinds.parameter_name(self.known, word):
            self.options[name], self.spans[name] = self.reader.values.read(item), item.span
        return True

    def branch(self, word: Scalar, layers: Sequence, channels: int | None) -> bool:
        """The layers of a branch; False where the file has asked for too much."""
        context = self.reader.context
        if layers not in context.seen and not context.read_first(layers, self.problems):
            return False
        context.seen.add(layers)
        inside = self.reader.read_inside(layers, channels)
        if inside is None:
            return False
        body, out = inside
        self.branches.append(Branch(word.text, body))
        self.given.append(out)
        self.reader.references.hidden.setdefault(word.text, word.span)
        if "/" in word.text or any(c.isspace() for c in word.text):
            help = "any word without a slash or a blank"
            self.problems.add(BAD_NAME, word.span, f'"{word.text}" cannot name a branch', help=help)
        return True


def _is_layers(node: YamlNode, blocks: Collection[str]) -> bool:
    """Whether a value that is no list was meant as the layers of a branch: a layer, a group, or nothing at all."""
    if isinstance(node, Mapping):
        return True
    return isinstance(node, Scalar) and (not node.text or node.text in kinds() or node.text in blocks)
