"""What files cost that mean harm: each sort at a quarter of its size and whole, as whole processes, and how the cost grows.

python benchmarks/hostile.py [NAME …]

Exits with 1 if one takes more than two seconds of CPU time beyond what a file of one layer takes, or if its cost grows faster
than twice in proportion.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

MOST_SECONDS = 2
MOST_CHARACTERS = 1_000_000
HEAD = "input: 9x9x3\n"


class Case(NamedTuple):
    """A sort of files by their size, the size that is measured, and the command."""

    text: Callable[[int], str]
    size: int
    command: tuple[str, ...] = ("check",)


class Cost(NamedTuple):
    """What a process took."""

    seconds: float
    mebibytes: float
    characters: int


def many(line: str, n: int, head: str = "") -> str:
    """A line so many times, with its number as {i}."""
    return head + "".join(line.format(i=i) for i in range(n))


def named(n: int) -> str:
    """A list of layers with names."""
    return many("  - {{relu: , name: abcdef{i}}}\n", n, "layers:\n")


def misfits(n: int) -> str:
    """Windows that do not come out even, each in a way of its own."""
    window = "kernel: {k}, stride: {s}"
    layers = (window.format(k=i % 1000 + 3, s=i + 7) for i in range(n))
    branches = (f"      b{i}: [{{conv: {{filters: 1, {one}}}}}, global_avgpool]\n" for i, one in enumerate(layers))
    return "input: 5000x5000x1\nrounding: floor\nlayers:\n  - concat:\n" + "".join(branches)


def strides(n: int) -> str:
    """Two windows whose strides have no factor in common."""
    conv = "  - conv: {{filters: 3, kernel: 1, stride: {}}}\n"
    return "input: HxWx3\nlayers:\n" + conv.format(n) + conv.format(n - 2)


TERMS = "+".join(f"a*1{{i}}{j}" for j in range(90))
RELU = HEAD + "layers: [relu]\n"
CONV = HEAD + "layers:\n  - {conv: {filters: 3, kernel: 1}, name: c}\n"
POOL = HEAD + "layers:\n  - {maxpool: {kernel: 3, stride: 1, padding: 1}, name: c}\n"
COMMENTED = HEAD + "layers:\n  - relu\n"
CASES = {
    "misspelt $names": Case(
        lambda n: many("  abcdef{i}: 1\n", n, f"{HEAD}parameters:\n") + many("  - fc: $abcdfe{i}\n", n, "layers:\n"), 1_000
    ),
    "misspelt from:": Case(lambda n: HEAD + named(n) + many("  - {{relu: , from: abcdfe{i}}}\n", n), 1_000),
    "misspelt share:": Case(lambda n: HEAD + named(n) + many("  - {{share: abcdfe{i}}}\n", n), 10_000),
    "misspelt outputs": Case(lambda n: HEAD + named(n) + many("abcdfe{i}, ", n, "outputs: [") + "x]\n", 10_000),
    "wrong expect.layers": Case(lambda n: HEAD + named(n) + many("    b{i}: 3\n", n, "expect:\n  layers:\n"), 10_000),
    "long expressions": Case(lambda n: many(f"  - fc: $({TERMS})\n", n, "input: 3\nparameters: {a: 1}\nlayers:\n"), 500),
    "names under allow": Case(lambda n: many("zz{i}, ", n, f"{RELU}allow: [") + "zz]\n", 90_000),
    "names in one comment": Case(
        lambda n: many("zz{i},", n, f"{HEAD}layers:\n  - relu # convcalc: ignore[") + "zz]\n", 100_000
    ),
    "unknown kinds": Case(lambda n: many("  - cnov{i}: 3\n", n, f"{HEAD}layers:\n"), 50_000),
    "unknown keys": Case(lambda n: many("k{i}: 3\n", n, RELU), 50_000),
    "comments": Case(lambda n: COMMENTED + "# convcalc: ignore[zz]\n" * n, 100_000),
    "comments as SARIF": Case(lambda n: COMMENTED + "# convcalc: ignore[zz]\n" * n, 100_000, ("check", "--format", "sarif")),
    "share:": Case(lambda n: CONV + "  - {share: c}\n" * n, 60_000),
    "crop like:": Case(lambda n: POOL + "  - {crop: {like: c}}\n" * n, 40_000),
    "branches": Case(lambda n: many("      b{i}: [relu]\n", n, f"{HEAD}layers:\n  - concat:\n"), 40_000),
    "branches below names": Case(lambda n: HEAD + named(n) + "  - add: {a: [], b: []}\n" * n, 10_000),
    "parameters of two files": Case(lambda n: many("  a{i}: 1\n", n, "extends: alexnet.yaml\nparameters:\n"), 50_000),
    "misfits": Case(misfits, 1_000, ("fit",)),
    "misfits, checked": Case(misfits, 4_000),
    "two large strides": Case(strides, 99_991, ("fit",)),
}
"""Those that once took longest."""


def run(words: list[str]) -> Cost:
    """What convcalc takes, with its children and its start."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen([sys.executable, "-m", "convcalc", *words], stdout=out, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise SystemExit(f"convcalc {' '.join(words)} ended with {process.returncode}")
        return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out.seek(0, os.SEEK_END))


def main() -> int:
    """Measure, and print a line for each sort."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="; ".join(CASES))
    names = parser.parse_args().names or list(CASES)
    bad = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "net.yaml"

        def cost(text: str, command: tuple[str, ...]) -> Cost:
            path.write_text(text, encoding="utf-8")
            return run([command[0], str(path), *command[1:]])

        start = min(cost(RELU, ("check",)).seconds for _ in range(3))
        print(f"a file of one layer takes {start:.2f} s")
        for name in names:
            text, size, command = CASES[name]
            quarter, whole = cost(text(size // 4), command), cost(text(size), command)
            times = (whole.seconds - start) / max(quarter.seconds - start, 0.15)
            print(
                f"{name:<24} {size // 4:>7,} {quarter.seconds:5.2f} s {size:>8,} {whole.seconds:5.2f} s, {times:4.1f} times, "
                f"{whole.mebibytes:4.0f} MiB, {whole.characters:>8,} characters"
            )
            if whole.seconds - start > MOST_SECONDS or times > 8 or whole.characters > MOST_CHARACTERS:
                bad.append(name)
    if bad:
        print(f"too slow, or too long: {', '.join(bad)}")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
