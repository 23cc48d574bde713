"""The rules that are off by default: biases before norms, heavy layers, receptive fields; what is told, and what is not."""

import pytest

import convcalc
from tests.checks.told import layers, told, unmarked

CONV = "conv: {filters: 4, kernel: 1}"


@pytest.mark.parametrize(
    ("lines", "messages"),
    [
        ([f"^{CONV}", "batchnorm"], ["the bias of conv_1 is taken off again by batchnorm_1 (line 4)"]),
        (["conv: {filters: 4, kernel: 1, bias: ^true}", "batchnorm"], ["the bias of conv_1 is taken off again by batchnorm_1 (line 4)"]),
        (["conv: {filters: 4, kernel: 1, bias: false}", "batchnorm"], []),
        (["^depthwise: 3", "batchnorm"], ["the bias of depthwise_1 is taken off again by batchnorm_1 (line 4)"]),
        (["^conv_transpose: {filters: 4, kernel: 2}", "batchnorm"], ["the bias of conv_transpose_1 is taken off again by batchnorm_1 (line 4)"]),
        (["^fc: 10", "batchnorm"], ["the bias of fc_1 is taken off again by batchnorm_1 (line 4)"]),
        ([f"^{CONV}", "instancenorm"], ["the bias of conv_1 is taken off again by instancenorm_1 (line 4)"]),
        # over several channels together a bias matters, and one of a position does
        ([CONV, "groupnorm: 2"], []),
        ([CONV, "layernorm"], []),
        (["local: {filters: 4, kernel: 1}", "batchnorm"], []),
        # something between them
        ([CONV, "relu", "batchnorm"], []),
        # another reader, an output
        (["{conv: {filters: 4, kernel: 1}, name: c}", "batchnorm", "add: [c, previous]"], []),
        (["{conv: {filters: 4, kernel: 1}, name: c}", "{batchnorm: , name: b}", "{batchnorm: , from: c, name: d}", "add: [b, d]"], ["the bias of c is taken off again by b (line 4)"]),
        # weights that are used elsewhere
        (["{conv: {filters: 4, kernel: 1}, name: c}", "batchnorm", "{share: c}", "relu"], []),
    ],
)  # fmt: skip
def test_bias_before_norm(lines: list[str], messages: list[str]) -> None:
    text, places = unmarked(layers(*lines))
    found = told("bias-before-norm", text)
    assert [line.split(" ", 1)[1] for line in found] == messages
    assert not places or [line.split(" ", 1)[0] for line in found] == places


BLOCKS = "input: 8x8x4\nblocks:\n  C: {layers: [{conv: {filters: 4, kernel: 1}}]}\n  N: {layers: [batchnorm, relu]}\n  W: {parameters: {w: required}, layers: [{conv: {filters: $w, kernel: 1}}]}\n"


@pytest.mark.parametrize(
    ("rest", "count"),
    [
        ("layers: [C, N]", 1),
        ("layers: [C, N, C, N, {C: , repeat: 1000000}, N]", 0),  # a copy is read by the next
        ("layers: [C, N, C, relu]", 0),
        ("layers: [W: 4, N, W: 8, relu]", 0),  # whatever the uses give it
        ("layers: [W: 4, N, {W: 4, allow: [input-lost]}, relu]", 0),
        ("layers: [C, N, C]", 0),  # the second is the output
        ("layers: [{C: , name: c}, {N: , name: n}]\noutputs: [c, n]", 0),
        ("layers: [{C: , name: c}, N, {share: c}, N]", 0),
    ],
)
def test_bias_before_norm_in_blocks(rest: str, count: int) -> None:
    assert len(told("bias-before-norm", f"{BLOCKS}{rest}\n")) == count


def test_pytorchs_resnet_has_none_and_m5_has() -> None:
    """torchvision's ResNet says bias=False; the M5 of PyTorch's tutorial leaves the bias on (Dai et al. 2017)."""
    assert convcalc.check("resnet50", select=["bias-before-norm"]) == ()
    found = convcalc.check("m5", select=["bias-before-norm"])
    assert [finding.layer for finding in found] == ["conv1", "conv2", "conv3", "conv4"]


@pytest.mark.parametrize(
    ("network", "message"),
    [  # 6·6·256·4096 + 4096 and 7·7·512·4096 + 4096, of the totals that torchvision publishes
        ("alexnet_torchvision", "fc6 holds 37,752,832 of 61,100,840 parameters, 61 %"),
        ("vgg16", "fc6 holds 102,764,544 of 138,357,544 parameters, 74 %"),
        ("resnet50", None),
        ("googlenet_torchvision", None),
    ],
)
def test_heavy_fc(network: str, message: str | None) -> None:
    found = convcalc.check(network, select=["heavy-fc"])
    assert [finding.message for finding in found] == ([message] if message else [])


