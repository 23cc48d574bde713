"""Files that mean harm cost no more than they may: counted in what is looked at, since a clock tells of the machine too."""

import ast
import json
from collections import Counter
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

import convcalc
from convcalc.analysis import suggest
from convcalc.analysis.directory import Directory
from convcalc.checks import windows
from convcalc.findings import ArchitectureError
from convcalc.language import body_reader, candidates, context, expression_syntax, problems
from convcalc.language.limits import DEFAULT_LIMITS
from convcalc.language.reader import read_architecture
from convcalc.layers.windows import WindowLayer
from convcalc.render.findings.listed import listed
from convcalc.render.formats import FINDINGS
from tests.cli.conftest import Run, run

__all__ = ["run"]


def cases() -> Any:
    """The files of the benchmark, which stands outside the package."""
    path = Path(__file__).parents[1] / "benchmarks" / "hostile.py"
    spec = spec_from_file_location("hostile", path)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.CASES


CASES = cases()


def check(name: str, size: int) -> tuple[convcalc.Finding, ...]:
    return convcalc.check(convcalc.Source("net.yaml", CASES[name].text(size)))


class Counting:
    """Counts the calls of a function, each as much as `cost` says."""

    def __init__(self, function: Any, cost: Any = lambda *_: 1) -> None:
        self.function, self.cost, self.total = function, cost, 0

    def __call__(self, *given: Any) -> Any:
        self.total += self.cost(*given)
        return self.function(*given)


def pairs(word: str, known: Any, most: int) -> int:
    return sum(len(word) * len(other) for other in known)


MISSPELT = ["misspelt $names", "misspelt from:", "misspelt share:", "misspelt outputs", "names under allow", "unknown kinds"]


@pytest.mark.parametrize("name", MISSPELT)
def test_a_did_you_mean_looks_at_so_many_candidates(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    counting = Counting(problems.get_close_matches, pairs)
    monkeypatch.setattr(problems, "get_close_matches", counting)
    monkeypatch.setattr(candidates, "MOST_PAIRS", 200_000)
    assert len(check(name, 1_000)) >= 1_000
    # What can be afforded is looked at twice, as it stands and in small letters; reading and checking afford it each.
    assert 100_000 < counting.total <= 4 * 200_000


def test_where_little_is_misspelt_all_is_hinted_at() -> None:
    found = [f for f in check("misspelt $names", 100) if f.rule.name == "bad-expression"]
    assert len(found) == 100
    assert all(f.help.startswith("did you mean abcdef") for f in found)


def test_each_file_can_afford_as_much() -> None:
    assert check("misspelt from:", 600) == check("misspelt from:", 600)


def test_words_too_long_are_like_none() -> None:
    candidates.begin_afresh()
    assert problems.nearest("a" * 100, ["a" * 99 + "b"]) == "a" * 99 + "b"
    assert problems.nearest("a" * 101, ["a" * 100]) is None
    assert problems.nearest("a" * 100, ["a" * 101]) is None


def test_a_list_is_gone_through_once_for_all_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Directory] = []
    init = Directory.__init__
    monkeypatch.setattr(Directory, "__init__", lambda self: (init(self), made.append(self))[0])
    assert len([f for f in check("wrong expect.layers", 500) if f.rule.name == "expect-mismatch"]) == 500
    assert [one.lists_read for one in made] == [1]


def test_an_expression_is_split_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("splits the text for every node")

    monkeypatch.setattr(ast, "get_source_segment", refuse)
    expression_syntax._parsed.cache_clear()
    assert check("long expressions", 10) == ()  # 90 terms each


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_an_expression_over_several_lines(end: str) -> None:
    written = expression_syntax._parsed(f"(1.50{end}+ 'é' + 2.50)")
    assert written is not None
    assert sorted(written.written.values()) == ["'é'", "1.50", "2.50"]


@pytest.mark.parametrize("name", ["share:", "crop like:", "branches", "unknown kinds"])
def test_so_many_layers_are_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    counting = Counting(body_reader.BodyReader.present)
    monkeypatch.setattr(body_reader.BodyReader, "present", lambda self, node: counting(self, node))  # noqa: PLW0108  (a method)
    source = convcalc.Source("net.yaml", CASES[name].text(400))
    with pytest.raises(ArchitectureError) as error:
        read_architecture(source, limits=DEFAULT_LIMITS._replace(layers=300))
    assert any("more than 300 layers here" in f.message for f in error.value.findings)
    assert counting.total <= 300


