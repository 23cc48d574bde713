"""Feed convcalc's command line: every command, option and format, with files spliced, swapped and spoilt.

    python fuzz/commands.py [--inputs N] [--seed N] [--shard I/N] [--only I --keep FOLDER] [--lasting SECONDS]

An input is a folder of files, an environment, and a command line. It is right if the program ends with 0, 1, 2, 130 or 141,
without a traceback, with at most two seconds of CPU time, and if what it writes is what its format says. Each input comes from
the seed and its number alone, so shards share the work and `--only` repeats one, `--keep` keeps its files. Every hundredth
runs as a process of its own, as does what took too long, which counts only if it does so again. Prints each kind of failure
once, with the numbers of the inputs; exits with 1 if there are any.
"""

from __future__ import annotations

import argparse
import collections
import gc
import os
import random
import resource
import shlex
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import NamedTuple

sys.path.insert(1, str(Path(__file__).resolve().parent.parent))

import corpus
from commandlines import CommandLine, command_line
from mutations import SCALAR, encoded, mutated
from running import EXPECTED, MOST_SECONDS, Ended, as_process, build_once, in_process, laid_out
from validity import problem

PROCESS_EVERY = 100
MEMORY = 6 * 2**30
OFTEN = (2, 5, 2, 3)
"""How often a file comes from the zoo, from what is right, from what is wrong, and from the grammar."""


class Case(NamedTuple):
    """One input."""

    files: dict[str, bytes]
    stdin: bytes
    environment: dict[str, str]
    line: CommandLine


@cache
def texts() -> tuple[list[list[str]], list[str]]:
    """The texts by their sort, and all of them."""
    sorts = [corpus.zoo(), corpus.right(), corpus.wrong(), corpus.by_grammar(150)]
    return sorts, [text for sort in sorts for text in sort]


def case(seed: int, number: int) -> Case:
    """The input with a number: always the same for a seed."""
    rng = random.Random(f"{seed}:{number}")
    sorts, every = texts()

    def text() -> str:
        return rng.choice(rng.choices(sorts, OFTEN)[0])

    net = mutated(text(), rng, every)
    files = {"net.yaml": encoded(net, rng)}
    if rng.random() < 0.3 or "base.yaml" in net:
        base = text()
        files["base.yaml"] = encoded(mutated(base, rng, every) if rng.random() < 0.5 else base, rng)
        if rng.random() < 0.3:
            files["net.yaml"] = b"extends: base.yaml\n" + files["net.yaml"]
    if rng.random() < 0.1:
        odd = rng.choice(
            ["n\u00e9t.yaml", "a b.yaml", "sub/net.yml", "##[error]x.yaml", "n\u202eet.yaml", "x\x1b[2J.yaml", "::x::.yaml"]
        )
        files[odd] = files["net.yaml"]
    if rng.random() < 0.1:
        configuration = corpus.CONFIGURATION if rng.random() < 0.7 else corpus.PYPROJECT
        name = "convcalc.toml" if configuration is corpus.CONFIGURATION else "pyproject.toml"
        files[name] = encoded(mutated(configuration, rng, [corpus.CONFIGURATION, corpus.PYPROJECT]), rng)
    named = [name for name in files if name.endswith((".yaml", ".yml"))]
    names = SCALAR.findall(net)[:200]
    line = command_line(rng, [*named, named[0], "-", "."] if len(named) > 1 else ["net.yaml"] * 8 + ["-", "."], names)
    environment = {"HOME": "home", "PATH": os.environ.get("PATH", "")}
    odd = (
        ("COLUMNS", rng.choice(["80", "40", "1", "200", "x"]), 0.3),
        ("NO_COLOR", "1", 0.05),
        ("GITHUB_ACTIONS", "true", 0.05),
        ("GITHUB_STEP_SUMMARY", "summary.md", 0.03),
        ("GITHUB_WORKSPACE", rng.choice([".", "", "missing"]), 0.03),
        ("GITLAB_CI", "true", 0.03),
    )
    environment |= {name: value for name, value, often in odd if rng.random() < often}
    return Case(files, files["net.yaml"], environment, line._replace(words=[w.replace("\0", "") for w in line.words]))


def failure(one: Case, ended: Ended, again: bool = True) -> str | None:
    """What is wrong with how an input ended, in words that are the same for failures that are alike."""
    if ended.crash:
        return ended.crash
    if ended.code not in EXPECTED:
        return f"exit code {ended.code!r}"
    if b"Traceback (most recent call last)" in ended.err:
        return "a traceback on standard error"
    if ended.seconds > MOST_SECONDS and again:
        second = as_process(one.line.words, one.stdin, one.environment)
        if second.seconds > MOST_SECONDS:
            return f"{one.line.words[0]} computes for more than {MOST_SECONDS:.0f} s"
    if found := problem(ended.out, one.line.format if one.line.output is None else None):
        return found if found.startswith("raw") else f"{one.line.words[0]} --format {one.line.format}: {_shape(found)}"
    if found := problem(ended.err, None):
        return f"standard error: {found}"
    if ended.code in (0, 1):
        return _written(one)
    return None