@pytest.mark.parametrize(
    ("lines", "places"),
    [
        (["conv: {filters: 4, kernel: 3}", "^fc: 10"], ["4:5"]),
        (["conv: {filters: 100, kernel: 8}", "fc: 10"], []),
        (["fc: 10", "fc: 32"], []),  # 2570 and 352: see below
        (["conv: {filters: 4, kernel: 9}", "fc: 10"], []),  # nothing is known of it
    ],
)
def test_heavy_fc_in_small(lines: list[str], places: list[str]) -> None:
    text, _ = unmarked(layers(*lines))
    expected = ["3:5"] if lines[0].startswith("fc") else places
    assert [line.split(" ", 1)[0] for line in told("heavy-fc", text)] == expected


def network(object: str, *lines: str, input: str = "64x64x3") -> str:
    return f"input: {input}\nobject: {object}\nlayers:\n" + "".join(f"  - {line}\n" for line in lines)


TRUNK = (
    "{conv: {filters: 4, kernel: 3, padding: 1}, name: c1}",
    "maxpool: 2",
    "{conv: {filters: 4, kernel: 3, padding: 1}, name: c2}",
)
SEES_8 = "c2 sees 8×8 pixels, and objects have "


@pytest.mark.parametrize(
    ("text", "messages"),
    [  # 3, then 2 pixels of a pool 4, then 3 of them in steps of 2: 4 + 2·2 = 8
        (network("9", *TRUNK), [f"6:6 {SEES_8}9×9"]),
        (network("8", *TRUNK), []),
        (network("8x9", *TRUNK), [f"6:6 {SEES_8}8×9"]),
        (network("[9, 8]", *TRUNK), [f"6:6 {SEES_8}9×8"]),
        # a mean over all places does not see more than what it is the mean of
        (network("9", *TRUNK, "global_avgpool", "fc: 10", "softmax"), [f"6:6 {SEES_8}9×9"]),
        (network("9", *TRUNK, "{adaptive_avgpool: 1}", "flatten", "dropout", "fc: 10"), [f"6:6 {SEES_8}9×9"]),
        (network("8", *TRUNK, "global_avgpool", "fc: 10"), []),
        # a layer that weighs all places sees all
        (network("60", *TRUNK, "fc: 10"), []),
        (network("60", *TRUNK, "flatten", "fc: 10", "relu", "fc: 10"), []),
        (network("60", *TRUNK, "adaptive_avgpool: 2", "fc: 10"), []),
        # a gate does not count, what it opens does
        (network("9", *TRUNK, "multiply: {gate: [global_avgpool, sigmoid], x: []}"), ["7:5 multiply_1 sees 8×8 pixels, and objects have 9×9"]),
        # of several outputs each
        (network("9", *TRUNK) + "outputs: [c1, c2]\n", ["4:6 c1 sees 3×3 pixels, and objects have 9×9", f"6:6 {SEES_8}9×9"]),
        (network("4", *TRUNK) + "outputs: [c1, c2]\n", ["4:6 c1 sees 3×3 pixels, and objects have 4×4"]),
        # on other numbers of axes
        (network("9", "conv: {filters: 4, kernel: 5}", input="100x1"), ["4:5 conv_1 sees 5 pixels, and objects have 9"]),
        (network("4x9x9", "conv: {filters: 4, kernel: 5}", input="9x9x9x1"), ["4:5 conv_1 sees 5×5×5 pixels, and objects have 4×9×9"]),
        # not known
        (network("9", *TRUNK, input="HxWx3"), []),
        (network("9", "conv: {filters: 4, kernel: 5}", input="4x4x3"), []),
        ("\n".join(line for line in network("9", *TRUNK).split("\n") if not line.startswith("object")), []),
    ],
)  # fmt: skip
def test_field_too_small(text: str, messages: list[str]) -> None:
    assert told("field-too-small", text) == messages


def test_field_too_small_in_full() -> None:
    text = "input: 64x64x3\nobject: 9\nblocks:\n  A: {layers: [{conv: {filters: 4, kernel: 3, padding: 1}}]}\nlayers: [{A: , repeat: 3}]\n"
    (finding,) = convcalc.check(convcalc.Source("net.yaml", text), select=["field-too-small"])
    assert (str(finding), finding.facts) == (
        "net.yaml:4:17: note[field-too-small] A_3/conv_1 sees 7×7 pixels, and objects have 9×9",
        ("object is said in line 2", "A_3 uses A in line 5"),
    )


def test_a_hundred_thousand_copies_are_not_gone_through() -> None:
    text = "input: 64x64x3\nobject: 9\nblocks:\n  A: {layers: [{conv: {filters: 3, kernel: 1}}]}\nlayers: [{A: , repeat: 1000000}, {conv: {filters: 3, kernel: 3}}]\n"
    assert told("field-too-small", text) == ["5:35 conv_1 sees 3×3 pixels, and objects have 9×9"]


def test_a_frozen_bias_is_no_finding() -> None:
    text = "input: 8x8x4\nlayers:\n  - {conv: {filters: 4, kernel: 1}, trainable: false}\n  - batchnorm\n"
    assert convcalc.check(convcalc.Source("net.yaml", text), select=["bias-before-norm"]) == ()
    learned = text.replace(", trainable: false", "")
    assert len(convcalc.check(convcalc.Source("net.yaml", learned), select=["bias-before-norm"])) == 1
