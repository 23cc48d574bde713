"""The look of fitting sizes and closed forms, as golden files; what they say is proved elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

import convcalc
from convcalc.analysis.fit_grades import otherwise
from convcalc.analysis.fit_today import Today
from convcalc.api import examine, present_sizes
from convcalc.render.fit.sizes import fit_text
from convcalc.render.json.fit import fit_data
from convcalc.render.table.closed import closed_table

GOLDEN = Path(__file__).parents[1] / "golden"
OPEN = convcalc.Source("open.yaml", "name: Open\ninput: HxWx3\nlayers: [{conv: {filters: 8, kernel: 3, stride: 2}}, {maxpool: 2}, {fc: 10}]\n")  # fmt: skip
VECTOR = convcalc.Source("vector.yaml", "name: Vector\ninput: 100\nlayers: [{fc: 10}]\n")
TIED = convcalc.Source("tied.yaml", "name: Tied\ninput: 224x448x3\nlayers: [{maxpool: 32}, flatten, {reshape: 7x14x3}]\n")
NOWHERE = convcalc.Source("nowhere.yaml", "name: Nowhere\ninput: 8x8x3\nlayers: [{concat: {a: [{maxpool: 2}], b: [{maxpool: {kernel: 3, stride: 2}}], crop: center}}]\n")  # fmt: skip
SKIPS = convcalc.Source("skips.yaml", "name: Skips\ninput: 64x64x3\nrounding: floor\nlayers: [{add: {a: [{conv: {filters: 3, kernel: 3, stride: 2, padding: 1}}, {upsample: 2}], b: []}}]\n")  # fmt: skip
NEVER = convcalc.Source(
    "never.yaml", "name: Never\ninput: 8x8x3\nlayers: [{maxpool: 2, name: half}, {crop: {like: input}}]\n"
)
CASES: dict[str, tuple[Any, dict[str, Any]]] = {
    "alexnet": ("alexnet", {}),
    "alexnet_224": ("alexnet", {"input": "224x224x3"}),
    "resnet50": ("resnet50", {}),
    "resnet50_strict": ("resnet50", {"rounding": "strict"}),
    "unet_570x572": ("unet", {"input": "570x572x1"}),
    "c3d": ("c3d", {}),
    "m5": ("m5", {}),
    "densenet121_accepting": ("densenet121", {"accept": ("padding-only", "skipped")}),
    "open": (OPEN, {}),
    "vector": (VECTOR, {}),
    "tied": (TIED, {}),
    "nowhere": (NOWHERE, {}),
    "skips": (SKIPS, {}),
    "never": (NEVER, {}),
}
"""The networks, and what is given beside them."""


def answer(case: str) -> tuple[convcalc.FitReport, Today | None]:
    """What `convcalc fit` finds, and the network as it is today."""
    network, given = CASES[case]
    accept = given.get("accept", ())
    architecture = convcalc.load(network, **{key: value for key, value in given.items() if key != "accept"})
    sizes = present_sizes(architecture)
    return convcalc.fit(architecture, accept=accept), None if sizes is None else Today(examine(architecture), sizes)


def suggestion_text(case: str) -> convcalc.FitReport | None:
    """What would fit if more were accepted."""
    fit, today = answer(case)
    return otherwise(fit, today and today.sizes)


@pytest.mark.parametrize("width", [80, 120, None])
@pytest.mark.parametrize("case", CASES)
def test_text(case: str, width: int | None, golden: Callable[[Path, str], None]) -> None:
    golden(
        GOLDEN / "fit" / f"{case}-{width or 'piped'}.txt",
        fit_text(*answer(case), width=width, otherwise=suggestion_text(case)) + "\n",
    )


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120])
@pytest.mark.parametrize("case", CASES)
def test_nothing_is_wider_than_the_terminal(case: str, width: int) -> None:
    assert max(map(cell_len, fit_text(*answer(case), width=width, otherwise=suggestion_text(case)).splitlines())) <= width


@pytest.mark.parametrize("case", ["alexnet", "c3d", "open"])
def test_json(case: str, golden: Callable[[Path, str], None]) -> None:
    from convcalc.render.json.contract import dumps

    golden(GOLDEN / "fit" / f"{case}.json", dumps(fit_data(*answer(case))) + "\n")


AXIS = {"modulus", "remainders", "minimum", "others", "sizes", "current", "fits"}


def test_the_contract() -> None:
    alike = fit_data(*answer("alexnet"))
    assert {"format", "name", "accepted", "family", "uneven"} | AXIS == set(alike)
    assert (alike["modulus"], list(alike["remainders"]), alike["minimum"], alike["current"]) == (32, [3], 67, 227)
    assert (alike["sizes"][:2], alike["sizes"][-1], alike["fits"]) == ([67, 99], 451, True)
    apart = fit_data(*answer("c3d"))
    assert [(axis["axis"], axis["size"], axis["modulus"]) for axis in apart["axes"]] == [("depth", "D", 16), ("height", "H", 32), ("width", "W", 32)]  # fmt: skip
    assert all({"axis", "size"} | AXIS == set(axis) for axis in apart["axes"])
    assert apart["fits"] is True
    assert fit_data(*answer("vector"))["axes"] == []
    nowhere = fit_data(*answer("nowhere"))
    assert [nowhere[key] for key in ("modulus", "remainders", "minimum", "sizes", "fits")] == [None, (), None, [], False]


def test_sizes_are_listed_up_to_a_limit() -> None:
    architecture = convcalc.load("alexnet", input=f"{10**30}x{10**30}x3")
    today = Today(examine(architecture), {"H": 10**30, "W": 10**30})
    assert len(fit_data(convcalc.fit(architecture), today)["sizes"]) == 10_000


def test_a_change_that_is_named_is_enough() -> None:
    """Each change of the 224 AlexNet's conv1 that the text names makes its window come out even."""
    text = fit_text(*answer("alexnet_224"))
    changes = re.search(r"conv1 .*\n    kernel (\d+) or (\d+); stride (\d+)\n", text)
    assert changes is not None
    for key, value in (("kernel", changes[1]), ("kernel", changes[2]), ("stride", changes[3])):
        window = {"kernel": 11, "stride": 4, key: int(value)}
        assert (224 - window["kernel"]) % window["stride"] == 0


