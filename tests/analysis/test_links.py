"""Which layer reads which: the folded structure says what the network says when it is written out."""

from collections import Counter

import pytest

import convcalc
from convcalc.analysis import links as module
from convcalc.analysis.links import Place
from convcalc.analysis.report import Report
from convcalc.language.files import zoo_names
from tests.analysis.propagation import InvalidError
from tests.analysis.random_networks import random_network


def analyze(text: str) -> Report:
    return convcalc.analyze(convcalc.Source("net.yaml", text))


def folded(report: Report) -> set[tuple[str | None, str]]:
    return {(link.producer and link.producer.name, link.reader.name) for link in report.links}


def written_out(report: Report) -> set[tuple[str | None, str]]:
    """The same of all layers, from the rows: what each reads by name."""
    names = {row.name for row in report.rows}
    return {(name if name in names else None, row.name) for row in report.rows for name in row.reads_from}


def as_written(report: Report, pairs: set[tuple[str | None, str]]) -> Counter[tuple[int | None, int]]:
    """The layers of the file between which there are links, whatever copies and uses they have."""
    rows = {row.name: id(row.node) for row in report.rows}
    return Counter({(None if one is None else rows[one], rows[other]): 1 for one, other in pairs})


@pytest.mark.parametrize("name", zoo_names())
def test_the_zoo(name: str) -> None:
    report = convcalc.analyze(name)
    assert folded(report) <= written_out(report)
    assert as_written(report, folded(report)) == as_written(report, written_out(report))


def test_random_networks() -> None:
    tried = 0
    for seed in range(400):
        try:
            report = analyze(random_network(seed)[0])
        except InvalidError:
            continue
        tried += 1
        assert folded(report) <= written_out(report), seed
        assert as_written(report, folded(report)) == as_written(report, written_out(report)), seed
    assert tried > 100


BLOCKS = """\
input: 8x8x4
blocks:
  A: {layers: [relu, {conv: {filters: 4, kernel: 1}}]}
  B: {layers: [A, {A: , repeat: 3}]}
  Nothing: {layers: []}
  Two: {inputs: [x, y], layers: [{add: [x, y], name: sum}]}
"""


@pytest.mark.parametrize(
    ("layers", "links"),
    [
        ("[relu, tanh]", [(None, "relu_1"), ("relu_1", "tanh_1")]),
        ("[A]", [(None, "A_1/relu_1"), ("A_1/relu_1", "A_1/conv_1")]),
        ("[A, tanh]", [(None, "A_1/relu_1"), ("A_1/relu_1", "A_1/conv_1"), ("A_1/conv_1", "tanh_1")]),
        # from one copy to the next, once; the first copy reads the network's input, so it is walked by itself
        ("[{A: , name: a, repeat: 5}, tanh]", [(None, "a_1/relu_1"), ("a_1/relu_1", "a_1/conv_1"), ("a_1/conv_1", "a_2/relu_1"), ("a_2/relu_1", "a_2/conv_1"), ("a_2/conv_1", "a_3/relu_1"), ("a_5/conv_1", "tanh_1")]),
        ("[{relu: , repeat: 4}, tanh]", [(None, "relu_1"), ("relu_1", "relu_2"), ("relu_2", "relu_3"), ("relu_4", "tanh_1")]),
        # a block behind something else than at its first use
        ("[A, tanh, A]", [(None, "A_1/relu_1"), ("A_1/relu_1", "A_1/conv_1"), ("A_1/conv_1", "tanh_1"), ("tanh_1", "A_2/relu_1"), ("A_2/relu_1", "A_2/conv_1")]),
        # through blocks in blocks
        ("[B, tanh]", [(None, "B_1/A_1/relu_1"), ("B_1/A_1/relu_1", "B_1/A_1/conv_1"), ("B_1/A_1/conv_1", "B_1/A_2/relu_1"), ("B_1/A_2/relu_1", "B_1/A_2/conv_1"), ("B_1/A_2/conv_1", "B_1/A_3/relu_1"), ("B_1/A_4/conv_1", "tanh_1")]),
        # a block without layers hands on what it reads
        ("[relu, Nothing, tanh]", [(None, "relu_1"), ("relu_1", "tanh_1")]),
        # joins, branches and several inputs
        ("[relu, {add: {a: [tanh], b: []}}]", [(None, "relu_1"), ("relu_1", "add_1/a/tanh_1"), ("add_1/a/tanh_1", "add_1"), ("relu_1", "add_1")]),
        ("[{relu: , name: r}, {tanh: , name: t}, {Two: , from: [t, r]}]", [(None, "r"), ("r", "t"), ("t", "Two_1/sum"), ("r", "Two_1/sum")]),
        ("[{layers: [relu, tanh], name: g}, sigmoid]", [(None, "g/relu_1"), ("g/relu_1", "g/tanh_1"), ("g/tanh_1", "sigmoid_1")]),
    ],
)  # fmt: skip
def test_links(layers: str, links: list[tuple[str | None, str]]) -> None:
    assert folded(analyze(f"{BLOCKS}layers: {layers}\n")) == set(links)


