"""Blocks, repeats, groups, branches, references and shared weights: the structure that is written is what is evaluated."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convcalc
from convcalc.analysis.fold import entries
from convcalc.analysis.report import Report
from convcalc.findings import Severity

HEAD = "input: 8x8x4\n"
BLOCK = """\
blocks:
  Residual:
    parameters: {width: 4, kernel: 3}
    layers:
      - add:
          main:
            - conv: {filters: $width, kernel: $kernel, padding: half}
            - relu
            - conv: {filters: $width, kernel: 3, padding: 1}
          shortcut: []
      - relu
"""


def analyze(text: str) -> Report:
    report = convcalc.analyze(convcalc.Source("net.yaml", HEAD + text))
    assert [str(f) for f in report.findings if f.severity is Severity.ERROR] == []
    return report


def names(text: str) -> list[str]:
    return [row.name for row in analyze(text).rows]


def reads(text: str) -> dict[str, tuple[str, ...]]:
    return {row.name: row.reads_from for row in analyze(text).rows}


def test_paths_and_what_they_read() -> None:
    assert reads(BLOCK + "layers:\n  - {Residual: , name: first}\n  - {Residual: , name: second}\n") == {
        "first/add_1/main/conv_1": ("input",),
        "first/add_1/main/relu_1": ("first/add_1/main/conv_1",),
        "first/add_1/main/conv_2": ("first/add_1/main/relu_1",),
        "first/add_1": ("first/add_1/main/conv_2", "input"),
        "first/relu_1": ("first/add_1",),
        "second/add_1/main/conv_1": ("first/relu_1",),
        "second/add_1/main/relu_1": ("second/add_1/main/conv_1",),
        "second/add_1/main/conv_2": ("second/add_1/main/relu_1",),
        "second/add_1": ("second/add_1/main/conv_2", "first/relu_1"),
        "second/relu_1": ("second/add_1",),
    }


@pytest.mark.parametrize(
    ("layers", "want"),
    [
        ("- {relu: , name: a, repeat: 3}", ["a_1", "a_2", "a_3"]),
        ("- {relu: , name: conv3_2, repeat: 3}", ["conv3_2", "conv3_3", "conv3_4"]),
        ("- {relu: , repeat: 2}\n  - relu", ["relu_1", "relu_2", "relu_3"]),
        ("- relu\n  - {relu: , repeat: 0, name: a}", ["relu_1"]),
        ("- {layers: [relu, tanh], repeat: 2}", ["relu_1", "tanh_1", "relu_2", "tanh_2"]),
        ("- {layers: [relu, {tanh: , name: t}], name: g}", ["g/relu_1", "g/t"]),
        ("- {layers: [relu], when: false}\n  - tanh", ["tanh_1"]),
        ("- {conv: {filters: $(2 + i), kernel: 1}, name: c, repeat: {i: 2}}", ["c_1", "c_2"]),
        ("- {fc: $d, repeat: {d: [1, 2, 2]}}", ["fc_1", "fc_2", "fc_3"]),
    ],
)
def test_names(layers: str, want: list[str]) -> None:
    assert names(f"layers:\n  {layers}\n") == want


def test_the_plain_name_of_copies_means_the_last() -> None:
    text = "layers:\n  - {conv: {filters: 4, kernel: 1}, name: a, repeat: 3}\n  - tanh\n  - add: [a, previous]\n"
    assert reads(text)["add_1"] == ("a_3", "tanh_1")


def test_copies_differ_where_the_names_that_are_bound_differ() -> None:
    rows = analyze("layers:\n  - {conv: {filters: $(2 * i + 1), kernel: 1}, repeat: {i: 3}}\n").rows
    assert [row.output.channels for row in rows if row.output] == [1, 3, 5]


def test_from_holds_for_the_first_copy() -> None:
    text = "layers:\n  - {relu: , name: a}\n  - tanh\n  - {tanh: , from: a, name: b, repeat: 2}\n  - add: [tanh_x, b]\n"
    text = text.replace("- tanh\n", "- {tanh: , name: tanh_x}\n", 1)
    found = reads(text)
    assert (found["b_1"], found["b_2"], found["add_1"]) == (("a",), ("b_1",), ("tanh_x", "b_2"))


def test_a_block_with_several_inputs() -> None:
    blocks = "blocks:\n  Both:\n    inputs: [below, across]\n    layers:\n      - concat: [across, below]\n"
    text = (
        blocks
        + "layers:\n  - {relu: , name: a}\n  - {conv: {filters: 2, kernel: 1}, name: b}\n  - {Both: , from: [previous, a], name: c}\n"
    )
    assert reads(text)["c/concat_1"] == ("a", "b")
    assert str(analyze(text).rows[-1].output) == "8×8×6"


def test_defaults_see_earlier_parameters_and_the_inputs_channels() -> None:
    blocks = "blocks:\n  B:\n    parameters: {n: $(input.channels * 2), m: $(n + 1)}\n    layers:\n      - conv: {filters: $m, kernel: 1}\n"
    assert [str(row.output) for row in analyze(blocks + "layers:\n  - B\n  - B: 5\n").rows] == ["8×8×9", "8×8×6"]


def test_a_kind_and_a_block_from_a_parameter() -> None:
    text = BLOCK + "parameters: {act: gelu, block: Residual}\nlayers:\n  - $act\n  - {$block: {width: 4}, name: b}\n"
    assert names(text)[0] == "gelu_1"
    assert names(text)[-1] == "b/relu_1"


def test_several_inputs_and_outputs() -> None:
    source = convcalc.Source(
        "net.yaml",
        "inputs: {left: 8x8x3, right: 8x8x4}\nlayers:\n  - {conv: {filters: 2, kernel: 1}, from: left, name: a}\n"
        "  - {conv: {filters: 3, kernel: 1}, from: right, name: b}\n  - {concat: [a, b], name: c}\n  - {relu: , from: a, name: d}\noutputs: [c, d]\n",
    )
    report = convcalc.analyze(source)
    assert report.findings == ()
    assert {name: str(volume) for name, volume in report.outputs.items()} == {"c": "8×8×5", "d": "8×8×2"}
    assert report.rows[0].reads_from == ("left",)
    assert report.input_bytes == 4 * 64 * 7


def test_shared_weights_count_once_and_work_always() -> None:
    text = "layers:\n  - {conv: {filters: 4, kernel: 3, padding: 1}, name: head}\n  - {share: head, name: again}\n"
    first, second = analyze(text).rows
    assert (first.params, second.params, second.shared_with) == (148, 0, "head")
    assert first.macs == second.macs


def test_weights_of_a_block_are_shared_layer_by_layer() -> None:
    report = analyze("""\
