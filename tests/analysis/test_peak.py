"""The peak while inferring, against a simulation that allocates and frees values one by one, layer after layer."""

from __future__ import annotations

from random import Random

import pytest

import convcalc
from convcalc.analysis.peak import peak
from convcalc.analysis.report import Report
from convcalc.language.files import zoo_names


def simulate(report: Report) -> tuple[int, str, int]:
    """The most bytes, the layer at which it is so for the first time, and how many pieces of memory are held there."""
    value_bytes = report.architecture.batch * report.architecture.value_bytes
    memory = {name: name for name in report.architecture.inputs}  # the piece of memory that each value is in
    size = {name: volume.numel * value_bytes for name, volume in report.architecture.inputs.items()}
    last: dict[str, int] = {}
    for i, row in enumerate(report.rows):
        last |= {memory[name]: i for name in row.reads_from}
        memory[row.name] = memory[row.reads_from[0]] if row.shares_memory else row.name
        if not row.shares_memory:
            assert row.output is not None
            size[row.name], last[row.name] = row.output.numel * value_bytes, i
    last |= {memory[name]: len(report.rows) for name in report.outputs}
    held = {name for name in report.architecture.inputs if name in last}
    best = (-1, "", 0)
    for i, row in enumerate(report.rows):
        held.add(memory[row.name])
        in_use = sum(size[name] for name in held)
        if in_use > best[0]:
            best = (in_use, row.name, len(held))
        held -= {name for name in held if last[name] == i}
    return best


def compare(report: Report) -> None:
    found = peak(report)
    assert found is not None
    assert (found.bytes, found.at, len(found.alive)) == simulate(report), report.architecture.source.text
    assert sum(one.bytes for one in found.alive) == found.bytes


