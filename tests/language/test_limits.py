"""What a file may ask for: enough for the deepest published networks, and no more than is answered in a moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from convcalc.analysis.evaluate import evaluate
from convcalc.findings import ArchitectureError
from convcalc.language.limits import DEFAULT_LIMITS, Limits
from convcalc.language.reader import read_architecture
from convcalc.source import Source

# He et al. 2016, section 4.2, with n = 200, and Huang et al. 2016, "Deep Networks with Stochastic Depth", equation 4: every
# block has a probability of its own, so none is like another.
RESNET_1202 = """\
input: 32x32x3
parameters: {n: 200}
blocks:
  Basic:
    parameters: {drop: required}
    layers:
      - add:
          main:
            - conv: {filters: $(input.channels), kernel: 3, padding: 1, bias: false}
            - batchnorm
            - relu
            - conv: {filters: $(input.channels), kernel: 3, padding: 1, bias: false}
            - batchnorm
            - drop_path: $drop
          shortcut: []
      - relu
layers:
  - conv: {filters: 16, kernel: 3, padding: 1, bias: false}
  - {Basic: {drop: $((i + 1) / (6 * n))}, repeat: {i: $n}}
  - conv: {filters: 32, kernel: 2, stride: 2, bias: false}
  - {Basic: {drop: $((n + i + 1) / (6 * n))}, repeat: {i: $n}}
  - conv: {filters: 64, kernel: 2, stride: 2, bias: false}
  - {Basic: {drop: $((2 * n + i + 1) / (6 * n))}, repeat: {i: $n}}
  - global_avgpool
  - fc: 10
"""


def read(text: str, limits: Limits = DEFAULT_LIMITS) -> int:
    """How many layers the file has."""
    return evaluate(read_architecture(Source("net.yaml", text, Path()), limits=limits)).totals.layers


def test_a_network_of_1202_layers_that_all_differ() -> None:
    assert read(RESNET_1202) == 600 * 8 + 5
    # docs/limits.md says how much that is: 8 layers and a copy for each block, but the first.
    assert read(RESNET_1202, DEFAULT_LIMITS._replace(expansion=5_400)) == 4805
    with pytest.raises(ArchitectureError, match="more than 5,300 layers by now"):
        read(RESNET_1202, DEFAULT_LIMITS._replace(expansion=5_300))


@pytest.mark.parametrize(
    "layers",
    [
        pytest.param("  - {fc: $(i + 1), repeat: {i: 5000}}\n" * 2, id="copies, line after line"),
        pytest.param(
            "  - {fc: $(i + 1), repeat: {i: 6000}}\n  - {fc: $(i + 1), name: h, repeat: {i: 3}}\n  - add: [h_1, h]\n",
            id="what is behind",
        ),
        pytest.param("  - {layers: [relu, relu, relu], name: g, repeat: {i: 3000}}\n", id="a group"),
        pytest.param("  - {layers: [relu, relu, relu], repeat: 1500}\n" * 2, id="groups without a name"),
        pytest.param("  - {concat: {a: [], b: []}, repeat: 1000000}\n", id="a join whose copies grow"),
        pytest.param("  - {B: $(i + 1), repeat: {i: 3000}}\n" * 2, id="uses of a block"),
    ],
)
def test_what_is_read_again_counts_together(layers: str) -> None:
    text = "input: 8x8x3\nblocks: {B: {parameters: {n: 1}, layers: [{fc: $n}]}}\nlayers:\n" + layers
    with pytest.raises(ArchitectureError) as refused:
        read(text)
    (finding,) = refused.value.findings
    assert finding.message == "copies and uses of blocks that differ come to more than 6,000 layers by now"
    assert finding.help == "--limit expansion=… allows more"


def test_what_is_alike_is_read_once() -> None:
    assert (
        read(
            "input: 8x8x3\nblocks: {B: {layers: [relu]}}\nlayers:\n  - {B: , repeat: 1000000}\n  - {relu: , repeat: 1000000}\n"
        )
        == 2_000_000
    )


def test_a_mistake_in_copies_that_are_alike_is_looked_for_once() -> None:
    text = "input: 8x8x3\nlayers:\n  - {concat: {a: [], b: [{relu: , when: $wide}]}, repeat: 1000000}\n"
    with pytest.raises(ArchitectureError) as refused:
        read(text)
    (finding,) = refused.value.findings
    assert (finding.message, finding.facts) == ("there is no parameter wide", ())


def test_arguments_of_blocks_are_not_mistaken_for_one_another() -> None:
    """Python takes true for 1."""
    text = "input: 8x8x3\nblocks: {B: {parameters: {b: required}, layers: [{conv: {filters: 3, kernel: 1, bias: $b}}]}}\n"
    with pytest.raises(ArchitectureError, match="bias must be true or false, and is 1"):
        read(text + "layers: [{B: true}, {B: 1}]\n")


@pytest.mark.parametrize(
    ("layers", "most"),
    [
        ("[{fc: $(i + 1), repeat: {i: 11}}]", 11),  # 11 copies that differ, 10 of them read again
        ("[{layers: [{fc: 3}, relu], repeat: 5}]", 10),  # written out to 10 layers
        ("[{layers: [{fc: 3}, relu], name: g, repeat: 6}]", 15),  # a group and its layers, 5 times more
        ("[{B: 1}, {B: 2}, {B: 3}]", 2),  # 2 layers more
    ],
)
def test_the_last_step_before_the_limit_of_expansion(layers: str, most: int) -> None:
    text = f"input: 8x8x3\nblocks: {{B: {{parameters: {{n: 1}}, layers: [{{fc: $n}}]}}}}\nlayers: {layers}\n"
    read(text, DEFAULT_LIMITS._replace(expansion=most))
    with pytest.raises(ArchitectureError, match=f"more than {most - 1:,}"):
        read(text, DEFAULT_LIMITS._replace(expansion=most - 1))


def test_the_last_copy_before_the_limit_of_repeat() -> None:
    text = "input: 8x8x3\nlayers: [{relu: , repeat: 5}]\n"
    assert read(text, DEFAULT_LIMITS._replace(repeat=5)) == 5
    with pytest.raises(ArchitectureError, match="more than 4 copies"):
        read(text, DEFAULT_LIMITS._replace(repeat=4))


def test_the_last_file_before_the_limit_of_extends(tmp_path: Path) -> None:
    """A file that extends three others, one behind another."""
    (tmp_path / "f0.yaml").write_text("input: 8x8x3\nlayers: [relu]\n", encoding="utf-8")
    for i in range(1, 4):
        (tmp_path / f"f{i}.yaml").write_text(f"extends: f{i - 1}.yaml\n", encoding="utf-8")
    source = Source(str(tmp_path / "f3.yaml"), "extends: f2.yaml\n", tmp_path)
    assert read_architecture(source, limits=DEFAULT_LIMITS._replace(extends=3)).input.channels == 3
    with pytest.raises(ArchitectureError, match="more than 2 files extend one another"):
        read_architecture(source, limits=DEFAULT_LIMITS._replace(extends=2))


def test_a_group_that_is_not_repeated_is_not_read_again() -> None:
    """Its layers stand there once; the same two copies are more than the limit."""
    group = "input: 8\nlayers:\n  - layers: [relu, tanh]\n"
    assert read(group, DEFAULT_LIMITS._replace(expansion=1)) == 2
    with pytest.raises(ArchitectureError) as caught:
        read(group + "    repeat: 2\n", DEFAULT_LIMITS._replace(expansion=1))
    assert caught.value.findings[0].span.line == 4
