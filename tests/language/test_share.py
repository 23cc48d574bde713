"""Shared and frozen weights, rule by rule. A 1×1 convolution from 4 to 4 channels has 4·4 + 4 = 20 parameters."""

import pytest

import convcalc
from tests.nets import HEAD, analyze, said

CONV = "{conv: {filters: 4, kernel: 1}, name: h}"
REPEATED = "{conv: {filters: 4, kernel: 1}, name: h, repeat: 3, share: true}"
BLOCKS = "blocks:\n  B: {layers: [{conv: {filters: 4, kernel: 1}}, relu, {conv: {filters: 4, kernel: 1}}]}\n"


@pytest.mark.parametrize(
    ("rule", "layers", "want"),
    [
        ("the first row shows the parameters, later rows 0", f"[{CONV}, {{share: h}}]", {"h": (20, None), "conv_2": (0, "h")}),
        ("with the kind left out, and a name and from of its own", f"[{CONV}, {{relu: , name: r}}, {{share: h, from: h, name: k}}, {{add: [k, r]}}]", {"k": (0, "h")}),
        ("copies of one that shares", f"[{CONV}, {{share: h, name: k, repeat: 2}}]", {"k_1": (0, "h"), "k_2": (0, "h")}),
        ("one that shares can be shared: the weights are the first's", f"[{CONV}, {{share: h, name: k}}, {{share: k}}]", {"conv_3": (0, "h")}),
        ("the plain name of copies means the last", "[{conv: {filters: 4, kernel: 1}, name: h, repeat: 2}, {share: h}]", {"h_2": (20, None), "conv_3": (0, "h_2")}),
        ("share: true under repeat is one set of weights", f"[{REPEATED}]", {"h_1": (20, None), "h_2": (0, "h_1"), "h_3": (0, "h_1")}),
        ("also of copies that differ", "[{conv: {filters: 4, kernel: 3, dilation: $d, padding: $d}, name: h, repeat: {d: [1, 2]}, share: true}]", {"h_1": (148, None), "h_2": (0, "h_1")}),
        ("also where a copy is read by its name", f"[{REPEATED}, {{add: [h_1, h_2, h_3]}}]", {"h_1": (20, None), "h_2": (0, "h_1"), "h_3": (0, "h_1")}),
        ("share: false is as without", f"[{REPEATED.replace('true', 'false')}]", {"h_1": (20, None), "h_2": (20, None)}),
        ("from a parameter", f"[{REPEATED.replace('true', '$yes')}]", {"h_1": (20, None), "h_2": (0, "h_1")}),
        ("inside a branch the names around are visible", f"[{CONV}, {{add: {{x: [{{share: h}}], y: []}}}}]", {"add_1/x/conv_1": (0, "h")}),
        ("of a block: each layer of it", "[{B: , name: b}, {share: b, name: c}]", {"b/conv_1": (20, None), "c/conv_1": (0, "b/conv_1"), "c/conv_2": (0, "b/conv_2")}),
        ("all copies of a block", "[{B: , name: b, repeat: 2, share: true}]", {"b_1/conv_2": (20, None), "b_2/conv_2": (0, "b_1/conv_2")}),
        ("of a named group", "[{layers: [{conv: {filters: 4, kernel: 1}}], name: g}, {share: g, name: k}]", {"g/conv_1": (20, None), "k/conv_1": (0, "g/conv_1")}),
        ("inside a block", "[{S: , name: s}]", {"s/h": (20, None), "s/conv_2": (0, "s/h")}),
        ("a block's names are its own", "[{conv: {filters: 2, kernel: 1}, name: h}, {S: , from: input, name: s}, {share: h, from: input, name: k}]", {"h": (10, None), "s/h": (20, None), "k": (0, "h")}),
    ],
)  # fmt: skip
def test_share(rule: str, layers: str, want: dict[str, tuple[int, str | None]]) -> None:
    text = BLOCKS + "  S: {layers: [{conv: {filters: 4, kernel: 1}, name: h}, {share: h, name: conv_2}]}\n"
    text += "parameters: {yes: true}\n"
    outputs = "\noutputs: [h, s, k]" if "from: input" in layers else ""
    report = analyze(f"{text}layers: {layers}{outputs}\n")
    assert {name: (report.row(name).params, report.row(name).shared_with) for name in want} == want, rule


