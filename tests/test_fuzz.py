"""The fuzzer of the command line: it repeats itself, it reaches every command, option and format, and it sees each failure."""

import importlib
import os
import random
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.main import get_command

from convcalc.cli.main import app
from convcalc.render.formats import ANALYSES, FINDINGS

FUZZ = Path(__file__).resolve().parent.parent / "fuzz"


@pytest.fixture
def fuzz(monkeypatch):
    """The fuzzer's files, which are no package: the folder is on the path of whoever runs one of them."""
    monkeypatch.syspath_prepend(str(FUZZ))
    names = ("commands", "commandlines", "corpus", "grammar", "mutations", "running", "validity")
    yield SimpleNamespace(**{name: importlib.import_module(name) for name in names})
    for name in names:
        sys.modules.pop(name, None)


def ended(fuzz, *, out=b"", err=b"", code=0, seconds=0.1, crash=""):
    return fuzz.running.Ended(code, out, err, seconds, crash)


def case_of(fuzz, *words, format=None):
    line = fuzz.commandlines.CommandLine(list(words), format)
    return fuzz.commands.Case({"net.yaml": b"input: 3\nlayers: [relu]\n"}, b"", {"PATH": os.environ["PATH"]}, line)


def test_an_input_comes_from_the_seed_and_its_number_alone():
    """Twice in processes of their own, since texts hash otherwise in each."""
    ask = "import commands; print([commands.case(7, number) for number in (0, 3, 20, 21)])"

    def said(hashes):
        environment = {**os.environ, "PYTHONHASHSEED": hashes, "PYTHONPATH": f"{FUZZ}{os.pathsep}{FUZZ.parent}"}
        return subprocess.run([sys.executable, "-c", ask], env=environment, capture_output=True, check=True).stdout

    assert said("1") == said("2")


def test_every_command_option_and_format_is_taken(fuzz, monkeypatch):
    monkeypatch.setattr(fuzz.commandlines, "OFTEN", {})  # all equally often: those that are slow are seldom run
    lines = [fuzz.commandlines.command_line(random.Random(n), ["net.yaml"], ["conv1"]) for n in range(20_000)]
    taken = {(line.words[0], word) for line in lines for word in line.words}
    commands = get_command(app).commands
    assert {command for command, _ in taken} == set(commands)
    for name, command in commands.items():
        options = {p.opts[0] for p in command.params if p.param_type_name == "option"}
        assert not {option for option in options if (name, option) not in taken}, name
    formats = {(line.words[0], line.format) for line in lines}
    assert formats >= {("analyze", format) for format in ANALYSES} | {("check", format) for format in FINDINGS}


def test_every_mutation_changes_something_and_none_fails(fuzz):
    text = "input: 8x8x3\nlayers:\n  - {conv: {filters: 4, kernel: 3}, name: a}\n  - concat: [input, a]\n"
    for mutation in fuzz.mutations.MUTATIONS:
        rng = random.Random(0)
        assert any(mutation(text, rng, [text, text.upper()]) != text for _ in range(20)), mutation
        for odd in ("", "\n", "a", "é: [", "\x00"):
            for _ in range(20):
                mutation(odd, rng, [odd])


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"crash": "KeyError in reader.py, read"}, "KeyError in reader.py, read"),
        ({"code": 120}, "exit code 120"),
        ({"code": None}, "exit code None"),
        ({"err": b"Traceback (most recent call last):\n"}, "a traceback on standard error"),
        ({"out": b"\x1b[2J"}, "raw U+001B"),
        ({"out": "a\u2028b".encode()}, "raw U+2028"),
        ({"out": b"  ##[error]x"}, "raw ##["),
        ({"err": b"error: ##vso[x]y"}, "standard error: raw ##vso["),
        ({"out": b"\xff"}, "analyze --format None: not UTF-8"),
        ({"out": b"\x1b[31mred\x1b[0m"}, None),
        ({"code": 1}, None),
        ({"code": 141}, None),
    ],
)
def test_it_sees_how_a_run_ended(fuzz, how, said):
    assert fuzz.commands.failure(case_of(fuzz, "analyze", "net.yaml"), ended(fuzz, **how)) == said


@pytest.mark.parametrize(
    ("format", "right", "wrong"),
    [
        ("json", b'{"a": 1}\n', b'{"a": NaN}'),
        ("json", b"[]\n", b'{"a": 1, "a": 2}'),
        ("jsonl", b'{"a": 1}\n{"a": 2}\n', b'{"a": 1}\n{"a":'),
        ("gitlab", b"[]", b"{}"),
        ("sarif", b'{"version": "2.1.0", "runs": []}', b'{"version": "2.1.0", "runs": [{}]}'),
        ("junit", b"<testsuites/>", b"<testsuites>"),
        ("csv", b'a,b\n1,"2,3"\n', b"a,b\n1\n"),
    ],
)
def test_it_reads_formats_by_their_own_rules(fuzz, format, right, wrong):
    assert fuzz.validity.problem(right, format) is None
    assert fuzz.validity.problem(wrong, format)


def test_what_takes_too_long_counts_only_if_it_does_so_again(fuzz, monkeypatch):
    one, slow = case_of(fuzz, "analyze", "net.yaml"), ended(fuzz, seconds=2.5)
    monkeypatch.setattr(fuzz.commands, "as_process", lambda *_: ended(fuzz, seconds=0.2))
    assert fuzz.commands.failure(one, slow) is None
    monkeypatch.setattr(fuzz.commands, "as_process", lambda *_: slow)
    assert fuzz.commands.failure(one, slow) == "analyze computes for more than 2 s"


def test_in_this_process_and_in_one_of_its_own_the_program_says_the_same(fuzz, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = sys.argv, sys.stdin, sys.stdout, sys.stderr, dict(os.environ)
    for words in (["analyze", "net.yaml", "--format", "json"], ["check", "nowhere.yaml"], ["check", "-"]):
        one = case_of(fuzz, *words)
        here, apart = (fuzz.commands.run(one, tmp_path, process) for process in (False, True))
        assert here[:3] == apart[:3]
        assert not here.crash
        assert not apart.crash
    assert before == (sys.argv, sys.stdin, sys.stdout, sys.stderr, dict(os.environ))


def test_a_crash_is_told_by_where_it_was(fuzz, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def crash():
        from convcalc.language.limits import limits

        limits(None)

    monkeypatch.setattr(fuzz.running.program, "main", crash)
    found = fuzz.running.in_process(["analyze"], b"", {})
    assert found.crash == "AttributeError in limits.py, limits"
    assert "Traceback" in found.trace
