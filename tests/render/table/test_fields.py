"""Receptive fields as cells and remarks."""

import pytest

import convcalc
from convcalc.analysis import receptive
from convcalc.render.analysis import AnalysisOptions, Examined
from convcalc.render.table import csv
from convcalc.render.table.terminal import table

COLUMNS = ("layer", "field", "field-stride", "field-padding", "field-center")


def rows(text: str, columns: tuple[str, ...] = COLUMNS) -> list[list[str]]:
    report = convcalc.analyze(convcalc.Source("net.yaml", f"rounding: floor\n{text}"))
    return [line.split() for line in table(report, AnalysisOptions(columns=columns)).splitlines()]


def as_csv(text: str) -> list[str]:
    source = convcalc.Source("net.yaml", f"rounding: floor\n{text}")
    return csv.render([Examined(source, convcalc.analyze(source), ())], AnalysisOptions(columns=COLUMNS)).splitlines()[1:]


TALL = "input: 20x9x2\nlayers:\n  - crop: {top: 2}\n  - conv: {filters: 2, kernel: 3x2, stride: 2x1}\n  - upsample: 3\n  - adaptive_avgpool: 1x8\n  - fc: 3\n"


def test_cells() -> None:
    cells = {row[0]: row[1:] for row in rows(TALL) if row}
    assert cells["crop_1"] == ["1×1", "1", "−2×0", "2×0"]
    assert cells["conv_1"] == ["3×2", "2×1", "−2×0", "3×1/2"]
    assert cells["upsample_1"] == ["3×2", "2/3×1/3", "−2×0", "3×1/2"]
    assert cells["adaptive_avgpool_1"] == ["all×2", "all×1", "all×0", "all×1/2"]
    assert cells["fc_1"] == ["all"]


def test_cells_for_machines() -> None:
    assert as_csv(TALL) == [
        "crop_1,1x1,1x1,-2x0,2x0",
        "conv_1,3x2,2x1,-2x0,3x1/2",
        "upsample_1,3x2,2/3x1/3,-2x0,3x1/2",
        "adaptive_avgpool_1,20x2,x1,x0,x1/2",
        "fc_1,20x9,,,",
    ]


def test_several_inputs_are_named() -> None:
    text = "inputs: {a: 9x2, b: 9x2}\nlayers:\n  - {conv: {filters: 2, kernel: 3, padding: 1}, name: c, from: a}\n  - add: [c, b]\n"
    assert ["add_1", "a", "3,", "b", "1", "a", "1,", "b", "1"] in rows(text, ("layer", "field", "field-stride"))
    assert as_csv(text)[1] == "add_1,a=3 b=1,a=1 b=1,a=1 b=0,a=0 b=0"


def test_unknown() -> None:
    assert ["conv_1", "?", "?", "?", "?"] in rows("input: 5x5x3\nlayers:\n  - conv: {filters: 8, kernel: 7}\n")
    assert ["upsample_1", "?", "?", "?", "?"] in rows("input: 5x3\nlayers:\n  - upsample: 20000\n")


def test_folded_lines_show_the_field_of_their_output() -> None:
    report = convcalc.analyze("resnet50")
    text = table(report, AnalysisOptions(columns=("layer", "field")))
    assert ["conv5_2…3", "427×427"] in [line.split() for line in text.splitlines()]
    assert "from conv5_1 on the receptive fields of 3 lines are larger than the image" not in text
    assert "from conv4_2…6 on the receptive fields of 3 lines are larger than the image, whose border cuts them" in text
    opened = table(report, AnalysisOptions(columns=("layer", "field"), depth=2))
    assert "conv5_2…3/add_1" in opened


def test_remarks() -> None:
    text = table(convcalc.analyze("efficientnet_b0"), AnalysisOptions(columns=("layer", "field")))
    assert "the fields leave gates out of account, 1×1 volumes that multiply a larger one" in text
    report = convcalc.analyze(
        convcalc.Source("net.yaml", "input: 9x2\nlayers:\n  - conv: {filters: 2, kernel: 11, padding: 2}\n")
    )
    assert "the receptive field of conv_1 is larger than the image, whose border cuts it" in table(
        report, AnalysisOptions(columns=("layer", "field"))
    )
    assert "receptive" not in table(report, AnalysisOptions(columns=("layer", "output")))


def test_computed_for_those_who_look_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(receptive._FieldWalk, "layers", never)
    assert "conv1" in table(convcalc.analyze("alexnet"))
    with pytest.raises(AssertionError):
        table(convcalc.analyze("alexnet"), AnalysisOptions(columns=("layer", "field")))