def _shape(message: str) -> str:
    """A message without the place where it was."""
    return message.partition(": line")[0].partition(" (char")[0]


def _written(one: Case) -> str | None:
    """What is wrong with the files that were written."""
    formats = dict(one.line.reports)
    if one.line.output:
        formats[one.line.output] = one.line.format or _by_ending(one.line)
    for path, format in formats.items():
        file = Path(path)
        if path and path not in one.files and file.is_file() and (found := problem(file.read_bytes(), format)):
            return f"a report in {format}: {_shape(found)}"
    return None


def _by_ending(line: CommandLine) -> str:
    """The format that `analyze` takes from the ending of `-o`."""
    endings = {".json": "json", ".csv": "csv"} if line.words[0] == "analyze" else {}
    return endings.get(Path(line.output or "").suffix, "")


def run(one: Case, folder: Path, process: bool) -> Ended:
    """Lay out the files and run the command line among them."""
    laid_out(folder, one.files)
    return (as_process if process else in_process)(one.line.words, one.stdin, one.environment)


def smaller(one: Case, folder: Path, what: str, tries: int = 150) -> Case:
    """The input with lines left out that the failure does not need."""
    size = max(1, one.files["net.yaml"].count(b"\n") // 2)
    while tries > 0:
        lines = one.files["net.yaml"].splitlines(keepends=True)
        for start in range(0, len(lines), size):
            data = b"".join(lines[:start] + lines[start + size :])
            other = one._replace(files={**one.files, "net.yaml": data}, stdin=data)
            tries -= 1
            if failure(other, run(other, folder, process=False), again=False) == what:
                one = other
                break
            if tries <= 0:
                return one
        else:
            if size == 1:
                break
            size //= 2
    return one


def shown(one: Case) -> str:
    """The input as a person would try it."""
    words = " ".join(
        f"{name}={shlex.quote(value)}" for name, value in one.environment.items() if name not in ("HOME", "PATH")
    )
    texts = "".join(f"\n    {name!r}: {data[:600]!r}{'…' if len(data) > 600 else ''}" for name, data in one.files.items())
    return f"  {words} convcalc {shlex.join(one.line.words)!r}{texts}"


def fuzz(seed: int, numbers: range, lasting: float) -> tuple[dict[str, list[int]], collections.Counter[str], float]:
    """The failures with the numbers of their inputs, how the others ended, and the most seconds that one took."""
    failures: dict[str, list[int]] = collections.defaultdict(list)
    endings: collections.Counter[str] = collections.Counter()
    slowest = 0.0
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        folder = Path(name)
        for count, number in enumerate(numbers):
            if time.monotonic() - start > lasting:
                break
            one = case(seed, number)
            ended = run(one, folder, process=number % PROCESS_EVERY == 0)
            found = failure(one, ended)
            endings[f"{one.line.words[0]}: {ended.code}"] += 1
            slowest = max(slowest, ended.seconds)
            if found:
                failures[found].append(number)
                if len(failures[found]) == 1:
                    print(f"\n{number}: {found}\n{ended.trace[-1500:]}", flush=True)
                    print(shown(smaller(one, folder, found, 0 if "computes" in found else 150)), flush=True)
            if count % 200 == 199:
                gc.collect()
            if count % 1000 == 999:
                print(f"-- {count + 1:,} inputs, up to number {number}, {time.monotonic() - start:.0f} s", flush=True)
        os.chdir("/")
    return failures, endings, slowest


def main() -> int:
    """Run, and say what happened."""
    assert __doc__
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=0, help="other inputs for another number")
    parser.add_argument("--shard", default="0/1", help="I/N: every N-th input, beginning with number I")
    parser.add_argument("--lasting", type=float, default=1e9, help="stop after so many seconds")
    parser.add_argument("--only", type=int, help="the input with this number and no other")
    parser.add_argument("--keep", type=Path, help="with --only: write its files to this folder, and do not run it")
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if given.keep:
        one = case(given.seed, given.only)
        given.keep.mkdir(parents=True, exist_ok=True)
        laid_out(given.keep, one.files)
        print(shown(one))
        return 0
    build_once()
    first, _, of = given.shard.partition("/")
    numbers = range(int(first), given.inputs, int(of)) if given.only is None else range(given.only, given.only + 1)
    failures, endings, slowest = fuzz(given.seed, numbers, given.lasting)
    print(
        f"\n{sum(endings.values()):,} inputs, {sum(map(len, failures.values())):,} wrong; the slowest took {slowest:.2f} s"
    )
    print("  " + ", ".join(f"{ending} {count:,}" for ending, count in sorted(endings.items())))
    for found, which in failures.items():
        print(f"  {len(which):>6,}  {found}: {', '.join(map(str, which[:8]))}")
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main())
