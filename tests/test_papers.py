"""Networks outside the zoo, written from the papers and the documentation, layer by layer against torchvision."""

import json
from pathlib import Path
from typing import Any

import pytest

import convcalc

IDENTITY = Path(__file__).parent
MODELS: dict[str, Any] = json.loads((IDENTITY / "reference" / "torchvision_mobile.json").read_text(encoding="utf-8"))[
    "models"
]


def report(name: str) -> convcalc.Report:
    return convcalc.analyze(IDENTITY / "specs" / "ok" / f"{name}.yaml")


@pytest.mark.parametrize("name", MODELS)
def test_every_layer_in_order_is_torchvisions(name: str) -> None:
    """Output, parameters and MACs of every convolution, fully connected layer, batch norm and max pool, as they run."""
    got = []
    for row in report(name).rows:
        kind = "conv" if row.layer.kind == "depthwise" else row.layer.kind
        if kind in ("conv", "fc", "batchnorm", "maxpool"):
            assert row.output is not None
            got.append([kind, [row.output.channels, *row.output.size], row.params, row.macs])
    assert got == MODELS[name]["layers"]


@pytest.mark.parametrize("name", MODELS)
def test_totals_are_torchvisions(name: str) -> None:
    totals = report(name).totals
    want = MODELS[name]
    assert totals.complete
    assert (totals.params, totals.buffers, totals.macs) == (want["params"], want["buffers"], want["macs"])


@pytest.mark.parametrize("name", MODELS)
def test_the_files_expect_what_was_measured(name: str) -> None:
    """The figures in the files are torchvision's, not copied from a table of ours."""
    expect = {e.what: e.value for e in report(name).architecture.expect if e.layer is None}
    want = MODELS[name]
    assert expect == {"params": want["params"], "macs": want["macs"], "output": tuple(want["output"])}
