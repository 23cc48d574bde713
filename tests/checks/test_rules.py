"""Every rule finds its own example of a mistake, and leaves its own example of the right thing alone."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import convcalc
from convcalc import analysis, checks, layers
from convcalc.analysis.evaluate import evaluate
from convcalc.analysis.report import Report
from convcalc.checks import language
from convcalc.checks.explanations import GROUPS, RuleExplanation, Table, explanations
from convcalc.checks.rules import RULES, RuleRow
from convcalc.findings import Severity
from convcalc.language import problems
from convcalc.language.files import zoo_names
from convcalc.render.findings.rules import example_findings

LAYERS, ANALYSIS = (Path(package.__path__[0]) for package in (layers, analysis))


def findings(text: str) -> list[str]:
    return [finding.rule.name for finding in convcalc.check(convcalc.Source("example.yaml", text))]


@pytest.mark.parametrize("name", list(explanations()))
def test_examples(name: str) -> None:
    explanation = explanations()[name]
    assert [finding.rule.name for finding in example_findings(explanation)][:1] == [name]
    passing = example_findings(explanation._replace(triggers=explanation.passes, given={}))
    assert passing == ()


@pytest.mark.parametrize("name", list(explanations()))
def test_passing_examples_have_no_errors(name: str) -> None:
    found = convcalc.check(convcalc.Source("example.yaml", explanations()[name].passes))
    assert [str(finding) for finding in found if finding.severity is Severity.ERROR] == []


@pytest.mark.parametrize("name", list(explanations()))
def test_every_rule_explains_itself(name: str) -> None:
    """Two paragraphs, in whole sentences; the first begins with one that fits into a table."""
    explanation = explanations()[name]
    for words in (explanation.what, explanation.why):
        assert words.endswith(".")
        assert words[0].isupper()
        assert "  " not in words
        assert "Why it matters" not in words
    assert len(explanation.what) <= 125
    assert 25 <= len(explanation.why) <= 400
    for example in (explanation.triggers, explanation.passes):
        assert max(map(len, example.splitlines())) <= 76  # so that it fits into a terminal


def rows_of(file: str) -> list[RuleRow]:
    return [row for row in RULES.rows.values() if row.where == f"convcalc.checks.{file}"]


def test_rows_and_files_agree() -> None:
    """A file with a check has its rows, and the other way round; one of a single rule is called as the rule."""
    files = {file.name: import_module(f"convcalc.checks.{file.name}") for file in iter_modules(checks.__path__)}
    checking = {name for name, module in files.items() if "check" in vars(module)}
    assert len(checking) == 21
    assert {f"convcalc.checks.{name}" for name in checking} == {row.where for row in RULES.rows.values()}
    for name in checking:
        rules, module = [row.name for row in rows_of(name)], files[name]
        assert rules == (list(module.ABOUT) if isinstance(module, Table) else [name.replace("_", "-")])


def test_rules_of_the_language_are_all_explained() -> None:
    rules = {rule.name for rule in vars(problems).values() if isinstance(rule, convcalc.findings.Rule)}
    assert [rule.name for rule in problems.LANGUAGE] == list(language.ABOUT)
    assert set(language.ABOUT) == rules
    assert set(explanations()) == set(RULES) | rules


def test_rows_stand_in_the_order_of_codes() -> None:
    codes = [row.rule.code for row in RULES.rows.values()]
    assert codes == sorted(codes)


@pytest.mark.parametrize("example", [e for e in explanations().values() if not e.always], ids=lambda e: e.rule.name)
def test_a_rule_finds_nothing_in_what_does_not_concern_it(example: RuleExplanation) -> None:
    read = convcalc.load(convcalc.Source("example.yaml", example.triggers), **example.given)  # type: ignore[arg-type]
    report = Report.of(evaluate(read))
    assert RULES.rows[example.rule.name].concerns(report)
    for name, row in RULES.rows.items():
        assert row.concerns(report) or list(RULES[name].check(report, row.rule)) == []


def test_only_the_rules_that_a_network_concerns_are_loaded() -> None:
    code = (
        "import sys, convcalc\n"
        "convcalc.check(convcalc.Source('net.yaml', 'input: 8x8x3\\nbudget: {params: 1K}\\nlayers: [relu]\\n'))\n"
        "print(*(name.removeprefix('convcalc.checks.') for name in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {f"convcalc.checks.{name}" for name in run.stdout.split()} & {row.where for row in RULES.rows.values()}
    always = {"unread_output", "no_effect", "softmax_twice", "padding_too_large", "shifted_grid", "channels_first"}
    assert loaded == {f"convcalc.checks.{name}" for name in always | {"budget_exceeded"}}


def test_groups_are_in_order_and_none_is_empty() -> None:
    codes = [explanation.rule.code[:2] for explanation in explanations().values()]
    assert list(dict.fromkeys(codes)) == list(GROUPS)


CODES = """\
W101 kernel-too-large W102 non-integer-stride W103 input-lost W104 skipped W105 padding-only W106 partial
W107 padding-too-large W108 shifted-grid W109 stride-beyond-kernel
V201 needs-volume V202 wrong-rank V203 groups-do-not-divide V204 wrong-padding V205 crop-too-large V206 sizes-differ
V207 no-such-channels V208 too-many-connections V209 join-differs V210 weights-differ V211 beyond-counting
V212 like-does-not-fit V213 channels-first
V301 unread-output V302 no-effect V303 softmax-twice V304 unused-parameter V305 unused-block
E301 expect-mismatch E302 expect-suspended E303 budget-exceeded
I101 unknown-rule I102 malformed-ignore I103 unused-ignore
B501 base-from-zoo
D401 bias-before-norm D402 heavy-fc D403 field-too-small
L001 yaml-syntax L002 yaml-feature L003 duplicate-key L004 unknown-key L005 unknown-kind L006 foreign-name L007 missing-value
L008 bad-value L009 bad-expression L010 bad-name L011 bad-layer L013 too-large L014 bad-extends L015 bad-reference
L016 bad-block
"""


def test_codes_and_names_are_stable() -> None:
    """Files and configurations of others name them: none is changed or given again, new ones are added here."""
    assert CODES.split() == [word for e in explanations().values() for word in (e.rule.code, e.rule.name)]


def test_what_is_off_by_default_is_asked_only_when_selected() -> None:
    off = {name for name, row in RULES.rows.items() if not row.rule.default}
    assert off == {"stride-beyond-kernel", "bias-before-norm", "heavy-fc", "field-too-small"}
    assert all(RULES.rows[name].rule.severity is Severity.NOTE for name in off)
    for name in off:
        source = convcalc.Source("example.yaml", explanations()[name].triggers)
        assert name not in [finding.rule.name for finding in convcalc.check(source)]
        assert [finding.rule.name for finding in convcalc.check(source, select=[name])] == [name]


@pytest.mark.parametrize("name", zoo_names())
def test_the_zoo_is_not_flagged_but_for_windows_that_do_not_come_out_even(name: str) -> None:
    """What its papers have: ResNet's 112.5, NiN's and SqueezeNet's pools."""
    found = {finding.rule.name for finding in convcalc.check(name)}
    assert found <= {"padding-only", "skipped", "partial", "input-lost"}
    assert ("input-lost" in found) == (name in ("m5", "nin", "squeezenet1_1"))


