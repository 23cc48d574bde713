"""What the documents say of how others count adds up to the last operation."""

from collections import Counter

import pytest

import convcalc
from tests.counting import (
    ALEXNET,
    CAFFE,
    LATER_STRIDES,
    NETWORKS,
    PAPERS,
    later_strides,
    ours,
    rows_of,
    to_netscope,
    to_tools,
)

SOFTMAX = (0, 0, 1000)
"""macc, comp and add of the softmax over 1,000 classes, a layer that our files end before."""


@pytest.mark.parametrize("network", NETWORKS)
def test_every_layer_of_netscope_is_reconciled(network: str) -> None:
    """Its rules, applied to our layers, give each of its figures; nothing is left over on either side."""
    there = Counter((macc, comp, add) for *_, macc, comp, add, _, _ in CAFFE[network]["layers"])
    here = Counter(tuple(counts.get(sort, 0) for sort in ("macc", "comp", "add")) for counts in rows_of(network))
    here[SOFTMAX] += 1
    nothing = (0, 0, 0)  # inputs, concatenations
    assert {k: n for k, n in here.items() if k != nothing} == {k: n for k, n in there.items() if k != nothing}


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("sort", ["macc", "comp", "add"])
def test_totals_and_differences_make_netscopes(network: str, sort: str) -> None:
    here, steps, there = to_netscope(network)[sort]
    assert here + sum(step.amount for step in steps) == there


@pytest.mark.parametrize("network", NETWORKS)
def test_what_is_counted_alike_is_equal(network: str) -> None:
    """MACs of convolutions and fully connected layers, and the comparisons of every ReLU."""
    report, model = ours(network), CAFFE[network]
    assert report.totals.macs == model["totals"]["macs_conv_fc"]
    there = Counter(layer[7] for layer in model["layers"] if layer[1].lower() == "relu")
    here = Counter(row.operations.compare for row in report.rows if row.layer.kind == "relu" and row.operations)
    assert here == there


@pytest.mark.parametrize("tool", ALEXNET)
def test_alexnet_is_reconciled_with_each_tool(tool: str) -> None:
    """714,188,480 MACs here and in torchvision's modules, and the tools' own figures, as measured."""
    macs = convcalc.analyze("alexnet_torchvision").totals.macs
    assert macs == 714_188_480
    assert macs + sum(step.amount for step in to_tools()[tool]) == ALEXNET[tool]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper[4])
def test_papers_count_macs_whatever_they_call_them(paper: tuple[str, str, str, float, str, str]) -> None:
    """To the rounding of what is printed, which is sometimes down; twice as much, FLOPs, would be far off."""
    *_, figure, network, _ = paper
    report = convcalc.analyze(network)
    macs = report.totals.macs - (later_strides(report) if network in LATER_STRIDES else 0)
    assert 0.98 < macs / figure < 1.06


def test_resnet50_with_the_authors_strides_is_caffes() -> None:
    """The authors' ResNet-50 for Caffe has 3,857,973,248 MACs in convolutions and its fc, as netscope counts it."""
    report = convcalc.analyze("resnet50")
    assert report.totals.macs - later_strides(report) == 3_857_973_248
