"""Nothing that a user types breaks the program: each of these ends in a clear message or the right answer, at once.

Every case runs as a process of its own, so that a hang, a traceback or a wrong exit code cannot hide.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

CONVCALC = [sys.executable, "-m", "convcalc"]
SECONDS = 30  # a bound on a hang on a loaded machine, not a measurement; the program's own time is a few seconds at most


class Result(NamedTuple):
    code: int
    out: str
    err: str


def run(*words: str, cwd: Path, stdin: bytes = b"", shell: str = "") -> Result:
    command = ["bash", "-c", shell] if shell else [*CONVCALC, *words]
    done = subprocess.run(
        command, input=stdin, capture_output=True, cwd=cwd, timeout=SECONDS, check=False, env=environment()
    )
    out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    assert "Traceback" not in err + out
    return Result(done.returncode, out, err)


def environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "GITHUB_ACTIONS")}


LAYERS = "layers:\n  - relu\n"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)

REPEATS = "input: 8\nblocks:\n  B0: {layers: [{relu: , repeat: 1000000000}]}\n"
REPEATS += (
    "".join(f"  B{i + 1}: {{layers: [{{B{i}: , repeat: 1000000000}}]}}\n" for i in range(90))
    + "layers: [{fc: 3, name: first}, B90]\n"
)
# Each block uses the one before it twice: 2^60 layers, which are all alike but for the first two.
DOUBLES = (
    "input: 32x32x4\nblocks:\n  B0:\n    layers: [{conv: {filters: 4, kernel: 3, padding: 1}}, relu]\n"
    + "".join(f"  B{i}:\n    layers: [B{i - 1}, B{i - 1}]\n" for i in range(1, 60))
    + "layers: [B59]\n"
)
# Each block uses the one before it twice, with another parameter each time: no two of 2^30 uses are alike.
TWICE = (
    "input: 8\nblocks:\n  B0: {parameters: {k: 1}, layers: [{fc: $k}]}\n"
    + "".join(
        f"  B{i}: {{parameters: {{k: 1}}, layers: [{{B{i - 1}: $k}}, {{B{i - 1}: $(k + {2**i})}}]}}\n" for i in range(1, 30)
    )
    + "layers: [B29]\n"
)
CHAIN = (
    "input: 8\nblocks:\n  B0: {layers: [relu]}\n"
    + "".join(f"  B{i + 1}: {{layers: [B{i}]}}\n" for i in range(300))
    + "layers: [B300]\n"
)

# What is in the file, the exit code of analyze, and what its output says.
FILES: dict[str, tuple[bytes, int, str]] = {
    "empty": (b"", 1, "the file is empty"),
    "only comments": (b"# nothing\n", 1, "the file is empty"),
    "a list at the top": (b"- relu\n", 1, "an architecture is a mapping, and this is a list"),
    "a word at the top": (b"relu\n", 1, "an architecture is a mapping"),
    "null at the top": (b"~\n", 1, "an architecture is a mapping"),
    "tabs": (b"input: 3\nlayers:\n\t- relu\n", 1, "indent with blanks"),
    "binary": (bytes(range(256)) * 10, 2, "not UTF-8 text"),
    "null bytes": (b"input: 3\0\nlayers: [relu]\n", 1, "U+0000 is not allowed in YAML"),
    "escape characters": (b"name: \x1b[2J\n", 1, "U+001B is not allowed in YAML"),
    "latin-1": ("name: café\n".encode("latin-1"), 2, "not UTF-8 text (byte 0xe9 in line 1)"),
    "utf-16": ("input: 3\n".encode("utf-16"), 2, "not UTF-8 text"),
    "a byte order mark": (b"\xef\xbb\xbfinput: 3\n" + LAYERS.encode(), 0, "relu_1"),
    "crlf": (b"input: 3\r\nlayers:\r\n  - relu\r\n", 0, "relu_1"),
    "cr": (b"input: 3\rlayers:\r  - relu\r", 0, "relu_1"),
    "no newline at the end": (b"input: 3\nlayers: [relu]", 0, "relu_1"),
    "a bomb of aliases": (BOMB.encode(), 1, "the file has more than 100,000 values here"),
    "a self-referring alias": (b"input: 3\nlayers: &a [*a]\n", 1, "*a stands inside what it repeats"),
    "an unknown alias": (b"input: *x\n", 1, "nothing is anchored as &x"),
    "a tag": (b"input: !!python/object/apply:os.system ['touch pwned']\n" + LAYERS.encode(), 1, "is not part of the language"),
    "a merge key": (b"input: 3\nlayers:\n  - fc: {<<: {units: 3}}\n", 1, "merge keys (<<) are not part of the language"),
    "a directive": (b"%YAML 1.1\n---\ninput: 3\n" + LAYERS.encode(), 0, "relu_1"),
    "two documents": (b"input: 3\n---\ninput: 4\n", 1, "a second document begins here"),
    "nested 10,000 deep": (b"input: " + b"[" * 10_000 + b"]" * 10_000 + b"\n", 1, "nest more than 100 deep"),
    "nested 10,000 deep, in blocks": (b"".join(b" " * n + b"- \n" for n in range(1, 2_000)), 1, "more than"),
    "an unclosed bracket": (b"input: [3\n", 1, "this is not YAML"),
    "a complex key": (b"? [a]\n: 3\n", 1, "cannot be a key"),
    "kernel: 1e9": (b"input: 32x32x3\nlayers:\n  - conv: {filters: 8, kernel: 1e9}\n", 1, "does not fit in a padded input of 32"),
    "padding: 1e30": (b"input: 32x32x3\nlayers:\n  - conv: {filters: 8, kernel: 3, padding: 1e30}\n", 0, "conv_1"),
    "stride: 1e30": (b"input: 32x32x3\nlayers:\n  - conv: {filters: 8, kernel: 3, stride: 1e30}\n", 1, "does not come out even"),
    "dilation: 1e30": (b"input: 32x32x3\nlayers:\n  - conv: {filters: 8, kernel: 3, dilation: 1e30}\n", 1, "does not fit"),
    "everything huge": (b"input: 1e100\nlayers:\n  - fc: 1e100\n", 0, "1.00e200"),
    "filters: -1": (b"input: 32x32x3\nlayers:\n  - conv: {filters: -1, kernel: 3}\n", 1, "filters must be at least 1, and is -1"),
    "stride: 0": (b"input: 32x32x3\nlayers:\n  - conv: {filters: 1, kernel: 3, stride: 0}\n", 1, "stride must be at least 1, and is 0"),
    "groups: 0": (b"input: 32x32x3\nlayers:\n  - conv: {filters: 1, kernel: 3, groups: 0}\n", 1, "groups must be at least 1, and is 0"),
    "input: 0x0x3": (b"input: 0x0x3\n" + LAYERS.encode(), 1, "has a side below 1"),
    "input with 5,000 digits": (b"input: " + b"9" * 5_000 + b"x3x3\n" + LAYERS.encode(), 1, "is not a size"),
    "a number of 5,000 digits": (b"input: 3\nlayers:\n  - fc: " + b"9" * 5_000 + b"\n", 1, "has more than 400 digits"),
    "a number with a huge exponent": (b"input: 3\nlayers:\n  - fc: 1e999999999\n", 1, "has more than 400 digits"),
    "infinity": (b"input: 3\nlayers:\n  - fc: .inf\n", 1, "units must be a whole number"),
    "$(9**9**9)": (b"input: 3\nlayers:\n  - fc: $(9**9**9)\n", 1, "9**9**9 is not part of the language"),
    "a product that explodes": (b"input: 3\nparameters: {a: 1e99}\nlayers:\n  - fc: $(a*a*a*a*a*a)\n", 1, "gets larger than 400 digits"),
    "a deep expression": (b"input: 3\nlayers:\n  - fc: $" + b"(" * 400 + b"1" + b")" * 400 + b"\n", 1, "is not an expression"),
    "a long expression": (b"input: 3\nlayers:\n  - fc: $(" + b"1+" * 5_000 + b"1)\n", 1, "longer than 1000 characters"),
    "990 minus signs": (b"input: 3\nlayers:\n  - fc: $(" + b"-" * 990 + b"1)\n", 1, "nests more than 100 deep"),
    "300 nots": (b"input: 3\nlayers:\n  - {relu: , when: $(" + b"not " * 200 + b"true)}\n", 1, "nests more than 100 deep"),
    "sizes that multiply beyond printing": (b"input: 3x1\nlayers:\n" + (b"  - upsample: " + b"9" * 399 + b"\n") * 12, 1, "more than 400 digits"),
    "blocks that repeat one another": (REPEATS.encode(), 0, "layers"),
    "blocks that double": (TWICE.encode(), 1, "copies and uses of blocks that differ come to more than 6,000 layers by now"),
    "a million copies of a join": (b"input: 9x9x3\nlayers:\n  - {add: {a: [relu], b: []}, repeat: 1000000}\n", 1, "come to more than 6,000 layers by now"),
    "a chain of 300 blocks": (CHAIN.encode(), 1, "blocks use one another more than 100 deep"),
    "a doubling of blocks, 60 deep": (DOUBLES.encode(), 0, "1,152,921,504,606,846,976 layers"),
    "a billion billion copies": (b"input: 3\nlayers:\n  - {relu: , repeat: 1000000000000000000}\n", 1, "more than 1,000,000,000 copies"),
    "one name twice in a line": (b"input: 3\nlayers: [{relu: , name: a}, {relu: , name: a}]\n", 1, "two layers are called a"),
    "an import": (b"input: 3\nlayers:\n  - fc: $(__import__('os').getpid())\n", 1, "there is no function"),
    "parameters in a circle": (b"input: 3\nparameters: {a: $b, b: $a}\n" + LAYERS.encode(), 1, "the parameter b comes later"),
    "a file that extends itself": (b"extends: net.yaml\n", 1, "files extend one another in a circle: net.yaml"),
    "extends out of the folder": (b"extends: ../../../../etc/hostname\n", 1, "there is no ../../../../etc/hostname"),
    "extends an absolute path": (b"extends: /etc/passwd\n", 1, "there is no /etc/passwd"),
    "extends a null byte": (b'extends: "a\\0.yaml"\n', 1, "there is no"),
    "a layer name of 200 characters": (f"input: 3\nlayers:\n  - {{relu: , name: {'a' * 200}}}\n".encode(), 0, "a" * 200),
    "wide characters in a title": ("name: 畳み込み\ninput: 3\n".encode() + LAYERS.encode(), 0, "畳み込み"),
    "right-to-left characters in a title": ("name: רשת\ninput: 3\n".encode() + LAYERS.encode(), 0, "רשת"),
    "a direction override in a title": (b'name: "a\\u202eb"\ninput: 3\n' + LAYERS.encode(), 0, "a\\u202eb"),
    "an escape sequence in a title": (b'name: "\\e[31mred"\ninput: 3\n' + LAYERS.encode(), 0, "\\u001b[31mred"),
    "wide characters in a layer name": ("input: 3\nlayers:\n  - {relu: , name: 畳み込み}\n".encode(), 1, "is no name for a layer"),
    "markup of rich in a title": (b'name: "[bold red]x[/nope]"\ninput: 3\n' + LAYERS.encode(), 0, "[bold red]x[/nope]"),
    "5,001 layers": (b"input: 3\nlayers: [" + b"relu, " * 5_000 + b"relu]\n", 0, "5001 layers"),
    "every layer left out": (b"input: 3\nlayers: [{relu: , when: false}]\n", 1, "no layer is left"),
    "a key that is a number": (b"input: 3\n3: 4\n" + LAYERS.encode(), 1, "there is no key 3"),
    "a layer that is a number": (b"input: 3\nlayers: [3]\n", 1, "there is no layer kind 3"),
    "expect a word": (b"input: 3\nexpect: lots\n" + LAYERS.encode(), 1, "expect must be a mapping"),
}  # fmt: skip


@pytest.mark.parametrize("name", list(FILES))
def test_files(name: str, tmp_path: Path) -> None:
    content, code, says = FILES[name]
    (tmp_path / "net.yaml").write_bytes(content)
    result = run("analyze", "net.yaml", cwd=tmp_path)
    assert result.code == code, result
    assert says in result.out + result.err
    assert [path.name for path in tmp_path.iterdir()] == ["net.yaml"]
    # the same through standard input, as JSON, and through check
    piped = run("analyze", "-", "--format", "json", cwd=tmp_path, stdin=content)
    checked = run("check", "net.yaml", cwd=tmp_path)
    expected = {code} if "extends" not in name else {1}
    assert {piped.code, checked.code} == expected


def test_an_unreadable_folder_inside_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root every folder can be read, so the system's refusal is played."""
    from convcalc.language.files import locate

    (tmp_path / "good.yaml").write_text("input: 3\n" + LAYERS)
    (tmp_path / "locked").mkdir()
    look = Path.iterdir

    def refuse(self: Path) -> object:
        if self.name == "locked":
            raise PermissionError(13, "Permission denied")
        return look(self)

    monkeypatch.setattr(Path, "iterdir", refuse)
    located = locate(str(tmp_path))
    assert [path.name for path in located.paths] == ["good.yaml"]
    assert located.unreadable == (f"{tmp_path / 'locked'}: Permission denied",)


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read everything")
def test_an_unreadable_file(tmp_path: Path) -> None:
    (tmp_path / "net.yaml").write_text("input: 3\n")
    (tmp_path / "net.yaml").chmod(0)
    assert run("check", "net.yaml", cwd=tmp_path).err == "error: net.yaml: Permission denied\n"


