"""Formulas are the bodies that compute, read as text: evaluated with the layer's numbers they give its counts."""

import re

import pytest

from convcalc.analysis.formulas import formulas
from convcalc.arithmetic.volume import Volume
from convcalc.layers import kinds


@pytest.mark.parametrize(
    ("kind", "given", "rank", "params", "macs"),
    [
        ("conv", {"filters": 8, "kernel": 3}, 2, "K·(F·F·C + 1)", "H′·W′·K·F·F·C"),
        ("conv", {"filters": 8, "kernel": 3, "bias": False}, 1, "K·F·C", "W′·K·F·C"),
        ("conv", {"filters": 8, "kernel": 3, "groups": 2}, 2, "K·(F·F·(C/G) + 1)", "H′·W′·K·F·F·(C/G)"),
        ("conv", {"filters": 8, "kernel": 3, "connections": 9}, 2, "N·F·F + K·1", "H′·W′·N·F·F"),
        ("depthwise", {"kernel": 3, "multiplier": 2}, 3, "C·M·(F·F·F + 1)", "D′·H′·W′·C′·F·F·F"),
        ("conv_transpose", {"filters": 8, "kernel": 3}, 2, "K·(F·F·C + 1)", "H·W·C·F·F·K"),
        ("fc", {"units": 10}, 2, "K·(H·W·C + 1)", "K·H·W·C"),
        ("batchnorm", {}, 2, "2C", ""),
        ("relu", {}, 2, "", ""),
    ],
)
def test_texts(kind: str, given: dict[str, object], rank: int, params: str, macs: str) -> None:
    found = formulas(kinds()[kind].model_validate(given), Volume((8,) * rank, 4))
    assert (found.params, found.macs) == (params, macs)


@pytest.mark.parametrize(
    ("kind", "given", "operations"),
    [
        ("conv", {"filters": 8, "kernel": 3}, {"add": "H′·W′·K"}),
        ("conv", {"filters": 8, "kernel": 3, "bias": False}, {}),
        ("maxpool", {"kernel": 2}, {"compare": "H′·W′·C·(F·F − 1)"}),
        ("global_avgpool", {}, {"add": "C·(H·W − 1)", "divide": "C"}),
        ("hardsigmoid", {}, {"add": "H·W·C", "compare": "2·H·W·C", "divide": "H·W·C"}),
        ("adaptive_maxpool", {"output": 3}, {"compare": "((H + H′ − gcd(H, H′))·(W + W′ − gcd(W, W′)) − H′·W′)·C"}),
    ],
)
def test_texts_of_operations(kind: str, given: dict[str, object], operations: dict[str, str]) -> None:
    assert formulas(kinds()[kind].model_validate(given), Volume((8, 8), 4)).operations == operations


def test_a_text_evaluates_to_the_count() -> None:
    layer, x = kinds()["conv"].model_validate({"filters": 10, "kernel": 5, "padding": 2, "stride": 3}), Volume((33, 30), 3)
    y = layer.output(x)
    numbers = {"H": 33, "W": 30, "C": 3, "F": 5, "S": 3, "P": 2, "K": 10, "H′": y.size[0], "W′": y.size[1], "C′": 10}

    def value(text: str) -> int:
        python = re.sub(r"(\d)([A-Z])", r"\1*\2", text).replace("−", "-").replace("·", "*").replace("/", "//")
        return int(eval(re.sub(r"[A-Z]′?", lambda match: str(numbers[match[0]]), python)))

    found = formulas(layer, x)
    assert value(found.params) == layer.params(x)
    assert value(found.macs) == layer.macs(x, y)
    assert tuple(value(text) for text in found.output.values()) == (*y.size, y.channels)
