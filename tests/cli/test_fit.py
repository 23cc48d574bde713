"""`convcalc fit` and `analyze --symbolic` as their user meets them."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

OPEN = "input: HxWx3\nlayers:\n  - conv: {filters: 8, kernel: 3, stride: 2}\n  - fc: 10\n"


def test_a_zoo_name(run: Run) -> None:
    result = run("fit", "alexnet")
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[0] == "227×227 fits: every window comes out even."
    assert lines[2] == "Every window comes out even at H = W = 32k + 3, at least 67."
    assert "195 below and 259 above today's 227" in lines[4]


def test_what_matters_comes_first(run: Run) -> None:
    """A network that says `rounding: floor` is not told off for what it allows."""
    assert run("fit", "resnet50").out.startswith("224×224: nothing real is lost.")
    assert "smallest change" not in run("fit", "resnet50").out
    assert run("fit", "squeezenet1_1").out.startswith("224×224 loses pixels: 1 window never sees the last pixels.")
    assert run("fit", "alexnet", "--input", "224x224x3").out.startswith("224×224 does not fit: 4 windows")


def test_accepting_less(run: Run) -> None:
    result = run("fit", "resnet50", "--accept", "padding-only", "--accept", "skipped")
    assert result.out.startswith("224×224 fits: every window fits as asked and all joins agree.\n")
    assert run("fit", "alexnet", "--accept", "nothing").code == 2


def test_json_is_the_contract(run: Run) -> None:
    data = json.loads(run("fit", "alexnet", "--format", "json").out)
    assert {key: data[key] for key in ("format", "name", "modulus", "remainders", "minimum", "current", "fits")} == {
        "format": 1, "name": "AlexNet", "modulus": 32, "remainders": [3], "minimum": 67, "current": 227, "fits": True,
    }  # fmt: skip
    assert data["sizes"] == list(range(67, 2 * 227 + 1, 32))
    data = json.loads(run("fit", "alexnet", "--input", "224x224x3", "--format", "json").out)
    assert (data["fits"], data["current"]) == (False, 224)
    assert data["uneven"][0]["layers"] == ["conv1"]
    assert [s["value"] for s in data["uneven"][0]["changes"]["kernel"]] == [8, 12]


SKIPS = "input: 64x64x3\nrounding: floor\nlayers: [{conv: {filters: 3, kernel: 3, stride: 2, padding: 1}}, {upsample: 2}, {add: [previous, input]}]\n"  # fmt: skip


def test_no_size_fits(run: Run) -> None:
    """Odd sizes fit the window, even ones the join; the exit code says so, and the answer what to accept."""
    result = run("fit", "-", text=SKIPS)
    assert result.code == 1
    assert "No size of H or W" in result.out
    assert (
        "With --accept padding-only every window is exact or padding-only and all joins agree at H = W = 2k," in result.out
    )
    data = run("fit", "-", "--format", "json", text=SKIPS)
    assert (data.code, json.loads(data.out)["minimum"]) == (1, None)
    suggestion_text = json.loads(data.out)["otherwise"]
    assert (suggestion_text["accepted"], suggestion_text["modulus"], suggestion_text["remainders"]) == (
        ["exact", "padding-only"],
        2,
        [0],
    )
    accepting = run("fit", "-", "--accept", "padding-only", text=SKIPS)
    assert (accepting.code, "No size" in accepting.out) == (0, False)
    assert "otherwise" not in json.loads(run("fit", "-", "--accept", "padding-only", "--format", "json", text=SKIPS).out)


def test_joins_that_agree_are_said(run: Run) -> None:
    assert "Every window comes out even and all joins agree at H = W = 16k + 12" in run("fit", "unet").out
    assert "joins" not in run("fit", "alexnet").out


def test_other_inputs(run: Run, tmp_path: Path) -> None:
    result = run("fit", "-", text=OPEN)
    assert (result.code, result.out.startswith("Every window comes out even at H = W = 2k + 1, at least 3.")) == (0, True)
    assert run("fit", "-", text="input: 10\nlayers: [{fc: 3}]\n").out.endswith(
        "reads a vector: there is no size to choose.\n"
    )
    broken = run("fit", "-", text="input: 8x8x3\nlayers:\n  - conv: {filters: 4, kernal: 3}\n")
    assert (broken.code, "conv has no parameter kernal" in broken.out) == (1, True)
    never = run("fit", "-", text="input: 8x8x3\nlayers:\n  - adaptive_avgpool: 2\n  - conv: {filters: 4, kernel: 3}\n")
    assert (never.code, "error[kernel-too-large]" in never.out) == (1, True)
    assert run("fit", "nowhere.yaml").code == 2
    (tmp_path / "nets").mkdir()
    (tmp_path / "nets" / "a.yaml").write_text(OPEN)
    folder = run("fit", "nets")
    assert (folder.code, folder.err) == (2, "error: nets: a folder; give one architecture\n")


def test_a_file_with_more_cases_than_are_looked_at(run: Run) -> None:
    layers = "\n".join(["  - conv: {filters: 1, kernel: 2, stride: 1000000, padding: same}"] * 3)
    result = run("fit", "-", text=f"input: 64x64x3\nrounding: floor\nlayers:\n{layers}\n")
    assert (result.code, result.out) == (2, "")
    assert "would have to be looked at" in result.err


def test_an_input_that_nobody_has(run: Run) -> None:
    huge = "9" * 300
    assert run("fit", "alexnet", "--input", f"{huge}x{huge}x3").code == 0
    assert len(json.loads(run("fit", "alexnet", "--input", f"{huge}x{huge}x3", "--format", "json").out)["sizes"]) == 10_000


@pytest.mark.parametrize("format", ["table", "json", "csv", "markdown"])
def test_closed_forms_in_every_format(run: Run, format: str) -> None:
    result = run("analyze", "alexnet", "--symbolic", "--format", format)
    assert result.code == 0
    assert "⌊(H − 19)/8⌋ + 1" in result.out
    assert "⌊(H − 67)/32⌋ + 1" in result.out
    assert run("analyze", "-", "--format", format, text=OPEN).code == 0


def test_columns_of_closed_forms(run: Run) -> None:
    result = run("analyze", "-", "--columns", "layer,output,memory,macs", text=OPEN)
    assert result.code == 0
    assert "216·(⌊(H − 3)/2⌋ + 1)·(⌊(W − 3)/2⌋ + 1)" in result.out
    for names in ("layer,output,params%,memory%,macs%,bytes,macs-exact,trainable,buffers,exact,kind,from,line,input",):
        for format in ("table", "csv", "markdown"):
            assert run("analyze", "alexnet", "--symbolic", "--columns", names, "--format", format).code == 0


def test_an_open_input_can_be_given(run: Run) -> None:
    assert "32×32×3" in run("analyze", "-", "--input", "32x32x3", text=OPEN).out
    assert run("fit", "-", "--input", "32x32x3", text=OPEN).out.startswith("32×32 does not fit: 1 window never sees")
    assert "HxWx3" not in run("analyze", "-", text=OPEN).out


def test_json_stays_json_for_a_file_that_is_not_right(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "net.yaml"
    for text in (
        "input: 9x9x3\nlayers: [relv]\n",
        "input: 9x9x3\nlayers:\n  - conv_transpose: {filters: 3, kernel: 3, padding: same}\n",
    ):
        file.write_text(text, encoding="utf-8")
        result = run("fit", str(file), "--format", "json")
        assert result.code == 1
        assert json.loads(result.out)["totals"] is None
        assert len(json.loads(result.out)["findings"]) == 1


def test_the_largest_batch(run: Run) -> None:
    """The sentence that it is for; the numbers are held to PyTorch's in tests/analysis/test_largest_batch.py."""
    result = run("fit", "resnet50", "--memory", "24GiB", "--training", "--optimizer", "adam")
    assert (result.code, result.err) == (0, "")
    first = "ResNet-50, 224×224×3 in float32: for training with Adam on the CPU, a batch of 295 fits in 24.0 GiB."
    lines = result.out.splitlines()
    assert lines[0] == first
    assert "  ⌊(25,769,803,776 − 409,337,472) / 85,909,504⌋ = 295" in lines
    assert (25_769_803_776 - 409_337_472) // 85_909_504 == 295
    assert lines[-1].startswith("Work spaces, fragmentation, gradients in flight")
    assert "512 would need 41.3 GiB" in result.out
    data = json.loads(
        run("fit", "resnet50", "--memory", "24GiB", "--training", "--optimizer", "adam", "--format", "json").out
    )
    assert data["batch"] == 295
    assert sum(data["constant"].values()) == data["constant_bytes"] == 409_337_472
    assert data["next_power_of_two"] == {"batch": 512, "bytes": 409_337_472 + 512 * 85_909_504}


