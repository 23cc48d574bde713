"""Two spellings of one network, rule by rule: what the language says is "as if" is the same to every figure and name."""

import pytest

from tests.nets import facts

# The rule, a spelling that uses it, and one that does without.
REPEATS = [
    ("repeat: n is as if the layer were written n times",
     "layers: [{conv: {filters: 4, kernel: 1}, name: c, repeat: 3}, relu]",
     "layers: [{conv: {filters: 4, kernel: 1}, name: c_1}, {conv: {filters: 4, kernel: 1}, name: c_2}, {conv: {filters: 4, kernel: 1}, name: c_3}, relu]"),
    ("{i: 3} binds i to 0…2",
     "layers: [{conv: {filters: $(4 - i), kernel: $(2 * i + 1)}, repeat: {i: 3}}]",
     "layers: [{conv: {filters: 4, kernel: 1}}, {conv: {filters: 3, kernel: 3}}, {conv: {filters: 2, kernel: 5}}]"),
    ("{d: [1, 2, 4]} binds d to each",
     "layers: [{conv: {filters: 4, kernel: 3, dilation: $d, padding: $d}, repeat: {d: [1, 2, 4]}}]",
     "layers: [{conv: {filters: 4, kernel: 3, padding: 1}}, {conv: {filters: 4, kernel: 3, dilation: 2, padding: 2}}, {conv: {filters: 4, kernel: 3, dilation: 4, padding: 4}}]"),
    ("how often comes from a parameter",
     "parameters: {n: 2}\nlayers: [{tanh: , repeat: $(n + 1)}]", "layers: [tanh, tanh, tanh]"),
    ("a name that is bound hides the file's",
     "parameters: {w: 9}\nlayers: [{fc: $w, repeat: {w: [3, 2]}}, {fc: $w}]", "layers: [{fc: 3}, {fc: 2}, {fc: 9}]"),
    ("a group under one repeat",
     "layers: [{layers: [{fc: $(i + 2)}, relu], repeat: {i: 2}}]", "layers: [{fc: 2}, relu, {fc: 3}, relu]"),
    ("a group under one when",
     "parameters: {x: true, y: false}\nlayers: [{layers: [relu, tanh], when: $x}, {layers: [elu, selu], when: $y}]", "layers: [relu, tanh]"),
    ("groups in groups",
     "layers: [{layers: [relu, {layers: [tanh], repeat: 2}], when: true}]", "layers: [relu, tanh, tanh]"),
    ("when inside a group is asked in each copy",
     "layers: [{layers: [relu, {maxpool: 2, when: $(i == 1)}], repeat: {i: 2}}]", "layers: [relu, relu, {maxpool: 2}]"),
    ("when: false is as if the layer were deleted, whatever it says",
     "layers: [{convv: 3, from: nowhere, name: 3x, when: false, share: 9}, relu]", "layers: [relu]"),
]  # fmt: skip

