"""What a file allows and ignores: which findings that holds for, and that nothing else changes."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convcalc
from convcalc.analysis.evaluate import evaluate
from convcalc.analysis.report import Report
from convcalc.checks import checked, run, selection
from convcalc.checks.rules import RULES
from convcalc.findings import Severity
from convcalc.selection import Choice

POOL = "{maxpool: {kernel: 3, stride: 3}}"  # loses a row and a column of 7×7
HEAD = "input: 7x7x4\nrounding: floor\n"


def report(text: str, **options: object) -> Report:
    return convcalc.analyze(convcalc.Source("net.yaml", text), **options)  # type: ignore[arg-type]


def told(text: str, **options: object) -> list[str]:
    """Rule and line of what is told."""
    return [f"{f.rule.name} {f.span.line}" for f in report(text, **options).findings]


def layers(*lines: str) -> str:
    return HEAD + "layers:\n" + "".join(f"  - {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (layers(POOL), ["input-lost 4"]),
        (layers("{maxpool: {kernel: 3, stride: 3}, allow: [input-lost]}"), []),
        (layers("{maxpool: {kernel: 3, stride: 3}, allow: [W103]}"), []),
        (layers("{maxpool: {kernel: 3, stride: 3}, allow: {input-lost: why}}"), []),
        (layers("{maxpool: {kernel: 3, stride: 3}, allow: [skipped]}"), ["input-lost 4", "unused-ignore 4"]),
        (layers(f"{POOL} # convcalc: ignore[W103]"), []),
        (layers(f"{POOL} # convcalc: ignore[skipped, input-lost]"), ["unused-ignore 4"]),
        ("allow: [input-lost]\n" + layers(POOL), []),
        ("# convcalc: ignore-file[input-lost]\n" + layers(POOL), []),
        # one line, two layers: `allow` holds for its own, a comment for both
        (HEAD + "layers: [{maxpool: {kernel: 3, stride: 3}, allow: [W103]}, {pad: 3}, {maxpool: {kernel: 3, stride: 3}}]\n", ["input-lost 3"]),
        (HEAD + f"layers: [{POOL}, {{pad: 3}}, {POOL}] # convcalc: ignore[W103]\n", []),
        # both hold: none is said to be for nothing
        (layers("{maxpool: {kernel: 3, stride: 3}, allow: [W103]} # convcalc: ignore[W103]"), []),
        # what stands inside
        (layers(f"{{layers: [{POOL}], allow: [W103]}}"), []),
        (layers(f"{{layers: [{POOL}], name: group, allow: [W103]}}"), []),
        (layers(f"{{add: {{a: [{POOL}], b: [{POOL}]}}, allow: [W103]}}"), []),
        (layers(f"{{layers: [{POOL}, {{pad: 4}}], allow: [W103], repeat: 3}}"), ["partial 4"][1:]),
        # an unused one beside what it was meant for says where that is
        (layers("relu # convcalc: ignore[W103]", POOL), ["unused-ignore 4", "input-lost 5"]),
        # a rule that is silenced by name may be silent for nothing
        (layers("relu # convcalc: ignore[W103, unused-ignore]"), []),
        ("allow: [unused-ignore]\n" + layers("relu # convcalc: ignore[W103]"), []),
        ("# convcalc: ignore-file[unknown-rule]\n" + layers("{relu: , allow: [nothing]}"), []),
    ],
)  # fmt: skip
def test_what_is_told(text: str, expected: list[str]) -> None:
    assert told(text) == expected


BLOCK = HEAD + f"blocks:\n  A:\n    layers: [{POOL}]\n"


@pytest.mark.parametrize(
    ("uses", "expected"),
    [
        ("[{A: , name: a, allow: [W103]}]", []),
        ("[{A: , name: a}, {pad: 3}, {pad: {bottom: 1, right: 1}}, {A: , name: b, allow: [W103]}]", ["a/maxpool_1"]),
        # of uses that are alike only the one that allows it is silent, whichever is first
        ("[{A: , name: a, allow: [W103]}, {A: , name: b, from: input}, {add: [a, b]}]", ["b/maxpool_1"]),
        ("[{A: , name: a}, {A: , name: b, from: input, allow: [W103]}, {add: [a, b]}]", ["a/maxpool_1"]),
        ("[{A: , name: a, allow: [W103]}, {A: , name: b, from: input, allow: [W103]}, {add: [a, b]}]", []),
        ("[{add: {l: [{A: , allow: [W103]}], r: [A]}}]", ["add_1/r/A_1/maxpool_1"]),
        ("[{layers: [A], name: g, allow: [W103]}]", ["g/A_1/maxpool_1"]),
        ("[{share: a, from: input, name: b, allow: [W103]}, {add: [a, b]}]", ["a/maxpool_1"]),
    ],
)
def test_uses_of_blocks(uses: str, expected: list[str]) -> None:
    if "share" in uses:
        uses = uses.replace("[{share", "[{A: , name: a}, {pad: 3}, {pad: {bottom: 1, right: 1}, name: p}, {share").replace(
            "from: input, name: b", "from: p, name: b"
        )
        uses = uses.replace(", {add: [a, b]}", "")
    found = report(BLOCK + f"layers: {uses}\n").findings
    assert [f.layer for f in found if f.rule.name == "input-lost"] == expected


@pytest.mark.parametrize(
    ("uses", "expected"),
    [
        (
            "[{crop: {bottom: 1, right: 1}}, {A: , name: a}, {share: a, from: input, name: b}, {add: [a, b]}]",
            ["b/maxpool_1"],
        ),
        (
            "[{crop: {bottom: 1, right: 1}}, {A: , name: a}, {share: a, from: input, name: b, allow: [W103]}, {add: [a, b]}]",
            [],
        ),
        # what is allowed beside the owner of the weights is not allowed to those that share them
        ("[{A: , name: a, allow: [W103]}, {share: a, from: input, name: b}, {add: [a, b]}]", ["b/maxpool_1"]),
    ],
)
def test_what_is_allowed_beside_a_shared_block(uses: str, expected: list[str]) -> None:
    """6×6 fits, 7×7 loses a row and a column."""
    found = report(BLOCK + f"layers: {uses}\n").findings
    assert [f.layer for f in found if f.rule.name == "input-lost"] == expected


def test_a_use_in_a_block_in_a_block() -> None:
    text = (
        BLOCK + "  B: {layers: [A]}\n  C: {layers: [{B: , allow: [W103]}, {pad: 3}]}\n"
        "layers: [{C: , repeat: 2}, {A: , name: last}]\n"
    )
    assert [f.layer for f in report(text).findings if f.rule.name == "input-lost"] == ["last/maxpool_1"]


def test_a_definition_allows_in_every_use() -> None:
    text = (
        HEAD + f"blocks:\n  A:\n    layers: [{POOL}]\n    allow: [input-lost]\nlayers: [A, {{A: , from: input, name: b}}]\n"
    )
    assert "input-lost" not in [f.rule.name for f in report(text).findings]


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("", []),
        ("allow: [input-lost]\n", ["non-integer-stride base.yaml:5"]),
        ("allow: [input-lost, non-integer-stride]\n", []),
        ("allow: [non-integer-stride]\n", ["input-lost base.yaml:4"]),
        ("# convcalc: ignore-file[input-lost]\n", ["unused-ignore net.yaml:1"]),
    ],
)
def test_extends(own: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`allow` at the top replaces that of the file below and holds for its layers; comments hold for their own file."""
    monkeypatch.chdir(tmp_path)
    Path("base.yaml").write_text(
        "input: 7x7x4\nallow: [input-lost, non-integer-stride]\nlayers:\n"
        "  - {maxpool: {kernel: 3, stride: 3}, rounding: floor}\n  - {pad: 3}\n".replace(
            "  - {pad: 3}", "  - {conv: {filters: 1, kernel: 1, stride: 2}}"
        )
        + "  - {relu: , allow: [skipped]}   # convcalc: ignore[partial] said of this file, when it is checked itself\n"
    )
    Path("net.yaml").write_text(own + "extends: base.yaml\n")
    found = convcalc.check("net.yaml")
    assert [f"{f.rule.name} {f.source.name}:{f.span.line}" for f in found] == expected


