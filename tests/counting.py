"""How others count operations, and what leads from our counts to theirs.

What other tools give was measured (`benchmarks/counting.py`) or is netscope's own rules, which are held to its figures in
`tests/reference/caffe_layers.json`. What convcalc gives is computed here and now, and so is every difference.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import convcalc
from convcalc.analysis.tree.row import Row

REFERENCE = Path(__file__).parent / "reference"
CAFFE: dict[str, Any] = json.loads((REFERENCE / "caffe_layers.json").read_text(encoding="utf-8"))["models"]

NETWORKS: dict[str, tuple[str, dict[str, Any]]] = {
    "alexnet": ("AlexNet", {}),
    "nin": ("Network in Network", {}),
    "vgg-16": ("VGG-16", {}),
    "googlenet": ("GoogLeNet at 227×227", {"input": "227x227x3"}),
}
"""The networks of the reference: what they are called in documents, and what makes ours the same."""


def ours(network: str) -> convcalc.Report:
    """Our analysis of a network of the reference."""
    return convcalc.analyze(network.replace("-", ""), **NETWORKS[network][1])


# -- netscope: dgschwend/netscope, src/analyzer.coffee


def numel(row: Row) -> int:
    assert row.output is not None
    return row.output.numel


def read(row: Row) -> int:
    assert row.input is not None
    return row.input.numel


def area(row: Row) -> int:
    """The taps of the window."""
    return row.layer.kernel_area(row.input)  # type: ignore[attr-defined, no-any-return]


def transposed(row: Row) -> int:
    """On the output's grid, of each k/s of the taps; stride and kernel are the same on both axes here."""
    kernel, stride = row.layer.kernel[0], row.layer.stride[0]  # type: ignore[attr-defined]
    return read(row) // row.input.positions * numel(row) * kernel**2 // stride**2  # type: ignore[union-attr]


NETSCOPE: dict[str, Callable[[Row], dict[str, int]]] = {
    "conv": lambda r: {"macc": r.macs or 0},
    "fc": lambda r: {"macc": r.macs or 0},
    "conv_transpose": lambda r: {"macc": transposed(r)},
    "maxpool": lambda r: {"comp": area(r) * numel(r)},
    "avgpool": lambda r: {"add": area(r) * numel(r)},
    "global_avgpool": lambda r: {"add": read(r)},
    "batchnorm": lambda r: {"add": numel(r), "div": numel(r)},
    "scale": lambda r: {"macc": numel(r)},
    "lrn": lambda r: {
        "macc": r.layer.size * numel(r),  # type: ignore[attr-defined]
        "add": numel(r),
        "div": 2 * numel(r),
        "exp": numel(r),
    },
    "relu": lambda r: {"comp": numel(r)},
    "dropout": lambda r: {"comp": numel(r)},
    "softmax": lambda r: {"add": numel(r), "div": numel(r), "exp": numel(r)},
    "add": lambda r: {"add": numel(r)},
    "maximum": lambda r: {"comp": numel(r)},
    "multiply": lambda r: {"macc": numel(r)},
    "concat": lambda r: {},
    "flatten": lambda r: {},
}
"""What netscope counts for a layer."""


def rows_of(network: str) -> Iterator[dict[str, int]]:
    """What netscope's rules make of our layers."""
    for row in ours(network).rows:
        yield NETSCOPE[row.layer.kind](row)


class Step(NamedTuple):
    """A difference between our count of a sort and another's: `amount` more there."""

    what: str
    amount: int


def of_kinds(report: convcalc.Report, *wanted: str) -> list[Row]:
    return [row for row in report.rows if row.layer.kind in wanted]


def to_netscope(network: str) -> dict[str, tuple[int, list[Step], int]]:
    """By netscope's sorts: our total, the steps that lead from it to netscope's, and netscope's from the reference."""
    report, layers = ours(network), CAFFE[network]["layers"]
    total = report.totals
    norms = of_kinds(report, "lrn")
    scores = report.rows[-1]
    there = dict(zip(("macc", "comp", "add"), (sum(layer[i] for layer in layers) for i in (6, 7, 8)), strict=True))
    steps = {
        "macc": [Step("response norms: N squares and adds a number are MACs", sum(5 * numel(r) for r in norms))],
        "comp": [
            Step("max pools: k² a number, not k² − 1", sum(map(numel, of_kinds(report, "maxpool")))),
            Step("dropout: one a number, not nothing", sum(map(numel, of_kinds(report, "dropout")))),
        ],
        "add": [
            Step("biases: nothing, not one a number", -sum(r.operations.add for r in of_kinds(report, "conv", "fc"))),  # type: ignore[union-attr]
            Step("response norms: one a number, not N", -sum(4 * numel(r) for r in norms)),
            Step("average pools: k² a number, not k² − 1", sum(map(numel, of_kinds(report, "global_avgpool")))),
            Step("softmax: one a number, and ours has no such layer", numel(scores)),
        ],
    }
    here = {"macc": total.macs, "comp": total.operations.compare, "add": total.operations.add}
    return {sort: (here[sort], steps[sort], there[sort]) for sort in here}


# -- torchvision's AlexNet, as the tools count it

