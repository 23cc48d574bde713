"""Paddings and per-axis numbers."""

import pytest

from convcalc.arithmetic.axes import AxesError, Padding, size_from_text, spread
from convcalc.arithmetic.window import Window


@pytest.mark.parametrize(
    ("text", "size"), [("3", (3,)), ("1x7", (1, 7)), ("1x", None), ("x", None), ("1X7", None), ("٣", None)]
)
def test_size_from_text(text: str, size: tuple[int, ...] | None) -> None:
    assert size_from_text(text) == size


def test_spread() -> None:
    assert spread((3,), 3, "kernel") == (3, 3, 3)
    with pytest.raises(AxesError) as error:
        spread((1, 7), 3, "kernel")
    assert error.value.message == "kernel 1×7 has 2 numbers, and the input has 3 spatial axes"
    assert error.value.help == "give one number for all axes, or 3 numbers"


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "sides"),
    [
        # TensorFlow 2, tf.nn "Notes on padding": out = ⌈in/stride⌉, the odd zero goes after.
        (5, 3, 1, (1, 1)),
        (5, 3, 2, (1, 1)),
        (6, 3, 2, (0, 1)),
        (224, 7, 2, (2, 3)),
        (6, 1, 2, (0, 0)),
    ],
)
def test_same(size: int, kernel: int, stride: int, sides: tuple[int, int]) -> None:
    (window,) = Padding("same").around([Window(kernel, stride)], (size,))
    assert (window.before, window.after) == sides
    assert window.positions(size) == -(-size // stride)


def test_half_keeps_the_size_of_an_odd_kernel_at_stride_1() -> None:
    for kernel, dilation in [(1, 1), (3, 1), (7, 1), (3, 2), (5, 3)]:
        (window,) = Padding("half").around([Window(kernel, dilation=dilation)], (32,))
        assert window.positions(32) == 32


def test_named_sides() -> None:
    padding = Padding("sides", named=(("bottom", 1), ("left", 2)))
    height, width = padding.around([Window(3), Window(3)], (8, 8))
    assert (height.before, height.after, width.before, width.after) == (0, 1, 2, 0)
    with pytest.raises(AxesError) as error:
        padding.around([Window(3)], (8,))
    assert error.value.message == "padding names bottom, and the input has 1 spatial axis"


def test_sides_of_other_axes() -> None:
    with pytest.raises(AxesError) as error:
        Padding("sides", named=(("left", 1), ("front", 1))).around([Window(3), Window(3)], (5, 5))
    assert error.value.message == "padding names front, and the input has 2 spatial axes"
    assert error.value.help == "the sides here are top, bottom, left, right"