blocks:
  Head:
    parameters: {filters: required}
    layers:
      - {conv: {filters: 4, kernel: 1}, name: twice, repeat: 2, share: true}
      - add: {main: [{conv: {filters: 4, kernel: 1}}], shortcut: []}
      - conv: {filters: $filters, kernel: 1}
layers:
  - {Head: 5, name: near}
  - {maxpool: 2, from: input}
  - {share: near, name: far}
outputs: [near, far]
""")
    assert report.totals.params == 20 + 20 + 25
    far = [row for row in report.rows if row.name.startswith("far/")]
    assert [(row.params, row.shared_with) for row in far] == [(0, row.name.replace("far", "near")) for row in far]
    assert report.row("near/twice_2").shared_with == "near/twice_1"
    assert report.row("far/conv_3").macs == 4 * 4 * 4 * 5


def test_a_block_without_layers_passes_on_what_it_reads() -> None:
    text = "blocks: {B: {layers: [{relu: , when: false}]}}\nlayers: [{B: , name: b}, {share: b}, {fc: 2, name: fc}]\n"
    report = analyze(text)
    assert [(row.name, row.reads_from) for row in report.rows] == [("fc", ("input",))]


def test_copies_that_are_alike_at_one_size_only_share_their_weights() -> None:
    pools = "[{maxpool: {kernel: 3, stride: 2, padding: 1}, repeat: 2}, {conv: {filters: 4, kernel: 1}, repeat: 2}]"
    for sizes in (
        "[{maxpool: 8}, {B: , name: b}, {share: b, from: input}]",
        "[{B: , name: b}, {maxpool: 8, from: input}, {share: b}]",
    ):
        text = f"rounding: floor\nblocks: {{B: {{layers: {pools}}}}}\nlayers: {sizes}\noutputs: [b]\n"
        report = convcalc.analyze(convcalc.Source("net.yaml", HEAD + text))
        assert "weights-differ" not in [finding.rule.name for finding in report.findings]
        assert report.totals.params == 40


def test_weights_that_are_shared_already_can_be_shared_again() -> None:
    report = analyze("layers:\n  - {conv: {filters: 4, kernel: 1}, name: a}\n  - {share: a, name: b}\n  - {share: b}\n")
    assert report.totals.params == 20


def test_a_block_does_not_hide_the_weights_around_it() -> None:
    text = "blocks: {B: {layers: [{conv: {filters: 4, kernel: 1}, name: a}]}}\n"
    text += "layers:\n  - {conv: {filters: 4, kernel: 3, padding: 1}, name: a}\n  - B\n  - {share: a}\n"
    assert analyze(text).totals.params == 148 + 20


@pytest.mark.parametrize(
    ("block", "layers", "message"),
    [
        ("[relu]", "[{conv: {filters: 5, kernel: 1}, name: c, repeat: 3, share: true}]",
         "c_2 would need 30 parameters, and c_1 has 25"),
        ("[{conv: {filters: 5, kernel: 1}}]", "[{B: , name: b}, {share: b, name: c}]",
         "c/conv_1 would need 30 parameters, and b/conv_1 has 25"),
        ("[{add: {x: [{fc: 1}], y: [{global_avgpool: }, {fc: 1}]}}]", "[{B: , name: b}, {maxpool: 2, from: input}, {share: b, name: c}]",
         "c/add_1/x/fc_1 would need 65 parameters, and b/add_1/x/fc_1 has 257"),
        ("[{conv: {filters: 5, kernel: 1}, repeat: 3, share: true}]", "[{conv: {filters: 5, kernel: 1}}, {B: , name: b}, {share: b, from: input, name: c}]",
         "c/conv_1 would need 25 parameters, and b/conv_1 has 30"),
    ],
)  # fmt: skip
def test_weights_of_other_shapes_cannot_be_shared(block: str, layers: str, message: str) -> None:
    text = f"{HEAD}blocks: {{B: {{layers: {block}}}}}\nlayers: {layers}\n"
    report = convcalc.analyze(convcalc.Source("net.yaml", text))
    messages = [finding.message for finding in report.findings if finding.rule.name == "weights-differ"]
    assert messages[0] == message
    assert not report.totals.complete


def test_one_set_of_weights_for_all_copies() -> None:
    report = analyze("layers:\n  - {conv: {filters: 4, kernel: 3, padding: 1}, name: c, repeat: 1000, share: true}\n")
    assert report.totals.params == 148
    assert report.totals.macs == 1000 * 64 * 4 * 36


def test_an_activation_leaves_alone_what_others_read() -> None:
    # conv_1 is read by relu_1 and by the sum, so relu_1 needs memory of its own; relu_2 is alone with the sum.
    text = "layers:\n  - {conv: {filters: 4, kernel: 1}, name: c}\n  - {relu: , name: r}\n  - add: [c, r]\n  - relu\n"
    assert [row.shares_memory for row in analyze(text).rows] == [False, False, False, True]


def test_a_repeat_costs_nothing_and_is_exact() -> None:
    text = BLOCK + "layers:\n  - {Residual: , name: r, repeat: 1000000}\n"
    report = analyze(text)
    one = analyze(BLOCK + "layers:\n  - {Residual: , name: r}\n").totals
    assert (report.totals.layers, report.totals.params, report.totals.macs) == (
        5_000_000,
        10**6 * one.params,
        10**6 * one.macs,
    )
    assert len(report.rows) < 20
    assert sum(row.copies for row in report.rows) == 5_000_000


@given(st.integers(1, 6), st.sampled_from(["half", "valid", "1"]), st.booleans())
@settings(deadline=None, max_examples=40)
def test_a_repeat_is_what_it_would_be_written_out(copies: int, padding: str, in_place: bool) -> None:
    """Totals, rows and memory of a repeat equal those of the same layers written one by one."""
    block = f"in_place: {str(in_place).lower()}\nblocks:\n  B:\n    layers:\n      - relu\n      - conv: {{filters: 4, kernel: 1, padding: {padding}}}\n      - relu\n"
    folded = analyze(block + f"layers:\n  - {{B: , name: b, repeat: {copies}}}\n  - flatten\n")
    written = analyze(
        block + "layers:\n" + "".join(f"  - {{B: , name: b_{i + 1}}}\n" for i in range(copies)) + "  - flatten\n"
    )
    assert folded.totals == written.totals

    def facts(report: Report) -> list[tuple[object, ...]]:
        return [(r.name, r.reads_from, r.output, r.params, r.macs, r.memory_bytes, r.shares_memory) for r in report.rows]

    assert facts(folded) == facts(written)


def test_unknown_goes_through_joins_and_blocks() -> None:
    source = convcalc.Source(
        "net.yaml", HEAD + BLOCK + "layers:\n  - conv: {filters: 4, kernel: 9}\n  - {Residual: , name: r, repeat: 3}\n"
    )
    report = convcalc.analyze(source)
    assert [f.rule.name for f in report.findings] == ["kernel-too-large"]
    assert report.totals.complete is False
    assert {row.output for row in report.rows} == {None}


def line_pattern(line: str, first: bool) -> re.Pattern[str]:
    """The paths of the layers that a line shows; where `first` of copies that are opened those in the first."""
    *outer, last = line.split("/")
    parts = [re.escape(part.partition("…")[0]) if first else copies_pattern(part) for part in outer]
    return re.compile("/".join([*parts, copies_pattern(last)]) + "(/.*)?")


def copies_pattern(part: str) -> str:
    """`conv4_2…6` stands for the copies 2 to 6."""
    stem, _, numbers = part.rpartition("_")
    if "…" not in part:
        return re.escape(part)
    begin, end = map(int, numbers.split("…"))
    return f"{re.escape(stem)}_({'|'.join(map(str, range(begin, end + 1)))})"


@pytest.mark.parametrize("depth", [1, 2, 3, None])
@pytest.mark.parametrize("name", ["alexnet", "resnet18", "resnet50", "googlenet", "unet"])
def test_a_folded_line_reads_the_lines_that_show_what_its_layers_read(name: str, depth: int | None) -> None:
    """Nothing dangles, and nothing that a layer reads is left out, however deep the groups are opened."""
    report = convcalc.analyze(name)
    shown = list(entries(report, depth))
    lines = {entry.name: line_pattern(entry.name, first=False) for entry in shown}

    def line_of(path: str) -> str:
        """The line that shows a layer: a join's own row is called as its group is, so the innermost of them."""
        found = [line for line, pattern in lines.items() if pattern.fullmatch(path)]
        return path if path == "input" else max(found, key=lambda line: line.count("/"))

    for entry in shown:
        pattern = line_pattern(entry.name, first=True)
        layers = [row for row in report.rows if pattern.fullmatch(row.name) and line_of(row.name) == entry.name]
        read = {line_of(path) for row in layers for path in row.reads_from} - {entry.name}
        assert len(layers) > 0
        assert set(entry.reads_from) == read <= {*lines, "input"}


