"""Files of the language, by its grammar: every key where it may stand, with values that are right more often than not."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import strategies as st

from convcalc.language.architecture import DTYPES
from convcalc.language.vocabulary import BUDGET, ROUNDINGS
from convcalc.layers import JoinLayer, kinds

NAMES = ("a", "b", "c", "d1")
BLOCKS = ("B0", "B1", "B2")
KINDS = {kind: layer for kind, layer in kinds().items() if not issubclass(layer, JoinLayer)}
JOINS = [kind for kind, layer in kinds().items() if issubclass(layer, JoinLayer)]

WORDS = [kind for kind, layer in KINDS.items() if not layer.required()]
"""The kinds that may be written as a word alone."""


def mostly(common: st.SearchStrategy[Any], rare: st.SearchStrategy[Any], once_in: int = 40) -> st.SearchStrategy[Any]:
    """The common, and once in a while the rare, so that files get as far as being evaluated."""
    return st.integers(1, once_in).flatmap(lambda n: rare if n == once_in else common)


small = st.integers(1, 8)
sizes = st.one_of(small, small, st.integers(0, 40), st.sampled_from(["3x5", "1x1", "5x3x1", "4x4x8", "16", "0x2", "2x"]))
expressions = st.sampled_from(
    [
        "$n",
        "$wide",
        "$(2 * n)",
        "$(n + 1)",
        "$(n / 3)",
        "$(input.channels)",
        "$previous.channels",
        "$(a.channels * 2)",
        "$missing",
    ]
)
words = st.sampled_from(["half", "same", "valid", "floor", "a", "input", "relu", "zeros", "yes", "0.5", "-1", "1e3", ""])
RULES = st.sampled_from(["input-lost", "skipped", "W101", "unread-output", "kernel-too-large", "no-such-rule"])
lists = st.lists(small, min_size=1, max_size=4)
anything = st.one_of(sizes, expressions, words, st.booleans(), lists, st.none())
values = mostly(st.one_of(small, st.sampled_from(["$n", "$wide"])), anything, once_in=15)
sides = st.dictionaries(st.sampled_from(["top", "bottom", "left", "right", "front"]), st.integers(0, 3), max_size=3)
references = mostly(
    st.sampled_from(["input", "previous"]),
    st.sampled_from([*NAMES, "input2", "B0_1", "conv_1", "a/conv_1", "add_1"]),
    once_in=5,
)


@st.composite
def layer(draw: st.DrawFn, depth: int) -> Any:
    """One layer: a word, or a mapping with a kind, a block, a join or a group, and what may stand beside it."""
    sort = draw(st.sampled_from(["kind", "kind", "kind", "word", "block", "join", "group"] if depth else ["kind", "word"]))
    if sort == "word":
        return draw(mostly(st.sampled_from(WORDS), st.sampled_from([*KINDS, *BLOCKS, "$kind"])))
    entry: dict[str, Any] = {}
    if sort == "kind":
        kind = draw(st.sampled_from(sorted(KINDS)))
        entry[kind] = draw(mostly(arguments(kind), values))
    elif sort == "block":
        arguments_of_block = st.dictionaries(st.sampled_from(["n", "wide", "kind"]), values, max_size=2)
        entry[draw(st.sampled_from(BLOCKS))] = draw(st.one_of(st.none(), arguments_of_block))
    elif sort == "group":
        entry["layers"] = draw(layers(depth - 1))
    else:
        branches = st.dictionaries(st.sampled_from(["main", "shortcut", "left"]), layers(depth - 1), min_size=2, max_size=3)
        odd = st.one_of(st.lists(references, max_size=3), st.dictionaries(words, layers(depth - 1), max_size=2), st.none())
        entry[draw(st.sampled_from(JOINS))] = draw(mostly(branches, odd, once_in=8))
    beside = st.dictionaries(st.sampled_from([*BESIDE]), st.none(), min_size=1, max_size=2).flatmap(_filled)
    entry.update(draw(mostly(st.just({}), beside, once_in=6)))
    return entry


BESIDE: dict[str, st.SearchStrategy[Any]] = {
    "name": st.sampled_from(NAMES),
    "from": st.one_of(references, st.lists(references, min_size=1, max_size=3)),
    "repeat": st.one_of(small, expressions, st.sampled_from([0, 1_000_000, {"i": 3}, {"i": [4, 8]}, {"i": "$n"}])),
    "when": st.one_of(st.booleans(), expressions, st.just("$(n > 2)")),
    "share": st.one_of(st.just(True), references),
    "trainable": st.booleans(),
    "in_place": st.booleans(),
    "rounding": st.sampled_from(ROUNDINGS),
    "allow": st.one_of(st.lists(RULES, max_size=2), st.dictionaries(RULES, words, max_size=1)),
}


def _filled(keys: dict[str, None]) -> st.SearchStrategy[dict[str, Any]]:
    """The keys with values of their own."""
    return st.fixed_dictionaries({key: BESIDE[key] for key in keys})


def arguments(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """What may stand behind a kind: all that it requires, and some of the rest."""
    required = KINDS[kind].required()
    optional = [name for name in KINDS[kind].parameter_names() if name not in required]
    few = st.lists(st.sampled_from(optional), max_size=2, unique=True) if optional else st.just([])
    keys = mostly(st.just([]), few, once_in=3)
    value = mostly(values, sides)
    return keys.flatmap(lambda chosen: st.fixed_dictionaries(dict.fromkeys([*required, *chosen], value)))


def layers(depth: int) -> st.SearchStrategy[list[Any]]:
    """A list of layers, `depth` levels deep at most."""
    return st.lists(layer(depth), max_size=4)


inputs = mostly(
    st.sampled_from(["32x32x4", "16x16x8", "12x20x4", "HxWx4"]),
    st.one_of(st.sampled_from(["HxHx4", "64x2", "8x8x8x1", "10"]), st.lists(st.integers(1, 40), min_size=1, max_size=4)),
    once_in=8,
)
parameters = mostly(
    st.fixed_dictionaries({"n": small, "wide": st.sampled_from([4, 8, 16]), "kind": st.sampled_from(["relu", "batchnorm"])}),
    st.fixed_dictionaries({"n": anything, "wide": anything, "kind": st.sampled_from(["conv", "B1", "x"])}),
)
blocks = st.fixed_dictionaries(
    {"parameters": parameters, "layers": st.lists(layer(1), min_size=1, max_size=4)},
)
amounts = st.sampled_from([0, "1K", "3.5M", "20MiB", "1e9", "3Q", "$n"])
budgets = st.dictionaries(
    st.sampled_from([*BUDGET]), st.one_of(amounts, st.fixed_dictionaries({"memory": amounts, "batch": small})), max_size=3
)
expectations = st.fixed_dictionaries(
    {}, optional={"params": st.integers(0, 999), "macs": amounts, "output": inputs, "layers": st.just({"a": "3x3x8"})}
)
beside: dict[str, st.SearchStrategy[Any]] = {
    "inputs": st.dictionaries(st.sampled_from(["input", "input2", "a"]), inputs, min_size=1, max_size=2),
    "outputs": st.lists(references, min_size=1, max_size=2),
    "batch": values,
    "dtype": st.sampled_from([*DTYPES]),
    "rounding": st.one_of(st.sampled_from(ROUNDINGS), st.just({"maxpool": "ceil", "conv": "floor"})),
    "in_place": st.booleans(),
    "expect": expectations,
    "budget": budgets,
    "allow": st.lists(RULES, max_size=2),
    "extends": st.sampled_from(["alexnet.yaml", "resnet18.yaml", "../x.yaml"]),
}
always: dict[str, st.SearchStrategy[Any]] = {
    "input": inputs,
    "parameters": parameters,
    "blocks": st.fixed_dictionaries(dict.fromkeys(BLOCKS, blocks)),
    "layers": st.lists(layer(3), min_size=1, max_size=5),
}
chosen = st.lists(st.sampled_from([*beside]), max_size=2, unique=True)
files = (
    mostly(st.just([]), chosen, once_in=4)
    .flatmap(lambda keys: st.fixed_dictionaries({**always, **{key: beside[key] for key in keys}}))
    .map(lambda data: yaml.safe_dump(data, sort_keys=False).encode())
)
"""Whole files, as bytes."""