def test_every_shape_error_is_a_rule() -> None:
    """A shape error that no rule knows would be found by nobody."""
    raised: set[str] = set()
    for file in (*LAYERS.glob("*.py"), *ANALYSIS.glob("*.py")):
        text = file.read_text(encoding="utf-8")
        raised |= set(re.findall(r'ShapeError\(\s*"([a-z-]+)"', text)) | set(
            re.findall(r'^NO_GROUPS = "(.*)"', text, re.MULTILINE)
        )
    assert len(raised) > 10
    assert raised <= {row.name for row in rows_of("shape_errors")}


def test_codes_and_names_are_unique_with_those_of_the_language() -> None:
    everything = [*(row.rule for row in RULES.rows.values()), *problems.LANGUAGE]
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


@pytest.mark.parametrize(
    ("word", "help"),
    [
        ("non-integer-strid", "did you mean non-integer-stride?"),
        ("W1", "a file names its rules one by one, by their whole names or codes"),
        ("W103; W104", "put a comma between rules"),
        ("W103 W104", "put a comma between rules"),
        ("zzz", "convcalc rule lists them"),
    ],
)
def test_ways_out_of_rules_that_there_are_not(word: str, help: str) -> None:
    text = f"input: 8x8x3  # convcalc: ignore[{word}] why\nlayers: [relu]\n"
    found = convcalc.check(convcalc.Source("net.yaml", text))
    assert [(finding.rule.name, finding.help) for finding in found] == [("unknown-rule", help)]
