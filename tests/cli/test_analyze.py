"""`convcalc analyze` as its user meets it."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

TINY = "input: 8x8x3\nlayers:\n  - conv: {filters: 4, kernel: 3}\n"
WRONG = "input: 8x8x3\nlayers:\n  - conv: {filters: 4, kernal: 3}\n"
MISFIT = "input: 8x8x3\nlayers:\n  - conv: {filters: 4, kernel: 3, stride: 2}\n"


def test_a_zoo_name(run: Run) -> None:
    result = run("analyze", "alexnet")
    assert result.code == 0
    assert result.out.startswith("AlexNet  227×227×3 → 1000")
    assert "60,965,224" in result.out
    assert result.err == ""


def test_a_file_that_is_not_here_but_in_the_zoo(run: Run) -> None:
    result = run("analyze", "alexnet.yaml")
    assert (result.code, result.err) == (0, "note: alexnet.yaml is not a file here; this is the zoo's alexnet\n")


def test_a_path_wins_over_the_zoo(run: Run, tmp_path: Path) -> None:
    (tmp_path / "alexnet.yaml").write_text(TINY)
    result = run("analyze", "alexnet.yaml", "--format", "json")
    assert json.loads(result.out)["totals"]["params"] == 4 * 28
    assert result.err == ""


def test_standard_input(run: Run) -> None:
    result = run("analyze", "-", text=TINY)
    assert (result.code, "6×6×4" in result.out) == (0, True)


def test_a_folder_and_several(run: Run, tmp_path: Path) -> None:
    for name in ("b.yaml", "sub/a.yml", ".hidden/c.yaml", "d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TINY)
    result = run("analyze", ".", "--format", "json")
    assert [report["file"] for report in json.loads(result.out)] == ["b.yaml", "sub/a.yml"]
    result = run("analyze", "b.yaml", "alexnet", "--format", "json")
    assert [report["name"] for report in json.loads(result.out)] == ["b", "AlexNet"]


def test_one_file_of_a_folder_is_still_a_list(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(TINY)
    assert isinstance(json.loads(run("analyze", ".", "--format", "json").out), list)


def test_options(run: Run) -> None:
    result = run(
        "analyze",
        "vgg16",
        "--input",
        "32x32x3",
        "--batch",
        "8",
        "--dtype",
        "float16",
        "--set",
        "batchnorm=true",
        "--set",
        "classes=10",
        "--format",
        "json",
    )
    report = json.loads(result.out)
    assert (report["inputs"]["input"]["size"], report["batch"], report["dtype"]) == ([32, 32], 8, "float16")
    assert report["outputs"]["fc8"]["channels"] == 10
    assert report["totals"]["buffers"] == 2 * 4224
    assert [f["name"] for f in report["findings"]] == ["expect-suspended"]


def test_a_misfit_is_an_error_and_floor_makes_it_none(run: Run) -> None:
    result = run("analyze", "-", text=MISFIT)
    assert result.code == 1
    assert "(8 − 3 + 2·0)/2 + 1 = 3.5" in result.out
    assert "✗ conv_1 does not come out even: 1 of 8 rows and 1 of 8 columns are never seen (line 3)" in result.out
    assert "it comes out even with stride 1; kernel 2 or 4; input 7 or 9" in result.out
    assert run("analyze", "-", "--rounding", "floor", text=MISFIT).code == 0


def test_a_file_that_is_not_right(run: Run) -> None:
    result = run("analyze", "-", text=WRONG)
    assert result.code == 1
    assert "error[unknown-key]: conv has no parameter kernal\n --> <stdin>:3:24" in result.out
    report = json.loads(run("analyze", "-", "--format", "json", text=WRONG).out)
    assert (report["layers"], report["totals"], report["findings"][0]["line"]) == ([], None, 3)


def test_columns(run: Run) -> None:
    lines = run("analyze", "-", "--columns", "layer,exact,params%,macs-exact", text=MISFIT).out.splitlines()
    lines = lines[lines.index("") :]
    assert lines[1].split() == ["layer", "exact", "params%", "MACs"]
    assert lines[3].split() == ["conv_1", "3.5×3.5", "100", "%", "972"]


def test_csv_says_errors_beside_the_numbers(run: Run) -> None:
    result = run("analyze", "-", "--format", "csv", text=WRONG)
    assert result.code == 1
    assert result.err == "<stdin>:3:24: error[unknown-key] conv has no parameter kernal\n"


def test_the_ending_of_the_output_chooses_the_format(run: Run, tmp_path: Path) -> None:
    for ending, begins in (("csv", "layer,"), ("MD", "### "), ("json", "{"), ("txt", "AlexNet")):
        assert run("analyze", "alexnet", "-o", f"out.{ending}").code == 0
        assert (tmp_path / f"out.{ending}").read_text(encoding="utf-8").startswith(begins)


def test_output_to_a_file(run: Run, tmp_path: Path) -> None:
    result = run("analyze", "alexnet", "-o", "table.txt")
    assert (result.code, result.out) == (0, "")
    assert (tmp_path / "table.txt").read_text(encoding="utf-8").startswith("AlexNet")
    assert [p.name for p in tmp_path.iterdir()] == ["table.txt"]
    assert run("analyze", "alexnet", "--format", "json", "-o", "table.txt").code == 0
    assert json.loads((tmp_path / "table.txt").read_text(encoding="utf-8"))["name"] == "AlexNet"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("no-such.yaml",), "error: no-such.yaml: no such file or folder, and no network of that name in the zoo; convcalc list shows the zoo\n"),
        (("alexnett",), "error: alexnett: no such file or folder, and no network of that name in the zoo; did you mean alexnet?\n"),
        (("alexnet", "--set", "clases=10"), "has no parameter clases; did you mean classes?\n"),
        (("alexnet", "--set", "classes"), "error: --set classes: write NAME=VALUE, such as --set classes=10\n"),
        (("alexnet", "--input", "3y"), 'error: --input: "3y" is not a size; write height x width x channels, such as 227x227x3\n'),
        (("alexnet", "--input", "２２４"), 'error: --input: "２２４" is not a size; write height x width x channels, such as 227x227x3\n'),
        (("alexnet", "--batch", "0"), "error: --batch: must be at least 1, and is 0\n"),
        (("alexnet", "--dtype", "float31"), "error: --dtype: there is no float31; did you mean float32?\n"),
        (("alexnet", "--rounding", "flor"), "error: --rounding: there is no flor; did you mean floor?\n"),
        (("alexnet", "--columns", "layer,parms"), "error: --columns: there is no column \"parms\"; did you mean params?\n"),
        (("alexnet", "-o", "no/such/folder"), "no/such/folder: cannot be written: No such file or directory\n"),
        ((".",), "error: .: no .yaml or .yml file in this folder\n"),
    ],
)  # fmt: skip
def test_bad_usage_and_unreadable_input(run: Run, words: tuple[str, ...], message: str) -> None:
    result = run("analyze", *words)
    assert result.code == 2
    assert result.err.endswith(message)
    assert result.out == ""


def test_one_unreadable_file_does_not_hide_the_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes("name: caf\xe9\n".encode("latin-1"))
    (tmp_path / "good.yaml").write_text(TINY)
    result = run("analyze", ".")
    assert result.code == 2
    assert result.err == "error: latin.yaml: not UTF-8 text (byte 0xe9 in line 1)\n"
    assert "6×6×4" in result.out


def test_piped_output_has_no_colours_and_is_not_squeezed(process: Run) -> None:
    result = process("analyze", "alexnet")
    assert "\x1b" not in result.out
    assert max(map(len, result.out.splitlines())) > 100
    assert "conv 5×5, 256, pad 2, groups 2" in result.out


def test_columns_of_the_environment_are_honoured(process: Run) -> None:
    assert max(map(len, process("analyze", "alexnet", COLUMNS="80").out.splitlines())) <= 80


def test_colours_when_asked_for(process: Run) -> None:
    assert "\x1b[" in process("analyze", "alexnet", "--color", "always", NO_COLOR="1").out
    assert "\x1b[" in process("check", "-", "--color", "always", text=MISFIT).out


def test_an_output_that_knows_no_unicode(process: Run) -> None:
    result = process("analyze", "alexnet", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (result.code, result.err) == (0, "")
    assert "60,965,224" in result.out


def test_a_note_names_the_file_below_where_it_stands_there(run: Run, tmp_path: Path) -> None:
    (tmp_path / "below.yaml").write_text("input: 8x8x3\nlayers:\n  - {maxpool: {kernel: 3, stride: 2}, rounding: floor}\n")
    (tmp_path / "above.yaml").write_text("extends: below.yaml\ninput: 10x10x3\n")
    assert run("analyze", str(tmp_path / "above.yaml")).out.rstrip().splitlines()[-2].endswith(" (below.yaml, line 3)")
    assert run("analyze", str(tmp_path / "below.yaml")).out.rstrip().splitlines()[-2].endswith(" (line 3)")
