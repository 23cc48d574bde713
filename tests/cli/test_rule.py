"""`convcalc rule`."""

import json

import pytest

from convcalc.checks.explanations import explanations
from tests.cli.conftest import Run

ONE = """\
input-lost (W103), warning, on by default

  Rows or columns of the input that no window sees, where the file rounds.

  why it matters
    What lies there cannot influence the output, and the network does not treat both edges alike.

  for example
    input: 7x7x3
    rounding: floor
    layers:
      - conv: {filters: 8, kernel: 3, stride: 3}

  gives
    warning[input-lost]: conv_1 does not come out even: 1 of 7 rows and 1 of 7 columns are never seen
     --> example.yaml:4:5
      |
    4 |   - conv: {filters: 8, kernel: 3, stride: 3}
      |     ^^^^ reads 7×7×3 from input
      = height and width: (7 − 3 + 2·0)/3 + 1 = 7/3 ≈ 2.33
      = help: it comes out even with stride 2 or 4; padding 1; kernel 1 or 4; input 6 or 9

  and this does not
    input: 7x7x3
    rounding: floor
    layers:
      - conv: {filters: 8, kernel: 3, stride: 3, padding: 1}

  where it is meant
    allow: [input-lost]                    beside a layer or the use of a block, in a block, or at the top of the file
    # convcalc: ignore[input-lost] reason  at the end of the line, or on a line of its own above it
"""


@pytest.mark.parametrize("word", ["input-lost", "W103", "w103", "Input-Lost"])
def test_one_rule(run: Run, word: str) -> None:
    result = run("rule", word)
    assert (result.code, result.out, result.err) == (0, ONE, "")


def test_all_rules(run: Run) -> None:
    lines = run("rule").out.splitlines()
    assert (
        "  W103  input-lost            warning  on      Rows or columns of the input that no window sees, where the file rounds."
        in lines
    )
    assert "  D401  bias-before-norm      note     off     A bias that a norm takes off again right behind it." in lines
    assert "  L001  yaml-syntax           error    always  A text that is no YAML." in lines
    codes = [line.split()[0] for line in lines if line.startswith("  ")]
    assert codes == [explanation.rule.code for explanation in explanations().values()]
    assert lines[-1] == "convcalc rule NAME explains one: why it matters, and an example."


@pytest.mark.parametrize("words", [(), *((name,) for name in explanations())], ids=" ".join)
def test_everything_fits_into_80_columns(run: Run, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = run("rule", *words).out
    assert max(map(len, out.splitlines())) <= 80
    if words:
        assert f"[{words[0]}]: " in out  # the finding of the example
        assert words[0] in out.splitlines()[0]


@pytest.mark.parametrize("name", list(explanations()))
def test_what_is_off_says_how_to_select_it_and_what_is_always_told_so(run: Run, name: str) -> None:
    explanation = explanations()[name]
    out = run("rule", name).out
    assert (f"convcalc check --extend-select {explanation.rule.code}" in out) == (not explanation.rule.default)
    assert ("allow: [" in out.split("where it is meant")[-1]) == (not explanation.always)
    assert ("It is always told" in out) == explanation.always


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("input-lots", "error: there is no rule input-lots; did you mean input-lost?\n"),
        ("Softmax-Twise", "error: there is no rule Softmax-Twise; did you mean softmax-twice?\n"),
        ("w133", "error: there is no rule w133; did you mean W103?\n"),
        ("xyzzy", "error: there is no rule xyzzy; convcalc rule lists them\n"),
        ("", "error: there is no rule without a name; convcalc rule lists them\n"),
        ("x" * 100, f"error: there is no rule {'x' * 59}…; convcalc rule lists them\n"),
    ],
)
def test_rules_that_there_are_not(run: Run, word: str, message: str) -> None:
    result = run("rule", word)
    assert (result.code, result.out, result.err) == (2, "", message)


def test_json(run: Run) -> None:
    data = json.loads(run("rule", "--format", "json").out)
    assert data["format"] == 1
    assert [rule["name"] for rule in data["rules"]] == list(explanations())
    lost = next(rule for rule in data["rules"] if rule["name"] == "input-lost")
    assert lost == {
        "code": "W103",
        "name": "input-lost",
        "severity": "warning",
        "default": True,
        "allowable": True,
        "group": "windows",
        "what": "Rows or columns of the input that no window sees, where the file rounds.",
        "why": "What lies there cannot influence the output, and the network does not treat both edges alike.",
    }


def test_one_rule_as_json(run: Run) -> None:
    data = json.loads(run("rule", "E302", "--format", "json").out)
    assert (data["format"], data["code"], data["given"]) == (1, "E302", {"batch": 2})
    assert data["example"] == data["passing"] == "input: 32x32x3\nlayers: [relu]\nexpect: {params: 0}\n"
    assert [(f["name"], f["line"], f["column"]) for f in data["findings"]] == [("expect-suspended", 3, 1)]
    assert json.loads(run("rule", "L001", "--format", "json").out)["allowable"] is False


MARKDOWN = """\
### heavy-fc

D402, note, off by default: `--extend-select D402`.

A fully connected layer that holds more than half of all parameters.

**Why it matters.** It has a weight for every pixel and channel that it reads,"""


def test_markdown(run: Run) -> None:
    assert run("rule", "heavy-fc", "--format", "markdown").out.startswith(MARKDOWN)
    out = run("rule", "--format", "markdown").out
    assert "| W103 | [`input-lost`](#input-lost) | warning | on | Rows or columns" in out
    assert out.count("\n| --- |") == len({e.group for e in explanations().values()})


def test_colours(run: Run) -> None:
    assert "\x1b[33m\x1b[1mwarning\x1b[0m" in run("rule", "input-lost", "--color", "always").out
    assert "\x1b[" in run("rule", "--color", "always").out
    assert "\x1b[" not in run("rule").out