@pytest.mark.parametrize(
    ("text", "options"),
    [
        (layers("{relu: , allow: [W103], when: false}"), {}),
        (layers("{relu: , allow: [W103], repeat: 0}", "relu"), {}),
        (HEAD + "blocks:\n  A: # convcalc: ignore[W103]\n    layers: [{relu: , allow: [W104]}]\nlayers: [relu]\n", {}),
        (layers("relu # convcalc: ignore[W103]"), {"input": "9x9x3"}),
        (layers("relu # convcalc: ignore[W103]"), {"rounding": "ceil"}),
        ("allow: [budget-exceeded]\n" + layers("relu"), {"dtype": "float16"}),
    ],
)
def test_nothing_is_said_to_be_unused_where_that_is_not_known(text: str, options: dict[str, str]) -> None:
    if "when" in text:
        text += "  - relu\n"
    assert "unused-ignore" not in [word.split()[0] for word in told(text, **options)]


def test_nor_where_sizes_are_open() -> None:
    text = layers("relu # convcalc: ignore[W103]").replace("7x7", "HxW")
    assert convcalc.check(convcalc.Source("net.yaml", text)) == ()


def test_nor_of_rules_that_are_not_asked() -> None:
    source = convcalc.Source("net.yaml", layers("relu # convcalc: ignore[W103, W104]"))
    found = convcalc.check(source, ignore=["W103"])
    assert [f.message for f in found] == ["there is no skipped here to ignore"]
    assert convcalc.check(source, select=["W"]) == ()


