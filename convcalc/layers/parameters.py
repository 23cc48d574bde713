"""The types of the kinds' parameters: sizes, paddings, rates. Pydantic runs them; `language` words what they find."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Annotated, Any, TypeAlias

from pydantic import GetCoreSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from convcalc.arithmetic.axes import NAMED_PADDINGS, SIDE_NAMES, Padding, size_from_text


class Checked:
    """Marks a parameter's type with the function that reads its value, and the JSON Schema of what may be written.

    Pydantic builds nothing for such a type but a call of the function. Types put together from pydantic's own parts take
    five times as long to set up, and every start of the program would pay for it.
    """

    def __init__(self, read: Callable[[Any], Any], schema: dict[str, Any]) -> None:
        self.read, self.schema = read, schema

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)


def refuse(message: str, **context: object) -> PydanticCustomError:
    """An error of a value in our own words; braces of the message are filled from `context`."""
    return PydanticCustomError("convcalc", message, context or None)


def format_value(value: object) -> str:
    """A value as a file would write it: `true`, `2.5`, `"1x7"`; a long one shortened."""
    words = {None: "nothing", True: "true", False: "false"}
    if value is None or isinstance(value, bool):
        return words[value]
    if isinstance(value, Fraction):
        text = _decimal(value) or str(value)
    elif isinstance(value, tuple | list):
        text = f"[{', '.join(map(format_value, value))}]"
    elif isinstance(value, dict):
        text = "{" + ", ".join(f"{key}: {format_value(item)}" for key, item in value.items()) + "}"
    else:
        text = f'"{shortened(value)}"' if isinstance(value, str) else str(value)
    return text if isinstance(value, str) else shortened(text)


def _decimal(value: Fraction) -> str:
    """An exact decimal in digits; empty for a fraction that has none, such as 1/3."""
    places = 0
    while places < LONGEST and 10**places % value.denominator:
        places += 1
    if 10**places % value.denominator:
        return ""
    scaled = abs(value.numerator) * 10**places // value.denominator
    digits = f"{scaled:0{places + 1}d}"
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[: len(digits) - places]}.{digits[len(digits) - places :]}" if places else sign + digits


LONGEST = 60
"""How much of a value messages show, in characters."""


def shortened(text: str, most: int = LONGEST) -> str:
    """A text of at most so many characters: of a longer one the beginning, with a mark that there is more."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _whole_from(least: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if not _is_whole(value):
            raise refuse("must be a whole number, and is {value}", value=format_value(value))
        if value < least:
            raise refuse("must be at least {least}, and is {value}", least=least, value=format_value(value))
        number: int = value
        return number

    return read


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise refuse("must be true or false, and is {value}", value=format_value(value))
    return value


def _number(value: Any) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise refuse("must be a number, and is {value}", value=format_value(value))
    return Fraction(value)


def _rate(value: Any) -> Fraction:
    rate = _number(value)
    if not 0 <= rate <= 1:
        raise refuse("must be from 0 to 1, and is {value}", value=format_value(value))
    return rate


def _with_bracket_hint(value: str) -> str:
    """A text that is no size; `(3` comes of writing a tuple, which YAML cuts at its comma."""
    return f"{format_value(value)} (lists have square brackets)" if value.startswith("(") else format_value(value)


def one_of(words: tuple[str, ...], foreign: dict[str, str] | None = None) -> Callable[[Any], str]:
    """A reader of one of several words; `foreign` are words of other tools, with ours."""

    def read(value: Any) -> str:
        if value in words and isinstance(value, str):
            return value
        ours = foreign.get(value.lower()) if foreign and isinstance(value, str) else None
        hint = f" ({value} is called {ours} here)" if ours else ""
        wanted = f"{', '.join(words[:-1])} or {words[-1]}"
        raise refuse("must be {wanted}, and is {value}{hint}", wanted=wanted, value=format_value(value), hint=hint)

    return read


def _inside(item: int | str, read: Callable[[Any], int], value: Any) -> int:
    """A value inside a list or a mapping; what is wrong with it points at `item`."""
    try:
        return read(value)
    except PydanticCustomError as error:
        raise PydanticCustomError("convcalc", error.message_template, {**(error.context or {}), "item": item}) from None


