"""`convcalc layers` and `convcalc schema`."""

import json

import pytest

from convcalc.layers import kinds
from tests.cli.conftest import Run


def test_all_kinds(run: Run) -> None:
    lines = run("layers").out.splitlines()
    assert [line.split(":")[0].split()[0] for line in lines] == list(kinds())
    assert "conv: {filters, kernel} " in run("layers").out


CONV = """\
  formulas
    output      W′ = (W − F + 2P)/S + 1, and likewise H′
                C′ = K
    parameters  K·(F·F·C + 1)
    MACs        H′·W′·K·F·F·C
    adds        H′·W′·K
    where       F is kernel, K is filters, P is padding, S is stride

  for example
    - conv: {filters: 10, kernel: 5, padding: 2}
    reads 32×32×3, gives 32×32×10, 760 parameters, 768,000 MACs
"""


def test_one_kind(run: Run) -> None:
    # CS231n 2017, lecture 5: ten 5×5 filters with pad 2 on 32×32×3 have 760 parameters.
    assert run("layers", "conv").out.endswith(CONV)


@pytest.mark.parametrize(
    ("kind", "size", "channels", "reads"),
    [  # of the join itself, not of a layer in its branches
        ("add", "W", "C", "8×8×16 and 8×8×16, gives 8×8×16"),
        ("concat", "W", "C₁ + C₂", "8×8×8 and 8×8×16, gives 8×8×24"),
        ("multiply", "W", "C", "1×1×16 and 8×8×16, gives 8×8×16"),
    ],
)
def test_a_join_explains_itself(run: Run, kind: str, size: str, channels: str, reads: str) -> None:
    out = run("layers", kind).out
    assert f"output      W′ = {size}, and likewise H′\n                C′ = {channels}\n" in out
    assert out.endswith(f"    reads {reads}\n")
    assert f"{kind}: [a, b]" in out
    assert "MACs" not in out


@pytest.mark.parametrize("kind", list(kinds()))
def test_every_kind_explains_itself(run: Run, kind: str) -> None:
    result = run("layers", kind)
    assert result.code == 0
    for name in kinds()[kind].parameter_names():
        assert f"\n    {name} " in result.out
    for line in result.out.split("formulas\n")[1].split("\n\n")[0].splitlines():
        assert "Written" not in line


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("Conv2d", "error: there is no layer kind Conv2d; Conv2d is called conv here\n"),
        ("convv", "error: there is no layer kind convv; did you mean conv?\n"),
        ("xyzzy", "error: there is no layer kind xyzzy; convcalc layers lists them\n"),
    ],
)
def test_unknown_kinds(run: Run, kind: str, message: str) -> None:
    result = run("layers", kind)
    assert (result.code, result.err) == (2, message)


def test_schema(run: Run) -> None:
    assert "conv" in json.loads(run("schema").out)["definitions"]
