"""A folder of many architectures: the order, what is broken among them, the bar, and what is kept of each."""

import os
import pty
import re
import subprocess
import sys
import weakref
from pathlib import Path

import pytest

from convcalc import api
from convcalc.analysis.evaluation import Evaluation
from convcalc.analysis.tree.counts import Totals
from convcalc.cli.progress import PATIENCE, Bar
from tests.cli.conftest import Run
from tests.render.findings.readers import READERS

BAD = "input: 9x9x3\nlayers: [relv]\n"
FINE = "input: 9x9x3\nlayers: [relu]\n"
BROKEN = [
    BAD.encode(),
    b"\xff\xfe\x00",
    b"",
    b"input: [",
    b"a: &a [*a]",
    b"- 1\n- 2\n",
    b"\x00",
    b"layers: 3",
    b"input: 0x0x0",
    b"5",
]


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A thousand files in three folders, every hundredth broken in a way of its own, the second of those unreadable."""
    for number in range(1000):
        path = tmp_path / f"{number % 3}" / f"net_{number:04}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(BROKEN[number // 100] if number % 100 == 50 else FINE.encode())
    return tmp_path


def test_one_broken_file_does_not_hide_the_others(run: Run, many: Path) -> None:
    result = run("check", ".", "--format", "json", "--report", "text=out.txt")
    assert (result.code, result.err) == (2, "error: 0/net_0150.yaml: not UTF-8 text (byte 0xff in line 1)\n")
    files = list(dict.fromkeys(seen.file for seen in READERS["json"](result.out)))
    assert files == sorted(f"{n % 3}/net_{n:04}.yaml" for n in range(50, 1000, 100) if n != 150)
    assert re.fullmatch(
        r"999 architectures checked: \d+ errors\. 1 could not be read\.", (many / "out.txt").read_text().splitlines()[-1]
    )


def test_large_numbers_are_grouped(run: Run, many: Path) -> None:
    (many / "0" / "net_0150.yaml").write_text(FINE)
    assert "\n1,000 architectures checked: " in run("check", ".").out


def test_analyses_are_not_kept(run: Run, many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports: list[weakref.ref[Totals]] = []
    alive: list[int] = []
    evaluate = api.evaluate

    def watched(architecture: object) -> Evaluation:
        alive.append(sum(report() is not None for report in reports))
        report = evaluate(architecture)  # type: ignore[arg-type]
        reports.append(weakref.ref(report.totals))  # which the whole report has, too
        return report

    monkeypatch.setattr(api, "evaluate", watched)
    run("check", "0")
    assert len(alive) > 300
    assert max(alive) < 5


def on_terminal(folder: Path, *words: str, **env: str) -> tuple[str, str]:
    """What a run writes to standard error, which is a terminal, and to standard output, which is none.

    The program is told to have no patience, so that the bar comes without a long wait.
    """
    code = "import sys; from convcalc.cli import main, progress; progress.PATIENCE = 0; main.main()"
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", code, *words],
        stdout=subprocess.PIPE,
        stderr=theirs,
        cwd=folder,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80", **env},
    ) as process:
        os.close(theirs)
        assert process.stdout
        out, err = process.stdout.read(), b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            err += part
    os.close(ours)
    return out.decode(), err.decode()


@pytest.fixture
def some(tmp_path: Path) -> Path:
    for number in range(30):
        (tmp_path / f"net_{number:02}.yaml").write_text(BAD if number == 7 else FINE)
    (tmp_path / "binary.yaml").write_bytes(b"\xff")
    return tmp_path


def test_a_bar_on_a_terminal(some: Path) -> None:
    out, err = on_terminal(some, "check", ".", "--format", "concise")
    assert out == "net_07.yaml:2:10: error[unknown-kind] there is no layer kind relv\n"
    assert re.search(r"checking .*/31", err)
    assert "error: binary.yaml: not UTF-8 text" in err
    assert err.endswith("\x1b[2K")  # the line of the bar is erased


def test_no_colours_where_none_are_wanted(some: Path) -> None:
    _, err = on_terminal(some, "check", ".", NO_COLOR="1")
    assert "checking" in err
    assert not re.search(r"\x1b\[[\d;]*m", err)


def test_no_bar_on_a_dumb_terminal(some: Path) -> None:
    _, err = on_terminal(some, "check", ".", TERM="dumb")
    assert err == "error: binary.yaml: not UTF-8 text (byte 0xff in line 1)\r\n"


def test_no_bar_where_it_would_be_read_by_nobody(process: Run, some: Path) -> None:
    assert process("check", ".").err == "error: binary.yaml: not UTF-8 text (byte 0xff in line 1)\n"


def test_no_bar_for_what_is_done_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with Bar() as bar:
        bar.show(1, 1000)
        assert bar._progress is None
    assert 0.1 < PATIENCE < 3
