"""What a scalar's text means: YAML 1.2's core schema, with exact decimals and without hexadecimal numbers."""

from __future__ import annotations

import re
from fractions import Fraction

from convcalc.language.limits import DEFAULT_LIMITS

_INTEGER = re.compile(r"[-+]?\d+", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE]([-+]?\d+))?", re.ASCII)
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def plain_value(text: str, digits: int = DEFAULT_LIMITS.digits) -> bool | int | Fraction | str | None:
    """The value of a scalar without quotes; raises ValueError for a number that is too long.

    >>> [plain_value(t) for t in ("no", "010", "1e3", "0.75", "0x3", "1:30")]
    ['no', 10, 1000, Fraction(3, 4), '0x3', '1:30']
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(_short(text, digits))
    if match := _DECIMAL.fullmatch(text):
        if match[1] and abs(int(_short(match[1], digits))) > digits:
            raise ValueError(f"{_cut(text)} has more than {digits} digits")
        return whole(Fraction(_short(text, digits)))
    return text


def whole(value: Fraction) -> int | Fraction:
    """A fraction as an int where it is one."""
    return value.numerator if value.denominator == 1 else value


def _short(text: str, digits: int) -> str:
    if len(text) > digits:
        raise ValueError(f"{_cut(text)} has more than {digits} digits")
    return text


def _cut(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:17]}…"
