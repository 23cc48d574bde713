"""A join in a file: a list of names, or branches and options."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from convcalc.language.architecture import Branch, Join
from convcalc.language.nodes import Mapping, Scalar, Sequence, what
from convcalc.language.nodes import Node as YamlNode
from convcalc.language.problems import BAD_NAME, BAD_REFERENCE, BAD_VALUE
from convcalc.language.wording import explain_errors
from convcalc.layers import JoinLayer, kinds
from convcalc.source import Span

if TYPE_CHECKING:
    from convcalc.language.body_reader import BodyReader


def read_join(
    reader: BodyReader,
    known: type[JoinLayer],
    key: Scalar,
    value: YamlNode | None,
    meta: dict[str, YamlNode],
    channels: list[int | None],
) -> tuple[Join, int | None] | None:
    """`add: [a, b]`, or a mapping of branches and options."""
    options: dict[str, Any] = {}
    spans: dict[str, Span] = {}
    branches: list[Branch] = []
    given: list[int | None] = []
    if isinstance(value, Sequence) and "from" in meta:
        message = f"{key.text} has a list of names and from; keep one of the two"
        reader.problems.add(BAD_REFERENCE, meta["from"].span, message)
    if isinstance(value, Scalar) and value.text not in ("", "~", "null"):
        help = f"for example - {key.text}: [input, previous]"
        reader.problems.add(BAD_VALUE, value.span, f"{key.text} joins a list of names, or branches", help=help)
        return None
    for word, (word_node, item) in value.entries.items() if isinstance(value, Mapping) else ():
        if isinstance(item, Sequence):
            if item not in reader.context.seen and not reader.context.read_first(item, reader.problems):
                return None
            reader.context.seen.add(item)
            inside = reader.read_inside(item, channels[0])
            if inside is None:
                return None
            body, out = inside
            branches.append(Branch(word, body))
            reader.references.hidden.setdefault(word, word_node.span)
            given.append(out)
            if "/" in word or any(c.isspace() for c in word):
                reader.problems.add(
                    BAD_NAME,
                    word_node.span,
                    f'"{word}" cannot name a branch',
                    help="any word without a slash or a blank",
                )
            continue
        if word not in known.parameter_names() and _is_layers(item, reader.context.blocks):
            message = f"the branch {word} must be a list of layers, and is {what(item)}"
            help = f"{word}: [ … ], or {word}: [] for the input itself"
            reader.problems.add(BAD_VALUE, item.span, message, help=help)
            branches.append(Branch(word, ()))
            given.append(None)
            continue
        our_name = reader.kinds.parameter_name(known, word_node)
        if our_name:
            options[our_name], spans[our_name] = reader.values.read(item), item.span
    layer = explain_errors(known, options, key, spans, reader.problems)
    if layer is None:
        return None
    if not branches and not given and "from" not in meta and not (isinstance(value, Sequence) and value.items):
        help = f"for example - {key.text}: [input, previous], or branches"
        reader.problems.add(BAD_REFERENCE, key.span, f"{key.text} needs something to join", help=help)
        return None
    if branches and len(channels) > 1:
        message = f"the branches of {key.text} read one layer, and from names {len(channels)}"
        reader.problems.add(BAD_REFERENCE, meta["from"].span, message)
    assert isinstance(layer, JoinLayer)
    return Join(layer, tuple(branches)), layer.channels_joined(given or channels)


def _is_layers(node: YamlNode, blocks: Collection[str]) -> bool:
    """Whether a value that is no list was meant as the layers of a branch: a layer, a group, or nothing at all."""
    if isinstance(node, Mapping):
        return True
    return isinstance(node, Scalar) and (not node.text or node.text in kinds() or node.text in blocks)
