"""The keys at the top of a file, rule by rule: extends, inputs, parameters, conventions, expectations."""

from pathlib import Path

import pytest

import convcalc
from tests.nets import FOR_NOTHING, analyze, facts, outputs, said

BASE = """\
name: Base
source: somewhere
inputs: {a: 8x8x4, b: 8x8x4}
parameters: {w: 3, v: $(w + 1), k: 1}
blocks:
  One: {layers: [{conv: {filters: $w, kernel: $k}}]}
  Two: {layers: [{conv: {filters: $v, kernel: $k}}]}
layers: [{One: , from: a, name: one}, {Two: , from: b, name: two}, {concat: [one, two], name: both}]
outputs: [both]
batch: 2
dtype: float16
rounding: floor
in_place: false
expect: {params: 1}
budget: {params: 1}
"""


@pytest.mark.parametrize(
    ("rule", "child", "want"),
    [
        ("nothing of its own", "", {}),
        ("parameters are merged key by key, in the base's order", "parameters: {w: 5}", {"w: 3": "w: 5"}),
        ("a new parameter may use the base's, and the base's it", "parameters: {n: 7, w: $n, k: $(n - 6)}", {"w: 3, v: $(w + 1), k: 1": "n: 7, w: $n, v: $(w + 1), k: $(n - 6)"}),
        ("blocks are merged key by key, and one replaces another as a whole", "blocks: {Two: {layers: [relu]}}", {"Two: {layers: [{conv: {filters: $v, kernel: $k}}]}": "Two: {layers: [relu]}"}),
        ("inputs are merged key by key", "inputs: {b: 9x9x4}\nlayers: [{relu: , from: b, name: both}]", {"b: 8x8x4": "b: 9x9x4", BASE.split("\n")[7]: "layers: [{relu: , from: b, name: both}]"}),
        ("other keys replace", "name: Child\nbatch: 3\noutputs: [one, both]\nrounding: strict", {"Base": "Child", "batch: 2": "batch: 3", "[both]": "[one, both]", "floor": "strict"}),
    ],
)  # fmt: skip
def test_extends(rule: str, child: str, want: dict[str, str], tmp_path: Path) -> None:
    """A file that extends another is the other with some of its words replaced; expect and budget are not inherited."""
    (tmp_path / "base.yaml").write_text(BASE)
    written = BASE.replace("expect: {params: 1}\nbudget: {params: 1}\n", "")
    for old, new in want.items():
        assert old in written
        written = written.replace(old, new)
    one = convcalc.load(convcalc.Source("net.yaml", f"extends: base.yaml\n{child}\n", tmp_path))
    other = convcalc.load(convcalc.Source("net.yaml", written, tmp_path))
    for field in ("name", "citation", "inputs", "parameters", "outputs", "batch", "dtype", "rounding", "expect", "budget"):
        assert getattr(one, field) == getattr(other, field), (rule, field)
    first, second = convcalc.analyze(one), convcalc.analyze(other)
    assert [(r.name, r.output, r.params) for r in first.rows] == [(r.name, r.output, r.params) for r in second.rows]
    assert [f for f in (*first.findings, *second.findings) if f.rule.name not in FOR_NOTHING] == []


def test_a_file_extends_one_that_extends(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "base.yaml").write_text("input: 8\nparameters: {a: 1, b: 2}\nlayers: [{fc: $a}, {fc: $b}]\n")
    (tmp_path / "sub" / "middle.yaml").write_text("extends: base.yaml\nparameters: {b: 3}\n")
    source = convcalc.Source("net.yaml", "extends: sub/middle.yaml\nparameters: {a: 5}\n", tmp_path)
    assert [str(row.output) for row in convcalc.analyze(source).rows] == ["5", "3"]


@pytest.mark.parametrize(("size", "want"), [
    ("16000x1", "16000×1"), ("16x112x112x3", "16×112×112×3"), ("100", "100"), ("[8, 9, 3]", "8×9×3"), ("[$s, $s, 3]", "5×5×3"), ("$(s * 2)", "10"),
])  # fmt: skip
def test_input(size: str, want: str) -> None:
    assert outputs(f"input: {size}\nparameters: {{s: 5}}\nlayers: [relu]\n") == [want]


