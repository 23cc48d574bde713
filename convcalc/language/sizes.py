"""Volumes as files write them: `227x227x3`, `100`, `[227, 227, 3]`."""

from __future__ import annotations

import re
from typing import Any

from convcalc.arithmetic.axes import size_from_text
from convcalc.layers.parameters import format_value

MAX_AXES = 4
"""Three spatial axes and the channels."""


class SizeSyntaxError(Exception):
    """A value that is no volume: `message`, and `help` with the way out."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message, self.help = message, help


def volume_size(value: Any) -> tuple[int, ...]:
    """A value as the numbers of a volume, channels last; raises SizeSyntaxError.

    >>> volume_size("227x227x3"), volume_size(100)
    ((227, 227, 3), (100,))
    """
    if isinstance(value, str):
        size = size_from_text(value)
        if size is None:
            raise SizeSyntaxError(f"{format_value(value)} is not a size", _hint(value))
    elif isinstance(value, list | tuple):
        size = tuple(value)
    else:
        size = (value,)
    if not all(isinstance(n, int) and not isinstance(n, bool) for n in size):
        raise SizeSyntaxError(f"{format_value(value)} is not a size", "write height x width x channels, such as 227x227x3")
    if any(n < 1 for n in size):
        raise SizeSyntaxError(
            f"{'x'.join(map(str, size))} has a side below 1", "every side and the channels must be at least 1"
        )
    if not 1 <= len(size) <= MAX_AXES:
        help = "1 for a vector, 2 to 4 for a volume, channels last"
        raise SizeSyntaxError(f"{format_value(value)} has {len(size)} numbers", help)
    return size


def input_size(value: Any) -> tuple[int | str, ...]:
    """A value as the numbers of an input, channels last, where capital letters leave a side open; raises SizeSyntaxError.

    >>> input_size("HxWx3"), input_size([224, "W", 3])
    (('H', 'W', 3), (224, 'W', 3))
    """
    parts = value.split("x") if isinstance(value, str) else list(value) if isinstance(value, list | tuple) else []
    open_sides = {part for part in parts if isinstance(part, str) and _OPEN.fullmatch(part)}
    if not open_sides:
        return volume_size(value)
    if isinstance(parts[-1], str) and parts[-1] in open_sides:
        help = "only height, width and depth can be left open, as in HxWx3"
        raise SizeSyntaxError(f"{format_value(value)} leaves the number of channels open", help)
    sides: list[Any] = [1 if part in open_sides else part for part in parts]
    try:
        filled = volume_size("x".join(map(str, sides)) if isinstance(value, str) else sides)
    except SizeSyntaxError as error:  # said of what is written, not of what stood in for the letters
        message = error.message.replace("x".join(map(str, sides)), "x".join(map(str, parts)))
        raise SizeSyntaxError(message, error.help) from None
    return tuple(part if part in open_sides else n for part, n in zip(parts, filled, strict=True))


def replaced_input(own: tuple[int | str, ...], given: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """What is given beside a file whose input is `own`: all numbers, or sides for its channels; raises SizeSyntaxError.

    >>> replaced_input((227, 227, 3), (64, 48)), replaced_input((227, 227, 3), (64,))
    ((64, 48, 3), (64, 64, 3))
    """
    *sides, channels = own
    if len(given) == len(own):
        return given
    if len(given) == len(sides):
        return (*given, channels)
    if len(given) == 1 and len(set(sides)) == 1:
        return (*given * len(sides), channels)
    wanted = "x".join(map(str, own))
    count = "1 number" if len(given) == 1 else f"{len(given)} numbers"
    help = f"write all {len(own)} numbers, or the {len(sides)} sides alone" if len(sides) else "write 1 number"
    raise SizeSyntaxError(f"must be like the file's input {wanted}, and {'x'.join(map(str, given))} has {count}", help)


_OPEN = re.compile(r"[A-Z]")
"""A side that is left open."""


def _hint(text: str) -> str:
    if re.fullmatch(r"([a-wyzA-WYZ]+|[0-9]+)(x([a-wyzA-WYZ]+|[0-9]+))+", text):
        return "a side is left open by one capital letter, as in HxWx3"
    numbers = re.findall(r"[0-9]+", text)
    if numbers and re.fullmatch(r"[0-9\s×*,xX()]+", text):
        return f"write {'x'.join(numbers)}"
    return "write height x width x channels, such as 227x227x3"
