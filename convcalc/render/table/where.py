"""In words: what is in use at once, what training needs, and which layers hold most. Lines to stand below a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from convcalc.analysis.fold import Entry
from convcalc.analysis.report import Report
from convcalc.analysis.top_layers import MEASURES, TopContributors, top_contributors
from convcalc.language.architecture import GRADIENTS, Training
from convcalc.layers.parameters import shortened
from convcalc.render.numbers import binary, percent
from convcalc.render.printable import printable

CALLED = {"sgd": "SGD", "momentum": "SGD with momentum", "adam": "Adam", "adamw": "AdamW", "rmsprop": "RMSprop"}
"""The optimizers as their papers write them."""
WHERE = {"cpu": "the CPU", "cuda": "CUDA"}
"""The devices in words."""
NOT_COUNTED = {
    True: "Work spaces, fragmentation, gradients in flight and what the framework itself takes are not in it: leave room.",
    False: "Work spaces, fragmentation and what the framework itself takes are not in it: leave room.",
}
"""What is not modelled, of training and of inference."""
MOST_ALIVE = 4
"""Of more values that are in memory at once the largest are named, the others counted."""
LONGEST_NAME = 50
FEW = Fraction(1, 4)
"""If the largest line holds less than this, it does not matter which it is."""


def short_name(name: str) -> str:
    """The name of a layer in a sentence; of a very long one the beginning."""
    return shortened(printable(name), LONGEST_NAME)


def peak_text(report: Report) -> str:
    """The most memory in use at once while inferring, where, and what is in it; nothing if it is not known."""
    peak = report.peak
    if peak is None:
        return ""
    alive = sorted(peak.alive, key=lambda one: -one.bytes)
    named = [f"{short_name(one.name)} {binary(one.bytes)}" for one in alive[:MOST_ALIVE]]
    more = f" and {len(alive) - MOST_ALIVE:,} more" if len(alive) > MOST_ALIVE else ""
    return f"at most {binary(peak.bytes)} in use at once while inferring, at {short_name(peak.at)}: {', '.join(named)}{more}"


def training_lines(report: Report, how: Training) -> list[str]:
    """What training needs: the sum, its parts, and what is not in it."""
    memory = report.training(how.optimizer, how.device)
    batch = report.architecture.batch
    first = f"Training a batch of {batch:,} with {CALLED[how.optimizer]} on {WHERE[how.device]}"
    if report.architecture.dtype not in GRADIENTS:
        return [f"{first} is not possible: {report.architecture.dtype} has no gradients."]
    if memory.total_bytes is None:
        return [f"{first}: what it needs is not known, since the network does not work out."]
    parts = [
        ("parameters", memory.params_bytes),
        ("buffers", memory.buffers_bytes),
        ("gradients", memory.gradients_bytes),
        (f"the state of {CALLED[how.optimizer]}", memory.optimizer_bytes),
        ("kept for the backward pass", memory.saved_bytes),
    ]
    listed = ", ".join(f"{name} {binary(bytes)}" for name, bytes in parts if bytes) or "nothing is learned"
    return [f"{first} needs {binary(memory.total_bytes)}: {listed}.", NOT_COUNTED[True]]


def top_contributors_text(report: Report, entries: Iterable[Entry], first: str) -> str:
    """`fc6 holds 62 % of the parameters, conv1 28 % of the activations`, beginning with the measure `first`."""
    shown = list(entries)
    order = [first, *(measure for measure in MEASURES if measure != first)]
    return "; ".join(_top_contributors(found) for measure in order if (found := top_contributors(report, shown, measure)))


def _top_contributors(found: TopContributors) -> str:
    share = f"{percent(found.share.numerator, found.share.denominator)} of the {found.measure.of}"
    if found.share < FEW:
        return f"no line holds more than {share}"
    *others, last = map(short_name, found.names)
    names = f"{', '.join(others)} and {last}" if others else last
    verb = "hold" if others else "holds"
    return f"{names} {verb} {share}"


def remarks(report: Report, entries: Iterable[Entry], sort: str | None, training: Training | None) -> Iterator[str]:
    """What was asked for beside the table."""
    if sort:
        yield top_contributors_text(report, entries, sort)
    if training:
        yield from training_lines(report, training)
