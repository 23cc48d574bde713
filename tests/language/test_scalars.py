"""What a plain scalar means: YAML 1.2's core schema, decimal integers, exact decimals."""

from fractions import Fraction

import pytest

from convcalc.language.scalars import plain_value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # strings in YAML 1.2 that YAML 1.1 took for something else (YAML 1.2.2, section 1.2 and 10.3.2)
        ("no", "no"), ("on", "on"), ("yes", "yes"), ("1:30", "1:30"), ("2012-12-03", "2012-12-03"), ("1_000", "1_000"),
        ("0b1", "0b1"), ("0x3", "0x3"), ("0o7", "0o7"), (".inf", ".inf"), (".nan", ".nan"),
        ("010", 10), ("-3", -3), ("+3", 3), ("1e3", 1000), ("1.50", Fraction(3, 2)), ("0.1", Fraction(1, 10)), (".5", Fraction(1, 2)),
        ("1.", 1), ("1e-2", Fraction(1, 100)), ("true", True), ("False", False), ("tRUE", "tRUE"), ("~", None), ("", None), ("null", None),
        ("1x7", "1x7"), ("٣", "٣"),
    ],
)  # fmt: skip
def test_plain_value(text: str, value: object) -> None:
    got = plain_value(text)
    assert got == value
    assert type(got) is type(value)


def test_messages_spell_decimals_exactly() -> None:
    from convcalc.layers.parameters import format_value

    texts = ["2.00000000000000001", "0.75", "-1.5", "0.0001"]
    assert [format_value(plain_value(text)) for text in texts] == texts
    assert format_value(Fraction(1, 3)) == "1/3"


@pytest.mark.parametrize("text", ["9" * 401, "1e401", "1e-9999999999", "0." + "1" * 401])
def test_numbers_are_bounded(text: str) -> None:
    with pytest.raises(ValueError, match="has more than 400 digits"):
        plain_value(text)