def test_a_folder_named_like_a_file(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").mkdir()
    (tmp_path / "x.yaml" / "net.yaml").write_text("input: 3\n" + LAYERS)
    assert run("check", ".", cwd=tmp_path).code == 0
    assert "1 architecture checked" in run("check", "x.yaml", cwd=tmp_path).out


@pytest.mark.parametrize("in_folder", [False, True])
def test_a_pipe_that_nobody_writes_to(tmp_path: Path, in_folder: bool) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    result = run("check", "." if in_folder else "pipe.yaml", cwd=tmp_path)
    assert (result.code, result.err) == (2, "error: pipe.yaml: not a regular file; - reads standard input\n")


def test_broken_and_circular_links(tmp_path: Path) -> None:
    (tmp_path / "gone.yaml").symlink_to("nowhere.yaml")
    (tmp_path / "loop").symlink_to(".")
    result = run("check", ".", cwd=tmp_path)
    told = "note: gone.yaml: a link that leads nowhere; it is not read\n"
    none = "error: .: no .yaml or .yml file in this folder that may be read\n"
    assert (result.code, sorted(result.err.splitlines(keepends=True))) == (2, [none, told])


def test_a_name_with_a_newline(tmp_path: Path) -> None:
    (tmp_path / "a\nb.yaml").write_text("layers: [relv]\n")
    result = run("check", ".", cwd=tmp_path)
    assert result.code == 1
    assert "a\\u000ab.yaml:1:10" in result.out


@pytest.mark.parametrize(
    "words",
    [
        "analyze alexnet",
        "analyze alexnet --format json",
        "analyze alexnet --format csv",
        "check alexnet",
        "list",
        "layers",
        "--help",
    ],
)
def test_a_full_disk(words: str, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    result = run(cwd=tmp_path, shell=f"{sys.executable} -m convcalc {words} > /dev/full")
    assert result.code == 2
    assert "No space left on device" in result.err


def test_a_full_disk_for_a_file(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    result = run("analyze", "alexnet", "-o", "/dev/full", cwd=tmp_path)
    assert (result.code, result.err) == (2, "error: /dev/full: cannot be written: No space left on device\n")
    assert not Path("/dev/full").is_file()


def test_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from convcalc.cli import writing
    from convcalc.findings import UnreadableError

    target = tmp_path / "table.txt"
    target.write_text("before")

    def full(descriptor: int, *_: object, **__: object) -> object:
        os.close(descriptor)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(UnreadableError, match="No space left on device"):
        writing.write_file(target, "after", [])
    assert (target.read_text(), [path.name for path in tmp_path.iterdir()]) == ("before", ["table.txt"])


def test_the_output_never_destroys(tmp_path: Path) -> None:
    net = tmp_path / "net.yaml"
    net.write_text("input: 3\n" + LAYERS)
    (tmp_path / "link.txt").symlink_to("target.txt")
    result = run("analyze", "net.yaml", "-o", "net.yaml", cwd=tmp_path)
    assert result.code == 2
    assert "a file that was read; the output would overwrite it" in result.err
    assert net.read_text() == "input: 3\n" + LAYERS
    assert run("analyze", "net.yaml", "-o", "link.txt", cwd=tmp_path).code == 0
    assert (tmp_path / "link.txt").is_symlink()
    assert "relu_1" in (tmp_path / "target.txt").read_text()
    assert "a folder; give a file to write to" in run("analyze", "net.yaml", "-o", ".", cwd=tmp_path).err
    assert "relu_1" in run("analyze", "net.yaml", "-o", "-", cwd=tmp_path).out


def test_a_reader_that_leaves(tmp_path: Path) -> None:
    result = run(cwd=tmp_path, shell=f"{sys.executable} -m convcalc analyze vgg16 vgg19 | head -n 1")
    assert result.out.startswith("VGG-16  224×224×3 → 1000")
    assert (result.out.count("\n"), result.err) == (1, "")


def test_ctrl_c(tmp_path: Path) -> None:
    """Also where tests run in the background, which is told to ignore the signal."""
    process = subprocess.Popen(
        [*CONVCALC, "analyze", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  (no threads here)
    )
    assert process.stdin is not None
    process.stdin.write(b"#" * 1_000_000)  # more than a pipe holds, so once it is written the program waits for the rest
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=SECONDS)
    assert process.returncode == 130
    assert b"Traceback" not in out + err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["analyze", "alexnet", "--input", "9" * 5_000 + "x3x3"], "is not a size"),
        (["analyze", "alexnet", "--set", "classes=" + "9" * 5_000], "has more than 400 digits"),
        (["analyze", "alexnet", "--set", "streams=no"], "groups must be a whole number"),
        (["analyze", "vgg16", "--set", "batchnorm=yes"], 'batchnorm must be true or false, and is "yes"'),
        (["analyze", "alexnet", "--batch", "9" * 5_000], "--batch"),
        (["analyze", "alexnet", "--columns", ""], "there is no column"),
        (["analyze", "alexnet", "--limit", "nodes=10"], "more than 10 values"),
        (["analyze", "alexnet", "--limit", "nodes=x"], "nodes must be a whole number"),
        (["analyze", "alexnet", "--limit", "size=10"], "there is no limit size"),
        (["analyze", "alexnet", "--limit", "bytes=10"], "larger than 10 bytes"),
        (["analyze", "x" * 5_000], "File name too long"),
        (["analyze", ""], "no such file or folder"),
        (["analyze", "alexnet", "--input", "9" * 5_000], "is not a size"),
        (["analyze", "alexnet", "--batch", "9" * 4_000], "has more than 400 digits"),
        (["analyze", "alexnet", "--limit", "depth=5000"], "depth can be 200 at most"),
        (["check", "--kernel", "half", "--input", "7"], "is not a size"),
        (["check", "--stride", "same", "--input", "7"], "is not a size"),
        (["check", "--input", "7", "--stride", "9" * 5_000], "longer than 400 characters"),
        (["check", "--input", str(10**300), "--stride", str(10**200 + 7), "--kernel", str(10**100)], "positions"),
        (["layers", "x" * 5_000], "there is no layer kind"),
    ],
)
def test_arguments(words: list[str], says: str, tmp_path: Path) -> None:
    result = run(*words, cwd=tmp_path)
    assert result.code in (1, 2)
    assert says in result.out + result.err


