"""The largest batch: the division, against counting up; and its parts, against what is measured of the networks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import convcalc
from convcalc.analysis.largest_batch import Constant, LargestBatch
from convcalc.language.architecture import OPTIMIZERS, Training

MODELS: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "reference" / "autograd_saved_bytes.json").read_text(encoding="utf-8")
)["models"]
REPORT = convcalc.analyze("lenet5")


@given(memory=st.integers(0, 10_000), constant=st.integers(0, 10_000), per_image=st.integers(1, 3_000))
def test_one_more_does_not_fit(memory: int, constant: int, per_image: int) -> None:
    found = LargestBatch(REPORT, memory, None, Constant(constant, 0), per_image)
    batch, power = found.batch, found.next_power_of_two
    assert batch is not None
    assert power is not None
    assert batch == max((b for b in range(1, 10_002) if constant + b * per_image <= memory), default=0)
    assert batch < power <= 2 * max(batch, 1)
    assert power in {2**i for i in range(20)}
    assert found.needs(power) > memory


def test_images_that_take_nothing() -> None:
    assert LargestBatch(REPORT, 10, None, Constant(3, 0), 0).batch is None
    assert LargestBatch(REPORT, 10, None, Constant(11, 0), 0).batch == 0


@pytest.mark.parametrize("model", ["alexnet_torchvision", "resnet50", "mobilenet_v2", "densenet121"])
def test_training_is_what_pytorch_keeps(model: str) -> None:
    """At the batch that was measured the bytes are those measured, and parameters, gradients and two moments for Adam."""
    measured = MODELS[model.removesuffix("_torchvision")]
    report = convcalc.analyze(model)
    found = convcalc.largest_batch(report, 0, training=True, optimizer="adam")
    totals = report.totals
    weights = 4 * totals.params + 4 * totals.buffers + 4 * totals.trainable_params + 2 * 4 * totals.trainable_params
    assert found.needs(measured["batch"]) == weights + measured["saved_bytes"]


@pytest.mark.parametrize("batch", [1, 7, 32])
def test_inference_at_a_batch_of_the_file(batch: int) -> None:
    """The peak grows with the batch as images take, whatever batch the file says."""
    once = convcalc.largest_batch("vgg16", "1GiB")
    report = convcalc.analyze("vgg16", batch=batch)
    assert report.peak is not None
    assert convcalc.largest_batch(report, 2**30).batch == once.batch
    assert once.needs(batch) == report.totals.params_bytes + report.peak.bytes


def test_data_types() -> None:
    """Half the bytes, and twice the images but for what is constant."""
    full, half = (convcalc.largest_batch("vgg16", "8GiB", dtype=dtype) for dtype in ("float32", "float16"))
    assert (full.per_image, full.constant.total) == (2 * half.per_image, 2 * half.constant.total)


def test_frozen_layers_have_no_gradients() -> None:
    body = "input: 8x8x3\nlayers:\n  - {conv: {filters: 4, kernel: 3}, trainable: false}\n  - {fc: 10}\n"
    found = convcalc.largest_batch(convcalc.Source("net.yaml", body), "1MiB", training=True, optimizer="momentum")
    fc = (6 * 6 * 4 * 10 + 10) * 4
    assert found.constant == Constant(params=(3 * 3 * 3 * 4 + 4) * 4 + fc, buffers=0, gradients=fc, optimizer=fc)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"memory": "8 elephants"}, 'memory: "8 elephants" is not an amount of memory; give bytes, or a text such as 8GiB'),
        ({"memory": -1}, 'memory: "-1" is not an amount of memory; give bytes, or a text such as 8GiB'),
        (
            {"memory": 1, "training": True, "optimizer": "lion"},
            'optimizer: there is no "lion" here; choose one of sgd, momentum, adam, adamw, rmsprop',
        ),
        ({"memory": 1, "training": True, "device": "tpu"}, 'device: there is no "tpu" here; choose one of cpu, cuda'),
        (
            {"memory": 1, "training": True, "dtype": "int8"},
            "dtype: int8 has no gradients; train in float64, float32, float16, bfloat16",
        ),
    ],
)
def test_what_makes_no_sense(given: dict[str, Any], message: str) -> None:
    with pytest.raises(convcalc.OptionError) as caught:
        convcalc.largest_batch("lenet5", **given)
    assert str(caught.value) == message


@pytest.mark.parametrize("training", [True, False])
def test_a_network_that_does_not_work_out(training: bool) -> None:
    source = convcalc.Source("net.yaml", "input: 5x5x3\nlayers:\n  - conv: {filters: 8, kernel: 7}\n")
    with pytest.raises(convcalc.OptionError, match="memory: the network does not work out, so what it needs is not known"):
        convcalc.largest_batch(source, 100, training=training)


def test_every_optimizer_is_known_to_the_command() -> None:
    from convcalc.cli.options import Device, Optimizer
    from convcalc.language.architecture import DEVICES
    from convcalc.render.table.where import CALLED, WHERE

    assert [*Optimizer] == [*OPTIMIZERS] == [*CALLED]
    assert [*Device] == [*DEVICES] == [*WHERE]
    assert Training() == Training(None, "sgd", "cpu")
