"""Derivations: the numbers of the lecture and of papers, and texts that give what they say."""

from fractions import Fraction

import pytest

import convcalc
from convcalc.analysis.explain import Derivation, Explanation, explain
from convcalc.analysis.formulas import read
from convcalc.analysis.growth import How
from convcalc.arithmetic.traced import TracedInt
from convcalc.layers import kinds
from tests.layers.test_kinds import CASES, Case, make, volume
from tests.nets import HEAD


def value(numbers: str) -> int:
    """A text of numbers, worked out as Python would."""
    return int(eval(numbers.replace("−", "-").replace("·", "*").replace("/", "//")))


def exact(numbers: str) -> Fraction:
    """The same without rounding."""
    python = "".join(f"Fraction({part})" if part.isdigit() else part for part in _tokens(numbers))
    return Fraction(eval(python, {"Fraction": Fraction}))


def _tokens(numbers: str) -> list[str]:
    text = numbers.replace("−", "-").replace("·", "*")
    tokens: list[str] = []
    for character in text:
        if character.isdigit() and tokens and tokens[-1].isdigit():
            tokens[-1] += character
        else:
            tokens.append(character)
    return tokens


def one(net: str, layer: str | None = None, **options: object) -> Explanation:
    source = convcalc.Source("net.yaml", net if net.startswith("input") else HEAD + net)
    (found,) = convcalc.explain(source, layer, **options).layers  # type: ignore[arg-type]
    return found


def line(found: Derivation | TracedInt | None) -> str:
    """Formula = numbers = result."""
    assert found is not None
    work, result = (found.work, found.value) if isinstance(found, Derivation) else (found, int(found))
    return f"{work.formula} = {work.numbers} = {result}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}-{case.input}")
def test_the_numbers_of_every_kind_give_its_counts(case: Case) -> None:
    layer, x = make(case.kind, case.given), volume(case.input)
    y = volume(case.output)
    found = read(layer, x)
    written = (*found.output.size, found.output.channels, found.params, found.buffers, found.macs)
    assert [value(TracedInt.of(n).numbers) for n in written] == [*y.size, y.channels, case.params, case.buffers, case.macs]
    assert [int(n) for n in written] == [value(TracedInt.of(n).numbers) for n in written]
    assert [exact(TracedInt.of(n).numbers) for n in written] == [TracedInt.of(n).exact for n in written]


def test_every_kind_is_explained_in_its_example() -> None:
    """Joins too, and what a kind is compared with makes its numbers from the same output."""
    for kind, layer in kinds().items():
        example = layer.example or ("28x28x64", kind)
        report = convcalc.analyze(convcalc.Source("e.yaml", f"input: {example[0]}\nlayers:\n  - {example[1]}\n"))
        for found in explain(report).layers:
            row = found.row
            assert (found.params.value if found.params else 0) == row.params
            assert (found.buffers.value if found.buffers else 0) == row.buffers
            assert (found.macs.value if found.macs else 0) == row.macs
            assert (found.memory.value if found.memory else 0) == row.memory_bytes
            assert row.output is not None
            assert found.output[-1].value == row.output.channels
            for way in found.alternatives:
                assert value(way.params.work.numbers) == way.params.value
            if found.own is not None:
                assert found.own.params.value == row.params
            for grown in found.growth:
                if grown.size is not None:
                    assert value(grown.size.numbers) == grown.field.size


def test_the_lectures_ten_filters() -> None:
    """CS231n 2017, lecture 5: ten 5×5 filters, pad 2, over 32×32×3: 760 parameters."""
    found = one("input: 32x32x3\nlayers:\n  - conv: {filters: 10, kernel: 5, padding: 2}\n")
    assert line(found.params) == "K·(F·F·C + 1) = 10·(5·5·3 + 1) = 760"
    assert line(found.output[0]) == "(W − F + 2P)/S + 1 = (32 − 5 + 2·2)/1 + 1 = 32"
    # The same numbers without sharing, and all connected to all.
    assert [(way.name, way.params.value) for way in found.alternatives] == [
        ("fully connected", 10_240 * (3_072 + 1)),
        ("locally connected", 32 * 32 * 760),
        ("shared", 760),
    ]


