"""Findings that are hard to write down, the same for every format."""

from convcalc.findings import Finding, Rule, Severity
from convcalc.render.findings.checked import Checked, CheckedFile, Checkout
from convcalc.source import STDIN, Source, Span

KERNEL = Rule("W101", "kernel-too-large", Severity.ERROR)
SYNTAX = Rule("L001", "yaml-syntax", Severity.ERROR)
LOST = Rule("W103", "input-lost", Severity.WARNING)
PARTIAL = Rule("W105", "partial", Severity.NOTE)

CHECKOUT = Checkout("/home/ci/work", "/home/ci/work/ml")

NET = Source(
    "nets/tiny.yaml",
    "input: 5x5x3\nrounding: floor\nlayers:\n  - conv: {filters: 8, kernel: 7}\n  - maxpool: 2\n  - maxpool: 2\n",
)
BASE = Source("../base, 50%: <b>.yaml", "input: 8x8x3\n  名前: [\n  ]\n")
PIPED = Source(STDIN, "input: 9x9x3\nlayers: [relv]\n")
ELSEWHERE = Source("/usr/share/zoo/vgg 16.yaml", "layers:\n")


def finding(
    rule: Rule,
    message: str,
    source: Source,
    place: tuple[int, int, int, int],
    layer: str | None = None,
    help: str = "",
    facts: tuple[str, ...] = (),
) -> Finding:
    return Finding(rule, message, Span(source, *place), "the label", facts, help, layer)


CHECKED = Checked(
    (
        CheckedFile(
            NET.name,
            (
                finding(PARTIAL, "pool_1 hangs over in line 5", NET, (5, 5, 5, 12), "pool_1"),
                finding(KERNEL, "a 7×7 kernel does not fit", NET, (4, 32, 4, 33), "conv_1", "a kernel of 5 or less", ("(5 − 7 + 2·0)/1 + 1 = −1",)),
                finding(LOST, "pool_1 loses 100% of | its `rows`", NET, (5, 5, 5, 12), "pool_1"),
                finding(LOST, "pool_1 loses 100% of | its `rows`", NET, (6, 5, 6, 12), "pool_1"),
            ),
        ),
        CheckedFile(
            "nets/derived.yaml",
            (finding(SYNTAX, "a line\nbreak,\r a colon: an \x1b[31m escape, ]]> & <tag> \ufffe", BASE, (2, 3, 3, 4), None, "say::it, plainly"),),
        ),
        CheckedFile("nets/fine.yaml", ()),
        CheckedFile(STDIN, (finding(SYNTAX, "there is no layer kind relv", PIPED, (2, 10, 2, 14)),)),
        CheckedFile(ELSEWHERE.name, (finding(SYNTAX, "layers is empty", ELSEWHERE, (1, 1, 1, 7)),)),
    ),
    unreadable=("nets/locked.yaml: Permission denied",),
    checkout=CHECKOUT,
    version="1.2.3",
)  # fmt: skip

NOTHING = Checked((CheckedFile("nets/fine.yaml", ()),), checkout=CHECKOUT)