def test_macs_and_memory_count_every_time() -> None:
    once, thrice = analyze(f"layers: [{CONV}]\n").totals, analyze(f"layers: [{REPEATED}]\n").totals
    image = 8 * 8 * 4 * 4
    assert (thrice.params, thrice.macs) == (once.params, 3 * once.macs)
    assert thrice.activations_bytes - image == 3 * (once.activations_bytes - image)


def test_a_convolution_at_another_size_is_fine() -> None:
    report = analyze(f"layers: [{CONV}, {{maxpool: 2}}, {{share: h, name: k}}]\n")
    assert (str(report.row("k").output), report.totals.params) == ("4×4×4", 20)


def test_rounding_stands_beside_the_layer_that_shares() -> None:
    text = "layers: [{conv: {filters: 4, kernel: 2, stride: 2}, name: h}, {maxpool: {kernel: 2, stride: 1}}, {share: h, rounding: %s}]\n"
    # 8 → 4 → 3 → (3 − 2)/2 + 1 = 1.5
    sources = [convcalc.Source("net.yaml", HEAD + text % rounding) for rounding in ("floor", "ceil")]
    assert [str(convcalc.analyze(source).rows[-1].output) for source in sources] == ["1×1×4", "2×2×4"]


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ("[{fc: 10, name: h}, {share: h, from: input}, {share: h, name: k}]", "k would need 110 parameters, and h has 2,570"),
        ("[{fc: 10, name: h, repeat: 2, share: true}]", "h_2 would need 110 parameters, and h_1 has 2,570"),
        ("[{conv: {filters: 6, kernel: 1}, name: h}, {share: h, name: k}]", "k would need 42 parameters, and h has 30"),
        ("[{conv: {filters: 4, kernel: $d, padding: half}, name: h, repeat: {d: [1, 3]}, share: true}]", "h_2 would need 148 parameters, and h_1 has 20"),
        ("[{layers: [{fc: 3}], name: g}, {relu: , from: input}, {maxpool: 2}, {share: g, name: k}, {concat: [g, k]}]", "k/fc_1 would need 195 parameters, and g/fc_1 has 771"),
    ],
)  # fmt: skip
def test_weight_shapes_must_agree(layers: str, message: str) -> None:
    assert [text for text in said(f"layers: {layers}\n") if "would need" in text] == [message]


def test_trainable_counts_as_frozen() -> None:
    # 4·4 + 4 frozen; 3·(8·8·4) + 3 not
    totals = analyze("layers: [{conv: {filters: 4, kernel: 1}, trainable: false}, {fc: 3, trainable: true}]\n").totals
    assert (totals.params, totals.trainable_params) == (20 + 771, 771)
    # a block is frozen with the blocks in it; 2·20 each time
    blocks = BLOCKS + "  A: {layers: [{B: , trainable: true}]}\nlayers: [{A: , trainable: false}, {A: }]\n"
    totals = analyze(blocks).totals
    assert (totals.params, totals.trainable_params) == (80, 40)


def test_one_set_of_weights_for_copies_behind_another_layer() -> None:
    """The first copy has weights of its own: 2 · (3·3·4·4 + 4)."""
    conv = "conv: {filters: 4, kernel: 3, padding: 1}"
    assert analyze(f"layers: [{{{conv}}}, {{{conv}, repeat: 3, share: true}}]\n").totals.params == 296


@pytest.mark.parametrize(
    ("original", "sharing", "in_place"),
    [
        ("", "", True),
        ("", ", in_place: false", False),
        (", in_place: false", "", False),
        (", in_place: false", ", in_place: true", True),
    ],
)
def test_in_place_stands_beside_the_layer_that_shares(original: str, sharing: str, in_place: bool) -> None:
    report = analyze(f"layers: [{CONV}, {{relu: , name: r{original}}}, {{share: r, name: k{sharing}}}]\n")
    assert report.row("r").shares_memory is not bool(original)
    assert report.row("k").shares_memory is in_place
