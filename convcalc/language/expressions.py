"""`$name` and `$( … )`: small exact arithmetic over a file's parameters.

The text is parsed by Python's own parser and walked node by node; only what the language has is evaluated, and length,
depth and the size of numbers are bounded, so a hostile file cannot do more than get an error.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cache
from math import ceil, floor
from typing import Any

from convcalc.arithmetic.axes import size_from_text
from convcalc.language.expression_syntax import EXAMPLE, ExpressionError, Parsed, parse
from convcalc.language.limits import DEFAULT_LIMITS, Limits
from convcalc.language.problems import did_you_mean
from convcalc.language.scalars import plain_value, whole
from convcalc.layers.parameters import format_value

NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_NUMBER = re.compile(r"(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?", re.ASCII)


class Broken:
    """Stands for a value that could not be read; the reason is among the problems."""


BROKEN = Broken()


class BrokenName(ExpressionError):
    """An expression over a value that could not be read, which has been said."""


def evaluate(
    text: str,
    names: Mapping[str, Any],
    limits: Limits = DEFAULT_LIMITS,
    channels: Mapping[str, int | None] | None = None,
) -> Any:
    """The value of `text`, which begins with `$`; raises ExpressionError.

    `channels` are those of earlier layers, by their names; None where they depend on sizes.

    >>> evaluate("$(width * 3 // 2)", {"width": 5})
    7
    """
    if NAME.fullmatch(text[1:]):
        return _named(text[1:], names)
    parsed = parse(text, limits)
    return _Evaluator(parsed, names, limits, channels or {}).value(parsed.body)


def _named(name: str, names: Mapping[str, Any]) -> Any:
    if name in names:
        if names[name] is BROKEN:
            raise BrokenName(f"the value of {name} could not be read")
        return names[name]
    hint = did_you_mean(name, names) if names else "define it under parameters: at the top of the file"
    raise ExpressionError(f"there is no parameter {name}", hint, unknown=name)


def divisible(value: Fraction | int, divisor: int = 8) -> int:
    """The nearest multiple of `divisor`, never below 90 % of `value`.

    Source: Sandler et al. 2018 (MobileNetV2), `_make_divisible` of the authors' code.
    """
    result = max(divisor, int(value + Fraction(divisor, 2)) // divisor * divisor)
    return result + divisor if result < Fraction(9, 10) * value else result


_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: lambda a, b: Fraction(a) / b,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_ORDER: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_FUNCTIONS: dict[str, tuple[Callable[..., Any], int, int]] = {  # name: (function, fewest and most arguments)
    "min": (min, 1, 100),
    "max": (max, 1, 100),
    "floor": (floor, 1, 1),
    "ceil": (ceil, 1, 1),
    "round": (round, 1, 1),
    "divisible": (divisible, 1, 2),
}
RESERVED = frozenset(
    {*_FUNCTIONS, "true", "false", "True", "False", "None", "and", "or", "not", "if", "else", "input", "previous"}
)
"""Words that mean something in expressions, so no parameter may be called so."""


class _Evaluator:
    """Evaluates one parsed expression."""

    def __init__(self, parsed: Parsed, names: Mapping[str, Any], limits: Limits, channels: Mapping[str, int | None]) -> None:
        self.text, self.written = parsed.text, parsed.written
        self.names, self.limits, self.channels = names, limits, channels
        self.depth = 0

    def value(self, node: ast.expr) -> Any:
        method = getattr(self, f"on_{type(node).__name__}", None)
        if method is None:
            raise ExpressionError(f"{self.segment(node)} is not part of the language", f"for example {EXAMPLE}")
        if self.depth >= self.limits.depth:
            raise ExpressionError(f"the expression nests more than {self.limits.depth} deep", "use parameters for its parts")
        self.depth += 1
        try:
            return method(node)
        finally:
            self.depth -= 1

    def segment(self, node: ast.expr) -> str:
        return ast.get_source_segment(self.text, node) or self.text

    def on_Constant(self, node: ast.Constant) -> Any:
        text = self.written[node]
        if isinstance(node.value, str) and not text.startswith(("b", "u", "r")):
            return node.value
        if isinstance(node.value, bool):
            return node.value
        if not _NUMBER.fullmatch(text):
            raise ExpressionError(f"{text} is not a number here", "numbers are decimal: 10, 0.75, 1e3")
        try:
            return plain_value(text, self.limits.digits)
        except ValueError as error:
            raise ExpressionError(str(error)) from None

    def on_Name(self, node: ast.Name) -> Any:
        if node.id in ("true", "false"):
            return node.id == "true"
        return _named(node.id, self.names)

    def on_Attribute(self, node: ast.Attribute) -> Any:
        if not isinstance(node.value, ast.Name) or node.attr != "channels":
            help = "channels are known when a file is read, sizes only afterwards"
            raise ExpressionError(f"{self.segment(node)}: only the channels of a layer can be asked for", help)
        name = node.value.id
        if name not in self.channels:
            raise ExpressionError(f"there is no layer {name} above", did_you_mean(name, self.channels))
        channels = self.channels[name]
        if channels is None:
            raise ExpressionError(f"{self.segment(node)}: a flattened volume has no channels to give")
        return channels

    def on_UnaryOp(self, node: ast.UnaryOp) -> Any:
        value = self.value(node.operand)
        if isinstance(node.op, ast.Not):
            return not self.truth(value)
        if isinstance(node.op, ast.USub | ast.UAdd):
            sign = -1 if isinstance(node.op, ast.USub) else 1
            return self.on_axes(lambda a, b: a * b, sign, value)
        raise ExpressionError(f"{self.segment(node)} is not part of the language")

    def on_BinOp(self, node: ast.BinOp) -> Any:
        combine = _ARITHMETIC.get(type(node.op))
        if combine is None:
            raise ExpressionError(f"{self.segment(node)} is not part of the language", "the operators are + - * / // %")
        try:
            return self.on_axes(combine, self.value(node.left), self.value(node.right))
        except ZeroDivisionError:
            raise ExpressionError(f"{self.segment(node)} divides by zero") from None

    def on_axes(self, combine: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
        """Element by element, where one side or both are given per axis."""
        left, right = (_per_axis(v) for v in (left, right))
        if isinstance(left, tuple) or isinstance(right, tuple):
            length = max(len(v) for v in (left, right) if isinstance(v, tuple))
            left, right = (v if isinstance(v, tuple) else (v,) * length for v in (left, right))
            if len(left) != len(right):
                raise ExpressionError(f"{format_value(left)} and {format_value(right)} have different lengths")
            return tuple(self.on_axes(combine, a, b) for a, b in zip(left, right, strict=True))
        return self.bounded(combine(self.number(left), self.number(right)))

    def on_BoolOp(self, node: ast.BoolOp) -> Any:
        stop = isinstance(node.op, ast.Or)
        return stop if any(self.truth(self.value(v)) is stop for v in node.values) else not stop

    def on_Compare(self, node: ast.Compare) -> bool:
        left = self.value(node.left)
        for op, right_node in zip(node.ops, node.comparators, strict=True):
            right = self.value(right_node)
            if isinstance(op, ast.Eq | ast.NotEq):
                holds = self.equal(left, right) is isinstance(op, ast.Eq)
            elif type(op) in _ORDER:
                holds = _ORDER[type(op)](self.number(left), self.number(right))
            else:
                raise ExpressionError(f"{self.segment(node)} is not part of the language", "compare with == != < <= > >=")
            if not holds:
                return False
            left = right
        return True

    def equal(self, left: Any, right: Any) -> bool:
        """Equality of values of one sort: true is not 1, and `1x7` is [1, 7]."""
        if isinstance(left, bool) is not isinstance(right, bool):
            return False
        if isinstance(left, str) and isinstance(right, str):
            return left == right
        return bool(_per_axis(left) == _per_axis(right))

    def on_IfExp(self, node: ast.IfExp) -> Any:
        return self.value(node.body if self.truth(self.value(node.test)) else node.orelse)

    def on_List(self, node: ast.List) -> Any:
        return tuple(self.value(item) for item in node.elts)

    def on_Call(self, node: ast.Call) -> Any:
        name = node.func.id if isinstance(node.func, ast.Name) else self.segment(node.func)
        if name not in _FUNCTIONS:
            raise ExpressionError(f"there is no function {name}", did_you_mean(name, _FUNCTIONS))
        _, fewest, most = _FUNCTIONS[name]
        if node.keywords or not fewest <= len(node.args) <= most:
            raise ExpressionError(f"{self.segment(node)}: {name} takes {fewest} to {most} values")
        values = [_per_axis(self.value(a)) for a in node.args]
        if any(isinstance(value, tuple) for value in values):
            return self.call_on_axes(node, name, values)
        return self.call(node, name, values)

    def call(self, node: ast.Call, name: str, values: Iterable[Any]) -> int | Fraction:
        """A function of single numbers."""
        numbers = [self.number(value) for value in values]
        if name == "divisible" and len(numbers) > 1 and (not isinstance(numbers[1], int) or numbers[1] < 1):
            raise ExpressionError(f"{self.segment(node)}: the divisor must be a whole number of at least 1")
        return self.bounded(_FUNCTIONS[name][0](*numbers))

    def call_on_axes(self, node: ast.Call, name: str, values: list[Any]) -> Any:
        """A function element by element, where some of its values are given per axis."""
        lengths = {len(value) for value in values if isinstance(value, tuple)}
        if len(lengths) > 1:
            raise ExpressionError(f"{' and '.join(map(format_value, values))} have different lengths")
        (length,) = lengths
        each = [value if isinstance(value, tuple) else (value,) * length for value in values]
        return tuple(self.call(node, name, some) for some in zip(*each, strict=True))

    def number(self, value: Any) -> int | Fraction:
        if isinstance(value, bool) or not isinstance(value, int | Fraction):
            raise ExpressionError(f"{format_value(value)} is not a number in $({self.text})")
        return value

    def truth(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise ExpressionError(f"{format_value(value)} is neither true nor false in $({self.text})")
        return value

    def bounded(self, value: int | Fraction) -> int | Fraction:
        value = value if isinstance(value, int) else whole(Fraction(value))
        if max(abs(value.numerator), value.denominator) > _largest(self.limits.digits):
            raise ExpressionError(f"$({self.text}) gets larger than {self.limits.digits} digits")
        return value


@cache
def _largest(digits: int) -> int:
    return int(10**digits)


def _per_axis(value: Any) -> Any:
    """`1x7` from a parameter as (1, 7), so that arithmetic can go axis by axis."""
    if isinstance(value, list):
        return tuple(value)
    return (size_from_text(value) or value) if isinstance(value, str) else value
