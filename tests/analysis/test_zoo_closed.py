"""Closed forms of the zoo's networks at every size, against the numeric analysis at that size.

Everywhere the totals, the outputs and every row are compared, and where the numbers have a misfit the closed forms must
refuse. In the normal run every square of 1 to 300 is tried on one network of each family, and a spread of squares on its
siblings, which differ in how often their blocks are repeated; `pytest -m exhaustive` tries every square on all of them.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from convcalc.analysis.closed_forms import ClosedReport, SizeError, closed_forms, opened
from convcalc.analysis.evaluate import evaluate
from convcalc.analysis.report import Report
from convcalc.api import load
from convcalc.language.architecture import Architecture
from convcalc.language.files import zoo_names
from tests.networks import at_size

SIBLINGS = {
    *(f"efficientnet_b{i}" for i in range(1, 8)), "vgg11", "vgg13", "vgg19", "resnet18", "resnet101", "resnet152",
    "resnext50_32x4d", "googlenet_torchvision", "alexnet_torchvision", "densenet121", "retinanet_resnet50_fpn",
}  # fmt: skip
"""Networks whose layers are those of another of the zoo, or whose numeric analyses at 300 sizes take seconds."""
SQUARES = sorted({name for name in zoo_names() if load(name).input.rank == 2})


def compared(closed: Report, numeric: Report) -> None:
    assert (closed.totals, closed.outputs) == (numeric.totals, numeric.outputs)
    for ours, theirs in zip(closed.distinct, numeric.distinct, strict=True):
        assert ours == replace(theirs, fit=None, layer=ours.layer, node=ours.node)


def works(architecture: Architecture, forms: ClosedReport, sizes: dict[str, int]) -> bool:
    """Whether the network works out at these sizes; both must say the same."""
    numeric = evaluate(at_size(architecture, sizes))
    if any(row.shape_error for row in numeric.distinct):
        with pytest.raises(SizeError):
            forms.at(**sizes)
        return False
    compared(forms.at(**sizes), numeric)
    return True


def squares(name: str, sizes: list[int]) -> None:
    """All that is smaller than the first that works does not, and all that is larger does."""
    architecture = opened(load(name))
    forms = closed_forms(architecture)
    worked = [works(architecture, forms, dict.fromkeys(forms.unknowns.names, n)) for n in sizes]
    least = max((n for n, _ in forms.least_sizes().values()), default=1)
    assert worked == [n >= least for n in sizes]


@pytest.mark.parametrize("name", [name for name in SQUARES if name not in SIBLINGS])
def test_every_square(name: str) -> None:
    squares(name, list(range(1, 301)))


@pytest.mark.parametrize("name", [name for name in SQUARES if name in SIBLINGS])
def test_some_squares(name: str) -> None:
    squares(name, sorted({1, 2, 31, 32, 33, 224, 299, 300, *Random(name).sample(range(1, 301), 8)}))


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", [name for name in SQUARES if name in SIBLINGS])
def test_every_square_of_the_siblings(name: str) -> None:
    squares(name, list(range(1, 301)))


@pytest.mark.parametrize("name", SQUARES)
def test_oblongs(name: str) -> None:
    """Height and width are told apart."""
    random = Random(name)
    architecture = opened(load(name))
    forms = closed_forms(architecture)
    for _ in range(6):
        works(architecture, forms, {"H": random.randint(20, 400), "W": random.randint(20, 400)})


def test_lines() -> None:
    """M5 needs 1,772 samples; two of its periods of 1,024 in steps of 7, and some far beyond."""
    architecture = opened(load("m5"))
    forms = closed_forms(architecture)
    for n in [*range(1_700, 1_772, 7), 1_771]:
        assert not works(architecture, forms, {"W": n})
    for n in [*range(1_772, 1_772 + 2_048, 7), 8_000, 16_000, 10**6, 10**12 + 7]:
        assert works(architecture, forms, {"W": n})


def test_films() -> None:
    architecture = opened(load("c3d"))
    forms = closed_forms(architecture)
    for n in range(1, 101):
        assert works(architecture, forms, {"D": n, "H": n, "W": n}) == (n >= 16)
    random = Random(3)
    for _ in range(60):
        works(architecture, forms, {"D": random.randint(8, 40), "H": random.randint(8, 130), "W": random.randint(8, 130)})


def test_no_network_is_left_out() -> None:
    assert set(SQUARES) | {"m5", "c3d"} == set(zoo_names())
