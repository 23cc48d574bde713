"""`repeat`: how many copies there are, and what is bound in each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from convcalc.language.limits import more
from convcalc.language.nodes import Mapping
from convcalc.language.nodes import Node as YamlNode
from convcalc.language.problems import BAD_VALUE, TOO_LARGE
from convcalc.language.values import BROKEN, Values
from convcalc.layers.parameters import format_value


class Copies(NamedTuple):
    """How many copies, and the value that `name` has in each."""

    number: int
    name: str = ""
    bindings: tuple[Any, ...] = ()
    repeated: bool = False


def read_copies(node: YamlNode | None, values: Values) -> Copies:
    """How often, and what is bound in each copy."""
    if node is None:
        return Copies(1)
    if isinstance(node, Mapping) and len(node.entries) == 1:
        ((name, (key, value)),) = node.entries.items()
        values.parameter_name(key)
        bound = values.read(value)
        if isinstance(bound, list | tuple):
            return Copies(len(bound), name, tuple(bound), True)
        if _is_count(bound):
            if bound > values.limits.expansion:
                message = f"more than {values.limits.expansion:,} copies that differ"
                values.problems.add(TOO_LARGE, value.span, message, help=more("expansion"))
                return Copies(1, name, (0,), True)
            return Copies(bound, name, tuple(range(bound)), True)
    else:
        bound = values.read(node)
        if _is_count(bound):
            if bound > values.limits.repeat:
                values.problems.add(TOO_LARGE, node.span, f"more than {values.limits.repeat:,} copies")
                return Copies(1, repeated=True)
            return Copies(bound, repeated=True)
    if bound is not BROKEN:
        help = "for example 3, {i: 6} or {d: [1, 2, 4]}"
        values.problems.add(
            BAD_VALUE, node.span, f"repeat must be a whole number of 0 or more, and is {format_value(bound)}", help=help
        )
    names = list(node.entries) if isinstance(node, Mapping) else []
    return Copies(1, names[0], (BROKEN,), True) if names else Copies(1, repeated=True)


@contextmanager
def bound(copies: Copies, index: int, values: Values) -> Iterator[None]:
    """The names of one copy."""
    before = values.names
    use_path = f"in copy {index + 1:,} of {copies.number:,}"
    if copies.bindings:
        values.names = {**before, copies.name: copies.bindings[index]}
        use_path += f", where {copies.name} is {format_value(copies.bindings[index])}"
    # Without a name that is bound the first copy is like a layer by itself.
    known = index > 0 if not copies.bindings else copies.bindings[index] is not BROKEN
    values.problems.use_path += [use_path] * known
    try:
        yield
    finally:
        values.names = before
        if known:
            values.problems.use_path.pop()


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
