"""Paddings that are too large, grids that shift, and strides beyond the kernel: what is told, and what is not."""

import pytest

import convcalc
from tests.checks.told import layers, told, unmarked


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        ("conv: {filters: 8, kernel: 1, padding: ^1}", "conv_1 has a padding of 1, and its window spans 1: the outermost windows see only the border"),
        ("conv: {filters: 8, kernel: 3, padding: ^3}", "conv_1 has a padding of 3, and its window spans 3: the outermost windows see only the border"),
        ("conv: {filters: 8, kernel: 3, padding: 2}", ""),  # a full convolution
        ("conv: {filters: 8, kernel: 3, padding: half}", ""),
        ("conv: {filters: 8, kernel: 3, padding: same}", ""),
        # what a dilated kernel spans counts, as in the 3×3 kernels with padding 6 and dilation 6 of DeepLab
        ("conv: {filters: 8, kernel: 3, padding: 6, dilation: 6}", ""),
        ("conv: {filters: 8, kernel: 3, padding: ^5, dilation: 2}", "conv_1 has a padding of 5, and its window spans 5: the outermost windows see only the border"),
        # one axis, one side
        ("conv: {filters: 8, kernel: 3x1, padding: ^1}", "conv_1 has a padding of 1 on the width, and its window spans 1: the outermost windows see only the border"),
        ("conv: {filters: 8, kernel: 3x1, padding: 1x0}", ""),
        ("conv: {filters: 8, kernel: 2, padding: ^{left: 2}}", "conv_1 has a padding of 2 on the width, and its window spans 2: the outermost windows see only the border"),
        ("conv: {filters: 8, kernel: 2, padding: {left: 1}}", ""),  # causal
        ("maxpool: {kernel: 2, padding: ^2}", "maxpool_1 has a padding of 2, and its window spans 2: the outermost windows see only the border"),
        ("depthwise: {kernel: 1, padding: ^1}", "depthwise_1 has a padding of 1, and its window spans 1: the outermost windows see only the border"),
        ("conv_transpose: {filters: 8, kernel: 2, stride: 2, padding: ^2}", "conv_transpose_1 has a padding of 2, and its window spans 2: all that the outermost pixels give is cut off"),
        ("conv_transpose: {filters: 8, kernel: 4, stride: 2, padding: 1}", ""),
        ("pad: 3", ""),
    ],
)  # fmt: skip
def test_padding_too_large(layer: str, message: str) -> None:
    text, places = unmarked(layers(layer))
    assert told("padding-too-large", text) == [f"{place} {message}" for place in places]
    # it does not depend on the size
    assert told("padding-too-large", text.replace("8x8", "HxW")) == told("padding-too-large", text)


@pytest.mark.parametrize(
    "lines",
    [
        # padding that is meant to keep the grid, and cannot
        ["conv: {filters: 4, kernel: ^2, padding: 1}"],
        ["conv: {filters: 4, kernel: ^4, padding: 1}"],
        ["conv: {filters: 4, kernel: ^4, padding: 2}"],
        ["conv: {filters: 4, kernel: ^2, padding: same}"],
        ["conv: {filters: 4, kernel: ^4, padding: half}"],
        ["conv: {filters: 4, kernel: ^2, padding: half}"],
        ["maxpool: {kernel: ^2, stride: 1, padding: same}"],
        ["conv: {filters: 4, kernel: ^1x4, padding: 0x1}"],
        ["depthwise: {kernel: ^4, padding: 1}"],
        # odd windows, dilated ones too
        ["conv: {filters: 4, kernel: 3, padding: same}"],
        ["conv: {filters: 4, kernel: 2, dilation: 2, padding: 1}"],
        ["conv: {filters: 4, kernel: ^2, dilation: 3, padding: 1}"],
        # without padding nothing is meant to be kept: a head as wide as the image, a LeNet with even kernels
        ["conv: {filters: 4, kernel: 8}"],
        ["conv: {filters: 4, kernel: 2}"],
        ["maxpool: {kernel: 2, stride: 1}"],
        ["conv: {filters: 4, kernel: ^8, padding: same}"],
        # padding side by side is meant as it stands
        ["conv: {filters: 4, kernel: 2, padding: {right: 1, bottom: 1}}"],
        ["conv: {filters: 4, kernel: 4, padding: {left: 1, right: 2, top: 1, bottom: 2}}"],
        # full: each pixel is seen by all taps
        ["conv: {filters: 4, kernel: 4, padding: 3}"],
        # with a stride the grid changes anyway
        ["conv: {filters: 4, kernel: 4, stride: 2, padding: 1}"],
        ["maxpool: 2"],
        ["conv_transpose: {filters: 4, kernel: 4, stride: 2, padding: 1}"],
        ["conv_transpose: {filters: 4, kernel: 4, padding: 1}"],
        # an up-convolution that is written as two layers (Ronneberger et al. 2015 in Keras), and what comes behind it
        ["upsample: 2", "conv: {filters: 4, kernel: 2, padding: same}"],
        ["pixel_shuffle: 2", "conv: {filters: 4, kernel: 2, padding: same}"],
        ["upsample: 2", "conv: {filters: 4, kernel: 2, padding: same}", "conv: {filters: 4, kernel: ^2, padding: same}"],
        ["upsample: 1x2", "conv: {filters: 4, kernel: ^2, padding: same}"],
        # a single position has no grid
        ["global_avgpool", "conv: {filters: 4, kernel: 2, padding: same}"],
    ],
)  # fmt: skip
def test_shifted_grid(lines: list[str]) -> None:
    text, places = unmarked(layers(*lines))
    assert [line.split()[0] for line in told("shifted-grid", text)] == places


