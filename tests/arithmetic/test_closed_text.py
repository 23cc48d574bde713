"""How closed forms are written."""

from math import prod
from typing import Any

import pytest

from convcalc.arithmetic.comparisons import common_divisor, smallest
from tests.arithmetic.spaces import unknowns


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (lambda h, w: (h - 11) // 4 + 1, "⌊(H − 11)/4⌋ + 1"),
        (lambda h, w: ((h - 11) // 4 + 1 - 3) // 2 + 1, "⌊(H − 19)/8⌋ + 1"),
        (lambda h, w: (h + 6 - 7) // 2 + 1, "⌊(H + 1)/2⌋"),
        (lambda h, w: h // 2 // 2 // 2, "⌊H/8⌋"),
        (lambda h, w: h - 2 + 2, "H"),
        (lambda h, w: h - h + 7, "7"),
        (lambda h, w: 64 * h * w, "64·H·W"),
        (lambda h, w: 10 * (16 * (h // 4) * (w // 4) + 1), "10·(16·⌊H/4⌋·⌊W/4⌋ + 1)"),
        (lambda h, w: (h - 3) * (w - 3), "(H − 3)·(W − 3)"),
        (lambda h, w: 2 * h * w - 6 * h + 4 * w + 7, "2·(H + 2)·(W − 3) + 19"),
        (lambda h, w: 5 * (h - 3) * (h - 3), "5·(H − 3)²"),
        (lambda h, w: h // 2 * 2, "2·⌊H/2⌋"),
        (lambda h, w: 2 * h // 4, "⌊H/2⌋"),
        (lambda h, w: h // 3 + w // 3 - 2, "⌊H/3⌋ + ⌊W/3⌋ − 2"),
        (lambda h, w: h * h - 2 * w, "H² − 2·W"),
        (lambda h, w: smallest([h - 4, h - 2]), "H − 4"),
        (lambda h, w: smallest([h // 2 * 2, 2 * h - 9]), "min(2·⌊H/2⌋, 2·H − 9)"),
        (lambda h, w: smallest([h // 2 * 2, h - 4]), "H − 4"),  # never more than one below H
        (lambda h, w: h % 2, "H − 2·⌊H/2⌋"),
        (lambda h, w: h + 6 - common_divisor(h // 2, 6), "H − gcd(⌊H/2⌋, 6) + 6"),
    ],
)  # fmt: skip
def test_text(formula: Any, text: str) -> None:
    _, symbols = unknowns("H", "W")
    assert str(formula(*symbols)) == text


def test_a_long_sum_that_looks_like_a_product_is_written_as_it_is() -> None:
    """A product of sixteen sums would have 65,536 terms; 17 are there."""
    _, sizes = unknowns(*"ABCDEFGHIJKLMNOP")
    below = [prod(sizes[:i] + sizes[i + 1 :]) for i in range(len(sizes))]
    assert str(sum(below, start=prod(sizes))).startswith(
        "A·B·C·D·E·F·G·H·I·J·K·L·M·N·O·P + A·B·C·D·E·F·G·H·I·J·K·L·M·N·O + "
    )
