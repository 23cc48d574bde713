"""From nodes to values: scalars resolved, expressions evaluated, and what is no value said with its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from convcalc.language.expression_syntax import ExpressionError
from convcalc.language.expressions import BROKEN, NAME, RESERVED, Broken, BrokenName, evaluate
from convcalc.language.limits import DEFAULT_LIMITS, Limits
from convcalc.language.nodes import Mapping, Node, Scalar, Sequence, describe_node
from convcalc.language.problems import BAD_EXPRESSION, BAD_NAME, BAD_VALUE, Problems, nearest
from convcalc.language.scalars import plain_value
from convcalc.layers.parameters import format_value

__all__ = ["BROKEN", "Values"]

_CHANNELS = re.compile(r"\b([A-Za-z_]\w*)\.channels\b", re.ASCII)

FOREIGN_WORDS = {"gpu": "cuda", "nvidia": "cuda", "fp16": "float16", "half": "float16", "fp32": "float32"}
"""What people write for some of our words."""


def no_copy(name: str) -> bool:
    """No copy is called so."""
    return False


class Values:
    """Reads the values of one file, in the light of its parameters."""

    def __init__(self, problems: Problems, limits: Limits = DEFAULT_LIMITS) -> None:
        self.problems, self.limits = problems, limits
        self.names: dict[str, Any] = {}
        self.channels: dict[str, int | None] = {}
        """The channels of the layers that can be referred to, by their names."""
        self.incomplete = False
        """The parameters could not all be read, so an unknown name may be one of them."""
        self.later: set[str] = set()
        """Parameters that are not evaluated yet."""
        self.find_copy: Callable[[str], bool] = no_copy
        """Finds one of several copies by its name and adds its channels, which are not kept for every copy."""

    def read(self, node: Node) -> Any:
        """The value of `node` as bool, int, Fraction, str, None, list or dict; BROKEN where there is none."""
        if isinstance(node, Scalar):
            return self.scalar(node)
        if isinstance(node, Sequence):
            items = [self.read(item) for item in node.items]
            return BROKEN if any(item is BROKEN for item in items) else items
        read = {key: self.read(value) for key, (_, value) in node.entries.items()}
        return BROKEN if any(value is BROKEN for value in read.values()) else read

    def scalar(self, node: Scalar) -> Any:
        """The value of a scalar: an expression if it begins with `$`."""
        try:
            if node.text.startswith("$"):
                for name in _CHANNELS.findall(node.text):
                    if name not in self.channels:
                        self.find_copy(name)
                return evaluate(node.text, self.names, self.limits, self.channels)
            if "$" in node.text and node.plain:
                return self.refuse_partial(node)
            return plain_value(node.text, self.limits.digits) if node.plain else node.text
        except BrokenName:
            return BROKEN
        except ExpressionError as error:
            if error.unknown is not None and self.incomplete:
                return BROKEN
            message, help = error.message, error.help
            if error.unknown in self.later:
                message = f"the parameter {error.unknown} comes later"
                help = "parameters are evaluated in their order: one may use those above it"
            self.problems.add(BAD_EXPRESSION, node.span, message, help=help)
        except ValueError as error:
            self.problems.add(BAD_VALUE, node.span, str(error))
        return BROKEN

    def refuse_partial(self, node: Scalar) -> Broken:
        """`1x$k`: a `$` inside a value."""
        parts = node.text.split("x")
        help = f"write [{', '.join(parts)}]" if len(parts) > 1 else "$ begins a whole value"
        self.problems.add(BAD_EXPRESSION, node.span, f"{node.text}: $ begins a whole value, not a part of one", help=help)
        return BROKEN

    def flag(self, key: str, node: Node) -> bool | None:
        """A value that must be true or false; None if it is not, which is then said."""
        value = self.read(node)
        if isinstance(value, bool):
            return value
        if value is not BROKEN:
            self.problems.add(BAD_VALUE, node.span, f"{key} must be true or false, and is {_found(node, value)}")
        return None

    def parameter_name(self, key: Scalar) -> None:
        """Say where `key` cannot name a parameter."""
        if not NAME.fullmatch(key.text) or key.text in RESERVED:
            help = "letters, digits and _, beginning with a letter or _, and no word of expressions"
            self.problems.add(BAD_NAME, key.span, f"{key.text} cannot name a parameter", help=help)

    def choice(self, key: str, node: Node, known: list[str]) -> str | None:
        """A value that must be one of `known`; None if it is not, which is then said."""
        value = self.read(node)
        if isinstance(value, str) and value in known:
            return value
        if value is not BROKEN:
            close = FOREIGN_WORDS.get(str(value).lower()) or nearest(str(value), known)
            close = close if close in known else None
            message = f"{key} must be {_one_of(known)}, and is {_found(node, value)}"
            self.problems.add(BAD_VALUE, node.span, message, help=f"did you mean {close}?" if close else "")
        return None

    def mapping(self, key: str, node: Node) -> Mapping | None:
        """A node that must be a mapping; None if it is not, which is then said."""
        if isinstance(node, Mapping):
            return node
        self.problems.add(BAD_VALUE, node.span, f"{key} must be a mapping, and is {describe_node(node)}")
        return None


def _found(node: Node, value: Any) -> str:
    """A value that was not expected, as it was evaluated; of a list or a mapping only what it is."""
    return format_value(value) if isinstance(node, Scalar) else describe_node(node)


def _one_of(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]
