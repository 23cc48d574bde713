"""`allow:`, the rules that a file, a block or a layer may break."""

from __future__ import annotations

from convcalc.language.nodes import Mapping, Node, Scalar, Sequence, describe_node
from convcalc.language.problems import BAD_VALUE, Problems
from convcalc.language.suppressions import Suppression, Word
from convcalc.source import Span

_HELP = "write allow: [input-lost], or allow: {input-lost: why}"


def read_allow(node: Node, region: Span | None, problems: Problems) -> Suppression | None:
    """The rules under an `allow:` that holds for `region`; None where it names none, which is then said.

    What is read again, in another copy or another use of a block, is the same one.
    """
    place = (node.span.source.name, node.span.line, node.span.column)
    if place not in problems.suppressions:
        words = tuple(dict.fromkeys(_words(node, problems)))
        if not words:
            return None
        problems.suppressions[place] = Suppression(words, region)
    return problems.suppressions[place]


def _words(node: Node, problems: Problems) -> list[Word]:
    if isinstance(node, Mapping):
        for key, value in node.entries.values():
            if not isinstance(value, Scalar) or not value.text.strip():
                message = f"allow: the reason for {key.text} must be a text, and is {describe_node(value)}"
                problems.add(BAD_VALUE, value.span, message, help=f"without a reason write [{key.text}]")
        found = [key for key, _ in node.entries.values()]
    elif isinstance(node, Sequence):
        found = [item for item in node.items if isinstance(item, Scalar) and item.text]
        for item in node.items:
            if not (isinstance(item, Scalar) and item.text):
                problems.add(
                    BAD_VALUE, item.span, f"allow: a rule is a name or a code, and this is {describe_node(item)}", help=_HELP
                )
    else:
        message = f"allow must be a list of rules, or rules with reasons, and is {describe_node(node)}"
        problems.add(BAD_VALUE, node.span, message, help=f"write allow: [{node.text}]" if node.text else _HELP)
        return []
    if isinstance(node, Mapping | Sequence) and not (node.entries if isinstance(node, Mapping) else node.items):
        problems.add(BAD_VALUE, node.span, "allow names no rule", help="name one, or leave allow out")
    return [Word(key.text, key.span) for key in found]
