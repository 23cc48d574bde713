"""Feed convcalc what nobody would write: random bytes and YAML, files by its grammar, files of the zoo with pieces changed.

    python fuzz/fuzz.py [--examples N] [--seed N]

Every input is read, analysed at its size and at any, asked every rule, explained, costed and rendered in every format. What
the program may answer is an analysis, findings, or a message about an unreadable file; anything else is a crash, which
hypothesis shrinks and shows. Prints how many inputs ended how, and the slowest; exits with 1 if a command, which reads a file
and renders it once, would have computed for longer than two seconds.
"""

from __future__ import annotations

import argparse
import collections
import gc
import sys
import time

import grammar
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from convcalc.analysis.closed_forms import ClosedReport
from convcalc.analysis.explain import explain
from convcalc.analysis.fit_sizes import fit_sizes
from convcalc.analysis.fit_today import Today
from convcalc.analysis.largest_batch import largest_batch
from convcalc.analysis.report import Report
from convcalc.api import examine, examine_closed, present_sizes
from convcalc.arithmetic.closed import TooLong
from convcalc.arithmetic.periods import TooManyCases
from convcalc.checks import selection
from convcalc.cli.main import GARBAGE_THRESHOLD
from convcalc.findings import ArchitectureError, OptionError, UnreadableError
from convcalc.language.architecture import Architecture, Training
from convcalc.language.files import decode, zoo_folder
from convcalc.language.reader import read_architecture
from convcalc.render.analysis import AnalysisOptions, Examined
from convcalc.render.explain.markdown import explain_markdown
from convcalc.render.explain.text import explain_text
from convcalc.render.findings.checked import Checked, CheckedFile
from convcalc.render.fit.batch import batch_text
from convcalc.render.fit.sizes import fit_text
from convcalc.render.formats import ANALYSES, FINDINGS
from convcalc.render.json.contract import dumps
from convcalc.render.json.explain import explain_json
from convcalc.render.json.fit import batch_data, fit_data
from convcalc.render.options import RenderOptions
from convcalc.selection import ALL, Choice
from convcalc.source import Source

MOST_SECONDS = 2
MOST_LAYERS = 300
"""Of larger networks the closed forms are left to the tests."""

