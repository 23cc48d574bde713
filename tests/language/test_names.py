"""Names and references, rule by rule. Each case quotes the language; what is expected is written out by hand."""

import pytest

from tests.nets import analyze, names, outputs, reads, said

CONV = "{conv: {filters: 4, kernel: 1}, name: %s}"


@pytest.mark.parametrize(
    ("rule", "layers", "want"),
    [
        ("kind and number in its list", "[relu, tanh, relu, {fc: 3}]", ["relu_1", "tanh_1", "relu_2", "fc_1"]),
        ("the number is the place among its kind", "[relu, {relu: , name: a}, relu]", ["relu_1", "a", "relu_3"]),
        ("skipping names that are taken", "[{relu: , name: relu_2}, relu]", ["relu_2", "relu_3"]),
        ("taken further below", "[relu, {relu: , name: relu_1}]", ["relu_2", "relu_1"]),
        ("taken by copies", "[relu, {tanh: , name: relu, repeat: 2}]", ["relu_3", "relu_1", "relu_2"]),
        ("when: false takes no number", "[{relu: , when: false}, relu]", ["relu_1"]),
        ("repeat: 0 is as if absent", "[{relu: , repeat: 0}, relu]", ["relu_1"]),
        ("repeat: {d: []} is as if absent", "[{fc: $d, repeat: {d: []}}, relu]", ["relu_1"]),
        ("called name_1 … name_n", "[{relu: , name: a, repeat: 3}]", ["a_1", "a_2", "a_3"]),
        ("n is one", "[{relu: , name: a, repeat: 1}]", ["a_1"]),
        ("a name that ends in _k counts on from k", "[{relu: , name: conv3_2, repeat: 3}]", ["conv3_2", "conv3_3", "conv3_4"]),
        ("without a name it takes consecutive numbers", "[relu, {relu: , repeat: 2}]", ["relu_1", "relu_2", "relu_3"]),
        ("consecutive, past a name that is taken", "[{fc: $d, repeat: {d: [1, 2]}}, {fc: 3, name: fc_2}]", ["fc_3", "fc_4", "fc_2"]),
        ("an unnamed group's names belong to the list", "[{layers: [relu, {tanh: , name: t}]}, relu]", ["relu_1", "t", "relu_2"]),
        ("a group's names are its own", "[relu, {layers: [relu], name: g}, relu]", ["relu_1", "g/relu_1", "relu_2"]),
        ("groups are repeated under their names", "[{layers: [relu], name: g, repeat: 2}]", ["g_1/relu_1", "g_2/relu_1"]),
        ("a kind from a parameter", "[$act, {$act: , repeat: 2}]", ["gelu_1", "gelu_2", "gelu_3"]),
        ("names are unique among the present layers", "[{relu: , name: a, when: false}, {tanh: , name: a}]", ["a"]),
        ("what repeats 0 times is not present", "[{relu: , name: a, repeat: 0}, {tanh: , name: a}]", ["a"]),
        ("unique in a list, not in a branch of it", "[{relu: , name: a}, {add: {x: [{tanh: , name: a}], y: []}}]", ["a", "add_1/x/a", "add_1"]),
        ("layers and parameters are apart", "[{relu: , name: act}, $act]", ["act", "gelu_1"]),
    ],
)  # fmt: skip
def test_names(rule: str, layers: str, want: list[str]) -> None:
    assert names(f"parameters: {{act: gelu}}\nlayers: {layers}\n") == want, rule