def test_so_many_names_are_seen_from_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "MOST_NAMES", 1_000)
    assert check("branches below names", 10) != ()
    assert "bad-layer" not in {f.rule.name for f in check("branches below names", 10)}
    assert [f.rule.name for f in check("branches below names", 100)].count("too-large") == 1


@pytest.mark.parametrize("size", [97, 997])
def test_fit_makes_a_window_once(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    counting = Counting(WindowLayer.windows)
    monkeypatch.setattr(WindowLayer, "windows", lambda self, x: counting(self, x))  # noqa: PLW0108  (a method)
    rule = convcalc.fit(convcalc.Source("net.yaml", CASES["two large strides"].text(size))).rules["H"]
    assert rule.modulus == size * (
        size - 2
    )  # both windows of one pixel come out even at 1 + stride·k, and the strides multiply
    assert counting.total < 40


def test_so_many_windows_are_advised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "MOST_ADVISED", 20)
    suggest._suggestions.cache_clear()
    found = [f for f in check("misfits", 100) if "does not come out even" in f.message]
    assert len(found) > 80
    by_rule = Counter(f.rule.name for f in found)
    assert suggest._suggestions.cache_info().misses <= 20 * len(by_rule)


def test_what_is_listed() -> None:
    """The worst, and of every rule the first."""
    found = convcalc.check(
        convcalc.Source(
            "net.yaml",
            "input: 7x7x3\nrounding: floor\nallow: [zz1, zz2, zz3]\nlayers:\n  - maxpool: {kernel: 2, stride: 2}\n"
            "expect: {params: 1, macs: 1}\n",
        )
    )
    shown, omitted = listed(found, 2)
    assert [f.rule.name for f in shown] == ["unknown-rule", "expect-mismatch"]
    assert shown[0] == found[0]
    assert {rule.name: n for rule, n in omitted} == dict(
        Counter(f.rule.name for f in found) - Counter(["unknown-rule", "expect-mismatch"])
    )
    assert listed(found, len(found)) == (found, ())
    assert listed(found, 0)[0] == ()


@pytest.mark.parametrize("format", FINDINGS)
def test_every_format_lists_so_many(format: str, run: Run) -> None:
    Path("net.yaml").write_text(CASES["unknown kinds"].text(50))
    result = run("check", "net.yaml", "--format", format, "--limit", "findings=10")
    assert result.code == 1
    assert "cnov9" in result.out
    assert "cnov10" not in result.out
    told = result.err if format == "gitlab" else result.out
    assert "40" in told
    if format in ("text", "concise", "github", "markdown"):
        last = result.out.rstrip().splitlines()[-1].replace("\\", "")
        assert last == "40 more findings are not listed: 40 unknown-kind (--limit findings=… lists more)."
    if format == "json":
        assert json.loads(result.out)["omitted"] == {"unknown-kind": 40}
    if format == "jsonl":
        assert json.loads(result.out.splitlines()[-1]) == {"omitted": {"unknown-kind": 40}}
    if format == "sarif":
        (note,) = json.loads(result.out)["runs"][0]["invocations"][0]["toolExecutionNotifications"]
        assert note["level"] == "note"
        assert note["message"]["text"].startswith("40 more findings are not listed")
    if format == "junit":
        assert '<property name="omitted unknown-kind" value="40" />' in result.out


def test_the_exit_code_counts_all(run: Run) -> None:
    Path("net.yaml").write_text(CASES["unknown kinds"].text(5))
    result = run("check", "net.yaml", "--limit", "findings=0")
    assert (result.code, "5 errors" in result.out) == (1, True)
    assert "5 more findings are not listed" in result.out
    assert "5  error  L005  unknown-kind" in run("check", "net.yaml", "--limit", "findings=0", "--statistics").out


@pytest.mark.parametrize("format", ["table", "markdown", "json", "csv"])
@pytest.mark.parametrize("name", ["names under allow", "unknown kinds"])
def test_analyze_lists_so_many(name: str, format: str, run: Run) -> None:
    Path("net.yaml").write_text(CASES[name].text(49))
    result = run("analyze", "net.yaml", "--format", format, "--limit", "findings=10")
    assert result.code == 1
    number = 40 if name == "names under allow" else 39
    if format == "json":
        assert sum(json.loads(result.out)["omitted"].values()) == number
    else:
        assert f"{number} more findings are not listed" in result.out + result.err


def test_fit_and_explain_list_so_many(run: Run) -> None:
    Path("net.yaml").write_text(CASES["unknown kinds"].text(50))
    for command in ("fit", "explain"):
        assert "40 more findings are not listed" in run(command, "net.yaml", "--limit", "findings=10").out