def test_parameters_are_evaluated_in_order_after_set() -> None:
    text = "parameters: {a: 2, b: $(a * 3), half: 0.5}\nlayers: [{fc: $(b * half)}]\n"
    assert [str(analyze(text, set=given).rows[0].output) for given in ({}, {"a": 4}, {"b": 8}, {"b": "$(a + 2)"})] == [
        "3",
        "6",
        "4",
        "2",
    ]


@pytest.mark.parametrize(
    ("rule", "top", "changes", "want"),
    [
        # 12: (12 − 3)/2 + 1 = 5.5; then (n − 2)/2 + 1
        ("floor for the file", "rounding: floor", {}, ["5×5×4", "2×2×4"]),
        ("ceil for the file", "rounding: ceil", {}, ["6×6×4", "3×3×4"]),
        ("by kind", "rounding: {maxpool: floor, conv: ceil}", {}, ["5×5×4", "3×3×4"]),
        (
            "what is asked for beside the file",
            "rounding: {maxpool: floor, conv: ceil}",
            {"rounding": "floor"},
            ["5×5×4", "2×2×4"],
        ),
    ],
)
def test_rounding(rule: str, top: str, changes: dict[str, str], want: list[str]) -> None:
    text = f"input: 12x12x4\n{top}\nlayers: [{{maxpool: {{kernel: 3, stride: 2}}}}, {{conv: {{filters: 4, kernel: 2, stride: 2}}}}]\n"
    findings = convcalc.analyze(convcalc.Source("net.yaml", text), **changes)  # type: ignore[arg-type]
    assert [str(row.output) for row in findings.rows] == want, rule


def test_a_kind_that_is_not_named_is_strict() -> None:
    text = "input: 12x12x4\nrounding: {maxpool: floor}\nlayers: [{maxpool: {kernel: 3, stride: 2}}, {conv: {filters: 4, kernel: 2, stride: 2}}]\n"
    rules = [(f.rule.name, f.layer) for f in convcalc.check(convcalc.Source("net.yaml", text))]
    assert ("non-integer-stride", "conv_1") in rules
    assert ("non-integer-stride", "maxpool_1") not in rules


@pytest.mark.parametrize(
    ("expect", "messages"),
    [
        ("{params: 20, macs: 1024, output: 8x8x4}", []),
        ("{output: 8x8x4, outputs: {c: 8x8x4, f: 3}}", []),  # output is the first output
        ("{layers: {c: 8x8x4, r: 8x8x4, r_1: 8x8x4, j: 8x8x4, j/x/tanh_1: 8x8x4}}", []),
        ("{output: 3}", ["expected 3 from c, and it gives 8×8×4"]),
        ("{outputs: {f: 4}}", ["expected 4 from f, and it gives 3"]),
        ("{outputs: {r: 8x8x4}}", ["expected 8×8×4 from r, and it is not one of the outputs"]),
        ("{layers: {gone: 3}}", ["expected 3 from gone, and there is no layer of that name"]),
        ("{params: 791, macs: 1791}", ["expected 791 params, and the network has 20 (771 fewer)", "expected 1,791 macs, and the network has 1,024 (767 fewer)"]),
    ],
)  # fmt: skip
def test_expect(expect: str, messages: list[str]) -> None:
    # a 1×1 convolution from 4 to 4 channels: 20 parameters, 8·8·16 multiply-accumulates
    text = (
        "parameters: {more: false}\nlayers:\n  - {conv: {filters: 4, kernel: 1}, name: c}\n  - {relu: , name: gone, when: $more}\n"
        "  - {gelu: , name: r, repeat: 2}\n  - {add: {x: [tanh], y: []}, name: j}\n  - {global_avgpool: }\n"
        "  - {slice: {channels: [0, 3]}}\n  - {flatten: , name: f}\noutputs: [c, f]\n"
    )
    assert said(f"{text}expect: {expect}\n") == messages


def test_words_of_frameworks_give_way_to_the_files_own() -> None:
    assert said("layers: [{Dense: 3}]\n") == ["Dense is called fc here"]
    assert facts("blocks: {Dense: {layers: [relu]}}\nlayers: [{Dense: , name: d}]\n")[0][0] == "d/relu_1"