def _size_from(least: int, words: str = "") -> Callable[[Any], tuple[int, ...]]:
    """A reader of sizes whose numbers are at least `least`; `words` names what else the parameter may be."""
    whole = _whole_from(least)

    def read(value: Any) -> tuple[int, ...]:
        if isinstance(value, str):
            size = size_from_text(value)
            if size is None:
                message = "must be a size such as 3, 1x7 or [1, 7]{words}, and is {value}"
                raise refuse(message, value=_with_bracket_hint(value), words=words)
            value = size
        if not isinstance(value, list | tuple):
            return (whole(value),)
        if not value:
            raise refuse("must be a size such as 3, 1x7 or [1, 7]{words}, and is an empty list", words=words)
        return tuple(_inside(i, whole, item) for i, item in enumerate(value))

    return read


read_size = _size_from(1)
"""Reads a size, 3, 1x7 or [1, 7], as (3,) or (1, 7); raises what `refuse` makes."""
_ALL_SIDES = tuple(name for pair in SIDE_NAMES[3] for name in pair)
_padding_size = _size_from(0, ", half, same, valid or {top: 1, …}")


def _padding(value: Any) -> Padding:
    if isinstance(value, Padding):
        return value
    if isinstance(value, str) and value in NAMED_PADDINGS:
        return NAMED_PADDINGS[value]
    if not isinstance(value, dict):
        return Padding("size", _padding_size(value))
    for name in value:
        if name not in _ALL_SIDES:
            sides = ", ".join(_ALL_SIDES)
            raise refuse("has no side {name}; the sides are {sides}", name=name, sides=sides, item=f"key {name}")
    amount = _whole_from(0)
    return Padding("sides", named=tuple((name, _inside(name, amount, number)) for name, number in value.items()))


def _channels(value: Any) -> tuple[int, int]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise refuse(
            "must be the first channel and the one after the last, such as [0, 58], and is {value}",
            value=format_value(value),
        )
    first, end = map(_whole_from(0), value)
    return first, end


_EXPRESSION = {"type": "string", "pattern": r"^\$"}


def _whole_schema(least: int) -> dict[str, Any]:
    """A whole number inside a list or a mapping, where an expression can stand too."""
    return {"anyOf": [{"type": "integer", "minimum": least}, _EXPRESSION]}


def _size_schema(least: int, most: int = 3) -> dict[str, Any]:
    number = {"type": "integer", "minimum": least}
    digits = "[0-9]+" if least == 0 else "0*[1-9][0-9]*"
    text = {"type": "string", "pattern": f"^{digits}(x{digits})*$"}
    return {"anyOf": [number, text, {"type": "array", "items": _whole_schema(least), "minItems": 1, "maxItems": most}]}


SIZE_SCHEMA = _size_schema(1)

Positive: TypeAlias = Annotated[int, Checked(_whole_from(1), {"type": "integer", "minimum": 1})]
NonNegative: TypeAlias = Annotated[int, Checked(_whole_from(0), {"type": "integer", "minimum": 0})]
Flag: TypeAlias = Annotated[bool, Checked(_flag, {"type": "boolean"})]
Number: TypeAlias = Annotated[Fraction, Checked(_number, {"type": "number"})]
"""An exact decimal."""
Rate: TypeAlias = Annotated[Fraction, Checked(_rate, {"type": "number", "minimum": 0, "maximum": 1})]
"""A share of units, 0 to 1."""
Size: TypeAlias = Annotated[tuple[int, ...], Checked(read_size, SIZE_SCHEMA)]
"""A number for all axes, or one for each: `3`, `1x7`, `[1, 7]`. Held as (3,) or (1, 7)."""
Sides: TypeAlias = Annotated[tuple[int, ...], Checked(_size_from(0), _size_schema(0))]
"""The same with 0 allowed."""
VolumeSize: TypeAlias = Annotated[tuple[int, ...], Checked(_size_from(1), _size_schema(1, 4))]
"""A volume, channels last: `4x4x512`."""
Channels: TypeAlias = Annotated[
    tuple[int, int],
    Checked(_channels, {"type": "array", "items": _whole_schema(0), "minItems": 2, "maxItems": 2}),
]
"""The first channel and the one after the last."""
PaddingValue: TypeAlias = Annotated[
    Padding,
    Checked(
        _padding,
        {
            "anyOf": [
                *_size_schema(0)["anyOf"],
                {"enum": list(NAMED_PADDINGS)},
                {
                    "type": "object",
                    "properties": {side: _whole_schema(0) for side in _ALL_SIDES},
                    "additionalProperties": False,
                },
            ]
        },
    ),
]
"""Zeros around the volume: a size, a word, or named sides."""
