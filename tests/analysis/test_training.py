"""What autograd keeps for the backward pass, against what PyTorch kept of torchvision's networks, to the byte.

The figures are measured; how is told by `about` in the file itself.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import convcalc

MODELS: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "reference" / "autograd_saved_bytes.json").read_text(encoding="utf-8")
)["models"]
TWINS = {"alexnet": "alexnet_torchvision", "googlenet": "googlenet_torchvision", "vgg16_bn": "vgg16"}


@pytest.mark.parametrize("model", list(MODELS))
def test_torchvision(model: str) -> None:
    measured = MODELS[model]
    settings = {"batchnorm": True} if model == "vgg16_bn" else None
    report = convcalc.analyze(TWINS.get(model, model), batch=measured["batch"], set=settings)
    # torchvision's VGGs put an average pool before the classifier, which keeps its input; the paper's do not.
    pool = measured["batch"] * 7 * 7 * 512 * 4 if model.startswith("vgg") else 0
    assert report.training().saved_bytes == measured["saved_bytes"] - pool


def saved(copies: int, body: str) -> int | None:
    text = f"input: 16x16x4\nblocks:\n  B: {{layers: [{body}]}}\nlayers:\n  - {{conv: {{filters: 4, kernel: 1}}}}\n  - {{B: , repeat: {copies}}}\n"
    return convcalc.analyze(convcalc.Source("net.yaml", text)).training().saved_bytes


@pytest.mark.parametrize(
    "body",
    [
        "{conv: {filters: 4, kernel: 3, padding: 1}}, relu",
        "batchnorm, silu, {conv: {filters: 4, kernel: 1}}, dropout",
        "{add: {main: [{conv: {filters: 4, kernel: 1}}, relu], shortcut: []}}, relu",
    ],
)
def test_a_million_copies_keep_what_a_million_keep(body: str) -> None:
    """Each further copy keeps as much as the one before it."""
    two, three, million = (saved(n, body) for n in (2, 3, 1_000_000))
    assert two is not None
    assert three is not None
    assert million == two + (1_000_000 - 2) * (three - two)


def test_state_of_the_optimizer() -> None:
    """A gradient for each trainable parameter; Adam keeps two numbers beside it, momentum one, plain SGD none."""
    report = convcalc.analyze("lenet5")
    trainable = 60_000 * 4  # LeCun et al. 1998: 60,840 parameters, 60,000 of them trainable
    for optimizer, numbers in {"sgd": 0, "momentum": 1, "adam": 2, "adamw": 2, "rmsprop": 1}.items():
        memory = report.training(optimizer=optimizer)
        assert memory.gradients_bytes == trainable
        assert memory.optimizer_bytes is not None
        assert 0 <= memory.optimizer_bytes - numbers * trainable < 1_000  # all but SGD count their steps, once a tensor


def test_behind_an_unknown_volume_it_is_unknown() -> None:
    text = "input: 5x5x3\nlayers:\n  - conv: {filters: 8, kernel: 7}\n"
    assert convcalc.analyze(convcalc.Source("net.yaml", text)).training().saved_bytes is None


@pytest.mark.parametrize(
    ("layers", "saved"),
    [
        ("{crop: 1}, flatten, {fc: 3}", 1600),
        ("{crop: 1}, flatten, relu, {fc: 3}", 1600),
        ("{crop: 1}, {reshape: 4x9x4}, {conv: {filters: 4, kernel: 1}}", 1600),
        ("{crop: 1}, {fc: 3}", 1600),
        ("{crop: 0}, flatten, {fc: 3}", 2048),
        ("{slice: {channels: [0, 2]}}, flatten, {fc: 3}", 2048),
        ("{crop: 1}, {conv: {filters: 4, kernel: 1}}", 2048),
        ("{crop: 1}, sigmoid", 1600),
        ("{crop: {top: 3, bottom: 4}}, {fc: 3}", 1152),
        # The steps from one number to the next are all of one length, so that a vector is no copy.
        ("{crop: {top: 3, bottom: 4, left: 3, right: 4}}, {fc: 3}", 2048),
        ("{conv: {filters: 1, kernel: 1}}, {crop: {top: 1, bottom: 1}}, {fc: 3}", 2304),
    ],
)
def test_what_is_cut_has_gaps(layers: str, saved: int) -> None:
    """A vector of a part of a tensor is a copy; measured with torch 2.13.0 on the CPU, saved_tensors_hooks, an image.

    `flatten` and `reshape` are `torch.flatten(x, 1)` and `x.reshape(…)`; `fc` flattens first, `crop` is `x[:, :, 1:-1, 1:-1]`.
    """
    text = f"input: 8x8x4\nlayers: [{{conv: {{filters: 4, kernel: 1}}}}, {layers}]\n"
    assert convcalc.analyze(convcalc.Source("net.yaml", text)).training().saved_bytes == saved


@pytest.mark.parametrize(
    ("layers", "kept"),
    [
        # The volume with what the left has more, which PyTorch pads first, and the first convolution's input has no gradient.
        ("{conv: {filters: 4, kernel: 3, padding: {left: 2}}}", 2048 + 2560),
        ("{conv: {filters: 4, kernel: 1x3, padding: {left: 2, right: 1}}}", 2048 + 2304),
        ("{adaptive_avgpool: 1}", 2048),  # one position is a mean, however many channels there are
        ("{adaptive_avgpool: 2}", 2048 + 2048),
        ("{conv: {filters: 1, kernel: 1}}, {adaptive_avgpool: 2}", 2048 + 2048 + 512),
        ("{conv: {filters: 1, kernel: 1}}, {adaptive_avgpool: 1}", 2048 + 2048),
    ],
)
def test_what_pytorch_keeps_behind_a_convolution(layers: str, kept: int) -> None:
    """Measured with PyTorch 2.13 on the CPU: ZeroPad2d, Conv2d and AdaptiveAvgPool2d behind Conv2d, 8×8×4, batch 2."""
    text = f"input: 8x8x4\nbatch: 2\nlayers: [{{conv: {{filters: 4, kernel: 1}}}}, {layers}]\n"
    assert convcalc.analyze(convcalc.Source("net.yaml", text)).training().saved_bytes == kept


GENERATOR = """\
input: 256x256x3
blocks:
  Block:
    layers:
      - add:
          all: []
          new:
            - pad: {width: 1, mode: MODE}
            - conv: {filters: 256, kernel: 3}
            - instancenorm
            - relu
            - pad: {width: 1, mode: MODE}
            - conv: {filters: 256, kernel: 3}
            - instancenorm