VERSIONS = "torchinfo 1.8.0, fvcore 0.1.5.post20221221, ptflops 0.7.5, thop 0.1.1 and PyTorch 2.13.0"
ALEXNET = {
    "torchinfo": 714_682_664,
    "fvcore": 714_197_696,
    "ptflops": 716_441_128,
    "thop": 714_206_912,
    "flop_counter": 1_428_376_960,
}
"""What `benchmarks/counting.py` printed for torchvision's AlexNet on 224×224."""


def to_tools() -> dict[str, list[Step]]:
    """The steps from our MACs of torchvision's AlexNet to each tool's figure."""
    report = convcalc.analyze("alexnet_torchvision")
    bias = Step("biases", sum(r.operations.add for r in of_kinds(report, "conv", "fc")))  # type: ignore[union-attr]
    activations = Step("activations, twice each number", 2 * sum(map(numel, of_kinds(report, "relu"))))
    pools = of_kinds(report, "maxpool", "adaptive_avgpool")
    adaptive = sum(map(read, of_kinds(report, "adaptive_avgpool")))
    return {
        "torchinfo": [bias],
        "fvcore": [Step("adaptive pool, its input", adaptive)],
        "ptflops": [bias, activations, Step("pools, twice their inputs", 2 * sum(map(read, pools)))],
        "thop": [Step("adaptive pool, an add and a division a number", 2 * adaptive)],
        "flop_counter": [Step("two for each MAC", report.totals.macs)],
    }


# -- one layer on 10×10×4

TOOLS = ("torchinfo", "fvcore", "ptflops", "thop", "flop_counter")
LAYERS: list[tuple[str, str, tuple[int, ...]]] = [
    ("conv 3×3, 8 filters, no bias", "conv: {filters: 8, kernel: 3, bias: false}", (18_432, 18_432, 18_432, 18_432, 36_864)),
    ("the same with a bias", "conv: {filters: 8, kernel: 3}", (18_944, 18_432, 18_944, 18_432, 36_864)),
    ("batch norm", "batchnorm", (8, 800, 800, 1_600, 0)),
    ("max pool 2×2", "maxpool: 2", (0, 0, 800, 0, 0)),
    ("average pool 2×2", "avgpool: 2", (0, 0, 800, 100, 0)),
    ("adaptive average pool to 3×3", "adaptive_avgpool: 3", (0, 400, 800, 436, 0)),
    ("ReLU", "relu", (0, 0, 800, 0, 0)),
    ("GELU", "gelu", (0, 0, 800, 0, 0)),
    ("softmax over the channels", "softmax", (0, 0, 400, 1_100, 0)),
    ("local response norm over 5", "lrn: 5", (0, 0, 2_000, 0, 0)),
    ("group norm of 2 groups", "groupnorm: 2", (8, 2_000, 800, 0, 0)),
    ("transposed conv 2×2 stride 2, 8 filters", "conv_transpose: {filters: 8, kernel: 2, stride: 2, bias: false}", (51_200, 12_800, 12_800, 51_200, 25_600)),
    ("fully connected, 10 units with a bias", "fc: 10", (4_010, 4_000, 4_010, 4_000, 8_000)),
]  # fmt: skip
"""What each tool gave for a layer on 10×10×4, with the layer as a file has it."""


def layer_on_10x10x4(layer: str) -> Row:
    return convcalc.analyze(convcalc.Source("layer.yaml", f"input: 10x10x4\nlayers:\n  - {layer}\n")).rows[0]


# -- what papers print

PAPERS: list[tuple[str, str, str, float, str, str]] = [
    ("Szegedy et al. 2014, section 1", "multiply-adds", "1.5 billion", 1.5e9, "googlenet", "a budget that was kept to"),
    ("He et al. 2015, table 1", "FLOPs (multiply-adds)", "1.8·10⁹", 1.8e9, "resnet18", ""),
    ("the same", "", "3.6·10⁹", 3.6e9, "resnet34", ""),
    ("the same", "", "3.8·10⁹", 3.8e9, "resnet50", ""),
    ("the same", "", "7.6·10⁹", 7.6e9, "resnet101", ""),
    ("the same", "", "11.3·10⁹", 11.3e9, "resnet152", ""),
    ("the same, section 3.3", "", "19.6·10⁹", 19.6e9, "vgg19", ""),
    ("Xie et al. 2017, table 1", "FLOPs", "4.2·10⁹", 4.2e9, "resnext50_32x4d", ""),
    ("Sandler et al. 2018, table 4", "MAdds", "300M", 300e6, "mobilenet_v2", ""),
    ("Tan & Le 2019, table 2", "FLOPs", "0.39B", 0.39e9, "efficientnet_b0", ""),
    ("the same", "", "37B", 37e9, "efficientnet_b7", ""),
    ("Liu et al. 2022, table 1", "FLOPs", "4.5G", 4.5e9, "convnext_tiny", ""),
]
"""A paper, its word, its figure as printed and as a number, the network here, and why they differ beyond rounding."""


LATER_STRIDES = ("resnet50", "resnet101", "resnet152")
"""As torchvision has them; the authors' stages begin with the stride in the 1×1. ResNeXt has it in the 3×3 in both."""


def later_strides(report: convcalc.Report) -> int:
    """What a bottleneck costs more where its 3×3 has the stride and not the 1×1 before it: that one at four times the places."""
    rows = of_kinds(report, "conv")
    return sum((a.macs or 0) * 3 // 4 for a, b in pairwise(rows) if area(a) == 1 and area(b) == 9 and b.layer.stride == (2,))  # type: ignore[attr-defined]
