"""Whole numbers that remember how they were written.

A formula of convcalc stands in one place, as ordinary arithmetic on whole numbers. Given plain `int`s it computes;
given `Written` numbers the very same body also yields its text, the text with the numbers put in, and the exact value
that a floored division would hide:

>>> size, kernel, stride = Written.named("W", 7), Written.named("F", 3), Written.named("S", 3)
>>> result = (size - kernel) // stride + 1
>>> int(result), result.exact
(2, Fraction(7, 3))
>>> print(result.formula, "=", result.numbers)
(W − F)/S + 1 = (7 − 3)/3 + 1
"""

from __future__ import annotations

from fractions import Fraction

MINUS, TIMES = "−", "·"

# How tightly the outermost operation of a text binds; an operand that binds less tightly needs parentheses.
_SUM, _QUOTIENT, _PRODUCT, _ATOM = 1, 2, 3, 4


def _signed(value: int) -> str:
    return f"{MINUS}{-value}" if value < 0 else str(value)


def _numeral(value: int) -> str:
    """A number as an operand: negative ones in parentheses."""
    return f"({_signed(value)})" if value < 0 else str(int(value))


class Written(int):
    """A whole number with the formula and the exact value behind it.

    The `int` itself is the floored value, so validators, `range` and indexing accept it. `formula` and `numbers` are the
    text as the lecture writes it and the same with numbers put in; `exact` is the value without any floor.
    """

    formula: str
    numbers: str
    exact: Fraction
    _level: int

    @classmethod
    def named(cls, symbol: str, value: int) -> Written:
        """A number that is written as `symbol` in formulas: `Written.named("W", 227)`."""
        return cls._make(int(value), symbol, _numeral(value), Fraction(value), _ATOM)

    @classmethod
    def _make(cls, value: int, formula: str, numbers: str, exact: Fraction, level: int) -> Written:
        self = super().__new__(cls, value)
        self.formula, self.numbers, self.exact, self._level = formula, numbers, exact, level
        return self

    @classmethod
    def _of(cls, other: int) -> Written:
        return other if isinstance(other, Written) else cls.named(_numeral(other), other)

    def _texts(self, level: int) -> tuple[str, str]:
        """Both texts, in parentheses where they bind less tightly than `level`."""
        if self._level >= level:
            return self.formula, self.numbers
        return f"({self.formula})", f"({self.numbers})"

    def __add__(self, other: int) -> Written:
        if other is False:  # a term that is switched off, such as the bias
            return self
        other = Written._of(other)
        value, exact = int(self) + int(other), self.exact + other.exact
        return Written._make(value, f"{self.formula} + {other.formula}", f"{self.numbers} + {other.numbers}", exact, _SUM)

    def __radd__(self, other: int) -> Written:
        return self if other == 0 else Written._of(other) + self  # `sum` begins with a 0

    def __sub__(self, other: int) -> Written:
        other = Written._of(other)
        formula, numbers = other._texts(_QUOTIENT)
        value, exact = int(self) - int(other), self.exact - other.exact
        return Written._make(value, f"{self.formula} {MINUS} {formula}", f"{self.numbers} {MINUS} {numbers}", exact, _SUM)

    def __rsub__(self, other: int) -> Written:
        return Written._of(other) - self

    def __mul__(self, other: int) -> Written:
        other = Written._of(other)
        (left, left_numbers), (right, right_numbers) = self._texts(_PRODUCT), other._texts(_PRODUCT)
        # The lecture writes 2P, not 2·P; between digits the point must stay.
        formula = f"{left}{right}" if left.isdecimal() and right.isalpha() else f"{left}{TIMES}{right}"
        value, exact = int(self) * int(other), self.exact * other.exact
        return Written._make(value, formula, f"{left_numbers}{TIMES}{right_numbers}", exact, _PRODUCT)

    def __rmul__(self, other: int) -> Written:
        return Written._of(other) * self

    def __floordiv__(self, other: int) -> Written:
        other = Written._of(other)
        (left, left_numbers), (right, right_numbers) = self._texts(_PRODUCT), other._texts(_ATOM)
        value, exact = int(self) // int(other), self.exact / other.exact
        return Written._make(value, f"{left}/{right}", f"{left_numbers}/{right_numbers}", exact, _QUOTIENT)

    def __rfloordiv__(self, other: int) -> Written:
        return Written._of(other) // self


class Working:
    """One formula with its numbers and its exact result: the line a teacher writes on the board."""

    __slots__ = ("exact", "formula", "numbers")

    def __init__(self, result: Written) -> None:
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
