"""Counts add up, several copies count so often, and what is not known stays so."""

import convcalc
from convcalc.analysis.tree.counts import QUANTITIES, UNKNOWN_COUNTS, Counts, Sums, counts_of, known_counts, multiplied
from convcalc.arithmetic.operations import Operations


def sums(layers: int, n: int, complete: bool = True) -> Sums:
    return Sums(
        layers=layers, complete=complete, params=n, trainable_params=n + 1, buffers=n + 2, macs=n + 3,
        operations=Operations(add=n + 4), memory_bytes=n + 5,
    )  # fmt: skip


def test_sums_add_up_field_by_field() -> None:
    both = Sums.of([sums(1, 10), sums(2, 100, complete=False)])
    assert (both.layers, both.complete) == (3, False)
    assert counts_of(both) == (110, 112, 114, 116, Operations(add=118), 120)


def test_copies_count_as_often_as_they_are() -> None:
    three = sums(2, 10).times(3)
    assert (three.layers, three.complete) == (6, True)
    assert counts_of(three) == (30, 33, 36, 39, Operations(add=42), 45)


def test_what_is_not_known_stays_so_until_it_is_summed() -> None:
    unknown: Counts[int | None, Operations | None] = Counts(**UNKNOWN_COUNTS)
    assert multiplied(unknown, 7) == UNKNOWN_COUNTS
    assert set(known_counts(unknown).values()) == {0, Operations()}
    assert unknown.flops is None


def test_rows_totals_and_json_have_every_quantity() -> None:
    report = convcalc.analyze("alexnet")
    for key in QUANTITIES:
        if key not in ("operations", "memory_bytes"):
            assert sum(getattr(row, key) for row in report.rows) == getattr(report.totals, key)
    assert report.totals.memory_bytes == report.totals.activations_bytes - report.input_bytes
