"""`analyze --sort` and `--training` as their user meets them."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_sorted_by_parameters(run: Run) -> None:
    result = run("analyze", "alexnet", "--sort", "params")
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert [line.split()[0] for line in lines[4:8]] == ["fc6", "fc7", "fc8", "conv3"]
    assert "params%" in lines[2]
    # by hand: 37,752,832 of 60,965,224; 2·55²·96 + 27²·256 of 1,413,347 values; 223,948,800 + 149,520,384 of 724,406,816
    words = "fc6 holds 62 % of the parameters; conv1, norm1 and conv2 hold 54 % of the activations; "
    assert words + "conv2 and conv3 hold 52 % of the MACs" in lines[-1]


def test_nothing_that_matters(run: Run) -> None:
    """VGG-16 has five layers of 12 % of the MACs each, so none of them is named."""
    assert "no line holds more than 12 % of the MACs" in run("analyze", "vgg16", "--sort", "macs").out


def test_sorted_as_csv_and_markdown(run: Run) -> None:
    rows = run("analyze", "alexnet", "--sort", "macs", "--format", "csv").out.splitlines()
    assert rows[0].endswith("bytes,macs-exact")  # exact numbers, and no shares in words
    assert [row.split(",")[0] for row in rows[1:3]] == ["conv2", "conv3"]
    out = run("analyze", "alexnet", "--sort", "macs", "--format", "markdown", "--training").out
    assert "| conv2 | conv 5×5, 256, pad 2, groups 2 |" in out.splitlines()[7]
    assert "fc6 holds 62 % of the parameters" in out
    assert "Training a batch of 1 with SGD on the CPU needs" in out


def test_columns_that_were_chosen_stay(run: Run) -> None:
    out = run("analyze", "alexnet", "--sort", "macs", "--columns", "layer,output").out
    assert out.splitlines()[3].split() == ["layer", "output"]


def test_the_peak_stands_with_the_memory(run: Run) -> None:
    # conv1's and the norm's 55×55×96 numbers of 4 bytes
    says = "at most 2.22 MiB in use at once while inferring, at norm1: conv1 1.11 MiB, norm1 1.11 MiB"
    assert says in run("analyze", "alexnet").out
    assert says not in run("analyze", "alexnet", "--columns", "layer,params").out


def test_training(run: Run) -> None:
    out = run("analyze", "alexnet_torchvision", "--batch", "2", "--training", "--optimizer", "adam").out
    # 7,482,368 bytes: measured, tests/reference/autograd_saved_bytes.json; 61,100,840 parameters: torchvision
    says = "needs 939 MiB: parameters 233 MiB, gradients 233 MiB, the state of Adam 466 MiB, kept for the backward pass 7.14 MiB."
    assert says in out
    assert (4 * 4 * 61_100_840 + 7_482_368) // 2**20 == 939
    assert "gradients in flight" in out
    words = [
        "analyze",
        "alexnet_torchvision",
        "--format",
        "json",
        "--training",
        "--optimizer",
        "momentum",
        "--device",
        "cuda",
    ]
    found = json.loads(run(*words).out)["totals"]["memory"]["training"]
    assert (found["device"], found["optimizer"], found["optimizer_bytes"]) == ("cuda", "momentum", 4 * 61_100_840)


def test_training_of_what_learns_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "net.yaml").write_text("input: 8x8x3\nlayers: [relu]\n")
    assert "with SGD on the CPU needs 0 B: nothing is learned.\n" in run("analyze", "net.yaml", "--training").out


def test_training_of_what_does_not_work_out(run: Run) -> None:
    result = run("analyze", "-", "--training", text="input: 5x5x3\nlayers:\n  - conv: {filters: 8, kernel: 7}\n")
    assert result.code == 1
    assert "what it needs is not known, since the network does not work out." in result.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--symbolic", "--sort", "macs"], "--sort needs numbers and does not go with --symbolic"),
        (["--symbolic", "--training"], "--training needs numbers and does not go with --symbolic"),
        (
            ["--sort", "macs", "--format", "json"],
            "--sort is for tables, CSV and Markdown; JSON keeps the order of the network",
        ),
        (["--training", "--format", "csv"], "--training is for tables, JSON and Markdown; CSV has numbers of layers only"),
        (["--optimizer", "adam"], "--optimizer is for training; give --training too"),
    ],
)
def test_what_does_not_go_together(run: Run, words: list[str], says: str) -> None:
    result = run("analyze", "alexnet", *words)
    assert (result.code, result.out) == (2, "")
    assert says in result.err


@pytest.mark.parametrize("word", [("--sort", "params"), ("--training",)])
def test_inputs_that_are_open(run: Run, word: tuple[str, ...]) -> None:
    result = run("analyze", "-", *word, text="input: HxWx3\nlayers: [{conv: {filters: 8, kernel: 7}}]\n")
    assert result.code == 2
    assert f"{word[0]}: <stdin> leaves its input open; give one with --input" in result.err


def test_training_without_gradients(run: Run) -> None:
    says = "Training a batch of 1 with SGD on the CPU is not possible: int8 has no gradients."
    assert says in run("analyze", "lenet5", "--training", "--dtype", "int8").out
    training = json.loads(run("analyze", "lenet5", "--dtype", "int8", "--format", "json").out)["totals"]["memory"][
        "training"
    ]
    assert training["saved_bytes"] is training["total_bytes"] is None
    text = "input: 8x8x4\ndtype: int8\nlayers: [relu]\nbudget: {training: 1KiB}\n"
    result = run("check", "-", text=text)
    assert result.code == 1
    assert "the budget of 1KiB is for training, and int8 has no gradients" in result.out