def test_the_way_there() -> None:
    report = analyze(f"{BLOCKS}layers:\n  - relu\n  - B\n  - tanh\n")
    ways = {link.reader.name: link.reader.use_path for link in report.links}
    assert ways["relu_1"] == ()
    assert ways["B_1/A_1/relu_1"] == ("B_1 uses B in line 9", "B_1/A_1 uses A in line 4", "and in other uses of it")


def test_a_million_copies_are_few_links() -> None:
    report = analyze(f"{BLOCKS}layers: [{{B: , repeat: 1000000}}, {{relu: , repeat: 1000000}}]\n")
    assert len(report.links) < 15
    assert ("B_1000000/A_4/conv_1", "relu_1") in folded(report)


def test_too_many_links_are_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_LINKS", 2)
    assert analyze("input: 8x8x4\nlayers: [relu, tanh]\n").links != ()
    assert analyze("input: 8x8x4\nlayers: [relu, tanh, relu]\n").links == ()


def test_a_file_that_means_harm_takes_no_time() -> None:
    """Every layer of a block reads its input, blocks use it as often as they can, and so on: billions of links."""
    body = ", ".join(["{relu: , from: input}"] * 300 + ["{add: [input, previous]}"])
    uses = "".join(f"  B{i}: {{layers: [{', '.join([f'{{B{i - 1}: , from: input}}'] * 300)}]}}\n" for i in range(1, 5))
    text = f"input: 2x2x1\nblocks:\n  B0: {{layers: [{body}]}}\n{uses}layers: [{{B4: , repeat: 9}}]\n"
    report = analyze(text)
    assert 300 < len(report.links) <= module.MOST_LINKS


def test_blocks_that_double_what_reads_them_take_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each block is read by all layers that read the two below it: twice as many at every level."""
    pairs = "".join(
        f"  {name}{i}: {{layers: [{{{join}: {{l: [A{i - 1}], r: [B{i - 1}]}}}}]}}\n"
        for i in range(1, 40)
        for name, join in (("A", "add"), ("B", "average"))
    )
    text = f"input: 2x2x1\nblocks:\n  A0: {{layers: [relu]}}\n  B0: {{layers: [tanh]}}\n{pairs}layers: [A39]\n"
    monkeypatch.setattr(module, "MOST_LINKS", 10_000)
    assert analyze(text).links == ()
    links = analyze(text.replace("[A39]", "[A9]")).links
    assert {link.reader.name.count("/") for link in links if link.producer is None} == {9 * 3 + 1}


def test_a_place_is_seen_from_outside() -> None:
    report = analyze(f"{BLOCKS}layers: [B]\n")
    places = [place for link in report.links for place in link if isinstance(place, Place)]
    assert all(place.name == report.row(place.name).name for place in places)