EVERY_RULE = selection([Choice(select=(ALL,))])
ZOO = [path.read_text(encoding="utf-8") for path in sorted(zoo_folder().glob("*.yaml"))]
PIECES = [
    *(
        "{",
        "}",
        "[",
        "]",
        ":",
        ": ",
        ",",
        "- ",
        "\n",
        "\n  ",
        "\t",
        "#",
        "&a ",
        "*a",
        "!!x ",
        "|",
        ">",
        '"',
        "'",
        "$",
        "$(",
        ")",
        "%",
        "~",
        "\\",
    ),
    *(
        "0",
        "-1",
        "1e9",
        "1e400",
        "0x3",
        "3x",
        "1x1x1x1x1",
        ".5",
        "1/2",
        "99999999999999999999",
        "true",
        "null",
        "no",
        "é",
        "畳",
        "\u202e",
        "\0",
        "\x1b",
    ),
    *(
        "conv",
        "relu",
        "maxpool",
        "fc",
        "reshape",
        "slice",
        "pad",
        "crop",
        "scale",
        "flatten",
        "conv_transpose",
        "groups",
        "kernel",
        "stride",
        "padding",
    ),
    *(
        "same",
        "repeat: 3",
        "repeat: 1000000",
        "from: input",
        "add: [input, previous]",
        "concat: {a: [], b: [relu]}",
        "share: conv1",
        "previous",
        "half",
        "dilation",
        "rounding: ceil",
        "when: false",
        "extends: vgg16.yaml",
        "input",
        "layers",
        "parameters",
        "expect",
        "budget: {params: 1K}",
        "allow: [input-lost]",
        "# convcalc: ignore[skipped] why\n",
        "# convcalc: ignore\n",
    ),
]
WORDS = st.sampled_from(PIECES)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A file of the zoo in which a few places are cut out, doubled, or replaced by something else."""
    text = draw(st.sampled_from(ZOO))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 2, 5, 20, 200])))
        piece = draw(st.one_of(WORDS, st.just(""), st.just(text[start:end] * 2), st.text(max_size=5)))
        text = text[:start] + piece + text[end:]
    return text.encode("utf-8", "surrogatepass")


yaml_like = st.lists(WORDS, max_size=40).map(lambda words: "".join(words).encode())
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=20,
)
layered = values.map(lambda value: f"input: 8x8x4\nlayers: {value!r}\n".replace("None", "null").encode("utf-8", "replace"))
inputs = st.one_of(
    st.binary(max_size=300), yaml_like, layered, grammar.files, grammar.files, mutated(), mutated(), mutated()
)

endings: collections.Counter[str] = collections.Counter()
slowest = [0.0, b""]


def feed(data: bytes) -> tuple[str, float]:
    """One input through the whole program, in every format: how it ended, and the seconds that a command computes for."""
    start = time.process_time()
    try:
        source = Source("fuzz.yaml", decode(data, "fuzz.yaml"), zoo_folder())
    except UnreadableError:
        return "unreadable", 0.0
    try:
        architecture = read_architecture(source)
        if architecture.unknowns is None:
            report = examine(architecture, EVERY_RULE)
            examined = Examined(source, report, report.findings)
            costs(report)
            if report.totals.layers <= MOST_LAYERS:
                leave_open(source, architecture, examine_closed(architecture, EVERY_RULE))
                explain_some(report)
        else:
            closed = examine_closed(architecture, EVERY_RULE)
            examined = Examined(source, closed.report, closed.report.findings, closed)
            leave_open(source, architecture, closed)
    except TooLong:
        return "too long", 0.0
    except ArchitectureError as error:
        examined = Examined(source, None, error.findings)
    read = time.process_time()
    longest = 0.0
    for name in ANALYSES:
        for width in (None, 40, 80):
            before = time.process_time()
            ANALYSES[name].render([examined], AnalysisOptions(width=width))
            longest = max(longest, time.process_time() - before)
    checked = Checked((CheckedFile(source.name, examined.findings),))
    for name in FINDINGS:
        FINDINGS[name].render(checked, RenderOptions(width=80))
    seconds = read - start + longest
    if examined.report is None:
        return "findings about the file", seconds
    return "analysed, with findings" if examined.findings else "analysed", seconds


def costs(report: Report) -> None:
    """Where it all goes, and the largest batches."""
    training = Training(optimizer="adam", device="cuda")
    options = AnalysisOptions(width=80, sort="memory", training=training)
    ANALYSES["table"].render([Examined(report.architecture.source, report, ())], options)
    for how in (None, training):
        try:
            found = largest_batch(report, 2**30, how)
        except OptionError:  # it does not work out, or whole numbers are to be trained
            continue
        batch_text(found, 80)
        dumps(batch_data(found))


def explain_some(report: Report) -> None:
    """The working of the first layers, in every format."""
    for row in report.rows[:3]:
        try:
            found = explain(report, row.name)
        except OptionError:  # more layers than anybody could read
            continue
        explain_text(found, 80)
        explain_markdown(found)
        explain_json(found)


def slower(seconds: float, data: bytes) -> None:
    """Remember the slowest."""
    if seconds > slowest[0]:
        slowest[:] = [seconds, data]


def leave_open(source: Source, architecture: Architecture, closed: ClosedReport) -> None:
    """The closed forms as a table and as data, and the sizes that fit."""
    for name in ("table", "json"):
        examined = Examined(source, closed.report, closed.report.findings, closed)
        ANALYSES[name].render([examined], AnalysisOptions(width=80))
    sizes = present_sizes(architecture)
    try:
        found = fit_sizes(closed, today=sizes)
    except TooManyCases:
        return
    today = None if sizes is None else Today(examine(architecture), sizes)
    fit_text(found, today, width=80)
    dumps(fit_data(found, today))


def fuzz(examples: int, first: int) -> None:
    """Feed `examples` inputs, those of the seed `first`."""

    @seed(first)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs)
    def one(data: bytes) -> None:
        ending, seconds = feed(data)
        if seconds > MOST_SECONDS:  # the machine may have stood still meanwhile; what is slow is slow again
            seconds = min(seconds, feed(data)[1])
        endings[ending] += 1
        slower(seconds, data)

    one()


def main() -> int:
    """Run, and say what happened."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--examples", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0, help="other inputs for another number")
    given = parser.parse_args()
    gc.set_threshold(GARBAGE_THRESHOLD)  # as the program has it: the time that an input takes is to be the program's
    fuzz(given.examples, given.seed)
    print(f"{sum(endings.values()):,} inputs, none crashed; the slowest took {slowest[0]:.2f} s")
    for ending, count in endings.most_common():
        print(f"  {count:>7,}  {ending}")
    if slowest[0] > MOST_SECONDS:
        print(f"too slow: {slowest[1]!r}")
    return int(slowest[0] > MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
