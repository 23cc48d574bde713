"""The JSON contract: which keys there are, of which types. Tools read it."""

import json
from typing import Any

import pytest

import convcalc
from convcalc.render.json.contract import dumps
from convcalc.render.json.findings import broken_data
from convcalc.render.json.report import report_data
from convcalc.render.json.window import window_data


def data(name: str, **changes: Any) -> Any:
    return json.loads(dumps(report_data(convcalc.analyze(name, **changes))))


def test_the_contract_of_an_analysis() -> None:
    report = data("alexnet")
    conv1 = report["layers"][0]
    line = next(n for n, text in enumerate(convcalc.load("alexnet").source.text.splitlines(), 1) if "kernel: 11" in text)
    # The example of the format's description, for what is built.
    assert conv1 == {
        "name": "conv1",
        "kind": "conv",
        "copies": 1,
        "line": line,
        "from": ["input"],
        "parameters": {
            "filters": 96,
            "kernel": [11, 11],
            "padding": [[0, 0], [0, 0]],
            "stride": [4, 4],
            "dilation": [1, 1],
            "padding_mode": "zeros",
            "groups": 1,
            "bias": True,
        },
        "input": [{"size": [227, 227], "channels": 3}],
        "output": {"size": [55, 55], "channels": 96},
        "params": 34944,
        "trainable_params": 34944,
        "buffers": 0,
        "macs": 105415200,
        "operations": {"add": 290400},
        "flops": 211120800,
        "memory_bytes": 1161600,
        "shared_with": None,
        "receptive_field": {"size": [11, 11], "stride": [4, 4], "padding": [0, 0]},
        "field_center": [5, 5],
        "assumed": False,
        "fit": [{"exact": "55", "remainder": 0, "grade": "exact", "lost": 0, "skipped": 0}] * 2,
    }
    layers = report.pop("layers")
    assert [row["from"] for row in layers][1:] == [[row["name"]] for row in layers][:-1]
    assert report.pop("file").endswith("alexnet.yaml")
    assert report == {
        "format": 1,
        "name": "AlexNet",
        "inputs": {"input": {"size": [227, 227], "channels": 3}},
        "batch": 1,
        "dtype": "float32",
        "rounding": "strict",
        "omitted": {},
        "outputs": {"fc8": {"size": [], "channels": 1000}},
        "totals": {
            "complete": True,
            "layers": 22,
            "params": 60965224,
            "trainable_params": 60965224,
            "buffers": 0,
            "macs": 724406816,
            # by hand: 659,272 biases, 4 + 1 adds, 5 + 1 multiplies, a division and a power for each of the 477,024 numbers
            # of both response norms; 658,272 numbers through a ReLU, and 8 comparisons for each of 122,464 pooled ones
            "operations": {
                "add": 659272 + 5 * 477024,
                "multiply": 6 * 477024,
                "compare": 658272 + 8 * 122464,
                "divide": 477024,
                "exponential": 477024,
            },
            "flops": 2 * 724406816 + 659272 + 13 * 477024 + 658272 + 8 * 122464,
            # 4 bytes for each of 60,965,224 parameters; the activations are proved in test_zoo and test_evaluate
            "memory": {
                "params_bytes": 243860896,
                "activations_bytes": convcalc.analyze("alexnet").totals.activations_bytes,
                # conv1's 55×55×96 numbers and the norm's as many
                "peak_inference_bytes": 2 * 55 * 55 * 96 * 4,
                "peak_inference_at": "norm1",
                "training": {
                    "device": "cpu",
                    "optimizer": "sgd",
                    # proved in tests/analysis/test_training.py
                    "saved_bytes": (saved := convcalc.analyze("alexnet").training().saved_bytes),
                    "buffers_bytes": 0,
                    "gradients_bytes": 243860896,
                    "optimizer_bytes": 0,
                    "total_bytes": 2 * 243860896 + (saved or 0),
                },
            },
        },
        "findings": [],
    }


def test_operations_that_are_not_known_are_null() -> None:
    source = convcalc.Source("net.yaml", "input: 5x5x3\nlayers:\n  - relu\n  - conv: {filters: 8, kernel: 7}\n  - flatten\n")
    report = json.loads(dumps(report_data(convcalc.analyze(source))))
    assert [(row["operations"], row["flops"]) for row in report["layers"]] == [
        ({"compare": 75}, 75),
        (None, None),
        (None, None),
    ]
    assert (report["totals"]["operations"], report["totals"]["complete"]) == ({"compare": 75}, False)


def test_a_layer_that_does_nothing_has_no_sorts() -> None:
    row = next(row for row in data("alexnet")["layers"] if row["kind"] == "dropout")
    assert (row["operations"], row["flops"]) == ({}, 0)


def test_a_finding() -> None:
    (finding, *_, last) = data("alexnet", input="224x224x3")["findings"]
    assert (finding["name"], finding["severity"], finding["layer"]) == ("non-integer-stride", "error", "conv1")
    assert (finding["column"], finding["end_column"]) == (5, 9)
    assert finding["help"].startswith("it comes out even with stride 3")
    assert last["name"] == "expect-suspended"
    assert set(finding) == {
        "code",
        "name",
        "severity",
        "file",
        "line",
        "column",
        "end_line",
        "end_column",
        "layer",
        "message",
        "help",
    }


