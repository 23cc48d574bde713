"""Inputs in PyTorch's order."""

import pytest

import convcalc


def told(text: str) -> list[str]:
    found = convcalc.check(convcalc.Source("net.yaml", text + "layers:\n  - conv: {filters: 4, kernel: 1}\n"))
    return [finding.help for finding in found if finding.rule.name == "channels-first"]


@pytest.mark.parametrize(
    ("size", "line"),
    [
        ("[3, 32, 32]", "write input: 32x32x3"),
        ("3x224x224", "write input: 224x224x3"),
        ("4x5x5", "write input: 5x5x4"),
        ("1x28x28", "write input: 28x28x1"),
        ("[1, 3, 224, 224]", "write input: 224x224x3"),
        ("8x3x224x224", "write input: 224x224x3, and batch: 8"),
        ("32x32x3", None),
        ("4x4x4", None),
        ("5x6x6", None),
        ("3x224x225", None),
        ("16x112x112x3", None),
        ("28x28x1", None),
        ("3x16", None),
        ("HxWx3", None),
    ],
)
def test_three_or_four_numbers(size: str, line: str | None) -> None:
    assert told(f"input: {size}\n") == ([line] if line else [])


def test_named_inputs_and_inputs_beside_the_file() -> None:
    text = "inputs: {image: 3x8x8, mask: 8x8x3}\nlayers:\n  - {conv: {filters: 4, kernel: 1}, from: image}\n"
    found = convcalc.check(convcalc.Source("net.yaml", text))
    assert [(f.span.line, f.help) for f in found if f.rule.name == "channels-first"] == [(1, "write image: 8x8x3")]
    report = convcalc.analyze("alexnet", input="3x227x227")
    assert [f.help for f in report.findings if f.rule.name == "channels-first"] == ["write --input 227x227x3"]