class Maker:
    """Random networks of everything that decides how long a value lives: 8×8×4 in, and 8×8×4 or less out."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.blocks: list[str] = []

    def layer(self, depth: int) -> str:
        r = self.random
        simple = [
            "relu",
            "{relu: , in_place: false}",
            "identity",
            "batchnorm",
            "dropout",
            "{conv: {filters: 4, kernel: 3, padding: 1}}",
            "{conv: {filters: 4, kernel: 1}}",
            f"{{relu: , repeat: {r.randint(1, 5)}}}",
            f"{{conv: {{filters: 4, kernel: 1}}, repeat: {r.randint(1, 5)}}}",
        ]
        if depth == 0 or r.random() < 0.5:
            return r.choice(simple)
        return r.choice([self.join, self.block, self.group])(depth - 1)

    def body(self, depth: int, wide: bool = True) -> str:
        layers = [self.layer(depth) for _ in range(self.random.randint(0, 3))]
        if wide and self.random.random() < 0.3:  # many channels for a moment, which makes the peak move about
            layers += [f"{{conv: {{filters: {self.random.randint(1, 20)}, kernel: 1}}}}", "{conv: {filters: 4, kernel: 1}}"]
        return f"[{', '.join(layers)}]"

    def join(self, depth: int) -> str:
        ways = [self.body(depth) for _ in range(self.random.randint(1, 3))]
        return f"{{add: {{{', '.join(f'w{i}: {way}' for i, way in enumerate(ways))}}}}}"

    def block(self, depth: int) -> str:
        body = self.body(depth)
        if self.random.random() < 0.2:  # two parts of one volume, which are views of it
            body = self.random.choice(
                [
                    "[{slice: {part: 1, of: 2}, name: a}, {slice: {part: 2, of: 2}, name: b, from: input}, {concat: [a, b]}]",
                    "[{conv: {filters: 8, kernel: 1}}, {slice: {part: 1, of: 2}}]",  # a view of what is twice as large
                ]
            )
        name = f"B{len(self.blocks)}"
        self.blocks.append(f"  {name}:\n    layers: {body}\n")
        return self.random.choice([name, f"{{{name}: , repeat: {self.random.randint(1, 6)}}}"])

    def group(self, depth: int) -> str:
        return f"{{layers: {self.body(depth)}, name: g{self.random.randint(0, 10**6)}}}"

    def network(self) -> str:
        r = self.random
        layers, names = [], ["input"]
        for i in range(r.randint(1, 6)):
            layers.append(self.layer(3))
            if r.random() < 0.4:  # a value that lives on until it is read again
                layers.append(
                    f"{{identity: , name: n{i}}}"
                    if r.random() < 0.5
                    else f"{{add: [previous, {r.choice(names)}], name: n{i}}}"
                )
                names.append(f"n{i}")
        ends = f"outputs: [last{''.join(f', {name}' for name in names[1:] if r.random() < 0.3)}]\n"
        layers.append(f"{{{r.choice(['flatten', 'relu', 'global_avgpool'])}: , name: last}}")
        blocks = f"blocks:\n{''.join(self.blocks)}" if self.blocks else ""
        return f"input: 8x8x4\nbatch: {r.randint(1, 3)}\n{ends}{blocks}layers:\n" + "".join(f"  - {one}\n" for one in layers)


@pytest.mark.parametrize("part", range(10))
def test_random_networks(part: int) -> None:
    for seed in range(300 * part, 300 * part + 300):
        text = Maker(seed).network()
        report = convcalc.analyze(convcalc.Source("net.yaml", text))
        assert report.totals.complete, text
        compare(report)


@pytest.mark.parametrize("name", zoo_names())
def test_the_zoo(name: str) -> None:
    compare(convcalc.analyze(name))


def test_vgg_by_hand() -> None:
    """conv1_2 reads 224·224·64 numbers and makes as many; its relu works in place (4 bytes each)."""
    found = peak(convcalc.analyze("vgg16", batch=3))
    assert found is not None
    assert (found.bytes, found.at) == (2 * 224 * 224 * 64 * 4 * 3, "conv1_2")
    assert [one.name for one in found.alive] == ["conv1_1", "conv1_2"]


def test_a_million_copies_need_what_two_need() -> None:
    text = "input: 32x32x16\nblocks:\n  B: {{layers: [{{conv: {{filters: 16, kernel: 3, padding: 1}}}}, relu]}}\nlayers:\n  - {{B: , repeat: {n}}}\n"
    two, many = (peak(convcalc.analyze(convcalc.Source("net.yaml", text.format(n=n)))) for n in (2, 1_000_000))
    assert two == many
    assert two is not None
    assert two.bytes == 2 * 32 * 32 * 16 * 4


def test_later_copies_read_a_part_of_a_larger_piece_of_memory() -> None:
    """Each copy makes 4·4·8 numbers and gives half of them as a view; the next reads that and makes as many (4 bytes)."""
    text = "input: 4x4x4\nblocks:\n  B: {layers: [{conv: {filters: 8, kernel: 1}}, {slice: {part: 1, of: 2}}]}\nlayers:\n  - {conv: {filters: 4, kernel: 1}}\n  - {B: , name: f, repeat: 9}\n"
    found = peak(convcalc.analyze(convcalc.Source("net.yaml", text)))
    assert found is not None
    assert (found.bytes, found.at) == (2 * 4 * 4 * 8 * 4, "f_2/conv_1")


def test_what_is_needed_after_many_copies_stays() -> None:
    """x (256 numbers) is added at the end: while a later copy runs there are x, what it reads and what it makes."""
    text = "input: 8x8x4\nlayers:\n  - {batchnorm: , name: x}\n  - {conv: {filters: 4, kernel: 1}, repeat: 1000}\n  - add: [previous, x]\n"
    found = peak(convcalc.analyze(convcalc.Source("net.yaml", text)))
    assert found is not None
    assert (found.bytes, [one.bytes for one in found.alive]) == (3 * 256 * 4, [1024, 1024, 1024])


def test_behind_an_unknown_volume_it_is_unknown() -> None:
    text = "input: 5x5x3\nlayers:\n  - conv: {filters: 8, kernel: 7}\n"
    assert peak(convcalc.analyze(convcalc.Source("net.yaml", text))) is None
