"""What closed forms and fitting sizes cost, beside the numeric analysis of the same network, as whole processes.

    python benchmarks/closed.py [--pairs N]

Runs all three in turn, and prints the median CPU time of each, the median ratio of the runs to the numeric one, and the
ratio that it is meant to stay below. Exits with 1 if it does not.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

from startup import cpu_seconds

NUMERIC = ["analyze", "resnet152"]
COMPARED = {
    "analyze resnet152 --symbolic": (["analyze", "resnet152", "--symbolic"], 2.0),
    "fit resnet152": (["fit", "resnet152"], 3.0),
}
"""The commands, and the most that they may take of the numeric one's time."""


def main() -> None:
    """Measure all in turn, and compare with the aims."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=15)
    pairs = parser.parse_args().pairs
    program = str(Path(sys.executable).parent / "convcalc")
    commands = [[program, *words] for words in (NUMERIC, *(words for words, _ in COMPARED.values()))]
    times = [tuple(map(cpu_seconds, commands)) for _ in range(pairs + 1)][1:]
    medians = [statistics.median(column) for column in zip(*times, strict=True)]
    print(f"{' '.join(NUMERIC):<30} {medians[0] * 1000:5.0f} ms   ({pairs} runs)")
    missed = False
    for i, (name, (_, aim)) in enumerate(COMPARED.items(), 1):
        ratio = statistics.median(run[i] / run[0] for run in times)
        missed |= ratio >= aim
        print(f"{name:<30} {medians[i] * 1000:5.0f} ms   ratio {ratio:.2f}, to be below {aim:.0f}")
    sys.exit(missed)


if __name__ == "__main__":
    main()
