"""The walk: names, memory, what is unknown, totals."""

import convcalc
from convcalc.analysis.report import Report


def analyze(text: str, **changes: object) -> Report:
    return convcalc.analyze(convcalc.Source("net.yaml", text), **changes)  # type: ignore[arg-type]


NET = """\
input: 8x8x4
layers:
  - relu
  - conv: {filters: 4, kernel: 3}
  - relu
  - flatten
  - dropout: 0.5
  - fc: 10
    trainable: false
"""


def memory(report: Report) -> list[int | None]:
    return [row.memory_bytes for row in report.rows]


def test_activations_work_in_place_but_never_overwrite_the_input() -> None:
    # 8·8·4 values for the first relu, since it reads the image; 6·6·4 for the conv; 10 for the fc.
    report = analyze(NET)
    assert memory(report) == [1024, 576, 0, 0, 0, 40]
    assert report.totals.activations_bytes == 1024 + 1024 + 576 + 40
    assert [row.shares_memory for row in report.rows] == [False, False, True, True, True, False]


def test_nothing_in_place_counts_every_output() -> None:
    assert memory(analyze("in_place: false\n" + NET)) == [1024, 576, 576, 576, 576, 40]


def test_one_layer_out_of_place() -> None:
    text = NET.replace("  - relu\n  - flatten", "  - {relu: , in_place: false}\n  - flatten")
    assert memory(analyze(text)) == [1024, 576, 576, 0, 0, 40]


def test_a_view_of_the_input_is_still_the_input() -> None:
    assert memory(analyze("input: 8x8x4\nlayers: [flatten, relu, relu]\n")) == [0, 1024, 0]


def test_batch_and_dtype_scale_memory_only() -> None:
    plain, large = analyze(NET), analyze(NET, batch=3, dtype="float64")
    assert [m * 6 for m in memory(plain) if m is not None] == memory(large)
    assert plain.totals.macs == large.totals.macs
    assert large.totals.params_bytes == 2 * plain.totals.params_bytes


def test_frozen_parameters_count_and_are_told_apart() -> None:
    totals = analyze(NET).totals
    # conv 4·(4·9 + 1), fc 10·(6·6·4 + 1)
    assert (totals.params, totals.trainable_params) == (148 + 1450, 148)


def test_rows_behind_an_impossible_window_are_unknown_and_never_0() -> None:
    text = (
        "input: 5x5x3\nlayers:\n  - conv: {filters: 8, kernel: 7}\n  - relu\n  - conv: {filters: 8, kernel: 1}\n  - fc: 3\n"
    )
    report = analyze(text)
    first, *rest = report.rows
    # Its parameters do not depend on where the window goes: 8·(3·49 + 1).
    assert (first.output, first.params, first.macs, first.memory_bytes) == (None, 1184, None, None)
    for row in rest:
        assert (row.input, row.output, row.params, row.macs, row.memory_bytes, row.buffers) == (None,) * 6
        assert row.trainable_params is None
        assert row.fit is None
    assert (report.totals.complete, report.totals.params) == (False, 1184)
    assert report.outputs == {"fc_1": None}


def test_a_remainder_is_assumed_away_and_evaluation_goes_on() -> None:
    report = analyze("input: 7x7x3\nlayers:\n  - conv: {filters: 8, kernel: 3, stride: 3}\n  - fc: 2\n")
    assert report.rows[0].assumed
    assert str(report.rows[0].output) == "2×2×8"
    assert report.totals.complete


def test_rounding_of_file_kind_and_layer() -> None:
    text = (
        "input: 12x12x3\nrounding: {maxpool: ceil}\nlayers:\n"
        "  - maxpool: {kernel: 3, stride: 2}\n    name: up\n"
        "  - {maxpool: {kernel: 3, stride: 2}, name: down, rounding: floor}\n"
        "  - {conv: {filters: 2, kernel: 2, stride: 2}, name: strict}\n"
    )
    report = analyze(text)
    assert [str(row.output) for row in report.rows] == ["6×6×3", "2×2×3", "1×1×2"]
    assert [row.assumed for row in report.rows] == [False, False, False]
    assert [str(r.output) for r in analyze(text, rounding="floor").rows] == ["5×5×3", "2×2×3", "1×1×2"]


def test_names_take_kind_and_number_and_skip_what_is_taken() -> None:
    text = "input: 8\nlayers:\n  - fc: 3\n  - {fc: 3, name: fc_4}\n  - fc: 3\n  - fc: 3\n  - relu\n  - {relu: , when: false}\n  - relu\n"
    assert [row.name for row in analyze(text).rows] == ["fc_1", "fc_4", "fc_3", "fc_5", "relu_1", "relu_2"]


def test_parameters_are_evaluated_in_order_after_set() -> None:
    text = "input: 8\nparameters: {a: 2, b: $(a * 3), c: $(b + 1)}\nlayers:\n  - fc: $c\n"
    assert str(analyze(text).rows[0].output) == "7"
    assert str(analyze(text, set={"a": 5}).rows[0].output) == "16"
    assert str(analyze(text, set={"a": "5", "b": "1"}).rows[0].output) == "2"


def test_sizes_beyond_floats_are_exact() -> None:
    report = analyze(f"input: {10**30}x7x1\nlayers:\n  - conv: {{filters: 1, kernel: 3, bias: false}}\n")
    assert report.rows[0].macs == (10**30 - 2) * 5 * 9