@pytest.mark.parametrize("words", [("--training", "--optimizer", "momentum"), ()])
@pytest.mark.parametrize("network", ["resnet152", "vgg16", "m5"])
def test_the_largest_batch_fits_a_narrow_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, network: str, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = run("fit", network, "--memory", "8GiB", *words).out.splitlines()
    assert max(map(len, lines)) <= 80
    table = [line for line in lines if line.startswith("    ") and not line.startswith("     ")]
    assert len({len(line) for line in table}) == 1
    assert all(line.split()[-1] in ("B", "KiB", "MiB", "GiB") for line in table)


def test_half_the_bytes_are_not_mixed_precision(run: Run) -> None:
    words = ("fit", "resnet50", "--memory", "8GiB", "--training")
    assert "mixed precision holds more" in run(*words, "--dtype", "float16").out
    assert "mixed precision" not in run(*words).out


def test_not_one_image_fits(run: Run) -> None:
    result = run("fit", "vgg16", "--memory", "500MB")
    assert (result.code, result.err) == (1, "")
    assert "not even one image fits in 477 MiB" in result.out
    assert "A single image needs 552 MiB, 75.5 MiB more than there is." in result.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--training"], "--training is for the largest batch; give --memory too, such as --memory 8GiB"),
        (["--dtype", "float16"], "--dtype is for the largest batch; give --memory too, such as --memory 8GiB"),
        (["--memory", "8GiB", "--optimizer", "adam"], "--optimizer is for training; give --training too"),
        (["--memory", "8GiB", "--device", "cuda"], "--device is for training; give --training too"),
        (["--memory", "8GiB", "--accept", "skipped"], "--accept is for sizes of the input and does not go with --memory"),
        (["--memory", "8Q"], '--memory "8Q" is not an amount of memory; write a number with a unit, such as 8GiB, 500MB'),
        (["--memory", "24"], '--memory "24" is not an amount of memory; write a number with a unit'),
        (["--memory", "9" * 5_000], "is not an amount of memory"),
        (
            ["--memory", "8GiB", "--training", "--dtype", "int8"],
            "--dtype: int8 has no gradients; train in float64, float32, float16, bfloat16",
        ),
    ],
)
def test_memory_that_makes_no_sense(run: Run, words: list[str], says: str) -> None:
    result = run("fit", "alexnet", *words)
    assert result.code == 2
    assert says in result.err


