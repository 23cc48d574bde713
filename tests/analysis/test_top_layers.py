"""Which lines hold most of the parameters, the activations and the MACs; shares of AlexNet and VGG-16 from the lecture."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

import convcalc
from convcalc.analysis.fold import entries
from convcalc.analysis.top_layers import MEASURES, largest_first, top_contributors


def held(network: str, measure: str) -> tuple[tuple[str, ...], Fraction]:
    report = convcalc.analyze(network)
    found = top_contributors(report, entries(report, 1), measure)
    assert found is not None
    return found.names, found.share


def test_the_largest_alone_where_it_holds_half() -> None:
    # CS231n, lecture 5: AlexNet's fc6 has 4096·9216 weights of 61M, VGG-16's 4096·25088 of 138M
    assert held("alexnet", "params") == (("fc6",), Fraction(4096 * 9216 + 4096, 60_965_224))
    assert held("vgg16", "params") == (("fc6",), Fraction(4096 * 25_088 + 4096, 138_357_544))


def test_up_to_three_that_hold_half_together() -> None:
    # the lecture's slide: 3.2M, 3.2M and 1.6M of 15.2M values
    assert held("vgg16", "memory") == (
        ("conv1_1", "conv1_2", "conv2_1"),
        Fraction(224**2 * (64 + 64) + 112**2 * 128, 15_237_608),
    )


def test_the_input_holds_activations_too() -> None:
    source = convcalc.Source("net.yaml", "input: 100x100x3\nlayers: [{conv: {filters: 1, kernel: 10, stride: 10}}]")
    report = convcalc.analyze(source)
    found = top_contributors(report, entries(report, 1), "memory")
    assert found is not None
    assert found.names == ("the input",)
    assert found.share == Fraction(30_000, 30_100)


def test_there_is_none_of_it_or_it_is_not_known() -> None:
    pool = convcalc.analyze(convcalc.Source("net.yaml", "input: 8x8x3\nlayers: [{maxpool: 2}]"))
    assert top_contributors(pool, entries(pool, 1), "params") is None
    wrong = convcalc.analyze(convcalc.Source("net.yaml", "input: 8x8x3\nlayers: [{conv: {filters: 1, kernel: 9}}]"))
    assert top_contributors(wrong, entries(wrong, 1), "memory") is None


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("depth", [1, 2, None])
def test_sorting_loses_nothing_and_keeps_the_order_of_equals(measure: str, depth: int | None) -> None:
    report = convcalc.analyze("resnet50")
    written = list(entries(report, depth))
    found = largest_first(written, measure)
    assert sorted(found, key=written.index) == written
    amounts = [MEASURES[measure].part(entry) or 0 for entry in found]
    assert amounts == sorted(amounts, reverse=True)
    for one, other in pairwise(found):
        if MEASURES[measure].part(one) == MEASURES[measure].part(other):
            assert written.index(one) < written.index(other)


def test_what_is_not_known_comes_last() -> None:
    text = "input: 8x8x3\nlayers: [{conv: {filters: 1, kernel: 9}}, relu, {conv: {filters: 2, kernel: 3}, from: input}]"
    report = convcalc.analyze(convcalc.Source("net.yaml", text))
    assert [entry.name for entry in largest_first(entries(report, 1), "memory")] == ["conv_2", "conv_1", "relu_1"]


@pytest.mark.parametrize(("lines", "names"), [(2, 1), (4, 2), (6, 3), (7, 1), (8, 1)])
def test_exactly_half_is_half(lines: int, names: int) -> None:
    """Of equal lines two hold half of four, and three half of six; of seven no three do, so the first is named alone."""
    layers = ", ".join("{conv: {filters: 4, kernel: 1}}" for _ in range(lines))
    report = convcalc.analyze(convcalc.Source("net.yaml", f"input: 8x8x4\nlayers: [{layers}]"))
    found = top_contributors(report, entries(report, 1), "params")
    assert found is not None
    assert found.names == tuple(f"conv_{i + 1}" for i in range(names))
    assert found.share == Fraction(names, lines)
