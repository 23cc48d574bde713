"""`budget:`, the upper limits that a file sets for itself: `{params: 62M, macs: 1.5G, activations: 20MiB}`."""

from __future__ import annotations

import re
from fractions import Fraction
from math import floor

from convcalc.spec.architecture import Allowance
from convcalc.spec.nodes import Node, Scalar, what
from convcalc.spec.problems import BAD_VALUE, UNKNOWN_KEY, did_you_mean
from convcalc.spec.scalars import plain_value
from convcalc.spec.values import BROKEN, Values
from convcalc.spec.vocabulary import BUDGET

_AMOUNT = re.compile(r"(\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})\s*([A-Za-z]*)", re.ASCII)
_COUNTS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "P": 10**15}
_BYTES = {
    "": 1,
    "B": 1,
    "KB": 10**3,
    "MB": 10**6,
    "GB": 10**9,
    "TB": 10**12,
    "KiB": 2**10,
    "MiB": 2**20,
    "GiB": 2**30,
    "TiB": 2**40,
}
_UNITS = {"params": _COUNTS, "macs": _COUNTS, "activations": _BYTES}


def amount(text: str, units: dict[str, int]) -> int | None:
    """`1.5G` as a whole number of its unit, rounded down; None if the text is no amount.

    >>> amount("62M", {"M": 10**6})
    62000000
    """
    number = plain_value(text.strip())
    if isinstance(number, int | Fraction) and not isinstance(number, bool):
        return floor(number) if number >= 0 else None
    match = _AMOUNT.fullmatch(text.strip())
    if not match or match[2] not in units:
        return None
    return floor(Fraction(match[1]) * units[match[2]])


def read_budget(node: Node, values: Values) -> tuple[Allowance, ...]:
    """Every limit that is well written; the others are said."""
    mapping = values.mapping("budget", node)
    found = []
    for key, (name, value) in mapping.entries.items() if mapping else ():
        if key not in BUDGET:
            help = did_you_mean(key, BUDGET)
            values.problems.add(UNKNOWN_KEY, name.span, f"budget knows no {key}", help=help)
            continue
        limit = _limit(key, value, values)
        if limit is not None:
            written = value.text if isinstance(value, Scalar) else ""
            found.append(Allowance(key, limit, written, value.span))
    return tuple(found)


def _limit(key: str, node: Node, values: Values) -> int | None:
    value = values.read(node)
    if value is BROKEN:
        return None
    units = _UNITS[key]
    text = node.text if isinstance(node, Scalar) and not node.text.startswith("$") else str(value)
    limit = amount(text, units) if isinstance(node, Scalar) else None
    if limit is None:
        known = ", ".join(unit for unit in units if unit)
        message = f"budget: {key} must be an amount such as {'20MiB' if units is _BYTES else '62M'}, and is {what(node)}"
        values.problems.add(BAD_VALUE, node.span, message, help=f"a number, or one with a unit: {known}")
    return limit
