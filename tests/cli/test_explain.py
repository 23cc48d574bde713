"""`convcalc explain` as its user meets it."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

TINY = "input: 8x8x3\nlayers:\n  - conv: {filters: 4, kernel: 3}\n    name: first\n  - relu\n  - fc: 10\n"


def test_a_layer(run: Run) -> None:
    result = run("explain", "alexnet", "conv1")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("conv1: conv 11×11/4, 96\n")
    assert "  K·(F·F·C + 1) = 96·(11·11·3 + 1) = 34,944\n" in result.out


def test_a_whole_small_network(run: Run) -> None:
    result = run("explain", "-", text=TINY)
    assert result.code == 0
    assert [line for line in result.out.splitlines() if line.startswith(("first", "relu", "fc"))] == [
        "first: conv 3×3, 4",
        "relu_1: relu",
        "fc_1: fc 10",
    ]


def test_options_are_those_of_analyze(run: Run) -> None:
    words = ("--input", "16x16x3", "--batch", "2", "--dtype", "int8", "--rounding", "floor", "--limit", "depth=50")
    result = run("explain", "-", "first", *words, text=TINY)
    assert "H′·W′·K·batch·bytes = 14·14·4·2·1 = 1,568 bytes ≈ 1.53 KiB" in result.out
    result = run("explain", "vgg16", "fc8", "--set", "classes=7")
    assert "C′ = K = 7" in result.out


def test_a_wrong_name(run: Run) -> None:
    result = run("explain", "alexnet", "convv1")
    assert (result.code, result.out) == (2, "")
    assert result.err == "error: there is no layer convv1 in AlexNet; did you mean conv1?\n"


def test_a_long_network_wants_a_name(run: Run) -> None:
    result = run("explain", "resnet152")
    assert (result.code, result.out) == (2, "")
    assert "at most 40 are explained in one go; name one: conv1, " in result.err


def test_what_does_not_fit(run: Run) -> None:
    result = run("explain", "alexnet", "conv1", "--input", "224x224x3")
    assert result.code == 1
    assert "54.25, not whole! A framework would round down to 54" in result.out
    assert "✗ lost: behind the last window" in result.out


def test_an_open_input_needs_a_size(run: Run) -> None:
    text = TINY.replace("8x8x3", "HxWx3")
    result = run("explain", "-", "first", text=text)
    assert (result.code, result.out) == (2, "")
    assert "--input" in result.err
    assert run("explain", "-", "first", "--input", "8x8x3", text=text).code == 0


def test_a_file_that_is_not_right(run: Run) -> None:
    result = run("explain", "-", text=TINY.replace("kernel", "kernal"))
    assert (result.code, "error[unknown-key]" in result.out) == (1, True)


def test_what_cannot_be_read(run: Run, tmp_path: Path) -> None:
    assert run("explain", "nowhere").code == 2
    (tmp_path / "a.yaml").write_text(TINY)
    assert run("explain", ".").err == "error: .: a folder; give one architecture\n"
    assert run("explain", "alexnet", "--batch", "0").code == 2


def test_json(run: Run) -> None:
    result = run("explain", "alexnet", "pool1", "--format", "json")
    (layer,) = json.loads(result.out)["layers"]
    assert (layer["name"], layer["params"], layer["reads"][0]["from"]) == ("pool1", None, "norm1")
    assert layer["size"][0]["formula"] == "(W − F + 2P)/S + 1"
    assert layer["receptive_field"][0]["working"]["size"]["numbers"] == "11 + (3 − 1)·4"


def test_every_layer_of_the_zoo_is_explained_in_all_formats(run: Run) -> None:
    for name in ("lenet5", "dcgan_generator", "m5"):
        for format in ("text", "json", "markdown"):
            assert run("explain", name, "--format", format).code == 0


@pytest.mark.parametrize("columns", ["80", "120"])
def test_no_line_is_wider_than_the_terminal(run: Run, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for name in ("lenet5", "alexnet"):
        assert max(map(len, run("explain", name).out.splitlines())) <= int(columns)


def test_colours_change_no_letter(run: Run) -> None:
    import re

    coloured = run("explain", "alexnet", "conv1", "--input", "224x224x3", "--color", "always").out
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == run("explain", "alexnet", "conv1", "--input", "224x224x3").out


def test_a_terminal_that_knows_no_such_characters(process: Run) -> None:
    result = process("explain", "alexnet", "conv1", "--input", "224x224x3", PYTHONIOENCODING="ascii")
    assert result.out.isascii()
    assert "W' = (W - F + 2P)/S + 1\n     = (224 - 11 + 2*0)/4 + 1\n     = 54.25, not whole!" in result.out
    assert "?" not in result.out


@pytest.mark.parametrize(
    ("name", "first"),
    [("conv4_2…6/add_1/main/conv_1", "conv4_2/add_1/main/conv_1"), ("conv2_2…3", "conv2_2/add_1/main/conv_1")],
)
def test_a_name_as_a_table_folds_it(run: Run, name: str, first: str) -> None:
    """It stands for copies that are alike, and the first is explained."""
    assert run("explain", "resnet50", name).out.startswith(f"{first}: ")


def test_the_name_of_several_copies_means_the_last(run: Run) -> None:
    text = "input: 8x8x4\nlayers:\n  - {conv: {filters: 4, kernel: 3}, name: c, repeat: 3}\n"
    assert run("explain", "-", "c", text=text).out.startswith("c_3: ")


def test_a_bias_that_is_not_there_is_not_claimed(run: Run) -> None:
    text = "input: 8x8x4\nlayers:\n  - conv: {filters: 4, kernel: 3, bias: false}\n"
    words = " ".join(run("explain", "-", "conv_1", text=text).out.split())
    assert "and, if there is one, a bias a filter." in words
