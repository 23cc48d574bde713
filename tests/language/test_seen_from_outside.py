"""References to what is not seen from where they stand: what is the matter, and not a neighbour of it."""

import pytest

from tests.nets import said

NETS = {
    "a branch, by a dot": ("- {concat: {a: [relu], b: [sigmoid]}, name: t}\n- {relu: , from: t.a}", "t.a is inside t"),
    "a branch, by a slash": ("- {concat: {a: [relu], b: [sigmoid]}, name: t}\n- {relu: , from: t/a}", "t/a is inside t"),
    "a branch, by its name": ("- {concat: {a: [relu], b: []}, name: t}\n- {relu: , from: a}", "what is called a in line"),
    "a layer in a branch": ("- {concat: {a: [{relu: , name: r}], b: []}}\n- {relu: , from: r}", "what is called r in line"),
    "a layer in a group": ("- {layers: [{relu: , name: r}], name: g}\n- {add: [g/r, input]}", "g/r is inside g"),
    "a copy's": ("- {layers: [{relu: , name: r}], name: g, repeat: 2}\n- {add: [g_1/r, input]}", "g_1/r is inside g_1"),
    "of a block": ("- {B: , name: b}\n- {relu: , from: b/x}", "b/x is inside b"),
    "for a size": ("- {B: , name: b}\n- {crop: {like: b.x}}", "b.x is inside b"),
    "for weights": ("- {B: , name: b}\n- {share: b/x}", "b/x is inside b"),
    "a number": ("- {B: , name: b}\n- {relu: , from: b.channels}", "b.channels is a number, and a layer is meant"),
    "a single layer": ("- {relu: , name: r}\n- {relu: , from: r.out}", "r is a single layer, with no out inside"),
    "a copy that is none": ("- {layers: [{relu: , name: c}], repeat: 2}\n- {relu: , from: c_1}", "c_1 is no copy: c is in a group without a name"),
}  # fmt: skip


@pytest.mark.parametrize("case", NETS)
def test_what_is_the_matter(case: str) -> None:
    layers, message = NETS[case]
    text = f"blocks: {{B: {{layers: [{{relu: , name: x}}]}}}}\nlayers:\n{layers}\n"
    assert any(found.startswith(message) for found in said(text)), said(text)


def test_outputs_too() -> None:
    text = "layers:\n- {concat: {a: [relu], b: []}, name: t}\noutputs: [t/a]\n"
    assert [found for found in said(text) if found.startswith("t/a is inside t")]


def test_names_in_a_repeated_group() -> None:
    (found, *_) = said("layers:\n- {layers: [{relu: , name: c}, {add: [c, previous]}], repeat: 2}\n")
    assert found == "the group is repeated, so c would be there several times"


def test_the_outputs_of_a_block() -> None:
    (found, *_) = said("blocks: {B: {outputs: [a], layers: [{relu: , name: a}]}}\nlayers: [{B: }]\n")
    assert found == "a block has one output, that of its last layer, and no outputs"


@pytest.mark.parametrize(
    ("gate", "message"),
    [
        ("[{conv: {filters: 1, kernel: 1}}, sigmoid]", "multiply stretches gates of 1×1×C, and nothing else: "),
        ("[{maxpool: {kernel: 1x28}}]", "multiply stretches gates of 1×1×C, and nothing else: "),
        ("[{conv: {filters: 2, kernel: 1}}]", "multiply needs volumes that are alike: "),
    ],
)
def test_gates_that_are_not_stretched(gate: str, message: str) -> None:
    (found, *_) = said(f"input: 28x28x3\nlayers: [{{multiply: {{gate: {gate}, input: []}}}}]\n")
    assert found.startswith(message)
