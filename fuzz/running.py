"""Running the program as a shell would, in this process for speed or in one of its own: what it wrote, and how it ended."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import typer

from convcalc.cli import main as program

ROOT = Path(__file__).resolve().parent.parent
MOST_SECONDS = 2.0
HANGS = 20
"""CPU seconds after which a run is ended."""

EXPECTED = (0, 1, 2, 130, 141)


def build_once() -> None:
    """Build the commands now and keep them: typer builds them anew at each call, which takes longer than most inputs do."""
    if isinstance(program.app, typer.Typer):
        program.app = typer.main.get_command(program.app)  # type: ignore[assignment]


class Hangs(BaseException):
    """The program computes and computes."""


class Ended(NamedTuple):
    """How a run ended."""

    code: Any
    out: bytes
    err: bytes
    seconds: float
    crash: str = ""
    """The kind of exception and where it was raised, by the innermost function of ours; empty where there was none."""
    trace: str = ""


@contextlib.contextmanager
def _bounded() -> Iterator[None]:
    """Ends what computes too long."""

    def stop(*_: Any) -> None:
        raise Hangs

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, HANGS, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def in_process(words: list[str], stdin: bytes, environment: dict[str, str]) -> Ended:
    """Call the program's main with streams of its own, in the working directory."""
    outputs = [os.memfd_create("out"), os.memfd_create("err")]
    first_free = os.dup(outputs[0])
    os.close(first_free)
    saved = sys.argv, sys.stdin, sys.stdout, sys.stderr, dict(os.environ)
    sys.argv = ["convcalc", *words]
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    # Python keeps its own streams in sys.__stdout__, where nothing closes them while the program has put its own in their place.
    streams = [os.fdopen(os.dup(fd), "w", encoding="utf-8") for fd in outputs]
    sys.stdout, sys.stderr = streams
    os.environ.clear()
    os.environ.update(environment)
    code: Any = 0
    crash = trace = ""
    start = time.process_time()
    try:
        with _bounded():
            program.main()
    except SystemExit as error:
        code = 0 if error.code is None else error.code
    except Hangs:
        crash = f"computes for more than {HANGS} s"
    except BaseException as error:
        crash, trace = place(error), "".join(traceback.format_exception(error))
    seconds = time.process_time() - start
    try:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        written = [os.pread(fd, os.fstat(fd).st_size, 0) for fd in outputs]
    finally:
        for stream in (sys.stdout, sys.stderr, *streams):
            with contextlib.suppress(OSError, ValueError):
                stream.close()
        sys.argv, sys.stdin, sys.stdout, sys.stderr = saved[:4]
        os.environ.clear()
        os.environ.update(saved[4])
        for fd in outputs:
            os.close(fd)
        os.closerange(first_free, first_free + 20)
        gc.unfreeze()  # the program freezes, and never returns where it is run by a shell
    return Ended(code, written[0], written[1], seconds, crash, trace)


def place(error: BaseException) -> str:
    """The kind of an exception and the innermost function of convcalc that it passed."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f"{os.sep}convcalc{os.sep}" in f.filename]
    where = f" in {Path(frames[-1].filename).name}, {frames[-1].name}" if frames else ""
    return f"{type(error).__name__}{where}"


def as_process(words: list[str], stdin: bytes, environment: dict[str, str]) -> Ended:
    """Run the program as a process of its own; its seconds are those of the whole process, imports included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "convcalc", *words],
            input=stdin,
            capture_output=True,
            env=environment | {"PYTHONPATH": str(ROOT)},
            timeout=60 + HANGS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Ended(None, b"", b"", 60 + HANGS, f"computes for more than {HANGS} s")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    crash = ""
    if b"Traceback (most recent call last)" in done.stderr or b"Exception ignored" in done.stderr:
        crash = done.stderr.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1][:120]
    return Ended(done.returncode, done.stdout, done.stderr, seconds, crash, done.stderr.decode("utf-8", "replace"))


def laid_out(folder: Path, files: dict[str, bytes]) -> None:
    """The folder with these files, and nothing else in it."""
    for child in folder.iterdir():
        if child.is_dir() and not child.is_symlink():
            shutil.rmtree(child)
        else:
            child.unlink()
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