def test_memory_for_an_input_that_is_open(run: Run, tmp_path: Path) -> None:
    (tmp_path / "net.yaml").write_text(OPEN)
    result = run("fit", str(tmp_path / "net.yaml"), "--memory", "8GiB")
    assert result.code == 2
    assert "leaves its input open; give one with --input, such as 224x224x3" in result.err
    assert run("fit", str(tmp_path / "net.yaml"), "--memory", "8GiB", "--input", "9x9x3").code == 0


def test_a_vector_that_becomes_a_volume(run: Run) -> None:
    """A vector has no side that could be unknown; what is made of it has."""
    result = run(
        "analyze", "-", "--symbolic", text="input: 12\nlayers: [{reshape: 2x3x2}, {conv: {filters: 3, kernel: 2}}]\n"
    )
    assert result.code == 0
    lines = [line.split() for line in result.out.splitlines()]
    assert lines[2] == ["layer", "operation", "height", "width", "channels", "params"]
    assert ["conv_1", "conv", "2×2,", "3", "1", "2", "3", "27"] in lines


def test_closed_forms_of_what_does_not_work_out(run: Run) -> None:
    result = run("analyze", "-", "--symbolic", text="input: 1\nlayers: [{adaptive_avgpool: 1}]\n")
    assert result.code == 1
    assert "adaptive_avgpool needs a volume with 1 to 3 spatial axes, and reads a vector of 1" in result.out
    assert "total               1 layer" in result.out


def test_sizes_that_are_assumed_are_said(run: Run) -> None:
    """The answer is that of the rounded-down network, which `analyze` calls an error too."""
    text = "input: 8x8x4\nlayers:\n  - conv: {filters: 4, kernel: 3, stride: 2}\n"
    result = run("fit", "-", "--memory", "1MiB", text=text)
    assert result.code == 1
    assert "a batch of" in result.out
    assert result.err == "note: sizes that do not come out even are rounded down; convcalc check <stdin> says which\n"