def test_a_folded_group_reads_what_its_layers_read_around_it() -> None:
    report = analyze("""\
layers:
  - {conv: {filters: 4, kernel: 1}, name: a}
  - {conv: {filters: 4, kernel: 1}, name: b}
  - {layers: [{conv: {filters: 4, kernel: 1}, name: c}, {add: [c, a]}], name: g}
""")
    assert [(entry.name, entry.reads_from) for entry in entries(report, 1)][-1] == ("g", ("b", "a"))


def test_uses_of_a_block_that_are_alike_are_gone_through_once() -> None:
    """Each block uses the one before it twice, 60 deep: 2^60 layers, and nobody waits for them."""
    doubles = "".join(f"  B{i}:\n    layers: [B{i - 1}, B{i - 1}]\n" for i in range(1, 60))
    report = analyze(f"""\
blocks:
  B0:
    layers: [{{conv: {{filters: 4, kernel: 3, padding: 1}}}}, relu]
{doubles}layers: [B59]
""")
    assert report.totals.layers == 2**60
    assert sum(row.copies for row in report.rows) == 2**60
    assert len(report.rows) == 4  # the first block may not write over the network's input
    assert report.totals.params == 2**59 * 4 * (3 * 3 * 4 + 1)
    deepest = "/".join(f"B{i}_2" for i in reversed(range(59)))
    assert str(report.volume(f"B59_1/{deepest}/relu_1")) == "8×8×4"
    assert report.receptive_fields[report.rows[0].name]["input"].size == (3, 3)
    with pytest.raises(KeyError):
        report.volume("B59_1/B58_3")
    with pytest.raises(convcalc.OptionError, match="more than 100,000 lines"):
        list(entries(report, 30))
