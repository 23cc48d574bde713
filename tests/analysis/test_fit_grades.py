"""What to accept where no size fits, against looking at every size at every set of grades."""

from __future__ import annotations

from itertools import combinations

import pytest

from convcalc.analysis.closed_forms import closed_forms
from convcalc.analysis.evaluate import evaluate
from convcalc.analysis.fit_grades import MILDEST_FIRST, otherwise
from convcalc.analysis.fit_sizes import fit_sizes
from convcalc.arithmetic.fit import Grade
from tests.networks import at_size, loaded

HALF = "{conv: {filters: 3, kernel: 3, stride: 2, padding: 1}}"
UNET = (
    f"[{{conv: {{filters: 3, kernel: 3, stride: 2, padding: 1}}, name: a}}, {HALF}, {HALF}, {{upsample: 4}}, {{add: [previous, a]}},"
    " {upsample: 2}, {add: [previous, input]}]"
)
NETS = {
    "skips": (UNET, {Grade.PADDING_ONLY}),
    # 8k + 7 is for what is cut: ⌈⌈⌈n/2⌉/2⌉/2⌉ times 8 is n + 1
    "cut": (UNET.replace("{upsample: 2}, {add: [previous, input]}", "{upsample: 2}, {crop: {right: 1, bottom: 1}}, {add: [previous, input]}"), {Grade.PADDING_ONLY}),
    "lost": ("[{concat: {a: [{maxpool: 2}], b: [{maxpool: {kernel: 3, stride: 2}}], crop: center}}]", {Grade.INPUT_LOST}),
    "passed over": (
        "[{add: {a: [{conv: {filters: 3, kernel: 1, stride: 2}}], b: [{maxpool: 2}]}}]", {Grade.SKIPPED},
    ),
}  # fmt: skip


def fits(text: str, accepted: frozenset[Grade], n: int) -> bool:
    """By looking: no layer is a misfit, and every window comes out at an accepted grade."""
    rows = evaluate(at_size(loaded(text), {"H": n, "W": n})).distinct
    return all(row.shape_error is None and all(fit.grade in accepted for fit in row.fit or ()) for row in rows)


@pytest.mark.parametrize("net", NETS)
def test_the_mildest_grades_with_an_answer(net: str) -> None:
    layers, grades = NETS[net]
    text = f"input: HxWx3\nrounding: floor\nlayers: {layers}\n"
    found = otherwise(fit_sizes(closed_forms(loaded(text))), None)
    assert found is not None
    assert found.accepted == {Grade.EXACT, *grades}
    for n in range(1, 60):
        assert found.rules["H"].fits(n) == fits(text, found.accepted, n)
    worst = max(map(MILDEST_FIRST.index, grades))
    for count in range(worst + 1):  # no milder grades have one
        for milder in combinations(MILDEST_FIRST[:worst], count):
            assert not any(fits(text, frozenset({Grade.EXACT, *milder}), n) for n in range(1, 60))


def test_sizes_of_the_nets() -> None:
    """What their users know: eights, and one less than eights where the last row is cut."""
    for net, rest in (("skips", 0), ("cut", 7)):
        text = f"input: HxWx3\nrounding: floor\nlayers: {NETS[net][0]}\n"
        found = otherwise(fit_sizes(closed_forms(loaded(text))), None)
        assert found is not None
        assert (found.rules["W"].modulus, found.rules["W"].remainders) == (8, (rest,))


def test_no_answer() -> None:
    fitting = fit_sizes(closed_forms(loaded("input: HxWx3\nlayers: [{maxpool: 2}]\n")))
    assert otherwise(fitting, None) is None
    never = fit_sizes(closed_forms(loaded("input: HxWx3\nlayers: [{maxpool: 2}, {crop: {like: input}}]\n")))
    assert never.nowhere
    assert otherwise(never, None) is None
