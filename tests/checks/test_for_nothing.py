"""Layers, parameters and blocks for nothing, and softmax twice: what is told, and what is not."""

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

import pytest

import convcalc
from convcalc.language import problems, unused
from convcalc.language.nodes import Node
from tests.checks.told import layers, told, unmarked


@pytest.mark.parametrize(
    ("lines", "messages"),
    [
        # by themselves
        (["^dropout: 0"], ["dropout_1 does nothing: its rate is 0"]),
        (["{^pad: 0, name: p}"], ["p does nothing: all its sides are 0"]),
        (["^maxpool: 1"], ["maxpool_1 does nothing: its window is 1×1, in steps of 1"]),
        (["^upsample: 1"], ["upsample_1 does nothing: its factor is 1"]),
        (["global_avgpool", "fc: 10", "^flatten"], ["flatten_1 does nothing: it reads a vector"]),
        (["{relu: , name: a}", "^concat: [a]"], ["concat_1 does nothing: it joins a single volume"]),
        (["^add: {only: [tanh]}"], ["add_1 does nothing: it joins a single volume"]),
        # identity says so, and an empty branch is one
        (["identity", "add: {a: [tanh], b: []}", "add: {a: [tanh], b: [identity]}"], []),
        # what is at this size only
        (["adaptive_avgpool: 8", "{upsample: {like: input}}", "{crop: {like: input}}"], []),
        # behind others
        (["relu", "^relu"], ["relu_2 does nothing: relu_1, a relu (line 3), leaves nothing for it to change"]),
        (["sigmoid", "^relu6"], ["relu6_1 does nothing: sigmoid_1, a sigmoid (line 3), leaves nothing for it to change"]),
        (["relu", "^leaky_relu"], ["leaky_relu_1 does nothing: relu_1, a relu (line 3), leaves nothing for it to change"]),
        (["global_avgpool", "^global_avgpool"], ["global_avgpool_2 does nothing: global_avgpool_1, a global_avgpool (line 3), leaves nothing for it to change"]),
        (["log_softmax", "^log_softmax"], ["log_softmax_2 does nothing: log_softmax_1, a log_softmax (line 3), leaves nothing for it to change"]),
        (["{^relu: , repeat: 3}"], ["relu_2 does nothing: relu_1, a relu (line 3), leaves nothing for it to change"]),
        (["relu6", "relu", "tanh"], ["relu_1 does nothing: relu6_1, a relu6 (line 3), leaves nothing for it to change"]),
        # these change what they read
        (["relu", "relu6"], []),
        (["relu", "elu", "tanh", "relu"], ["elu_1 does nothing: relu_1, a relu (line 3), leaves nothing for it to change"]),
        (["relu", "selu"], []),
        (["relu", "gelu", "gelu"], []),
        (["tanh", "relu"], []),
        (["relu", "maxpool: 2", "relu"], []),  # true, and further than this looks
        (["relu", "conv: {filters: 4, kernel: 1}", "relu"], []),
        # in branches and joins
        (["relu", "add: {a: [^relu], b: []}"], ["add_1/a/relu_1 does nothing: relu_1, a relu (line 3), leaves nothing for it to change"]),
        (["add: {a: [relu], b: [relu]}", "relu"], []),
    ],
)  # fmt: skip
def test_no_effect(lines: list[str], messages: list[str]) -> None:
    text, places = unmarked(layers(*lines))
    found = told("no-effect", text)
    assert [line.split(" ", 1)[1] for line in found] == messages
    assert not places or [line.split(" ", 1)[0] for line in found] == places


@pytest.mark.parametrize("layer", ["dropout: 0", "maxpool: 1", "pad: 0", "upsample: 1", "add: {a: [tanh]}"])
def test_no_effect_at_sizes_that_are_open(layer: str) -> None:
    assert len(told("no-effect", layers(layer, size="HxWx4"))) == 1


