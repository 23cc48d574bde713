"""Every rule finds its own example of a mistake, and leaves its own example of the right thing alone."""

import re
from pathlib import Path

import pytest

import convcalc
from convcalc import analysis, layers
from convcalc.checks import rules
from convcalc.spec import problems

LAYERS, ANALYSIS = (Path(package.__path__[0]) for package in (layers, analysis))


def findings(text: str) -> list[str]:
    return [finding.rule.name for finding in convcalc.check(convcalc.Source("example.yaml", text))]


@pytest.mark.parametrize("name", list(rules()))
def test_examples(name: str) -> None:
    rule = rules()[name]
    assert name not in findings(rule.PASSES)
    if rule.TRIGGERS:
        assert name in findings(rule.TRIGGERS)


@pytest.mark.parametrize("name", list(rules()))
def test_every_rule_explains_itself(name: str) -> None:
    rule = rules()[name]
    assert "Why it matters:" in (rule.__doc__ or "")
    assert rule.__name__.rsplit(".", maxsplit=1)[-1].replace("_", "-") == name


def test_every_misfit_is_a_rule() -> None:
    """A misfit that no rule knows would be found by nobody."""
    raised: set[str] = set()
    for file in (*LAYERS.glob("*.py"), *ANALYSIS.glob("*.py")):
        text = file.read_text(encoding="utf-8")
        raised |= set(re.findall(r'Misfit\(\s*"([a-z-]+)"', text)) | set(
            re.findall(r'^NO_GROUPS = "(.*)"', text, re.MULTILINE)
        )
    assert len(raised) > 10
    assert raised <= set(rules())


def test_codes_and_names_are_unique_with_those_of_the_language() -> None:
    everything = [module.RULE for module in rules().values()]
    everything += [rule for rule in vars(problems).values() if isinstance(rule, convcalc.findings.Rule)]
    assert len({rule.code for rule in everything}) == len({rule.name for rule in everything}) == len(everything)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"input": "16x16x3"}, "input"),
        ({"batch": 2}, "batch"),
        ({"rounding": "floor"}, "rounding"),
        ({"set": {"n": 3}, "batch": 2}, "parameters and batch"),
    ],
)
def test_expectations_are_suspended_by_changes_from_outside(changes: dict[str, object], words: str) -> None:
    text = "input: 32x32x3\nparameters: {n: 10}\nlayers:\n  - conv: {filters: $n, kernel: 5}\nexpect: {params: 999}\n"
    report = convcalc.analyze(convcalc.Source("net.yaml", text), **changes)  # type: ignore[arg-type]
    assert [f.rule.name for f in report.findings] == ["expect-suspended"]
    assert (
        report.findings[0].message
        == f"expect is not compared: {words} {'were' if 'and' in words else 'was'} given beside the file"
    )


def test_dtype_changes_no_expectation() -> None:
    text = "input: 32x32x3\nlayers: [relu]\nexpect: {params: 1}\n"
    report = convcalc.analyze(convcalc.Source("net.yaml", text), dtype="float16")
    assert [f.rule.name for f in report.findings] == ["expect-mismatch"]


def test_expectations_that_depend_on_unknown_rows_are_not_held_against_the_file() -> None:
    text = "input: 5x5x3\nlayers:\n  - conv: {filters: 8, kernel: 7}\nexpect: {params: 1, output: 3}\n"
    assert findings(text) == ["kernel-too-large"]
