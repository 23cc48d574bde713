"""`expect:`, the exact figures that a file claims for itself."""

from __future__ import annotations

import re
from typing import Any

from convcalc.language.architecture import Expectation
from convcalc.language.nodes import Node
from convcalc.language.problems import BAD_VALUE, UNKNOWN_KEY, did_you_mean
from convcalc.language.sizes import SizeSyntaxError, volume_size
from convcalc.language.values import BROKEN, Values
from convcalc.language.vocabulary import EXPECT
from convcalc.layers.parameters import format_value


class ExpectReader:
    """Reads the mapping of one file."""

    def __init__(self, values: Values) -> None:
        self.values, self.problems = values, values.problems

    def read(self, node: Node) -> tuple[Expectation, ...]:
        """Every figure that is well written; the others are said."""
        mapping = self.values.mapping("expect", node)
        found: list[Expectation | None] = []
        for key, (name, value) in mapping.entries.items() if mapping else ():
            if key in ("params", "macs"):
                found.append(self.count(key, value))
            elif key == "output":
                found.append(self.volume(key, value, None))
            elif key in ("layers", "outputs"):
                named = self.values.mapping(f"expect: {key}", value)
                for layer, (_, item) in named.entries.items() if named else ():
                    figure = self.volume("output", item, layer)
                    found.append(figure and figure._replace(listed=key == "outputs"))
            else:
                message = f"expect knows no {key}"
                self.problems.add(UNKNOWN_KEY, name.span, message, help=did_you_mean(key, EXPECT))
        return tuple(expectation for expectation in found if expectation)

    def count(self, key: str, node: Node) -> Expectation | None:
        """A figure that is a whole number."""
        value = self.values.read(node)
        if value is BROKEN:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return Expectation(key, value, node.span)
        message = f"expect: {key} must be a whole number, and is {format_value(value)}"
        self.problems.add(BAD_VALUE, node.span, message, help=_ungrouped(value))
        return None

    def volume(self, key: str, node: Node, layer: str | None) -> Expectation | None:
        """A figure that is a volume."""
        value = self.values.read(node)
        try:
            return None if value is BROKEN else Expectation(key, volume_size(value), node.span, layer)
        except SizeSyntaxError as error:
            self.problems.add(BAD_VALUE, node.span, f"expect: {error.message}", help=error.help)
            return None


def _ungrouped(value: Any) -> str:
    """`60,965,224` is a text to YAML; say how to write the number."""
    digits = re.sub(r"[\s,_']", "", str(value))
    return f"write {digits}" if digits.isdecimal() and isinstance(value, str) else ""