def test_shifted_grid_in_full() -> None:
    (finding,) = convcalc.check(convcalc.Source("net.yaml", layers("conv: {filters: 4, kernel: 4, padding: 1}")))
    assert finding.message == "conv_1 shifts the grid by half a pixel: a kernel of 4×4 has no middle"
    assert finding.facts == ("height and width: 8 positions become 7, between them",)
    assert finding.help == "a window that spans 3 or 5; where it is meant, padding side by side says so"
    (finding,) = convcalc.check(
        convcalc.Source("net.yaml", layers("conv: {filters: 4, kernel: 3x2, dilation: 3, padding: same}"))
    )
    assert finding.message == "conv_1 shifts the grid by half a pixel: a kernel of 3×2, which spans 4, has no middle"
    assert finding.facts == ("width: 8 positions stay 8, each half a pixel further on",)


def test_a_block_at_several_sizes_is_told_once() -> None:
    text, (kernel, padding) = unmarked(
        "input: 32x32x4\nblocks:\n  A: {layers: [{conv: {filters: 4, kernel: ^2, padding: ^2}}]}\n"
        "layers: [A, {maxpool: 3}, A, {A: , repeat: 3}]\nrounding: floor\n"
    )
    assert told("padding-too-large", text) == [
        f"{padding} A_1/conv_1 has a padding of 2, and its window spans 2: the outermost windows see only the border"
    ]
    assert [line.split()[0] for line in told("shifted-grid", text)] == [kernel]


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        ("conv: {filters: 8, kernel: 1, stride: ^2}", "conv_1 takes steps of 2 with windows of 1: pixels between windows are never seen"),
        ("conv: {filters: 8, kernel: 2, stride: 2}", ""),
        ("maxpool: {kernel: 2, stride: ^3}", "maxpool_1 takes steps of 3 with windows of 2: pixels between windows are never seen"),
        ("conv: {filters: 8, kernel: 2, stride: 3, dilation: 2}", ""),  # spans 3
        ("conv: {filters: 8, kernel: 1x3, stride: ^2x3}", "conv_1 takes steps of 2 with windows of 1: pixels between windows are never seen"),
        ("conv: {filters: 8, kernel: 3, stride: 9}", ""),  # it stands in one place
        ("conv_transpose: {filters: 8, kernel: 2, stride: ^3}", "conv_transpose_1 takes steps of 3 with windows of 2: pixels of the output get nothing"),
        ("maxpool: 3", ""),
    ],
)  # fmt: skip
def test_stride_beyond_kernel(layer: str, message: str) -> None:
    text, places = unmarked(layers(layer))
    assert told("stride-beyond-kernel", text) == [f"{place} {message}" for place in places]