BLOCKS = "blocks:\n  B: {parameters: {width: 4, kernel: 1}, layers: [{conv: {filters: $width, kernel: $kernel}}, relu]}\n"
USES = [
    ("a scalar sets the first parameter", BLOCKS + "layers: [{B: 7}]", BLOCKS + "layers: [{B: {width: 7}}]"),
    ("nothing leaves the defaults", BLOCKS + "layers: [B]", BLOCKS + "layers: [{B: {width: 4, kernel: 1}}]"),
    ("empty or null is nothing", BLOCKS + "layers: [{B: }, {B: ~}]", BLOCKS + "layers: [B, B]"),
    ("an argument in quotes is a text", BLOCKS.replace("$kernel", '$(3 if kernel == "wide" else 1)') + 'layers: [{B: {kernel: "wide"}}]', BLOCKS + "layers: [{B: {kernel: 3}}]"),
    ("arguments are evaluated where it is used",
     "parameters: {width: 5}\n" + BLOCKS + "layers: [{B: {kernel: $(width - 2)}}, {B: $(input.channels)}]",
     BLOCKS + "layers: [{B: {kernel: 3}}, {B: 4}]"),
    ("in the copies of a repeat with what they bind", BLOCKS + "layers: [{B: $(i + 1), repeat: {i: 2}}]", BLOCKS + "layers: [{B: 1}, {B: 2}]"),
    ("defaults use earlier parameters",
     "blocks:\n  B: {parameters: {a: 2, b: $(a + 1)}, layers: [{fc: $b}]}\nlayers: [{B: 5}]",
     "blocks:\n  B: {parameters: {b: 1}, layers: [{fc: $b}]}\nlayers: [{B: 6}]"),
    ("defaults are evaluated inside, where input is what the block reads",
     "blocks:\n  B: {parameters: {a: $(input.channels)}, layers: [{fc: $a}]}\nlayers: [{conv: {filters: 7, kernel: 1}}, B]",
     "blocks:\n  B: {parameters: {a: 1}, layers: [{fc: $a}]}\nlayers: [{conv: {filters: 7, kernel: 1}}, {B: 7}]"),
    ("inside it sees the file's parameters",
     "parameters: {p: 6}\nblocks:\n  B: {layers: [{fc: $p}]}\nlayers: [B]", "blocks:\n  B: {layers: [{fc: 6}]}\nlayers: [B]"),
    ("its own parameter hides the file's",
     "parameters: {p: 6}\nblocks:\n  B: {parameters: {p: 2}, layers: [{fc: $p}]}\nlayers: [B]", "blocks:\n  B: {layers: [{fc: 2}]}\nlayers: [B]"),
    ("its output is its last present layer",
     "blocks:\n  B: {parameters: {more: false}, layers: [{fc: 3}, {fc: 9, when: $more}]}\nlayers: [B, {fc: 2}]",
     "blocks:\n  B: {layers: [{fc: 3}]}\nlayers: [B, {fc: 2}]"),
    ("none: the identity", "blocks:\n  B: {layers: [{fc: 9, when: false}]}\nlayers: [relu, B, {B: , repeat: 3}, tanh]", "layers: [relu, tanh]"),
    ("blocks may use blocks",
     "blocks:\n  A: {parameters: {w: 2}, layers: [{B: $w, name: b}]}\n  B: {parameters: {w: 1}, layers: [{fc: $w}]}\nlayers: [{A: 3, name: a}]",
     "blocks:\n  A: {layers: [{layers: [{fc: 3}], name: b}]}\nlayers: [{A: , name: a}]"),
    ("a block from a parameter, with when", BLOCKS + "parameters: {block: B, deep: true}\nlayers: [{$block: {width: 3}, when: $deep}]", BLOCKS + "layers: [{B: 3}]"),
    ("a block that the file defines beats the hint at a framework's name",
     "blocks:\n  Dense: {parameters: {n: 1}, layers: [{fc: $n}]}\nlayers: [{Dense: 3, name: d}]", "blocks:\n  B: {layers: [{fc: 3}]}\nlayers: [{B: , name: d}]"),
    ("with inputs it reads several, in their order",
     "blocks:\n  B: {inputs: [below, across], layers: [{concat: [across, below]}]}\nlayers: [{relu: , name: a}, {fc: 3, name: f}, {B: , from: [previous, f], name: b}]",
     "blocks:\n  B: {inputs: [x, y], layers: [{concat: [y, x]}]}\nlayers: [{relu: , name: a}, {fc: 3, name: f}, {B: , from: [f, f], name: b}]"),
    ("the first layer of a block reads its first input",
     "blocks:\n  B: {inputs: [x, y], layers: [relu, {concat: [previous, y]}]}\nlayers: [{fc: 2, name: a}, {fc: 3, name: f}, {B: , from: [a, f], name: b}]",
     "blocks:\n  B: {inputs: [x, y], layers: [{relu: , from: x}, {concat: [previous, y]}]}\nlayers: [{fc: 2, name: a}, {fc: 3, name: f}, {B: , from: [a, f], name: b}]"),
    ("and previous.channels are those of its first input",
     "blocks:\n  B: {inputs: [x, y], layers: [{conv: {filters: $(previous.channels), kernel: 1}}, {concat: [previous, y]}]}\nlayers: [{fc: 2, name: a}, {fc: 3, name: f}, {reshape: 1x1x3, name: g}, {reshape: 1x1x2, from: a, name: h}, {B: , from: [h, g], name: b}]",
     "blocks:\n  B: {inputs: [x, y], layers: [{conv: {filters: 2, kernel: 1}}, {concat: [previous, y]}]}\nlayers: [{fc: 2, name: a}, {fc: 3, name: f}, {reshape: 1x1x3, name: g}, {reshape: 1x1x2, from: a, name: h}, {B: , from: [h, g], name: b}]"),
    ("trainable: false on a block holds for all in it",
     "blocks:\n  A: {layers: [{fc: 3}, {B: }]}\n  B: {layers: [{fc: 2, trainable: true}]}\nlayers: [{A: , trainable: false}, A]",
     "blocks:\n  A: {parameters: {t: true}, layers: [{fc: 3, trainable: $t}, {B: $t}]}\n  B: {parameters: {t: 1}, layers: [{fc: 2, trainable: $t}]}\nlayers: [{A: false}, {A: true}]"),
]  # fmt: skip

JOINS = [
    ("a list of earlier names, or from", "layers: [{relu: , name: a}, tanh, {add: [a, previous]}]", "layers: [{relu: , name: a}, tanh, {add: , from: [a, previous]}]"),
    ("branches read the join's input",
     "layers: [{relu: , name: r}, {add: {x: [tanh], y: [elu]}}]", "layers: [{relu: , name: r}, {add: {x: [{tanh: , from: r}], y: [{elu: , from: r}]}}]"),
    ("an empty list is the identity", "layers: [{add: {x: [tanh], y: []}}]", "layers: [{add: {x: [tanh], y: [{relu: , when: false}]}}]"),
    ("from: on a join with branches is what they read",
     "layers: [{relu: , name: a}, {tanh: , name: t}, {concat: {x: [elu], y: []}, from: a, name: j}, {add: [t, t]}, {concat: [j, previous]}]",
     "layers: [{relu: , name: a}, {tanh: , name: t}, {concat: {x: [{elu: , from: a}], y: [{identity: , from: a, when: false}]}, from: a, name: j}, {add: [t, t]}, {concat: [j, previous]}]"),
    ("each scalar is an option, each list a branch",
     "layers: [{concat: {crop: center, x: [{conv: {filters: 2, kernel: 3}}], y: []}}]", "layers: [{concat: {x: [{conv: {filters: 2, kernel: 3}}], crop: center, y: []}}]"),
    ("input inside a branch is what the list around reads", "layers: [relu, {add: {x: [{add: [input, previous]}], y: []}}]", "layers: [relu, {add: {x: [{add: , from: [input, previous]}], y: []}}]"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "one", "other"), REPEATS + USES + JOINS, ids=lambda text: text if "\n" not in text and ":" not in text else ""
)
def test_both_say_the_same(rule: str, one: str, other: str) -> None:
    assert facts(one + "\n") == facts(other + "\n"), rule