@pytest.mark.parametrize(
    ("rule", "layers", "layer", "want"),
    [
        ("a layer reads the one above it", "[{relu: , name: a}, {tanh: , name: b}]", "b", ["a"]),
        ("from: an earlier one", "[{relu: , name: a}, tanh, {add: [previous, a]}]", "add_1", ["tanh_1", "a"]),
        ("input is what the file reads", "[relu, {add: [input, previous]}]", "add_1", ["input", "relu_1"]),
        ("the plain name means the last copy", "[{relu: , name: a, repeat: 3}, tanh, {add: [a, previous]}]", "add_1", ["a_3", "tanh_1"]),
        ("also where it counts on", "[{relu: , name: a_5, repeat: 3}, tanh, {add: [a_5, previous]}]", "add_1", ["a_7", "tanh_1"]),
        ("also where copies differ", "[{conv: {filters: $(4 * i + 4), kernel: 1}, name: a_5, repeat: {i: 2}}, {relu: , from: a_5}]", "relu_1", ["a_6"]),
        ("copies are layers with names", "[{relu: , name: a, repeat: 3}, {add: [a_1, a_2, a_3]}]", "add_1", ["a_1", "a_2", "a_3"]),
        ("copies of a block too", "[{B: , name: a, repeat: 3}, {add: [a_2, previous]}]", "add_1", ["a_2/relu_1", "a_3/relu_1"]),
        ("a stem is no name", "[{relu: , name: a}, {tanh: , name: a_2, repeat: 2}, {add: [a, previous]}]", "add_1", ["a", "a_3"]),
        ("from holds for the first copy", "[{relu: , name: a}, {tanh: , name: t}, {elu: , from: a, name: b, repeat: 2}, {add: [t, b]}]", "b_1", ["a"]),
        ("and the second reads the first", "[{relu: , name: a}, {tanh: , name: t}, {elu: , from: a, name: b, repeat: 2}, {add: [t, b]}]", "b_2", ["b_1"]),
        ("also where copies differ", "[{relu: , name: a}, {tanh: , name: t}, {conv: {filters: $(4 - i), kernel: 1}, from: a, name: b, repeat: {i: 2}}, {concat: [t, b]}]", "b_2", ["b_1"]),
        ("also where a copy is read by its name", "[{relu: , name: a}, {tanh: , name: t}, {elu: , from: a, name: b, repeat: 2}, {add: [t, b_1, b]}]", "b_2", ["b_1"]),
        ("an absent layer is passed over", "[{relu: , name: a}, {tanh: , when: false}, elu]", "elu_1", ["a"]),
        ("a named group is read as a whole", "[{layers: [relu, tanh], name: g}, {add: [input, g]}]", "add_1", ["input", "g/tanh_1"]),
        ("inside a group the names around are visible", "[{relu: , name: a}, tanh, {layers: [{add: [a, previous]}], name: g}]", "g/add_1", ["a", "tanh_1"]),
    ],
)  # fmt: skip
def test_what_is_read(rule: str, layers: str, layer: str, want: list[str]) -> None:
    assert reads(f"blocks: {{B: {{layers: [relu]}}}}\nlayers: {layers}\n")[layer] == tuple(want), rule


@pytest.mark.parametrize(
    ("outputs", "want"),
    [
        ("[a, gone]", ["a"]),  # a name that is absent through when is skipped
        ("[inside, a]", ["a"]),  # so is one in a group that is
        ("[never, a]", ["a"]),  # and one that repeats 0 times
        ("[zero, a]", ["a"]),  # or is in a group that does
        ("[b_1, a]", ["b_1", "a"]),  # in their order, of copies each
        ("[b, a]", ["b_2", "a"]),  # or the last
        ("a", ["a"]),
    ],
)
def test_outputs(outputs: str, want: list[str]) -> None:
    text = (
        "layers:\n  - {relu: , name: gone, when: false}\n  - {layers: [{relu: , name: inside}], when: false}\n"
        "  - {tanh: , name: never, repeat: 0}\n  - {layers: [{relu: , name: zero}], repeat: 0}\n  - {relu: , name: b, repeat: 2}\n  - {tanh: , name: a}\n"
    )
    assert list(analyze(f"{text}outputs: {outputs}\n").outputs) == want


def test_without_outputs_it_is_the_last_layer() -> None:
    assert list(analyze("layers: [relu, tanh]\n").outputs) == ["tanh_1"]


def test_many_copies_stay_together_where_one_is_read() -> None:
    """Ten million copies of which one is read by its name are three lines, and what was read is found."""
    report = analyze("layers:\n  - {conv: {filters: 4, kernel: 1}, name: a, repeat: 10000000}\n  - {add: [a_77, a]}\n")
    assert len(report.tree) < 8
    assert report.totals.layers == 10_000_001
    assert report.totals.params == 10_000_000 * 4 * (4 + 1)


def test_channels_of_one_copy() -> None:
    # 4 channels, then half, then half of that
    text = "layers:\n  - {slice: {part: 1, of: 2}, name: s, repeat: 2}\n"
    assert outputs(text + "  - {conv: {filters: $(s_1.channels + 10 * s.channels), kernel: 1}}\n")[-1] == "8×8×12"


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ("[{relu: , name: a, repeat: 3}, {relu: , name: a_2}]", "two layers are called a_2, the first comes of a in line 2"),
        ("[{relu: , name: a_2}, {relu: , name: a, repeat: 3}]", "two layers are called a_2, the first comes of a_2 in line 2"),
        ("[{relu: , name: a, repeat: 3}, {relu: , name: a_3, repeat: 2}]", "two layers are called a_3, the first comes of a in line 2"),
        ("[{relu: , name: a, repeat: 3}, {relu: , from: a_4}]", 'there is no layer called "a_4" above'),
        ("[{relu: , name: a, repeat: 3}, {relu: , from: a_01}]", 'there is no layer called "a_01" above'),
    ],
)  # fmt: skip
def test_copies_have_names(layers: str, message: str) -> None:
    assert said(f"layers: {layers}\n") == [message]
