"""The rounding of a file: one word, or one for each kind."""

from __future__ import annotations

from convcalc.arithmetic.fit import Rounding
from convcalc.language.nodes import Mapping, Node
from convcalc.language.problems import UNKNOWN_KEY, did_you_mean
from convcalc.language.values import Values
from convcalc.language.vocabulary import ROUNDINGS
from convcalc.layers import kinds


def read_rounding(node: Node, values: Values) -> Rounding | dict[str, Rounding]:
    """The rounding that a file asks for, by kind where it names kinds."""
    if not isinstance(node, Mapping):
        return Rounding(values.choice("rounding", node, ROUNDINGS) or "strict")
    chosen = {}
    for kind, (key, value) in node.entries.items():
        if kind not in kinds() or not kinds()[kind].takes_rounding:
            help = did_you_mean(kind, [name for name, layer in kinds().items() if layer.takes_rounding])
            values.problems.add(UNKNOWN_KEY, key.span, f"rounding names {kind}, which has no window", help=help)
        chosen[kind] = Rounding(values.choice("rounding", value, ROUNDINGS) or "strict")
    return chosen