def test_files_that_mean_harm_are_not_looked_at_in_pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are compared as long as the file can afford it, and who uses a block is noted once."""
    monkeypatch.chdir(tmp_path)
    names = [f"name_{i}" for i in range(5000)]
    Path("base.yaml").write_text(f"input: 8\nparameters: {{{', '.join(f'{n}: 1' for n in names)}}}\nlayers: [tanh]\n")
    blocks = "".join(f"  B{i}: {{layers: [{f'B{i - 1}' if i else 'tanh'}]}}\n" for i in range(5000))
    text = f"extends: base.yaml\nparameters: {{{', '.join(f'{n}x: 1' for n in names)}}}\nblocks:\n{blocks}"
    compared = read = 0

    def closest(word: str, known: list[str], most: int) -> list[str]:
        nonlocal compared
        compared += len(known)
        return get_close_matches(word, known, most)

    def words(node: Node | None) -> Iterator[str]:
        nonlocal read
        for word in all_words(node):
            read += 1
            yield word

    all_words = unused._words
    monkeypatch.setattr(problems, "get_close_matches", closest)
    monkeypatch.setattr(unused, "_words", words)
    found = convcalc.check(convcalc.Source("net.yaml", text, tmp_path))
    assert len(found) == 10_000
    assert compared < 100_000  # of 25 million pairs
    assert read < 60_000  # twice the two words of 10,000 parameters, once those of 5,000 blocks


HEAD = "input: 8x8x4\nparameters: {n: 0, one: 1, act: relu}\nblocks:\n  P: {layers: [relu, {conv: {filters: 4, kernel: 1}}, relu]}\n  Q: {parameters: {rate: 0}, layers: [{dropout: $rate}]}\n  W: {parameters: {w: required}, layers: [relu, {conv: {filters: $w, kernel: 1}}]}\n"


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        # what a parameter sets to nothing is a setting
        (["dropout: $n", "dropout: {rate: $(n * 2)}", 'upsample: "$one"', "Q", "Q: 0", "{drop_path: $i, repeat: {i: 1}}"], 0),
        (["relu", "$act"], 0),
        (["relu", "{$act: , name: x}"], 0),
        (["$act", "relu"], 0),
        (["dropout: 0"], 1),
        # a layer of a block must do nothing in all its uses
        (["conv: {filters: 4, kernel: 1}", "P", "{P: , repeat: 3}"], 0),
        (["relu", "P"], 1),
        (["relu", "P", "tanh", "P"], 0),
        (["P", "P"], 0),  # the first reads the input
        # whatever the uses give it, and whatever they allow
        (["relu", "W: 4", "W: 8"], 0),
        (["relu", "W: 4", "{W: 4, allow: [input-lost]}"], 0),
        (["relu", "W: 4", "relu", "W: 8"], 2),
        (["P", "relu"], 1),
        # at several sizes it is still one mistake
        (["relu", "P", "maxpool: 2", "relu", "P"], 1),
    ],
)  # fmt: skip
def test_no_effect_in_blocks(lines: list[str], count: int) -> None:
    assert len(told("no-effect", HEAD + "layers:\n" + "".join(f"  - {line}\n" for line in lines))) == count


def test_the_way_there() -> None:
    text = HEAD + "layers:\n  - conv: {filters: 4, kernel: 1}\n  - relu\n  - P\n"
    (finding,) = convcalc.check(convcalc.Source("net.yaml", text), select=["no-effect"])
    assert finding.layer == "P_1/relu_1"
    assert finding.facts == ("P_1 uses P in line 10",)
    assert finding.help == "remove it; where it is meant, identity says so"


def test_a_million_copies_cost_nothing() -> None:
    """A block that is repeated is looked at once; were its copies gone through, this would take minutes."""
    text = HEAD + "layers:\n  - {P: , repeat: 1000000}\n  - {relu: , repeat: 1000000}\n  - {P: , repeat: 1000000}\n"
    assert len(told("no-effect", text)) == 1
    assert told("softmax-twice", text) == told("bias-before-norm", text) == told("shifted-grid", text) == []


@pytest.mark.parametrize(
    ("lines", "messages"),
    [
        (["softmax", "^softmax"], ["softmax_2 takes scores, and softmax_1 (line 3) has made shares of 1 of them already"]),
        (["softmax", "^log_softmax"], ["log_softmax_1 takes scores, and softmax_1 (line 3) has made shares of 1 of them already"]),
        (["log_softmax", "softmax"], []),  # the exponential of the logarithm: shares of 1 again
        (["softmax", "fc: 10", "softmax"], []),  # attention, then a classifier
        (["sigmoid", "softmax"], []),
        (["softmax", "add: {a: [^softmax], b: []}"], ["add_1/a/softmax_1 takes scores, and softmax_1 (line 3) has made shares of 1 of them already"]),
    ],
)  # fmt: skip
def test_softmax_twice(lines: list[str], messages: list[str]) -> None:
    text, places = unmarked(layers(*lines))
    assert told("softmax-twice", text) == [f"{p} {m}" for p, m in zip(places, messages, strict=True)]


def test_softmax_twice_through_the_walls_of_blocks() -> None:
    text = "input: 8\nblocks:\n  Head: {layers: [{fc: 10}, softmax]}\n  Loss: {layers: [softmax]}\nlayers: [Head, Loss]\n"
    assert told("softmax-twice", text) == [
        "4:19 Loss_1/softmax_1 takes scores, and Head_1/softmax_1 (line 3) has made shares of 1 of them already"
    ]


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("parameters: {^a: 1}\nlayers: [relu]", ["nothing uses the parameter a"]),
        ("parameters: {a: 1}\nlayers: [{fc: $a}]", []),
        ("parameters: {a: 1, b: $(2 * a)}\nlayers: [{fc: $b}]", []),
        ("parameters: {a: 1, ^b: $(2 * a)}\nlayers: [relu]", ["nothing uses the parameter b"]),
        # where it is written it is used, whether or not that is reached
        ("parameters: {a: 1, b: false}\nlayers: [relu, {fc: $a, when: $b}]", []),
        ("parameters: {a: 1, b: 2}\nlayers: [{fc: $(a if 1 == 1 else b)}]", []),
        ("parameters: {k: relu}\nlayers: [$k]", []),
        ("parameters: {k: conv}\nlayers: [{$k: {filters: 4, kernel: 1}}]", []),
        ("parameters: {n: 3}\nlayers: [{relu: , repeat: $n}]", []),
        ("parameters: {n: 8}\nlayers: [relu]\nexpect: {output: [8, 8, \"$(n // 2)\"]}", []),
        # a word that looks like it is none
        ("parameters: {^relu: 1}\nlayers: [{relu: , name: x}]  # $relu", ["nothing uses the parameter relu"]),
        # a branch, a parameter and an input may be called as titles are, and titles use nothing
        ("parameters: {a: 1}\nlayers: [{add: {source: [{conv: {filters: $a, kernel: 1}}], name: [{conv: {filters: 1, kernel: 1}}]}}]", []),
        ("parameters: {a: 1, name: $a}\nlayers: [{fc: $name}]", []),
        ("parameters: {a: 1}\nblocks: {B: {parameters: {name: 2}, layers: [{fc: $name}]}}\nlayers: [{B: {name: $a}}]", []),
        ("name: $a\nsource: $a\nparameters: {^a: 1}\nlayers: [relu]", ["nothing uses the parameter a"]),
        # of blocks
        ("blocks: {B: {parameters: {a: 1, ^b: 2}, layers: [{conv: {filters: $a, kernel: 1}}]}}\nlayers: [{B: {b: 3}}]", ["nothing in the block B uses the parameter b"]),
        ("parameters: {a: 1}\nblocks: {B: {layers: [{conv: {filters: $a, kernel: 1}}]}}\nlayers: [B]", []),
        # a block's own parameter hides the file's
        ("parameters: {^a: 1}\nblocks: {B: {parameters: {a: 1}, layers: [{conv: {filters: $a, kernel: 1}}]}}\nlayers: [B]", ["nothing uses the parameter a"]),
        ("parameters: {a: 1}\nblocks: {B: {parameters: {a: $a}, layers: [{conv: {filters: $a, kernel: 1}}]}}\nlayers: [B]", []),
        ("parameters: {a: 1}\nblocks: {B: {parameters: {a: 1}, layers: [{conv: {filters: $a, kernel: 1}}]}}\nlayers: [{B: $a}]", []),
    ],
)  # fmt: skip
def test_unused_parameter(text: str, messages: list[str]) -> None:
    text, places = unmarked(f"input: 8x8x4\n{text}\n")
    assert told("unused-parameter", text) == [f"{p} {m}" for p, m in zip(places, messages, strict=True)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("blocks: {^A: {layers: [relu]}}\nlayers: [relu]", ["A"]),
        ("blocks: {A: {layers: [relu]}}\nlayers: [A]", []),
        ("blocks: {A: {layers: [relu]}}\nlayers: [{A: , name: x}]", []),
        ("blocks: {A: {layers: [relu]}}\nlayers: [relu, {A: , when: false}]", []),
        ("blocks: {A: {layers: [relu]}}\nlayers: [{add: {x: [A], y: []}}]", []),
        ("blocks: {A: {layers: [relu]}, B: {layers: [A]}}\nlayers: [B]", []),
        ("blocks: {^A: {layers: [relu]}, ^B: {layers: [A]}}\nlayers: [relu]", ["A", "B"]),
        ("blocks: {A: {layers: [relu]}}\nlayers: [{add: {source: [A], name: [A]}}]", []),
        ("blocks: {A: {layers: [relu]}, B: {parameters: {name: required}, layers: [$name]}}\nlayers: [{B: {name: A}}]", []),
        # a name of a layer is no use
        ("blocks: {^A: {layers: [relu]}}\nlayers: [{relu: , name: A}]", ["A"]),
        # what is chosen by a parameter may be chosen otherwise
        ("parameters: {k: A}\nblocks: {A: {layers: [relu]}, B: {layers: [tanh]}}\nlayers: [$k]", []),
        ("blocks: {A: {layers: [relu]}, B: {parameters: {k: A}, layers: [$k]}}\nlayers: [B]", []),
        ("blocks: {A: {layers: [relu]}, B: {parameters: {k: required}, layers: [$k]}}\nlayers: [{B: A}]", []),
        ("parameters: {deep: true}\nblocks: {A: {layers: [relu]}, B: {layers: [tanh]}}\nlayers: [\"$('A' if deep else 'B')\"]", []),
    ],
)  # fmt: skip
def test_unused_block(text: str, names: list[str]) -> None:
    text, places = unmarked(f"input: 8x8x4\n{text}\n")
    expected = [f"{p} no layer uses the block {name}" for p, name in zip(places, names, strict=True)]
    assert told("unused-block", text) == expected


def test_a_block_that_only_an_unused_one_uses() -> None:
    text = "input: 8\nblocks:\n  A: {layers: [relu]}\n  B: {layers: [A]}\nlayers: [relu]\n"
    first, second = convcalc.check(convcalc.Source("net.yaml", text))
    assert (first.facts, first.help) == (("only B uses it, and no layer that",), "remove it, or use it: - A")
    assert second.facts == ()


def test_files_that_are_extended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of them nothing is said; a parameter that was to replace one of theirs is known by its likeness."""
    monkeypatch.chdir(tmp_path)
    Path("base.yaml").write_text(
        "input: 8x8x4\nparameters: {width: 4, spare: 1}\nblocks:\n  A: {layers: [relu]}\nlayers: [{conv: {filters: $width, kernel: 1}}]\n"
    )
    Path("net.yaml").write_text("extends: base.yaml\nparameters: {widht: 8}\nblocks:\n  B: {layers: [relu]}\n")
    found = convcalc.check("net.yaml")
    assert [(f.source.name, f.span.line, f.message, f.help) for f in found] == [
        ("net.yaml", 2, "nothing uses the parameter widht", "did you mean width?"),
        ("net.yaml", 4, "no layer uses the block B", "remove it, or use it: - B"),
    ]
    Path("net.yaml").write_text("extends: base.yaml\nparameters: {width: 8}\n")
    assert convcalc.check("net.yaml") == ()
