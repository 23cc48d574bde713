"""What an explanation looks like; each of these texts was read as a student would."""

from collections.abc import Callable
from pathlib import Path

import pytest

import convcalc
from convcalc.arithmetic.strip import Track
from convcalc.arithmetic.window import Window
from convcalc.render.explain.markdown import explain_markdown
from convcalc.render.explain.strip import picture
from convcalc.render.explain.text import explain_text
from convcalc.render.json.explain import explain_json

GOLDEN = Path(__file__).parents[1] / "golden"
KINDS = convcalc.Source(
    "kinds.yaml",
    """\
name: Kinds
input: 12x12x64
layers:
  - conv: {filters: 32, kernel: 1}
    name: one_by_one
  - conv: {filters: 64, kernel: 3, dilation: 2, padding: 2, groups: 4}
    name: dilated
  - conv_transpose: {filters: 16, kernel: 3, stride: 2, padding: 1, output_padding: 1}
    name: transposed
  - maxpool: {kernel: 3x2, stride: 2}
    name: uneven
    rounding: ceil
  - concat:
      left: [{conv: {filters: 8, kernel: 1}}]
      right: [{conv: {filters: 24, kernel: 3, padding: 1}}]
    name: both
""",
)
LAYERS = [
    ("alexnet", "conv1"),
    ("alexnet", "pool1"),
    ("alexnet", "fc6"),
    ("vgg16", "conv3_1"),
    (KINDS, "one_by_one"),
    (KINDS, "dilated"),
    (KINDS, "transposed"),
    (KINDS, "uneven"),
    (KINDS, "both"),
]


@pytest.mark.parametrize(("net", "layer"), LAYERS)
def test_texts(net: str | convcalc.Source, layer: str, golden: Callable[[Path, str], None]) -> None:
    name = net if isinstance(net, str) else "kinds"
    golden(GOLDEN / f"explain-{name}-{layer}-80.txt", explain_text(convcalc.explain(net, layer), 80) + "\n")


def test_what_does_not_fit(golden: Callable[[Path, str], None]) -> None:
    found = convcalc.explain("alexnet", "conv1", input="224x224x3")
    golden(GOLDEN / "explain-misfit-80.txt", explain_text(found, 80) + "\n")


@pytest.mark.parametrize(("net", "layer"), [("alexnet", "conv1"), (KINDS, "uneven")])
def test_markdown(net: str | convcalc.Source, layer: str, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / f"explain-{layer}.md", explain_markdown(convcalc.explain(net, layer)) + "\n")


def test_json(golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "explain-conv1.json", explain_json(convcalc.explain("alexnet", "conv1")) + "\n")


def test_only_what_occurs_stands_in_the_legend() -> None:
    assert picture(Track(Window(3, 3), 7, 2, lost=1)) == [
        "pixels    111111✗",
        "window 1  ■■■",
        "window 2     ■■■",
        "a digit is how many windows see the pixel; ✗ lost: behind the last window",
    ]
    assert picture(Track(Window(2, 1, 1, 1, dilation=3), 5, 4)) == [
        "pixels    ░11211░",
        "window 1  ■──■",
        "window 2   ■──■",
        "window 3    ■──■",
        "window 4     ■──■",
        "a digit is how many windows see the pixel; ░ padding",
    ]


def test_windows_of_one_pixel_are_not_drawn() -> None:
    assert picture(Track(Window(1), 9, 9)) == []


def test_an_image_beyond_all_measure() -> None:
    lines = picture(Track(Window(3), 10**30, 10**30 - 2), 60)
    assert max(map(len, lines)) <= 60
