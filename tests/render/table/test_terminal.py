"""The look of the table, as golden files; the numbers in them are proved elsewhere."""

from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

import convcalc
from convcalc.render.analysis import AnalysisOptions
from convcalc.render.paint import ansi
from convcalc.render.table.columns import COLUMNS
from convcalc.render.table.layout import NARROWEST_LAYER, NARROWEST_OPERATION
from convcalc.render.table.terminal import table

GOLDEN = Path(__file__).parents[1] / "golden"

MISFITS = """\
name: Misfits
input: 12x13x3
layers:
  - {conv: {filters: 4, kernel: 3, stride: 2}, name: strict_on_one_axis}
  - {maxpool: {kernel: 2, stride: 3}, rounding: floor}
  - {conv: {filters: 4, kernel: 2, stride: 3, padding: 1}, rounding: floor}
  - {maxpool: 2, rounding: ceil}
  - conv: {filters: 8, kernel: 3, dilation: 2}
    name: too_large
  - relu
  - fc: 10
"""


@pytest.mark.parametrize("width", [80, 120, 160, None])
@pytest.mark.parametrize("name", ["alexnet", "vgg16"])
def test_zoo(name: str, width: int | None, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / f"{name}-{width or 'piped'}.txt", table(convcalc.analyze(name), AnalysisOptions(width=width)) + "\n")


@pytest.mark.parametrize("width", [60, 100])
def test_misfits(width: int, golden: Callable[[Path, str], None]) -> None:
    report = convcalc.analyze(convcalc.Source("misfits.yaml", MISFITS))
    golden(GOLDEN / f"misfits-{width}.txt", table(report, AnalysisOptions(width=width)) + "\n")


def test_colours(golden: Callable[[Path, str], None]) -> None:
    report = convcalc.analyze(convcalc.Source("misfits.yaml", MISFITS))
    golden(GOLDEN / "misfits-colours.txt", table(report, AnalysisOptions(width=100, paint=ansi)) + "\n")


@pytest.mark.parametrize("width", [*range(42, 200, 7), None])
def test_nothing_is_wider_than_the_terminal(width: int | None) -> None:
    for name in ("alexnet", "vgg16", "alexnet_torchvision"):
        lines = table(convcalc.analyze(name), AnalysisOptions(width=width)).splitlines()
        assert max(map(cell_len, lines)) <= (width or 130)


def test_without_colours_there_are_no_codes() -> None:
    assert "\x1b" not in table(convcalc.analyze("alexnet"))


def test_every_column_can_be_shown() -> None:
    report = convcalc.analyze("alexnet")
    for name, column in COLUMNS.items():
        lines = table(report, AnalysisOptions(columns=("layer", name) if name != "layer" else ("layer",))).splitlines()
        assert column.title in lines[lines.index("") + 1]


def test_a_narrow_table_keeps_its_names_readable() -> None:
    assert NARROWEST_LAYER >= 8
    assert NARROWEST_OPERATION >= 12


def test_where_nothing_fits_columns_go_and_no_number_is_cut() -> None:
    text = table(convcalc.analyze("alexnet"), AnalysisOptions(width=42))
    assert "37,752,832" in text
    assert "MACs" not in text.splitlines()[3]
    assert "left out for lack of room: operation,\n memory, MACs" in text


def test_a_long_name_is_cut_and_not_wrapped() -> None:
    name = "a" * 200
    source = convcalc.Source("long.yaml", f"input: 8\nlayers:\n  - {{fc: 3, name: {name}}}\n")
    lines = table(convcalc.analyze(source), AnalysisOptions(width=80)).splitlines()
    assert max(map(cell_len, lines)) <= 80
    assert any("…" in line for line in lines)


def test_many_outputs_are_counted() -> None:
    lines = table(convcalc.analyze("retinanet_resnet50_fpn")).splitlines()
    assert lines[0].startswith("RetinaNet R-50-FPN  800×800×3 → 10 outputs ")
    assert next(line for line in lines if line.startswith(" total")).split()[3:5] == ["10", "outputs"]


def test_two_outputs_are_written_out() -> None:
    text = "input: 8x8x3\nlayers: [{relu: , name: a}, {maxpool: 2, name: b}]\noutputs: [a, b]\n"
    lines = table(convcalc.analyze(convcalc.Source("two.yaml", text))).splitlines()
    assert lines[0].split()[1:5] == ["8×8×3", "→", "8×8×3,", "4×4×3"]