@pytest.mark.parametrize(
    ("redirection", "code"), [(">&-", 2), ("2>&-", 0), ("<&-", 0), (">&- 2>&-", 2)]
)  # fmt: skip
def test_streams_that_are_closed(redirection: str, code: int, tmp_path: Path) -> None:
    assert run(cwd=tmp_path, shell=f"{sys.executable} -m convcalc analyze alexnet {redirection}").code == code


def test_standard_input_that_is_closed(tmp_path: Path) -> None:
    result = run(cwd=tmp_path, shell=f"{sys.executable} -m convcalc analyze - <&-")
    assert (result.code, result.err) == (2, "error: <stdin>: closed\n")


def test_an_error_is_an_error_without_standard_error(tmp_path: Path) -> None:
    assert run(cwd=tmp_path, shell=f"{sys.executable} -m convcalc analyze nowhere 2>&-").code == 2


def test_the_base_of_a_file_is_not_overwritten(tmp_path: Path) -> None:
    base = tmp_path / "base.yaml"
    base.write_text("input: 3\n" + LAYERS)
    (tmp_path / "child.yaml").write_text("extends: base.yaml\n")
    (tmp_path / "wrong.yaml").write_text("extends: base.yaml\nnme: x\n")
    for child in ("child.yaml", "wrong.yaml"):
        assert run("analyze", child, "-o", "base.yaml", cwd=tmp_path).code == 2
    assert base.read_text() == "input: 3\n" + LAYERS


