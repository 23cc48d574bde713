"""The library: what it takes, and what it raises."""

import pickle
from typing import Any

import pytest

import convcalc

NET = convcalc.Source(
    "net.yaml", "input: 8x8x3\nparameters: {n: 4, m: [1, 2]}\nlayers:\n  - conv: {filters: $n, kernel: $m}\n"
)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"batch": 2.5}, "batch: must be a whole number, and is 2.5"),
        ({"batch": True}, "batch: must be a whole number, and is true"),
        ({"batch": "3"}, 'batch: must be a whole number, and is "3"'),
        ({"dtype": 4}, "dtype: there is no 4; known here: float64, float32, float16, bfloat16, float8, int64, int32, int16, int8, uint8"),
        ({"set": {1: 10}}, "set: parameters are called by texts"),
        ({"set": {"n": "$(1/0)"}}, "set: n: 1/0 divides by zero"),
        ({"input": "9" * 5_000}, None),
    ],
)  # fmt: skip
def test_options_that_make_no_sense(options: dict[str, Any], message: str | None) -> None:
    with pytest.raises(convcalc.OptionError) as error:
        convcalc.analyze(NET, **options)
    assert message is None or str(error.value) == message


def test_values_are_read_as_a_files_would_be() -> None:
    report = convcalc.analyze(NET, set={"n": "$(2 * 5)", "m": "[3, 1]"})
    assert str(report.rows[0].output) == "6×8×10"


def test_an_architecture_that_is_read_takes_no_more_options() -> None:
    architecture = convcalc.load(NET)
    assert convcalc.analyze(architecture).totals.params == convcalc.analyze(NET).totals.params
    with pytest.raises(convcalc.OptionError, match="batch: give it to load"):
        convcalc.analyze(architecture, batch=5)


def test_a_window_with_less_than_no_padding() -> None:
    from convcalc.arithmetic.axes import Padding

    with pytest.raises(convcalc.OptionError, match="padding: must be at least 0, and is -1"):
        convcalc.check_window((7,), padding=Padding("size", (-1,)))


def test_what_cannot_be_found() -> None:
    for name in ("nowhere", "a" * 5_000, ""):
        with pytest.raises(convcalc.UnreadableError):
            convcalc.load(name)


def test_errors_can_be_sent_to_other_processes() -> None:
    for source in (convcalc.Source("net.yaml", "layers: [relv]\n"),):
        with pytest.raises(convcalc.ArchitectureError) as error:
            convcalc.load(source)
        again = pickle.loads(pickle.dumps(error.value))
        assert again.findings == error.value.findings
    with pytest.raises(convcalc.OptionError) as wrong:
        convcalc.load(NET, batch=0)
    assert str(pickle.loads(pickle.dumps(wrong.value))) == str(wrong.value)


def test_receptive_fields() -> None:
    report = convcalc.analyze("alexnet")
    field = report.field("pool5")
    assert field == report.receptive_fields["pool5"]["input"]
    assert isinstance(field, convcalc.ReceptiveField)
    assert (field.size, field.stride, field.padding, field.center) == ((195, 195), (32, 32), (64, 64), (33, 33))
    with pytest.raises(KeyError):
        report.field("nowhere")


def test_sizes_that_fit() -> None:
    found = convcalc.fit("alexnet")
    assert isinstance(found, convcalc.FitReport)
    assert found.rules["H"] == convcalc.SizeRule(32, (3,), 67)
    assert found.fits({"H": 227, "W": 195})
    assert not found.fits({"H": 227, "W": 224})
    assert convcalc.fit("alexnet", accept=["input-lost"]).rules["W"] == convcalc.SizeRule(1, (0,), 67)
    assert convcalc.fit(convcalc.load("lenet5")).rules["W"].minimum == 32
    with pytest.raises(convcalc.OptionError, match="accept: there is no grade nothing; known here: exact, padding-only"):
        convcalc.fit("alexnet", accept=["nothing"])
    wide = convcalc.Source("wide.yaml", "input: 1x2x1\nlayers:\n  - flatten\n  - reshape: 2x2x1\n")
    assert convcalc.fit(wide, input="2x2x1").rules["H"].others == (2,)


def test_explain() -> None:
    found = convcalc.explain("alexnet", "conv1")
    assert isinstance(found, convcalc.ExplainReport)
    assert isinstance(found.layers[0], convcalc.Explanation)
    assert found.layers == convcalc.explain(convcalc.load("alexnet"), "conv1").layers
    assert len(convcalc.explain(NET, set={"n": 5}).layers) == 1
    with pytest.raises(convcalc.OptionError, match="input: the file leaves H and W open"):
        convcalc.explain(convcalc.Source("open.yaml", "input: HxWx3\nlayers: [relu]\n"))