def test_unknown_is_null_and_partial_is_said() -> None:
    source = convcalc.Source("net.yaml", "input: 5x5x3\nlayers:\n  - conv: {filters: 8, kernel: 7}\n  - relu\n")
    report = json.loads(dumps(report_data(convcalc.analyze(source))))
    conv, relu = report["layers"]
    assert conv["fit"] == [{"exact": "-1", "remainder": None, "grade": None, "lost": None, "skipped": None}] * 2
    assert (conv["output"], conv["macs"], relu["output"], relu["params"], relu["input"]) == (None, None, None, None, [None])
    assert relu["fit"] is None
    assert report["totals"]["complete"] is False
    assert report["outputs"] == {"relu_1": None}


def test_a_file_that_is_not_right() -> None:
    with pytest.raises(convcalc.ArchitectureError) as error:
        convcalc.analyze(convcalc.Source("net.yaml", "layers: [relv]\n"))
    report = json.loads(dumps(broken_data("net", "net.yaml", error.value.findings)))
    assert (report["layers"], report["totals"]) == ([], None)
    assert [f["name"] for f in report["findings"]] == ["missing-value", "unknown-kind"]


def test_the_contract_of_one_window() -> None:
    report = json.loads(dumps(window_data(convcalc.check_window((7,), stride=(3,)))))
    assert report["axes"] == [
        {"input": 7, "kernel": 3, "stride": 3, "padding": [0, 0], "dilation": 1, "exact": "7/3", "size": 2, "remainder": 1,
         "grade": "input-lost", "lost": 1, "skipped": 0}
    ]  # fmt: skip
    assert (report["format"], report["fits"]) == (1, False)
    assert report["suggestions"]["stride"] == [{"value": 1, "size": 5}, {"value": 2, "size": 3}, {"value": 4, "size": 2}]
    assert list(report["suggestions"]) == ["stride", "padding", "kernel", "input"]


def test_the_stride_of_a_pool_is_its_kernel_unless_given() -> None:
    pool = next(row for row in data("vgg16")["layers"] if row["kind"] == "maxpool")
    assert pool["parameters"] == {"kernel": [2, 2], "padding": [[0, 0], [0, 0]], "stride": [2, 2]}


def test_parameters_behind_an_impossible_window_are_as_written() -> None:
    text = "input: 5x5x3\nlayers:\n  - conv: {filters: 8, kernel: 7}\n  - conv: {filters: 8, kernel: 3, padding: half}\n"
    layers = json.loads(dumps(report_data(convcalc.analyze(convcalc.Source("net.yaml", text)))))["layers"]
    assert layers[1]["parameters"]["padding"] == "half"


def test_exact_decimals_are_texts() -> None:
    source = convcalc.Source("net.yaml", "input: 5\nlayers:\n  - dropout: 0.25\n")
    assert json.loads(dumps(report_data(convcalc.analyze(source))))["layers"][0]["parameters"] == {"rate": "1/4"}


def fields(text: str) -> list[tuple[Any, Any]]:
    """The field and the centre of every layer."""
    report = json.loads(dumps(report_data(convcalc.analyze(convcalc.Source("net.yaml", f"rounding: floor\n{text}")))))
    return [(row["receptive_field"], row["field_center"]) for row in report["layers"]]


def test_receptive_fields() -> None:
    found = fields(
        "input: 9x9x2\nlayers:\n  - upsample: 2\n  - conv: {filters: 2, kernel: 2x3}\n  - adaptive_avgpool: 1x8\n  - flatten\n"
    )
    assert found == [
        ({"size": [1, 1], "stride": ["1/2", "1/2"], "padding": [0, 0]}, [0, 0]),
        ({"size": [2, 2], "stride": ["1/2", "1/2"], "padding": [0, 0]}, [0, "1/2"]),
        ({"size": [9, 2], "stride": [None, 1], "padding": [None, 0]}, [None, "1/2"]),
        ({"size": [9, 9], "stride": None, "padding": None}, None),
    ]


def test_receptive_fields_of_several_inputs_and_unknown_ones() -> None:
    two = "inputs: {a: 9x2, b: 9x2}\nlayers:\n  - {conv: {filters: 2, kernel: 3, padding: 1}, name: c, from: a}\n  - add: [c, b]\n"
    of_a = {"size": [3], "stride": [1], "padding": [1]}
    assert fields(two) == [
        ({"a": of_a}, {"a": [0]}),
        ({"a": of_a, "b": {"size": [1], "stride": [1], "padding": [0]}}, {"a": [0], "b": [0]}),
    ]
    assert fields("input: 5x5x3\nlayers:\n  - conv: {filters: 8, kernel: 7}\n") == [(None, None)]
    assert fields("input: 5x3\nlayers:\n  - upsample: 20000\n") == [(None, None)]