layers:
  - pad: {width: 3, mode: MODE}
  - conv: {filters: 64, kernel: 7}
  - instancenorm
  - relu
  - conv: {filters: 128, kernel: 4, stride: 2, padding: 1}
  - instancenorm
  - relu
  - conv: {filters: 256, kernel: 4, stride: 2, padding: 1}
  - instancenorm
  - relu
  - {Block: , repeat: 9}
  - conv_transpose: {filters: 128, kernel: 4, stride: 2, padding: 1}
  - instancenorm
  - relu
  - conv_transpose: {filters: 64, kernel: 4, stride: 2, padding: 1}
  - instancenorm
  - relu
  - pad: {width: 3, mode: MODE}
  - conv: {filters: 3, kernel: 7}
  - tanh
"""
"""The generator of CycleGAN (Zhu et al. 2017), with kernels whose strides come out even."""


def test_reflected_borders_keep_the_sums_of_residual_blocks() -> None:
    """Sums are kept by nothing else: eight of 64·64·256 numbers, the input of each block but the first."""
    saved = {}
    for mode in ("zeros", "circular", "reflect", "replicate"):
        source = convcalc.Source("net.yaml", GENERATOR.replace("MODE", mode))
        saved[mode] = convcalc.analyze(source, batch=2).training().saved_bytes
    assert saved["reflect"] - saved["zeros"] == 8 * 2 * 64 * 64 * 256 * 4 == 67_108_864
    assert (saved["circular"], saved["replicate"]) == (saved["zeros"], saved["reflect"])


@pytest.mark.parametrize(
    ("mode", "kept"), [("zeros", 53_568), ("circular", 53_568), ("reflect", 69_952), ("replicate", 69_952)]
)
def test_a_border_behind_a_norm(mode: str, kept: int) -> None:
    """Measured in PyTorch 2.13, without the buffers."""
    layers = f"layers: [conv: {{filters: 8, kernel: 1}}, batchnorm, pad: {{width: 1, mode: {mode}}}, conv: {{filters: 8, kernel: 3}}]"
    source = convcalc.Source("net.yaml", f"input: 16x16x8\n{layers}\n")
    assert convcalc.analyze(source, batch=2).training().saved_bytes == kept