SYMBOLIC = ["alexnet", "vgg16", "unet", "c3d", "m5", "resnet18", "retinanet_resnet50_fpn"]


@pytest.mark.parametrize("width", [80, 120, None])
@pytest.mark.parametrize("name", SYMBOLIC)
def test_closed_forms(name: str, width: int | None, golden: Callable[[Path, str], None]) -> None:
    text = closed_table(convcalc.closed_forms(name), width)
    golden(GOLDEN / "closed" / f"{name}-{width or 'piped'}.txt", text + "\n")


@pytest.mark.parametrize("width", [60, 70, 80, 100, 120])
@pytest.mark.parametrize("name", SYMBOLIC)
def test_closed_forms_are_not_wider_than_the_terminal(name: str, width: int) -> None:
    """The operations go where there is no room for them; below that the table is as wide as its numbers."""
    text = closed_table(convcalc.closed_forms(name), width)
    assert max(map(cell_len, text.splitlines())) <= max(width, 70)


def test_closed_forms_as_json() -> None:
    from convcalc.render.json.contract import dumps
    from convcalc.render.json.report import closed_data, report_data

    closed = convcalc.closed_forms("alexnet")
    data = json.loads(dumps({**report_data(closed.report), **closed_data(closed)}))
    assert data["unknowns"] == ["H", "W"]
    assert data["minimum"] == {"H": 67, "W": 67}
    assert {"layer": "conv1", "condition": "H ≥ 11"} in data["conditions"]
    assert data["inputs"]["input"] == {"size": ["H", "W"], "channels": 3}
    assert data["layers"][3]["output"] == {"size": ["⌊(H − 19)/8⌋ + 1", "⌊(W − 19)/8⌋ + 1"], "channels": 96}
    assert data["totals"]["params"] == "1048576·(⌊(H − 67)/32⌋ + 1)·(⌊(W − 67)/32⌋ + 1) + 23216488"
    assert {row["fit"] for row in data["layers"]} == {None}
