"""The tables of the documents that say what networks cost, and what autograd keeps of each kind of layer."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import convcalc
from convcalc.analysis.formulas import read
from convcalc.analysis.report import Report
from convcalc.arithmetic.traced import TracedInt
from convcalc.arithmetic.volume import Volume
from convcalc.layers import JoinLayer, Layer, Reuse, kinds
from convcalc.layers.autograd import ExtraTensor, Numbers, SavedTensors, TrainingContext
from convcalc.render.numbers import binary

OUTPUTS = {Reuse.NEW: "new", Reuse.IN_PLACE: "may take the input's place", Reuse.VIEW: "a view of the input"}
CALLED = {
    Numbers.VALUE: "{} values",
    Numbers.STATISTIC: "{} statistics",
    Numbers.INDEX: "{} indices",
    Numbers.MASK: "a mask of {}",
}


EXAMPLES = {"dropout": ("28x28x64", "dropout: 0.5")}
"""Where the kind's own example is a vector, and a volume says more."""


class Kept(NamedTuple):
    """A row of the table, but for the kinds that it is of: empty is what cannot be."""

    usually: str
    in_place: str
    frozen: str
    output: str


def kept_table() -> str:
    """What autograd keeps of every kind, in the symbols of its formulas; kinds that keep alike stand together."""
    alike: dict[Kept, list[str]] = {}
    for name, kind in kinds().items():
        size, layer = EXAMPLES.get(name) or kind.example or ("28x28x64", name)
        row = convcalc.analyze(convcalc.Source("e.yaml", f"input: {size}\nlayers:\n  - {layer}\n")).rows[-1]
        found = kept(row.layer, tuple(x for x in row.inputs if x is not None))
        alike.setdefault(found, []).append(f"`{name}`")
    rows = [["kind", "keeps", "in place", "frozen", "its output"], ["---"] * 5]
    rows += [[", ".join(names), *found] for found, names in alike.items()]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def kept(layer: Layer, xs: tuple[Volume, ...]) -> Kept:
    """What the kind itself answers, given numbers that remember how they were written."""
    reading = read(layer, *xs)
    named, inputs, y = reading.layer, reading.inputs, reading.y
    if isinstance(named, JoinLayer):
        return Kept(
            in_words(named.saved_tensors_of(inputs, y, (True,) * len(inputs)), len(inputs)), "", "", OUTPUTS[Reuse.NEW]
        )
    usually = in_words(named.saved_tensors(inputs[0], y, TrainingContext(in_place=False, trained=True)))
    reuse = named.reuse_in_training()
    in_place = (
        in_words(named.saved_tensors(inputs[0], y, TrainingContext(in_place=True, trained=True)))
        if reuse is Reuse.IN_PLACE
        else ""
    )
    learns = layer.params(xs[0]) > 0
    frozen = in_words(named.saved_tensors(inputs[0], y, TrainingContext(in_place=False, trained=False))) if learns else ""
    return Kept(usually, in_place, "the same" if frozen == usually else frozen, OUTPUTS[reuse])


def in_words(saved_tensors: SavedTensors, inputs: int = 1) -> str:
    """`its input, H′·W′·C indices`."""
    parts = ["its input" if inputs == 1 else "its inputs"] if len(saved_tensors.inputs) == inputs else []
    assert parts or not saved_tensors.inputs, "some of the inputs only"
    parts += ["its output"] if saved_tensors.output else []
    for words, times in Counter(map(beside_in_words, saved_tensors.extra)).items():
        parts.append(f"twice {words}" if times == 2 else words)
        assert times <= 2
    return ", ".join(parts) or "nothing"


def beside_in_words(tensor: ExtraTensor) -> str:
    words = CALLED[tensor.of].format(TracedInt.of(tensor.amount).formula).replace("1 values", "1 value")
    return f"{words} once a batch" if tensor.once else words


class Network(NamedTuple):
    """A network that a claim is about, as the command line takes it."""

    name: str
    settings: dict[str, bool | int] | None = None

    @property
    def command(self) -> str:
        settings = (f" --set {key}={str(value).lower()}" for key, value in (self.settings or {}).items())
        return f"`{self.name}{''.join(settings)}`"

    @property
    def report(self) -> Report:
        return convcalc.analyze(self.name, set=self.settings)


ALEXNET, GOOGLENET, VGG16, VGG19, RESNET = map(Network, ("alexnet", "googlenet", "vgg16", "vgg19", "resnet152"))
AUXILIARY = Network("googlenet", {"auxiliary": True})
NETWORKS = (ALEXNET, GOOGLENET, AUXILIARY, VGG16, VGG19, RESNET)
PAIRS = (
    (ALEXNET, GOOGLENET),
    (ALEXNET, AUXILIARY),
    (GOOGLENET, ALEXNET),
    (VGG16, GOOGLENET),
    (VGG16, RESNET),
    (VGG19, RESNET),
    (RESNET, VGG19),
)
"""What is divided by what."""


def depth(report: Report) -> int:
    """The layers with weights on the longest way from the input, convolutions and fully connected ones, as papers count."""
    depths: dict[str, int] = dict.fromkeys(report.architecture.inputs, 0)
    for row in report.rows:
        weighted = row.layer.kind in ("conv", "fc")
        depths[row.name] = max(depths[name] for name in row.reads_from) + weighted
    return max(depths.values())


def costs(network: Network) -> tuple[int, ...]:
    """Depth, parameters, MACs, bytes of all volumes, the peak while inferring, and what is kept of an image."""
    report = network.report
    peak, kept = report.peak, report.training().saved_per_image
    assert peak is not None
    assert kept is not None
    totals = report.totals
    return depth(report), totals.params, totals.macs, totals.activations_bytes, peak.bytes, kept


WHAT = ["depth", "params", "MACs", "all volumes", "most at once", "kept for training"]


def costs_table() -> str:
    rows = [["network", *WHAT], ["---", *["---:"] * len(WHAT)]]
    for network in NETWORKS:
        depth, params, macs, *bytes = costs(network)
        rows.append([network.command, str(depth), f"{params:,}", f"{macs:,}", *map(binary, bytes)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def ratios_table() -> str:
    rows = [["how many times", *WHAT], ["---", *["---:"] * len(WHAT)]]
    for first, second in PAIRS:
        pairs = zip(costs(first), costs(second), strict=True)
        rows.append([f"{first.command} : {second.command}", *(f"{a / b:.2f}" for a, b in pairs)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