def test_an_output_into_a_pipe(tmp_path: Path) -> None:
    result = run(cwd=tmp_path, shell=f"{sys.executable} -m convcalc analyze alexnet -o /dev/stdout | head -n 1")
    assert result.out.startswith("AlexNet")


def seconds(text: str, folder: Path) -> float:
    """The processor's time for a check of a file."""
    (folder / "net.yaml").write_text(text)
    process = subprocess.Popen([*CONVCALC, "check", "net.yaml"], cwd=folder, stdout=subprocess.DEVNULL, env=environment())
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1)
    return used.ru_utime + used.ru_stime


def test_large_files_take_time_in_proportion(tmp_path: Path) -> None:
    """10,000 layers that do not fit, as many misspelt parameters, as many figures: each once took most of a minute.

    It is the processor's time that is compared, with that of a quarter of the size: four times as much work, and at most eight
    times as long.
    """
    many = 10_000
    head, padded = "input: 9x9x1\nlayers:\n", "  - conv: {filters: 1, kernel: 2, stride: 1000, padding: 500}\n"
    texts: list[Callable[[int], str]] = [
        lambda n: "input: 900x900x1\nrounding: ceil\nlayers:\n" + padded * n,
        lambda n: head + "".join(f"  - conv: {{filters: 1, kernel: 1, pading{i}: 1}}\n" for i in range(n)),
        lambda n: (
            "input: 9\nlayers:\n"
            + "  - relu\n" * n
            + "expect:\n  layers:\n"
            + "".join(f"    relu_{i + 1}: 8\n" for i in range(n))
        ),
    ]
    start = seconds(head + "  - relu\n", tmp_path)
    for text in texts:
        quarter, whole = (max(seconds(text(n), tmp_path) - start, 0.15) for n in (many // 4, many))
        assert whole < 8 * quarter
    (tmp_path / "net.yaml").write_text("input: 9\nlayers:\n" + "  - relu\n" * 2 * many)
    assert "20000 layers" in run("analyze", "net.yaml", cwd=tmp_path).out


def test_a_batch_beyond_floats(tmp_path: Path) -> None:
    result = run("analyze", "alexnet", "--batch", str(10**30), cwd=tmp_path)
    assert result.code == 0
    assert "e36 B" in result.out


def test_a_reader_that_leaves_is_no_finding(tmp_path: Path) -> None:
    """141, as for any program behind whose back a pipe is closed; 1 would say that an error was found."""
    (tmp_path / "net.yaml").write_text(
        "input: 9x9x1\nrounding: floor\nlayers:\n" + "  - conv: {filters: 1, kernel: 1, stride: 2, padding: 1}\n" * 2_000
    )
    line = f"{sys.executable} -m convcalc check net.yaml | head -n 1 > /dev/null; exit ${{PIPESTATUS[0]}}"
    assert run(cwd=tmp_path, shell=line).code == 141


@pytest.mark.parametrize(
    "command",
    [["analyze"], ["analyze", "--symbolic"], ["check"], ["explain"], ["fit"], ["fit", "--memory", "1GiB"]],
    ids=" ".join,
)
def test_every_command_refuses_what_would_not_end(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "net.yaml").write_text("input: 9x9x3\nlayers:\n  - {add: {a: [relu], b: []}, repeat: 1000000}\n")
    result = run(*command, "net.yaml", cwd=tmp_path)
    assert (result.code, result.err) == (1, "")
    assert "come to more than 6,000 layers by now\n --> net.yaml:3:6\n" in result.out
