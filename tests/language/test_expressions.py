"""The values of expressions; their errors are in specs/bad/expressions.yaml, word by word."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convcalc.language.expression_syntax import ExpressionError
from convcalc.language.expressions import divisible, evaluate

NAMES = {"a": 7, "b": 2, "half": Fraction(1, 2), "yes": True, "k": "1x7", "each": [2, 3], "word": "same"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$a", 7),
        ("$word", "same"),
        ("$k", "1x7"),
        ("$(a + b * 3)", 13),
        ("$((a + b) * 3)", 27),
        ("$(a / b)", Fraction(7, 2)),
        ("$(a // b)", 3),
        ("$(-a // b)", -4),
        ("$(a % b)", 1),
        ("$(6 / b)", 3),
        ("$(0.75 * 4)", 3),
        ("$(0.1 + 0.2)", Fraction(3, 10)),
        ("$(1e3)", 1000),
        ("$(a > b)", True),
        ("$(1 < b <= 2)", True),
        ("$(a == 7 and not b == 3)", True),
        ("$(a != 7)", False),
        ("$(a >= 7 and b <= 2)", True),
        ("$(1 < b < 2)", False),
        ("$(+a - -b)", 9),
        ("$(a - b * 2 // 3)", 6),
        ("$(half if a > 1 else missing)", Fraction(1, 2)),  # what is not chosen is not evaluated
        ("$(not yes or a > 1)", True),
        ("$(word)", "same"),
        ("$(false)", False),
        ("$(-half)", Fraction(-1, 2)),
        ("$(-7 % 3)", 2),
        ("$(floor(-half))", -1),
        ("$(ceil(-half))", 0),
        ("$(round(-half))", 0),
        ("$(round(a / 2))", 4),  # 3.5, and 4 is even
        ("$(round(each / 2))", (1, 2)),  # 1 and 1.5
        ("$(max(a / b, 3))", Fraction(7, 2)),
        ("$(divisible(each * 10))", (24, 32)),  # 20 to 24, 30 to 32
        ("$(yes or a)", True),
        ("$(a if yes else b)", 7),
        ("$('same' if a > 1 else 'valid')", "same"),
        ("$(word == 'same')", True),
        ("$(true)", True),
        ("$(min(a, b, 5))", 2),
        ("$(max(a, half))", 7),
        ("$(floor(half))", 0),
        ("$(ceil(half))", 1),
        ("$(round(half))", 0),  # halves to even
        ("$(round(half + 1))", 2),
        ("$(k + 1)", (2, 8)),
        ("$(each * 2)", (4, 6)),
        ("$(each - k)", (1, -4)),
        ("$([a, b])", (7, 2)),
        ("$(each == [2, 3])", True),
        ("$(k == [1, 7])", True),
        ("$(1 == true)", False),
        ("$(max(each, 3))", (3, 3)),
        ("$(min(k, each))", (1, 3)),
        ("$('(' == word)", False),
        ("$(divisible(24 * 1.4))", 32),
        ("$(divisible(7, 4))", 8),
    ],
)
def test_value(text: str, value: object) -> None:
    got = evaluate(text, NAMES)
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize(
    "text",
    ["$(open('x'))", "$(a.b)", "$(a[0])", "$(lambda: 1)", "$([x for x in a])", "$(__import__('os'))", "$(1 if a else 2)", "$('x' * 9)",
     "$(word + 1)", "$(1j)", "$(a := 3)", "$(a < 'x')", "$" + "(" * 500 + "1" + ")" * 500, "$(" + "a+" * 999 + "a)", "$()", "$( )", "$", "$(each + [1, 2, 3])",
     "$(divisible(3, 0))", "$(divisible([1, 2], 0))", "$(divisible(9, [3, 0]))", "$(min())", "$(b'x')", "$(f'{a}')", "$(a is b)", "$(~a)", "$(a & b)", "$(10 ** 9)"],
)  # fmt: skip
def test_what_the_language_does_not_have_is_an_error(text: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(text, NAMES)


@given(st.integers(1, 4000), st.integers(1, 64))
def test_divisible_is_never_below_90_percent(value: int, divisor: int) -> None:
    result = divisible(value, divisor)
    assert result % divisor == 0
    assert result >= Fraction(9, 10) * value


# Worked out by hand from the rule: 11.2 goes to 8 at first, which is below 90 % of it, so to 16.
@pytest.mark.parametrize(
    ("value", "want"),
    [
        (Fraction(448, 10), 48),
        (24, 24),
        (Fraction(24), 24),
        (Fraction(1120, 100), 16),
        (Fraction(84, 10), 8),
        (Fraction(56, 10), 8),
        (12, 16),  # half-way goes up
    ],
)
def test_divisible_as_mobile_nets_do(value: Fraction, want: int) -> None:
    assert divisible(value) == want


def test_exactly_90_percent_is_not_below() -> None:
    assert divisible(10, 9) == 9
    assert divisible(Fraction(1001, 100), 9) == 18  # 9 is below 90 % of 10.01
