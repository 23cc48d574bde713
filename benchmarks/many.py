"""What a folder of many architectures costs, beside starting once and the work on its files alone.

    python benchmarks/many.py [--files N]

Makes a folder of copies of the zoo's networks, checks it as a whole process, and prints the time and the most memory that it
took. The work alone is what `convcalc.check` takes for the same files in a process that has started already.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import convcalc
from convcalc.language.files import zoo_folder


def prepare(folder: Path, files: int) -> None:
    """Fill the folder with networks; what they extend is in the zoo."""
    zoo = sorted(zoo_folder().glob("*.yaml"))
    for number in range(files):
        source = zoo[number % len(zoo)]
        (folder / f"{source.stem}_{number:05}.yaml").write_bytes(source.read_bytes())


def run(words: list[str]) -> tuple[float, float]:
    """Seconds of CPU time and mebibytes at most of a whole process."""
    process = subprocess.Popen([sys.executable, "-m", "convcalc", *words], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"convcalc {' '.join(words)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def work_alone(folder: Path) -> float:
    """Seconds of CPU time of the checks themselves."""
    paths = sorted(folder.iterdir())
    since = time.process_time()
    for path in paths:
        convcalc.check(path)
    return time.process_time() - since


def main() -> None:
    """Measure a folder, a fifth of it, and one file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=1000)
    files = parser.parse_args().files
    with tempfile.TemporaryDirectory() as temporary:
        all_of_them, fifth = Path(temporary) / "all", Path(temporary) / "fifth"
        for folder, number in ((all_of_them, files), (fifth, files // 5)):
            folder.mkdir()
            prepare(folder, number)
        start, _ = run(["check", "lenet5"])
        seconds, most = run(["check", str(all_of_them)])
        _, most_of_fifth = run(["check", str(fifth)])
        alone = work_alone(all_of_them)
    each = (seconds - start) / files * 1000
    print(f"CPU time of {files:,} files: {seconds:.1f} s, {each:.1f} ms each beside {start:.2f} s for starting")
    print(f"the work alone: {alone / files * 1000:.1f} ms each, ratio {(seconds - start) / alone:.2f}")
    print(f"most memory: {most:.0f} MiB, of a fifth of the files {most_of_fifth:.0f} MiB")


if __name__ == "__main__":
    main()
