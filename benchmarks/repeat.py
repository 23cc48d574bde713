"""What depth costs: a block repeated a million times beside the same block repeated twice, as whole processes.

python benchmarks/repeat.py [--pairs N]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from startup import cpu_seconds

NET = """\
input: 32x32x16
blocks:
  B:
    layers:
      - conv: {{filters: 16, kernel: 3, padding: 1}}
      - relu
layers:
  - {{B: {{}}, repeat: {copies}}}
"""


def main() -> None:
    """Measure both in turn, and print the median ratio of the pairs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=15)
    pairs = parser.parse_args().pairs
    with tempfile.TemporaryDirectory() as folder:
        commands = []
        for copies in (1_000_000, 2):
            path = Path(folder, f"{copies}.yaml")
            path.write_text(NET.format(copies=copies), encoding="utf-8")
            commands.append([str(Path(sys.executable).parent / "convcalc"), "analyze", str(path)])
        times = [tuple(map(cpu_seconds, commands)) for _ in range(pairs + 1)][1:]
    million, two = (statistics.median(column) for column in zip(*times, strict=True))
    ratio = statistics.median(a / b for a, b in times)
    print(f"a million copies {million * 1000:.0f} ms   two copies {two * 1000:.0f} ms   ratio {ratio:.2f}   ({pairs} pairs)")


if __name__ == "__main__":
    main()
