"""What is given beside a file, on the command line or to the library, and replaces what the file says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from convcalc.arithmetic.axes import MAX_DIGITS, size_from_text
from convcalc.arithmetic.fit import Rounding
from convcalc.findings import OptionError
from convcalc.language.architecture import DTYPES
from convcalc.language.problems import did_you_mean
from convcalc.language.scalars import plain_value
from convcalc.language.sizes import MAX_AXES, SizeSyntaxError, input_size
from convcalc.language.vocabulary import ROUNDINGS
from convcalc.layers.parameters import format_value


class Overrides(NamedTuple):
    """Values that replace a file's own; None leaves the file's."""

    input: tuple[int | str, ...] | None = None
    batch: int | None = None
    dtype: str | None = None
    rounding: Rounding | None = None
    parameters: dict[str, Any] = {}  # noqa: RUF012  (never changed in place)

    def suspending(self) -> tuple[str, ...]:
        """The names of those that make the figures of `expect:` not apply."""
        given = {"input": self.input, "parameters": self.parameters, "batch": self.batch, "rounding": self.rounding}
        return tuple(name for name, value in given.items() if value not in (None, {}))


def overrides(
    *,
    input: str | int | tuple[int, ...] | list[int] | None = None,
    batch: int | None = None,
    dtype: str | None = None,
    rounding: str | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> Overrides:
    """Check what is given beside a file; raises OptionError.

    `input` is channels last, `227x227x3` or (227, 227, 3), or sides only for the file's channels; `parameters` are by name,
    texts are read as a file's would be.
    """
    if isinstance(input, str) and input.isascii() and input.isdecimal() and len(input) <= MAX_DIGITS:
        input = int(input)
    size = None if input is None else _input(input)
    if batch is not None and (isinstance(batch, bool) or not isinstance(batch, int)):
        raise OptionError("batch", f"must be a whole number, and is {format_value(batch)}")
    if batch is not None and batch < 1:
        raise OptionError("batch", f"must be at least 1, and is {format_value(batch)}")
    if batch is not None and batch > 10**MAX_DIGITS:
        raise OptionError("batch", f"has more than {MAX_DIGITS} digits")
    if dtype is not None and dtype not in DTYPES:
        raise OptionError("dtype", f"there is no {dtype}; {did_you_mean(str(dtype), DTYPES)}")
    if rounding is not None and rounding not in ROUNDINGS:
        raise OptionError("rounding", f"there is no {rounding}; {did_you_mean(str(rounding), ROUNDINGS)}")
    if not all(isinstance(name, str) for name in parameters or {}):
        raise OptionError("set", "parameters are called by texts")
    chosen = {name: _parameter(name, value) for name, value in (parameters or {}).items()}
    return Overrides(size, batch, dtype, Rounding(rounding) if rounding else None, chosen)


def _input(value: str | int | tuple[int, ...] | list[int]) -> tuple[int | str, ...]:
    """The numbers of an input; whether they are as many as the file's is seen when that is read."""
    numbers = size_from_text(value) if isinstance(value, str) else value
    try:
        if isinstance(numbers, tuple | list) and len(numbers) > MAX_AXES:
            return tuple(n for number in numbers for n in input_size(number))
        return input_size(value)
    except SizeSyntaxError as error:
        raise OptionError("input", f"{error.message}; {error.help}") from None


def _parameter(name: str, value: Any) -> Any:
    if not isinstance(value, str) or value.startswith("$"):
        return value  # an expression is evaluated where the file's own would be
    if value.startswith("[") and value.endswith("]"):
        return [_parameter(name, item.strip()) for item in value[1:-1].split(",")]
    try:
        return plain_value(value)
    except ValueError as error:
        raise OptionError("set", f"{name}: {error}") from None
