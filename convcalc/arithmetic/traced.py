"""Whole numbers that remember how they were written.

A formula of convcalc stands in one place, as ordinary arithmetic on whole numbers. Given plain `int`s it computes;
given `TracedInt` numbers the very same body also yields its text, the text with the numbers put in, and the exact value
that a floored division would hide:

>>> size, kernel, stride = TracedInt.named("W", 7), TracedInt.named("F", 3), TracedInt.named("S", 3)
>>> result = (size - kernel) // stride + 1
>>> int(result), result.exact
(2, Fraction(7, 3))
>>> print(result.formula, "=", result.numbers)
(W − F)/S + 1 = (7 − 3)/3 + 1
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

MINUS, TIMES = "−", "·"

# How tightly the outermost operation of a text binds; an operand that binds less tightly needs parentheses.
_ANY, _SUM, _QUOTIENT, _PRODUCT, _ATOM = range(5)


def _signed(value: int) -> str:
    return f"{MINUS}{-value}" if value < 0 else str(value)


def _numeral(value: int) -> str:
    """A number as an operand: negative ones in parentheses."""
    return f"({_signed(value)})" if value < 0 else str(int(value))


class TracedInt(int):
    """A whole number with the formula and the exact value behind it.

    The `int` itself is the floored value, so validators, `range` and indexing accept it. `formula` and `numbers` are the
    text as the lecture writes it and the same with numbers put in, `latex` and `latex_numbers` both in LaTeX; `exact` is the
    value without any floor.
    """

    exact: Fraction
    _symbol: str
    _operation: tuple[str, TracedInt, TracedInt] | None

    @classmethod
    def named(cls, symbol: str, value: int) -> TracedInt:
        """A number that is written as `symbol` in formulas: `TracedInt.named("W", 227)`."""
        self = super().__new__(cls, int(value))
        self.exact, self._symbol, self._operation = Fraction(int(value)), symbol, None
        return self

    @classmethod
    def of(cls, other: int) -> TracedInt:
        """Any number; one that remembers nothing is written as its digits."""
        return other if isinstance(other, TracedInt) else cls.named(_numeral(other), other)

    @classmethod
    def _made(cls, value: int, exact: Fraction, sign: str, left: TracedInt, right: TracedInt) -> TracedInt:
        self = super().__new__(cls, value)
        self.exact, self._symbol, self._operation = exact, "", (sign, left, right)
        return self

    @property
    def formula(self) -> str:
        """`(W − F + 2P)/S + 1`."""
        return _text(self, numbers=False)

    @property
    def numbers(self) -> str:
        """`(227 − 11 + 2·0)/4 + 1`."""
        return _text(self, numbers=True)

    @property
    def latex(self) -> str:
        """The formula in LaTeX, a division as a fraction."""
        return _latex(self, numbers=False)

    @property
    def latex_numbers(self) -> str:
        """The numbers in LaTeX."""
        return _latex(self, numbers=True)

    @property
    def is_worked_out(self) -> bool:
        """Whether there is anything to compute; else it is a symbol or a numeral."""
        return self._operation is not None

    @property
    def letters(self) -> set[str]:
        """The symbols that it is written with."""
        if self._operation is None:
            return set() if self._symbol == _numeral(self) else {self._symbol}
        return self._operation[1].letters | self._operation[2].letters

    def abbreviated(self, names: Mapping[str, TracedInt]) -> TracedInt:
        """The same with every part whose formula is a key of `names` written as what stands there."""
        if self._operation is None:
            return self
        if self.formula in names:
            return names[self.formula]
        sign, left, right = self._operation
        return _OPERATORS[sign](left.abbreviated(names), right.abbreviated(names))

    def __add__(self, other: int) -> TracedInt:
        if other is False:  # a term that is switched off, such as the bias
            return self
        other = TracedInt.of(other)
        return TracedInt._made(int(self) + int(other), self.exact + other.exact, "+", self, other)

    def __radd__(self, other: int) -> TracedInt:
        return self if other == 0 else TracedInt.of(other) + self  # `sum` begins with a 0

    def __sub__(self, other: int) -> TracedInt:
        other = TracedInt.of(other)
        return TracedInt._made(int(self) - int(other), self.exact - other.exact, MINUS, self, other)

    def __rsub__(self, other: int) -> TracedInt:
        return TracedInt.of(other) - self

    def __mul__(self, other: int) -> TracedInt:
        other = TracedInt.of(other)
        return TracedInt._made(int(self) * int(other), self.exact * other.exact, TIMES, self, other)

    def __rmul__(self, other: int) -> TracedInt:
        return TracedInt.of(other) * self

    def __floordiv__(self, other: int) -> TracedInt:
        other = TracedInt.of(other)
        return TracedInt._made(int(self) // int(other), self.exact / other.exact, "/", self, other)

    def __rfloordiv__(self, other: int) -> TracedInt:
        return TracedInt.of(other) // self


_OPERATORS: dict[str, Callable[[TracedInt, TracedInt], TracedInt]] = {
    "+": TracedInt.__add__,
    MINUS: TracedInt.__sub__,
    TIMES: TracedInt.__mul__,
    "/": TracedInt.__floordiv__,
}

# How tightly each operation binds, and how tightly its operands must, in text and in LaTeX, whose fractions enclose them.
_LEVELS = {
    "+": (_SUM, _SUM, _SUM),
    MINUS: (_SUM, _SUM, _QUOTIENT),
    TIMES: (_PRODUCT, _PRODUCT, _PRODUCT),
    "/": (_QUOTIENT, _PRODUCT, _ATOM),
}
_LATEX_LEVELS = {**_LEVELS, "/": (_ATOM, _ANY, _ANY)}
_LATEX_SIGNS = {"+": "+", MINUS: "-", TIMES: "\\cdot"}


def _operands(number: TracedInt, levels: dict[str, tuple[int, int, int]], texts: tuple[str, str]) -> tuple[str, str]:
    """The texts of both operands, in parentheses where they bind less tightly than the operation between them."""
    assert number._operation
    sign, *operands = number._operation
    bound = [levels[one._operation[0]][0] if one._operation else _ATOM for one in operands]
    needed = levels[sign][1:]
    left, right = (_enclosed(t) if b < n else t for t, b, n in zip(texts, bound, needed, strict=True))
    return left, right


def _enclosed(text: str) -> str:
    """In parentheses, which in LaTeX are as tall as a fraction."""
    return f"\\left({text}\\right)" if "\\frac" in text else f"({text})"


def _touch(left: str, right: str) -> bool:
    """The lecture writes 2P, not 2·P; between digits the point must stay."""
    return left.isdecimal() and right.isalpha() and len(right) == 1


def _text(number: TracedInt, numbers: bool) -> str:
    if number._operation is None:
        return _numeral(number) if numbers else number._symbol
    sign, *operands = number._operation
    left, right = _operands(number, _LEVELS, (_text(operands[0], numbers), _text(operands[1], numbers)))
    if sign == TIMES:
        return left + right if _touch(left, right) else f"{left}{TIMES}{right}"
    return f"{left}/{right}" if sign == "/" else f"{left} {sign} {right}"


def _latex(number: TracedInt, numbers: bool) -> str:
    if number._operation is None:
        return latex_symbol(_numeral(number) if numbers else number._symbol)
    sign, *operands = number._operation
    left, right = _operands(number, _LATEX_LEVELS, (_latex(operands[0], numbers), _latex(operands[1], numbers)))
    if sign == "/":
        return f"\\frac{{{left}}}{{{right}}}"
    return left + right if sign == TIMES and _touch(left, right) else f"{left} {_LATEX_SIGNS[sign]} {right}"


def latex_symbol(symbol: str) -> str:
    """A symbol or a numeral in LaTeX: `W'`, `C_{1}`, a word as text.

    >>> latex_symbol("W′"), latex_symbol("F₂"), latex_symbol("batch")
    ("W'", 'F_{2}', '\\\\text{batch}')
    """
    if symbol.isalpha() and len(symbol) > 1:
        return f"\\text{{{symbol}}}"
    symbol = re.sub("[₀-₉]+", lambda digits: f"_{{{digits.group().translate(_UPRIGHT)}}}", symbol)
    return symbol.replace("′", "'").replace(MINUS, "-")


_BELOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_UPRIGHT = {below: chr(digit) for digit, below in _BELOW.items()}


def numbered(symbol: str, index: int) -> str:
    """The symbol of one of several, counted from 0: `F₁`.

    >>> numbered("F", 0), numbered("C", 11)
    ('F₁', 'C₁₂')
    """
    return symbol + str(index + 1).translate(_BELOW)


class TracedFormula:
    """One formula with its numbers and its exact result: the line a teacher writes on the board."""

    __slots__ = ("exact", "formula", "numbers")

    def __init__(self, result: TracedInt) -> None:
        self.formula, self.numbers, self.exact = result.formula, result.numbers, result.exact

    def __str__(self) -> str:
        return f"{self.numbers} = {fraction_text(self.exact)}"


def decimal_text(value: Fraction, places: int = 2) -> str:
    """`value` in decimals, rounded half to even at `places` (computed in whole numbers, so any size is exact)."""
    scaled = round(value * 10**places)
    whole, part = divmod(abs(scaled), 10**places)
    sign = MINUS if scaled < 0 else ""
    digits = f"{part:0{places}d}".rstrip("0")
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"


def fraction_text(value: Fraction) -> str:
    """`55`, `54.25` where two decimals say it all, else `7/3 ≈ 2.33`."""
    if 100 % value.denominator == 0:
        return decimal_text(value)
    return f"{_signed(value.numerator)}/{value.denominator} ≈ {decimal_text(value)}"