def test_alexnets_first_layers() -> None:
    """CS231n 2017, lecture 5, for the sizes and 35K; 105,415,200 multiply-accumulates are the paper's network's."""
    (conv1,) = convcalc.explain("alexnet", "conv1").layers
    assert line(conv1.output[0]) == "(W − F + 2P)/S + 1 = (227 − 11 + 2·0)/4 + 1 = 55"
    assert (conv1.output[0].axes, conv1.output[0].others) == (("height", "width"), ("H′",))
    assert line(conv1.params) == "K·(F·F·C + 1) = 96·(11·11·3 + 1) = 34944"
    assert line(conv1.macs) == "H′·W′·K·F·F·C = 55·55·96·11·11·3 = 105415200"
    assert line(conv1.memory) == "H′·W′·K·bytes = 55·55·96·4 = 1161600"
    (pool1,) = convcalc.explain("alexnet", "pool1").layers
    (grown,) = pool1.growth
    assert grown.how is How.GROWN
    assert line(grown.size) == "R + (F − 1)·J = 11 + (3 − 1)·4 = 19"
    assert line(grown.stride) == "J·S = 4·2 = 8"
    assert line(grown.padding) == "Q + P·J = 0 + 0·4 = 0"
    (fc6,) = convcalc.explain("alexnet", "fc6").layers
    assert line(fc6.params) == "K·(H·W·C + 1) = 4096·(6·6·256 + 1) = 37752832"
    assert {grown.how for grown in fc6.growth} == {How.WHOLE}
    assert {way.params.value for way in fc6.alternatives} == {37_752_832}


def test_dilation_and_groups_appear() -> None:
    found = one(
        "layers:\n  - conv: {filters: 8, kernel: 3, dilation: 2, padding: 2, groups: 4, stride: 3}\n", rounding="floor"
    )
    assert line(found.extents[0]) == "D·(F − 1) + 1 = 2·(3 − 1) + 1 = 5"
    assert line(found.output[0]) == "(W − E + 2P)/S + 1 = (8 − 5 + 2·2)/3 + 1 = 3"
    assert found.output[0].exact == Fraction(10, 3)
    assert line(found.params) == "K·(F·F·(C/G) + 1) = 8·(3·3·(4/4) + 1) = 80"
    letters = {letter.letter: letter.value for letter in found.letters}
    assert letters == {"H": "8", "W": "8", "C": "4", "F": "3", "S": "3", "P": "2", "D": "2", "K": "8", "G": "4"}


def test_axes_that_differ_have_letters_of_their_own() -> None:
    found = one("layers:\n  - conv: {filters: 8, kernel: 1x3, padding: 0x1}\n")
    assert [line(side) for side in found.output[:2]] == [
        "(H − F₁ + 2P)/S + 1 = (8 − 1 + 2·0)/1 + 1 = 8",
        "(W − F₂ + 2P)/S + 1 = (8 − 3 + 2·1)/1 + 1 = 8",
    ]
    assert line(found.params) == "K·(F₁·F₂·C + 1) = 8·(1·3·4 + 1) = 104"
    assert [letter.value for letter in found.letters if letter.letter == "F₁, F₂"] == ["1, 3"]


def test_in_three_dimensions_d_is_the_depth() -> None:
    found = one("input: 9x9x9x2\nlayers:\n  - conv: {filters: 3, kernel: 3, dilation: 2}\n")
    assert line(found.extents[0]) == "d·(F − 1) + 1 = 2·(3 − 1) + 1 = 5"
    assert line(found.output[0]) == "(W − E + 2P)/S + 1 = (9 − 5 + 2·0)/1 + 1 = 5"
    letters = {letter.letter: letter.means for letter in found.letters}
    assert (letters["D"], letters["d"]) == ("depth", "dilation")
    bare = one("input: 9x9x9x2\nlayers:\n  - conv: {filters: 3, kernel: 3}\n")
    assert [letter.means for letter in bare.letters if letter.letter in "Dd"] == ["depth"]


def test_memory_has_the_batch_and_the_type() -> None:
    found = one("layers:\n  - conv: {filters: 8, kernel: 3}\n", batch=32, dtype="float16")
    assert line(found.memory) == "H′·W′·K·batch·bytes = 6·6·8·32·2 = 18432"


def test_what_follows_an_impossible_window() -> None:
    source = convcalc.Source("n.yaml", "input: 5x5x3\nlayers:\n  - conv: {filters: 8, kernel: 7}\n  - relu\n")
    conv, relu = convcalc.explain(source).layers
    assert (conv.output[0].exact, conv.output[0].value) == (-1, None)
    assert line(conv.params) == "K·(F·F·C + 1) = 8·(7·7·3 + 1) = 1184"
    assert (conv.macs, conv.memory, conv.alternatives, conv.tracks) == (None, None, (), ())
    assert (relu.reads, relu.output, relu.letters) == ((("conv_1", None),), (), ())