@pytest.mark.parametrize(
    ("input", "value", "size"),
    [
        ("64x96x3", "24", (24, 24)),
        ("64x96x3", "24x12", (24, 12)),
        ("64x96x3", "[24, 12]", (24, 12)),
        ("64x96x3", "$n", (7, 7)),
        ("64x96x3", '["$n", 12]', (7, 12)),
        ("HxWx3", "24", (24, 24)),
        ("100x1", "5", (5,)),
        ("9x9x9x1", "3x4x5", (3, 4, 5)),
    ],
)
def test_object(input: str, value: str, size: tuple[int, ...]) -> None:
    text = f"input: {input}\nparameters: {{n: 7}}\nobject: {value}\nlayers: [tanh]\n"
    found = convcalc.load(convcalc.Source("net.yaml", text)).object
    assert found is not None
    assert (found.size, found.span.line, found.span.column) == (size, 3, 9)


@pytest.mark.parametrize(
    ("input", "value", "message", "help"),
    [
        ("8x8x4", "big", 'object must be a size such as 3, 1x7 or [1, 7], and is "big"', "height x width, such as 64 or 40x60"),
        ("8x8x4", "0", "object must be at least 1, and is 0", "height x width, such as 64 or 40x60"),
        ("8x8x4", "2.5", "object must be a whole number, and is 2.5", "height x width, such as 64 or 40x60"),
        ("8x8x4", "[3, -1]", "object must be at least 1, and is -1", "height x width, such as 64 or 40x60"),
        ("8x8x4", "{height: 3}", "object must be a whole number, and is {height: 3}", "height x width, such as 64 or 40x60"),
        ("8x8x4", "", "object must be a whole number, and is nothing", "height x width, such as 64 or 40x60"),
        ("8x8x4", "$k", "there is no parameter k", "define it under parameters: at the top of the file"),
        ("8x8x4", "8x8x3", "object 8×8×3 has 3 numbers, and the input has 2 spatial axes", "give one number for all axes, or 2 numbers; objects have no channels"),
        ("100", "5", "object is a size in pixels, and the input is a vector", "leave it out: what is no image has no objects of a size"),
    ],
)  # fmt: skip
def test_objects_that_are_none(input: str, value: str, message: str, help: str) -> None:
    (finding,) = convcalc.check(convcalc.Source("net.yaml", f"input: {input}\nobject: {value}\nlayers: [tanh]\n"))
    assert (finding.rule.name, finding.message, finding.help) == (
        "bad-expression" if value.startswith("$") else "bad-value",
        message,
        help,
    )
    assert finding.span.line == 2


def test_object_is_inherited(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("input: 8x8x4\nobject: 5\nlayers: [tanh]\n")
    for own, size in (("", (5, 5)), ("object: 3\n", (3, 3))):
        found = convcalc.load(convcalc.Source("net.yaml", f"extends: base.yaml\n{own}", tmp_path)).object
        assert found is not None
        assert found.size == size


@pytest.mark.parametrize(
    ("expect", "message"),
    [
        ("{output: 9x7x3}", "expected 9×7×3 from relu_1, and it gives 8×8×4 (height −1, width +1, channels +1)"),
        ("{output: 8x8x3}", "expected 8×8×3 from relu_1, and it gives 8×8×4 (channels +1)"),
        ("{output: 1000}", "expected 1000 from relu_1, and it gives 8×8×4"),
    ],
)
def test_how_much_a_volume_is_off(expect: str, message: str) -> None:
    assert said(f"layers: [relu]\nexpect: {expect}\n") == [message]


@pytest.mark.parametrize(
    ("budget", "layer", "exceeded"),
    [
        ("{params: 0}", "conv: {filters: 1, kernel: 1}", ["5 params exceed the budget of 0 by 5"]),
        ("{params: 4}", "conv: {filters: 1, kernel: 1}", ["5 params exceed the budget of 4 by 1"]),
        ("{params: 5}", "conv: {filters: 1, kernel: 1}", []),
        ("{params: 0, macs: 0}", "relu: ", []),
        ("{training: {memory: 0}}", "relu: ", []),
    ],
)
def test_a_budget_of_nothing_is_a_budget(budget: str, layer: str, exceeded: list[str]) -> None:
    text = f"input: 8x8x4\nlayers: [{{{layer}}}]\nbudget: {budget}\n"
    report = convcalc.analyze(convcalc.Source("net.yaml", text))
    assert [f.message for f in report.findings if f.rule.name == "budget-exceeded"] == exceeded
    assert len(report.architecture.budget) == budget.count(":") - budget.count("memory")
