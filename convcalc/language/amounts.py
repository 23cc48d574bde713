"""Amounts as people write them: `62M`, `1.5G`, `20MiB`."""

from __future__ import annotations

import re
from fractions import Fraction
from math import floor

from convcalc.language.scalars import plain_value

COUNTS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "P": 10**15}
"""The units of counts."""
BYTES = {
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
"""The units of memory."""
_AMOUNT = re.compile(r"(\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})\s*([A-Za-z]*)", re.ASCII)


def amount(text: str, units: dict[str, int]) -> int | None:
    """`1.5G` as a whole number of its unit, rounded down; None if the text is no amount.

    >>> amount("62M", COUNTS)
    62000000
    """
    number = plain_value(text.strip())
    if isinstance(number, int | Fraction) and not isinstance(number, bool):
        return floor(number) if number >= 0 else None
    match = _AMOUNT.fullmatch(text.strip())
    if not match or match[2] not in units:
        return None
    return floor(Fraction(match[1]) * units[match[2]])
