"""`convcalc check` as its user meets it."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

WINDOW = """\
  W = 7, F = 3, S = 3, P = 0

  (W − F + 2P)/S + 1 = (7 − 3 + 2·0)/3 + 1
                     = 7/3 ≈ 2.33   does not fit

  grade input-lost: pixels after the last window are never seen.
  A framework floors this without a word: 2 positions; 1 of 7 columns is never seen.

  pixels    111111✗
  window 1  ■■■
  window 2     ■■■
  a digit is how many windows see the pixel; ✗ lost: behind the last window

  fits with (one change at a time, → positions)
    stride   1 → 5, 2 → 3, 4 → 2
    padding  1 → 3
    kernel   1 → 3, 4 → 2, 7 → 1
    input    3 → 1, 6 → 2, 9 → 3, 12 → 4
"""


def test_the_lectures_window(run: Run) -> None:
    # CS231n 2017, lecture 5: "7x7 input, 3x3 filter, stride 3: doesn't fit!", (7 − 3)/3 + 1 = 2.33
    result = run("check", "--stride", "3", "--input", "7")
    assert (result.code, result.out, result.err) == (1, WINDOW, "")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--input", "7"], 0, "= 5   fits"),
        (["--input", "7", "--stride", "3", "--rounding", "floor"], 0, "is rounded"),
        (["--input", "28", "--stride", "2", "--rounding", "ceil"], 0, "Rounding up: 14 positions; the last window hangs over the edge of 28 columns."),
        (["--input", "5", "--kernel", "7"], 1, "impossible: the kernel spans 7 pixels, and the padded input has 5."),
        (["--input", "56", "--kernel", "1", "--stride", "2"], 1, "28 pixels lie in gaps that no window touches."),
        (["--input", "7x9", "--stride", "3"], 1, "height\n"),
        (["--input", "32", "--kernel", "5", "--padding", "half"], 0, "P = 2"),
        (["--input", "32", "--kernel", "4", "--padding", "same"], 0, "P₁ = 1, P₂ = 2"),
        (["--input", "4", "--kernel", "2", "--padding", "2", "--rounding", "ceil"], 0, "6 positions: one more would start in the padding behind the image."),
        (["--input", "10", "--dilation", "2", "--padding", "2"], 0, "(W − (D·(F − 1) + 1) + 2P)/S + 1"),
    ],
)  # fmt: skip
def test_windows(run: Run, words: list[str], code: int, says: str) -> None:
    result = run("check", *words)
    assert result.code == code
    assert says in result.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "error: nothing to check: give files, folders or zoo names, or a window with --input, such as --stride 3 --input 7\n"),
        (["--stride", "3"], "error: nothing to check: give files, folders or zoo names, or a window with --input, such as --stride 3 --input 7\n"),
        (["--stride", "0", "--input", "7"], "error: --stride: must be at least 1, and is 0\n"),
        (["--input", "seven"], "error: --input \"seven\" is not a size; write a number such as 7, or one for each axis, 7x9\n"),
        (["--input", "7", "--padding", "-1"], "error: --padding \"-1\" is not a size; write a number such as 7, or one for each axis, 7x9, or half, same or valid\n"),
        (["--input", "7", "--rounding", "up"], "error: --rounding: there is no up; known are strict, floor, ceil\n"),
        (["--input", "7x7x7x7x7"], "error: --input: a window has at most 3 axes, and here are 5\n"),
        (["alexnet", "--stride", "3"], "error: --stride is for one window and does not go with files; leave out one of the two\n"),
        (["--input", "7", "--set", "a=3"], "error: --set is for files; a window has no parameters\n"),
        (["--input", "9" * 500], "error: --input is longer than 400 characters\n"),
    ],
)  # fmt: skip
def test_bad_usage(run: Run, words: list[str], message: str) -> None:
    result = run("check", *words)
    assert (result.code, result.out, result.err) == (2, "", message)


def test_one_window_as_json(run: Run) -> None:
    result = run("check", "--stride", "7", "--input", str(10**30), "--format", "json")
    (axis,) = json.loads(result.out)["axes"]
    assert (axis["exact"], axis["size"]) == (f"{10**30 + 4}/7", (10**30 - 3) // 7 + 1)


def test_the_zoo_is_fine(run: Run) -> None:
    result = run("check", "alexnet", "vgg16")
    assert (result.code, result.out) == (0, "2 architectures checked, nothing found.\n")


def test_alexnet_at_the_papers_224(run: Run) -> None:
    result = run("check", "alexnet", "--input", "224x224x3")
    assert result.code == 1
    assert (
        "error[non-integer-stride]: conv1 does not come out even: 1 of 224 rows and 1 of 224 columns are never seen"
        in result.out
    )
    assert "= height and width: (224 − 11 + 2·0)/4 + 1 = 54.25" in result.out


def test_all_errors_of_all_files(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("input: 9x9x3\nlayers:\n  - conv: {filters: 8, kernal: 3}\n  - relv\n")
    (tmp_path / "good.yaml").write_text("input: 9x9x3\nlayers: [relu]\n")
    (tmp_path / "worse.yaml").write_text("input: 9x9x3\nlayers:\n  - conv: {filters: 8, kernel: 10}\n")
    result = run("check", ".")
    assert result.code == 1
    places = [line.split()[1] for line in result.out.splitlines() if "-->" in line]
    assert places == ["bad.yaml:3:24", "bad.yaml:4:5", "worse.yaml:3:32"]
    assert result.out.endswith("3 architectures checked: 3 errors.\n")


def test_files_as_json(run: Run) -> None:
    result = run("check", "-", "--format", "json", text="input: 9x9x3\nlayers: [relv]\n")
    data = json.loads(result.out)
    assert (data["files"], data["findings"][0]["name"]) == (1, "unknown-kind")


def test_notes_and_warnings_do_not_fail(run: Run) -> None:
    text = "input: 8x8x3\nrounding: floor\nlayers:\n  - conv: {filters: 4, kernel: 3, stride: 2}\n"
    result = run("check", "-", text=text)
    assert result.code == 0
    assert "warning[input-lost]" in result.out
