"""The columns of operations: in tables, and for machines."""

import convcalc
from convcalc.arithmetic.operations import IN_WORDS
from convcalc.render.analysis import AnalysisOptions, Examined
from convcalc.render.table import csv
from convcalc.render.table.columns import COLUMNS, DEFAULT
from convcalc.render.table.terminal import table

NAMES = ("layer", *IN_WORDS.values(), "operations", "flops")
NET = "input: 4x6x3\nlayers:\n  - conv: {filters: 5, kernel: 3}\n  - relu\n  - {lrn: 5, repeat: 2}\n  - flatten\n"


def rows(text: str) -> dict[str, list[str]]:
    shown = table(convcalc.analyze(convcalc.Source("net.yaml", text)), AnalysisOptions(columns=NAMES))
    return {words[0]: words[1:] for line in shown.splitlines() if (words := line.split())}


def as_csv(text: str, options: AnalysisOptions) -> list[str]:
    source = convcalc.Source("net.yaml", text)
    return csv.render([Examined(source, convcalc.analyze(source), ())], options).splitlines()


def test_cells() -> None:
    cells = rows(NET)
    # 2·4·5 numbers: 40 biases and 40·27 MACs; two norms of 5 adds, 6 multiplies, a division and a power each
    assert cells["conv_1"] == ["40", "40", "2,200"]
    assert cells["relu_1"] == ["40", "40", "40"]
    assert cells["lrn_1…2"] == ["400", "480", "80", "80", "1,040", "1,040"]
    assert cells["flatten_1"] == []
    assert cells["total"] == ["440", "480", "40", "80", "80", "1,120", "3,280"]


def test_cells_for_machines() -> None:
    assert as_csv(NET, AnalysisOptions(columns=NAMES)) == [
        "layer,adds,multiplies,comparisons,divisions,exponentials,operations,flops",
        "conv_1,40,0,0,0,0,40,2200",
        "relu_1,0,0,40,0,0,40,40",
        "lrn_1,200,240,0,40,40,520,520",
        "lrn_2,200,240,0,40,40,520,520",
        "flatten_1,0,0,0,0,0,0,0",
    ]


def test_unknown() -> None:
    text = "input: 5x5x3\nlayers:\n  - relu\n  - conv: {filters: 8, kernel: 7}\n"
    assert rows(text)["conv_1"] == ["?"] * 7
    assert rows(text)["total"] == ["≥", "0", "≥", "0", "≥", "75", "≥", "0", "≥", "0", "≥", "75", "≥", "75"]
    assert as_csv(text, AnalysisOptions(columns=NAMES))[2] == "conv_1,,,,,,,"


def test_closed_forms_have_them_too() -> None:
    report = convcalc.closed_forms(convcalc.Source("net.yaml", NET)).report
    total = COLUMNS["comparisons"].total(report)
    assert total == "5·(H − 2)·(W − 2)"


def test_the_default_table_speaks_of_macs_only() -> None:
    assert set(NAMES) & set(DEFAULT) == {"layer"}
