"""Receptive fields at open sizes: what is known of them is what they are at every size of the input."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from convcalc.analysis.closed_forms import closed_forms
from convcalc.analysis.evaluate import evaluate
from convcalc.analysis.evaluation import Evaluation
from convcalc.analysis.receptive import ReceptiveField, receptive_fields
from convcalc.arithmetic.closed import TooLong, Unknowns
from convcalc.arithmetic.comparisons import proportion
from convcalc.arithmetic.index_map import bins, resized, settled
from convcalc.arithmetic.polynomial import is_number
from convcalc.arithmetic.window import Window
from tests.networks import at_size, loaded, network, open_inputs, text_of

SIZES = st.tuples(st.integers(1, 9), st.integers(1, 9))


def compared(closed: ReceptiveField, numeric: ReceptiveField) -> int:
    """How many numbers are known at open sizes; each is that of the given size."""
    known = 0
    for quantity in ("size", "stride", "padding", "center"):
        for axis, (ours, theirs) in enumerate(zip(getattr(closed, quantity), getattr(numeric, quantity), strict=True)):
            if ours is not None and is_number(ours) and theirs is not None and not numeric.whole[axis]:
                assert ours == theirs, (quantity, closed, numeric)
                known += 1
    return known


def has_small_products(report: Evaluation) -> bool:
    """Whether sizes are such that what is a gate elsewhere is as large as the rest."""
    return any(row.layer.kind == "multiply" and row.output and row.output.positions == 1 for row in report.distinct)


@given(st.integers(0, 10**9), st.integers(12, 60))
@settings(max_examples=120, deadline=None)
def test_random_networks(seed: int, n: int) -> None:
    random = Random(seed)
    architecture = loaded(text_of(made := network(seed), *open_inputs(made, random)))
    try:
        closed = closed_forms(architecture)
    except TooLong:
        return
    fields = receptive_fields(closed.report, folded=True)
    sizes = {name: n + random.randint(0, 3) for name in closed.unknowns.names}
    report = evaluate(at_size(architecture, sizes))
    if not report.totals.complete or has_small_products(report):
        return
    for name, numeric in receptive_fields(report, folded=True).items():
        for of_input, field in fields.get(name, {}).items():
            compared(field, numeric[of_input])


def test_what_is_known() -> None:
    """Chains, upsampling and borders depend on no size; the zeros of `same` and the regions of adaptive pooling do."""
    text = "input: HxWx3\nrounding: floor\nlayers:\n"
    for layers, known in [
        ("  - conv: {filters: 3, kernel: 5, stride: 3}\n  - upsample: 2\n  - maxpool: {kernel: 3, stride: 2}\n", 3),
        ("  - conv: {filters: 3, kernel: 5, padding: same}\n", 1),
        ("  - conv: {filters: 3, kernel: 5, stride: 2, padding: same}\n", 0),
        ("  - adaptive_avgpool: 7\n", 0),
    ]:
        fields = receptive_fields(closed_forms(loaded(text + layers)).report)
        assert sum(field["input"].size[0] is not None for field in fields.values()) == known


@given(SIZES, st.integers(1, 30), st.integers(0, 30))
def test_a_proportion_holds_at_every_size(shares: tuple[int, int], n: int, more: int) -> None:
    h = Unknowns().size("H")
    size, to = (share * (h + more) for share in shares)
    assert proportion(size, to) == shares
    assert resized(size, to) == resized(shares[0] * (n + more), shares[1] * (n + more))
    assert proportion(h, h + 1 + more) is None
    assert resized(h, h + 1 + more) is None
    assert bins(h, 7) is None
    assert settled(Window(3, before=h)) is None