def test_what_takes_a_size_that_is_not_known() -> None:
    text = "input: 100\nlayers:\n  - {avgpool: 2, name: half}\n  - {upsample: {like: half}, from: input}\n"
    last = explain(convcalc.analyze(convcalc.Source("net.yaml", text))).layers[-1]
    assert (last.row.name, last.output, last.params) == ("upsample_1", (), None)


@pytest.mark.parametrize(
    ("layers", "how"),
    [
        ("[relu]", How.SAME),
        ("[{conv: {filters: 4, kernel: 3}}]", How.GROWN),
        ("[{upsample: 2}]", How.IRREGULAR),
        ("[{upsample: 2}, {maxpool: 3}]", How.IRREGULAR),
        ("[{upsample: 2}, {maxpool: 2}]", How.IRREGULAR),
        ("[global_avgpool]", How.WHOLE),
        ("[fc: 3]", How.WHOLE),
        ("[{pad: 1}]", How.GROWN),
        ("[{add: {a: [relu], b: []}}]", How.JOINED),
    ],
)
def test_how_fields_grow(layers: str, how: How) -> None:
    source = convcalc.Source("n.yaml", f"{HEAD}rounding: floor\nlayers: {layers}\n")
    assert {grown.how for grown in convcalc.explain(source).layers[-1].growth} == {how}


def test_a_field_larger_than_the_image() -> None:
    found = one("layers:\n  - conv: {filters: 4, kernel: 9, padding: 4}\n")
    assert [grown.exceeds for grown in found.growth] == [True]


def test_blocks_and_branches_are_their_layers() -> None:
    report = convcalc.analyze("resnet50")
    names = [found.row.name for found in explain(report, "conv2_1/add_1/main").layers]
    assert names[0] == "conv2_1/add_1/main/conv_1"
    assert all(name.startswith("conv2_1/add_1/main/") for name in names)
    assert [found.row.name for found in explain(report, "conv2_1/add_1").layers] == ["conv2_1/add_1"]


def test_names_that_are_not_there_and_networks_that_are_long() -> None:
    with pytest.raises(convcalc.OptionError, match=r"no layer conv0 in AlexNet; did you mean conv\d\?"):
        convcalc.explain("alexnet", "conv0")
    with pytest.raises(convcalc.OptionError, match=r"ResNet-50 has \d+ layers, .* name one: conv1"):
        convcalc.explain("resnet50")
    with pytest.raises(convcalc.OptionError, match="give it to analyze"):
        convcalc.explain(convcalc.analyze("lenet5"), "C1", batch=3)


def test_latex_comes_from_the_same_operations() -> None:
    (conv1,) = convcalc.explain("alexnet", "conv1").layers
    assert conv1.output[0].work.latex == r"\frac{W - F + 2P}{S} + 1"
    assert conv1.output[0].work.latex_numbers == r"\frac{227 - 11 + 2 \cdot 0}{4} + 1"
    (conv2,) = convcalc.explain("alexnet", "conv2").layers
    assert conv2.params is not None
    assert conv2.params.work.latex == r"K \cdot \left(F \cdot F \cdot \frac{C}{G} + 1\right)"


def test_letters_of_a_transposed_layer_are_its_own() -> None:
    """What it looks at is another window (its padding is E − 1 − P), so that is written in numbers alone."""
    text = "input: 9x9x3\nlayers:\n  - {conv_transpose: {filters: 4, kernel: 3, padding: 2}, name: t}\n"
    (found,) = convcalc.explain(convcalc.Source("net.yaml", text), "t").layers
    (grown,) = found.growth
    assert grown.padding is not None
    assert grown.padding.letters == {"Q", "J"}


def test_a_join_of_many() -> None:
    """Five inputs with channels of their own: C₁ … C₅."""
    text = "input: 4x4x3\nlayers:\n  - {conv: {filters: 2, kernel: 1}, name: a}\n  - {conv: {filters: 4, kernel: 1}, name: b}\n  - {concat: [a, b, a, b, a], name: g}\n"
    (found,) = convcalc.explain(convcalc.Source("net.yaml", text), "g").layers
    assert [letter.letter for letter in found.letters if letter.means == "channels"] == ["C₁", "C₂", "C₃", "C₄", "C₅"]
