"""`repeat` is as if the layers were written out, in every number: random networks and the zoo against files without it."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

import convcalc
from convcalc.analysis.closed_forms import closed_forms
from convcalc.analysis.largest_batch import largest_batch
from convcalc.analysis.report import Report
from convcalc.language.architecture import Training
from convcalc.language.files import zoo_folder, zoo_names
from convcalc.render.json.contract import dumps
from convcalc.render.json.report import closed_data, report_data
from tests.analysis.random_repeats import random_file
from tests.analysis.written_out import written_out

PLACES = ("line", "column", "end_line", "end_column", "file", "like")


ABOUT_WHAT_IS_WRITTEN = {"unused-block", "unused-parameter", "no-effect"}
"""Rules that ask of a line whether all its copies do without it, so that a line for each copy is another matter."""


def source(file: dict[str, Any]) -> convcalc.Source:
    return convcalc.Source("net.yaml", json.dumps(file))


def bare(value: Any) -> Any:
    """A report without its places in the file, and the names that it writes of other layers; of what was found, by how many rules it was."""
    if isinstance(value, dict):
        found = {key: bare(x) for key, x in value.items() if key not in PLACES}
        if "findings" in found:
            found["findings"] = sorted({finding["name"] for finding in found["findings"]} - ABOUT_WHAT_IS_WRITTEN)
        return found
    return [bare(x) for x in value] if isinstance(value, list) else value


def numbers(report: Report) -> dict[str, Any]:
    """Every number of a report, and what lies behind them: what is in place, and what is in memory at the peak."""
    cuda = Training(optimizer="adam", device="cuda")
    found = {how.device: bare(json.loads(dumps(report_data(report, how)))) for how in (Training(), cuda)}
    found["in place"] = [(row.name, row.shares_memory, row.shared_with) for row in report.rows]
    peak = report.peak
    found["peak"] = peak and [peak.bytes, peak.at, sorted(alive.bytes for alive in peak.alive)]
    if report.totals.complete and report.architecture.unknowns is None:
        for how in (None, Training()):
            found[f"batch {how}"] = largest_batch(report, 1 << 20, how)[2:]
    return found


def closed_numbers(architecture: convcalc.Architecture) -> dict[str, Any]:
    """Every closed form of a network, and what they take for granted."""
    forms = closed_forms(architecture)
    return bare(json.loads(dumps({**report_data(forms.report), **closed_data(forms)})))


def compare(file: dict[str, Any], plain: dict[str, Any], *, symbolic: bool = True, findings: bool = True) -> Report:
    one, other = (convcalc.load(source(data)) for data in (file, plain))
    report = convcalc.analyze(one)
    ours, theirs = numbers(report), numbers(convcalc.analyze(other))
    if not findings:
        for found in (*ours.values(), *theirs.values()):
            if isinstance(found, dict):
                found.pop("findings")
    for key in (*ours, *theirs):
        assert ours[key] == theirs[key], f"{key}\n{json.dumps(file)}\n{json.dumps(plain)}"
    if symbolic:
        assert closed_numbers(one) == closed_numbers(other), f"{json.dumps(file)}\n{json.dumps(plain)}"
    return report


def check(seeds: range) -> None:
    complete = 0
    for seed in seeds:
        file = random_file(seed)
        report = compare(file, written_out(file))
        compare(file, written_out(file, inline=True), symbolic=False, findings=False)  # some are about blocks
        complete += report.totals.complete
    assert complete > len(seeds) * 2 // 3


def test_random_networks() -> None:
    check(range(200))


@pytest.mark.exhaustive
@pytest.mark.parametrize("start", range(200, 2400, 200))
def test_more_random_networks(start: int) -> None:
    check(range(start, start + 200))


def zoo_file(name: str) -> dict[str, Any]:
    """A file of the zoo with what it extends, laid over one another as the language says."""
    file: dict[str, Any] = yaml.safe_load((zoo_folder() / f"{name}.yaml").read_text(encoding="utf-8"))
    if "extends" in file:
        base = zoo_file(file.pop("extends").removesuffix(".yaml"))
        merged = {
            key: {**base.get(key, {}), **file.get(key, {})} for key in ("parameters", "blocks") if key in {**base, **file}
        }
        file = {**{key: value for key, value in base.items() if key not in ("expect", "budget")}, **file, **merged}
    return file


@pytest.mark.parametrize("name", zoo_names())
def test_the_zoo(name: str) -> None:
    file = zoo_file(name)
    plain = written_out(file)
    assert "repeat" not in json.dumps(plain)
    compare(file, plain)


CONV = "  - {conv: {filters: 4, kernel: 1}, name: c}\n"
JOIN = "{add: {a: [{conv: {filters: 4, kernel: 1}}], b: [relu]}"
HEAD = "input: 8x8x4\n"


def net(text: str) -> Report:
    return convcalc.analyze(convcalc.Source("net.yaml", HEAD + text))


@pytest.mark.parametrize(
    ("layers", "kept"),
    [
        (f"{CONV}  - {JOIN}, repeat: 3}}\n", 7168),
        (CONV + f"  - {JOIN}}}\n" * 3, 7168),
        ("  - conv: {filters: 1, kernel: 1}\n  - {concat: {a: [relu], b: [relu], d: [relu]}, repeat: 3}\n", 11008),
        (f"{CONV}  - {{multiply: {{a: [relu], b: [relu]}}, repeat: 3}}\n", 7168),
    ],
)
def test_what_pytorch_keeps_of_joins_in_a_row(layers: str, kept: int) -> None:
    """The bytes that PyTorch 2.14's autograd keeps of these networks, weights apart."""
    assert net("layers:\n" + layers).training().saved_bytes == kept


def test_a_million_copies_of_a_block_with_a_join() -> None:
    block = f"blocks:\n  B:\n    layers:\n      - {JOIN}, repeat: 2}}\nlayers:\n{CONV}"
    three, four = (net(block + "  - B: {}\n" * n) for n in (3, 4))
    million = net(block + "  - {B: {}, repeat: 1000000}\n")
    for count in (lambda r: r.totals.activations_bytes, lambda r: r.training().saved_bytes, lambda r: r.totals.macs):
        assert count(million) == count(three) + (count(four) - count(three)) * (10**6 - 3)
    peaks = {report.peak and report.peak.bytes for report in (three, four, million)}
    assert len(peaks) == 1
    assert None not in peaks
    assert len(million.tree) == 2  # all copies are counted together


@pytest.mark.parametrize(
    ("layer", "unread"),
    [
        ("{add: {a: [{tanh: , from: c}], b: [{relu: , from: c}]}, name: j, repeat: 3}", ["c_2", "j_1"]),
        ("{layers: [{tanh: , from: c}], name: g, repeat: 3}", ["c_2", "g_1/tanh_1"]),
        ("{layers: [{tanh: , from: c, name: t}, {relu: , from: c}], name: g, repeat: 3}", ["c_2", "g_1/t", "g_1/relu_1"]),
    ],
)
def test_copies_that_no_copy_reads(layer: str, unread: list[str]) -> None:
    """The second and third copy read the names around them alone, so that what the first gives is lost."""
    text = f"layers:\n{CONV}  - {{tanh: , name: c_2}}\n  - {layer}\n"
    assert [f.layer for f in net(text).findings if f.rule.name == "unread-output"] == unread


def test_what_all_copies_read_is_not_written_over() -> None:
    text = f"layers:\n{CONV}  - {{add: {{a: [{{relu: , from: c}}], b: []}}, from: input, repeat: 2, name: j}}\n"
    assert [row.shares_memory for row in net(text).rows if row.layer.kind == "relu"] == [False, False]
