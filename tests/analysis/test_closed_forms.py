"""Closed forms put at a size are the numeric analysis at that size, and refuse exactly the sizes that do not work out."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convcalc
from convcalc.analysis.closed_forms import SizeError, closed_forms
from convcalc.analysis.evaluate import evaluate
from convcalc.analysis.report import Report
from convcalc.language.architecture import Architecture
from tests.networks import at_size, loaded, network, open_inputs, text_of

COMPARED = ("name", "reads", "inputs", "output", "params", "trainable_params", "buffers", "macs", "memory_bytes", "shares_memory", "shared_with")  # fmt: skip
"""Everything of a row that is a function of the size, and how it reuses memory; how a window fits is not told."""


def rows(report: Report) -> list[tuple[Any, ...]]:
    return [tuple(getattr(row, field) for field in COMPARED) for row in report.rows]


def assert_equal(closed: Report, numeric: Report) -> None:
    assert (closed.totals, closed.outputs, closed.input_bytes) == (numeric.totals, numeric.outputs, numeric.input_bytes)
    assert rows(closed) == rows(numeric)


def forms_of(text: str) -> convcalc.ClosedReport:
    return closed_forms(loaded(text))


def agree(architecture: Architecture, forms: convcalc.ClosedReport, sizes: dict[str, int]) -> bool:
    """Whether the network works out at these sizes; both analyses must say the same."""
    numeric = evaluate(at_size(architecture, sizes))
    if any(row.shape_error for row in numeric.distinct):
        with pytest.raises(SizeError):
            forms.at(**sizes)
        return False
    assert_equal(forms.at(**sizes), numeric)
    return True


@given(st.integers(0, 10**9))
@settings(max_examples=250, deadline=None)
def test_random_networks(seed: int) -> None:
    random = Random(seed)
    made = network(seed)
    architecture = loaded(text_of(made, *open_inputs(made, random)))
    forms = closed_forms(architecture)
    for most in (12, 12, 12, 40, 40, 40, 150, 150):
        agree(architecture, forms, {name: random.randint(1, most) for name in forms.unknowns.names})


def test_the_random_networks_are_worth_comparing() -> None:
    """A good part of them works out, and a good part does not; both ranks and every kind of layer are among them."""
    random = Random(1)
    works, kinds, ranks = 0, set(), set()
    for seed in range(150):
        made = network(seed)
        ranks.add(made["rank"])
        architecture = loaded(text_of(made, *open_inputs(made, random)))
        forms = closed_forms(architecture)
        kinds |= {row.layer.kind for row in forms.report.rows}
        works += agree(architecture, forms, dict.fromkeys(forms.unknowns.names, 33))
    assert 50 < works < 120
    assert ranks == {1, 2, 3}
    assert {"conv", "conv_transpose", "upsample", "pad", "crop", "concat", "add", "multiply", "reshape", "slice", "fc", "local",
            "depthwise", "flatten", "adaptive_avgpool", "global_avgpool", "pixel_shuffle", "channel_shuffle"} <= kinds  # fmt: skip


GATE = "{multiply: {gate: [{maxpool: 4}], volume: []}}"


@pytest.mark.parametrize(
    ("size", "layers", "works"),
    [
        # a path that is one pixel at some sizes is a gate there, and only there
        ("HxWx3", f"[{GATE}]", {(4, 4): "4×4×3", (5, 7): "5×7×3", (8, 8): None, (4, 8): None, (1, 1): None}),
        ("HxHx3", f"[{GATE}]", {(4,): "4×4×3", (8,): None}),
        # one side is a number, and too small for a window whatever the other is
        ("2xWx3", "[{conv: {filters: 4, kernel: 5}}]", {(9,): None, (2,): None}),
        ("6xWx3", "[{conv: {filters: 4, kernel: 5}}]", {(9,): "2×5×4", (4,): None}),
        ("H", "[{fc: 3}]", {}),
        # volumes that are tied by how many numbers they hold
        ("HxWx2", "[flatten, {reshape: 3x4x2}]", {(3, 4): "3×4×2", (6, 2): "3×4×2", (1, 12): "3×4×2", (4, 4): None}),
        ("HxWx2", "[flatten, {slice: {channels: [0, 20]}}]", {(5, 2): "20", (3, 3): None}),
        ("Wx2", "[{concat: {crop: center, a: [{conv: {filters: 1, kernel: 3}}], b: [{maxpool: 2}]}}]", {(3,): "1×3", (9,): "4×3"}),
    ],
)  # fmt: skip
def test_by_hand(size: str, layers: str, works: dict[tuple[int, ...], str | None]) -> None:
    if not works:
        with pytest.raises(convcalc.ArchitectureError):
            loaded(f"input: {size}\nlayers: {layers}\n")
        return
    architecture = loaded(f"input: {size}\nlayers: {layers}\n")
    forms = closed_forms(architecture)
    for numbers, output in works.items():
        sizes = dict(zip(forms.unknowns.names, numbers, strict=True))
        assert agree(architecture, forms, sizes) == (output is not None)
        if output:
            assert str(next(iter(forms.at(**sizes).outputs.values()))) == output


def test_what_is_refused() -> None:
    forms = convcalc.closed_forms("alexnet")
    with pytest.raises(convcalc.SizeError, match="H = 66, W = 300: pool5 needs H ≥ 67") as error:
        forms.at(H=66, W=300)
    assert error.value.sizes == {"H": 66, "W": 300}
    assert len(error.value.reasons) == 1
    for sizes, message in (
        ({"H": 227}, "give H and W"),
        ({"H": 227, "W": 0}, "at least 1"),
        ({"H": 1, "W": 1, "X": 1}, "give"),
    ):
        with pytest.raises(convcalc.OptionError, match=message):
            forms.at(**sizes)


def test_a_layer_that_works_out_at_no_size_is_named() -> None:
    forms = forms_of("input: HxWx3\nlayers: [{adaptive_avgpool: 2}, {conv: {filters: 4, kernel: 5}, name: big}, relu]\n")
    with pytest.raises(convcalc.SizeError, match="big: a 5×5 kernel does not fit in a padded input of 2×2"):
        forms.at(H=100, W=100)


def test_a_kernel_that_is_too_large_on_the_side_that_is_a_number() -> None:
    forms = forms_of("input: 2xWx3\nlayers: [{conv: {filters: 4, kernel: 5}}]\n")
    shape_error = forms.report.row("conv_1").shape_error
    assert shape_error is not None
    assert shape_error.message == "a 5×5 kernel does not fit in a padded input of 2×W"
    assert shape_error.facts == ("height: (2 − 5 + 2·0)/1 + 1 = −2, and must be at least 1",)
    assert shape_error.help == "padding of 2 or more, or a kernel of 2 or less"


def test_alexnet_as_the_lecture_writes_it() -> None:
    rows = {row.name: row for row in convcalc.closed_forms("alexnet").report.rows}
    sides = {name: str(rows[name].output.size[0]) for name in ("conv1", "pool1", "pool2", "pool5")}  # type: ignore[union-attr]
    assert sides == {"conv1": "⌊(H − 11)/4⌋ + 1", "pool1": "⌊(H − 19)/8⌋ + 1", "pool2": "⌊(H − 35)/16⌋ + 1", "pool5": "⌊(H − 67)/32⌋ + 1"}  # fmt: skip
    assert str(rows["fc6"].params) == "4096·(256·(⌊(H − 67)/32⌋ + 1)·(⌊(W − 67)/32⌋ + 1) + 1)"


@pytest.mark.parametrize(
    "name", ["alexnet", "vgg16", "resnet50", "inception_v3", "densenet121", "googlenet", "mobilenet_v2"]
)
def test_networks_of_windows_have_one_floor_on_each_path(name: str) -> None:
    """However deep they are: no side of any volume has a floor within a floor."""
    for row in convcalc.closed_forms(name).report.rows:
        for side in row.output.size if row.output else ():
            assert str(side).count("⌊") <= 1


def test_a_report_at_a_size_is_a_report_like_any_other() -> None:
    """Layers that took an unknown size know the number."""
    text = "input: HxWx3\nlayers:\n  - {conv: {filters: 3, kernel: 3}, name: b}\n  - {crop: {like: b}, from: input, name: c}\n  - add: [b, c]\n"
    at = convcalc.closed_forms(convcalc.Source("net.yaml", text)).at(H=9, W=11)
    numeric = convcalc.analyze(convcalc.Source("net.yaml", text), input="9x11x3")
    assert [row.operation for row in at.rows] == [row.operation for row in numeric.rows]
    assert at.receptive_fields == numeric.receptive_fields
    assert at.peak == numeric.peak


def test_what_needs_numbers_is_unknown_in_closed_forms() -> None:
    report = convcalc.closed_forms("lenet5").report
    assert report.peak is None
    assert not any(report.receptive_fields.values())
    with pytest.raises(convcalc.OptionError, match="H and W left open"):
        convcalc.explain(report, "C1")
