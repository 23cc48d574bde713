"""Numbers for people: grouped, or short with three digits. Whole-number arithmetic only, so any size works."""

from __future__ import annotations

import re
from typing import Any

LONGEST = 10**15
"""From here on even exact columns show the short form."""

_DECIMAL = ("", " K", " M", " G", " T", " P", " E")
_BINARY = (" B", " KiB", " MiB", " GiB", " TiB", " PiB", " EiB")


def grouped(value: int) -> str:
    """`34,944`; numbers that nobody could read are shortened, and what depends on an unknown size is its closed form."""
    if not isinstance(value, int):
        return str(value)
    return f"{value:,}" if value < LONGEST else metric(value)


def metric(value: int) -> str:
    """`105 M`, three digits: 105,415,200 in millions.

    >>> metric(999), metric(34_944), metric(999_999), metric(105_415_200)
    ('999', '34.9 K', '1.00 M', '105 M')
    """
    return _three_digits(value, 1000, _DECIMAL)


def binary(value: int) -> str:
    """Bytes in units of 1024: `1.11 MiB`.

    >>> binary(512), binary(1_161_600)
    ('512 B', '1.11 MiB')
    """
    return _three_digits(value, 1024, _BINARY)


def percent(part: int | None, whole: int) -> str:
    """A share in whole percent; `<1 %` for what is there but rounds to nothing."""
    if not isinstance(part, int) or not isinstance(whole, int) or whole == 0 or part == 0:
        return ""
    rounded = (200 * part + whole) // (2 * whole)
    return f"{rounded} %" if rounded else "<1 %"


def _three_digits(value: int, base: int, units: tuple[str, ...]) -> str:
    if not isinstance(value, int):
        return f"{value}{units[0]}"
    if value < base:
        return f"{value}{units[0]}"
    power = 1
    while value >= base ** (power + 1):
        power += 1
    if power >= len(units):
        digits = str(value)
        return f"{digits[0]}.{digits[1:3]}e{len(digits) - 1}{units[0]}"
    for places in (2, 1, 0):
        scaled = (2 * value * 10**places + base**power) // (2 * base**power)
        if scaled < 1000:
            break
    if scaled >= base and power < len(units) - 1:
        return f"1.00{units[power + 1]}"
    whole, part = divmod(scaled, 10**places)
    return f"{whole}.{part:0{places}d}{units[power]}" if places else f"{whole:,}{units[power]}"


_EIGHTHS = " ▏▎▍▌▋▊▉"


def bar(part: int, largest: int, width: int) -> str:
    """A bar of up to `width` characters in eighths; the smallest share that is there still shows.

    >>> bar(55, 100, 10)
    '█████▌'
    """
    if part <= 0 or largest <= 0 or width <= 0:
        return ""
    eighths = max(1, (2 * part * width * 8 + largest) // (2 * largest))
    full, rest = divmod(eighths, 8)
    return "█" * full + (_EIGHTHS[rest] if rest else "")


def in_groups(value: Any) -> str:
    """A closed form as people read it: `16,156,672·k² + 46,220`."""
    return re.sub(r"\d{4,}", lambda digits: f"{int(digits.group()):,}", str(value))