def test_a_broken_file_is_told_whatever_it_ignores() -> None:
    text = "# convcalc: ignore-file[unknown-kind]\nallow: [L005]\ninput: 7x7x4\nlayers: [relv]\n"
    assert [f.rule.name for f in convcalc.check(convcalc.Source("net.yaml", text))] == ["unknown-kind"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"select": ["input-lots"]}, "select: there is no rule input-lots; did you mean input-lost?"),
        ({"ignore": ["w103"]}, "ignore: there is no rule w103; did you mean W103?"),
        ({"extend_select": ["all"]}, "extend_select: there is no rule all; did you mean ALL?"),
        ({"ignore": ["L001"]}, "ignore: L001 is a rule of the language; what keeps a file from being read is always told"),
        ({"ignore": [""]}, "ignore: there is no rule without a name; convcalc rule lists them"),
    ],
)
def test_rules_that_there_are_not(words: dict[str, list[str]], message: str) -> None:
    with pytest.raises(convcalc.OptionError) as error:
        convcalc.check(convcalc.Source("net.yaml", layers("relu")), **words)
    assert str(error.value) == message


NAMES = sorted(RULES)


@settings(max_examples=60, deadline=None)
@given(
    st.sets(st.sampled_from(NAMES)),
    st.lists(st.sampled_from(["pool", "conv", "use", "unread"]), min_size=1, max_size=6),
    st.data(),
)
def test_suppressed_and_reported_are_all(ignored: set[str], kinds: list[str], data: st.DataObject) -> None:
    """Any network under any selection: what is told and what is suppressed are together what the rules find."""
    lines = {
        "pool": POOL, "conv": "{conv: {filters: 4, kernel: 2, stride: 3}}", "use": "A", "unread": "{conv: {filters: 4, kernel: 1}, from: input}",
    }  # fmt: skip
    words = st.sampled_from(
        ["", " # convcalc: ignore[W103]", " # convcalc: ignore[W102, V301]", " # convcalc: ignore[nothing]"]
    )
    body = "".join(f"  - {lines[kind]}{data.draw(words)}\n" for kind in kinds)
    rounding, allow = data.draw(st.sampled_from(["floor", "strict"])), data.draw(st.sampled_from(["", "allow: [W104]\n"]))
    text = f"input: 40x40x4\nrounding: {rounding}\n{allow}blocks:\n  A: {{layers: [{POOL}]}}\nlayers:\n{body}"
    architecture = convcalc.load(convcalc.Source("net.yaml", text))
    bare = Report.of(evaluate(architecture))
    chosen = selection([Choice(ignore=tuple(ignored))])
    assert chosen.names | ignored >= selection().names
    assert not chosen.names & ignored
    done = checked(bare, chosen)
    everything = run(bare, chosen.names - {"unused-ignore"})
    both = [f for f in (*done.findings, *done.suppressed) if f.rule.name != "unused-ignore"]
    assert Counter(both) == Counter(everything)
    assert not set(done.findings) & set(done.suppressed)
    # select and ignore part the findings
    other = checked(bare, selection([Choice(select=tuple(ignored))]))
    whole = checked(bare, selection([Choice(select=("ALL",))]))
    rest = checked(bare, selection([Choice(select=("ALL",), ignore=tuple(ignored))]))
    parted = [f for f in (*other.findings, *rest.findings) if f.rule.name != "unused-ignore"]
    assert Counter(parted) == Counter(f for f in whole.findings if f.rule.name != "unused-ignore")
    # and nothing else changes
    assert replace(done, findings=(), suppressed=(), checked=frozenset()) == bare


def test_severities_are_overridden() -> None:
    bare = Report.of(evaluate(convcalc.load(convcalc.Source("net.yaml", layers(POOL)))))
    (finding,) = checked(bare, selection()._replace(severities={"input-lost": Severity.ERROR})).findings
    assert (finding.severity, str(finding).split(": ")[1][:18]) == (Severity.ERROR, "error[input-lost] ")
