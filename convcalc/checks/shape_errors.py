"""The rules about layers that cannot read their input: the layer has said why, the rule passes it on."""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.analysis.report import Report
from convcalc.checks.common import reads
from convcalc.checks.rules import About
from convcalc.findings import Finding, Rule


def check(report: Report, rule: Rule) -> Iterator[Finding]:
    """A finding for each layer whose ShapeError carries the name of `rule`."""
    for row in report.distinct:
        if (shape_error := row.shape_error) and shape_error.rule == rule.name:
            span = row.node.spans.get(shape_error.parameter or "", row.span)
            label = f"{row.name} {reads(report, row)}"
            facts = (*shape_error.facts, *row.use_path)
            yield Finding(rule, shape_error.message, span, label, facts, shape_error.help, layer=row.name)


ABOUT: dict[str, About] = {
    "needs-volume": About(
        what="A layer that slides over space reads a vector.",
        why="There is no space left to slide over.",
        triggers="""\
input: 100
layers:
  - conv: {filters: 8, kernel: 3}
""",
        passes="""\
input: 100
layers:
  - fc: 8
""",
    ),
    "wrong-rank": About(
        what="A size or a side that the volume has no axis for.",
        why="A size such as 1x7 says something about two axes; on a signal or a video it says nothing.",
        triggers="""\
input: 16x112x112x3
layers:
  - conv: {filters: 8, kernel: 1x7}
""",
        passes="""\
input: 112x112x3
layers:
  - conv: {filters: 8, kernel: 1x7}
""",
    ),
    "groups-do-not-divide": About(
        what="Groups that divide the input channels or the filters unevenly.",
        why="Every group reads and makes as many channels as the others, so the network cannot be built.",
        triggers="""\
input: 32x32x3
layers:
  - conv: {filters: 8, kernel: 3, groups: 2}
""",
        passes="""\
input: 32x32x4
layers:
  - conv: {filters: 8, kernel: 3, groups: 2}
""",
    ),
    "wrong-padding": About(
        what="A padding that the kind cannot have.",
        why="No framework would build the layer.",
        triggers="""\
input: 4x4x8
layers:
  - conv_transpose: {filters: 8, kernel: 3, stride: 2, output_padding: 2}
""",
        passes="""\
input: 4x4x8
layers:
  - conv_transpose: {filters: 8, kernel: 3, stride: 2, output_padding: 1}
""",
    ),
    "crop-too-large": About(
        what="A crop, or the padding of a transposed convolution, that leaves nothing.",
        why="The layer has no output, and nothing behind it can be known.",
        triggers="""\
input: 4x4x8
layers:
  - crop: 2
""",
        passes="""\
input: 4x4x8
layers:
  - crop: 1
""",
    ),
    "sizes-differ": About(
        what="A reshape to more or fewer numbers than there are.",
        why="The same numbers are to be read in another shape, so they must be as many.",
        triggers="""\
input: 100
layers:
  - reshape: 3x3x11
""",
        passes="""\
input: 100
layers:
  - reshape: 5x5x4
""",
    ),
    "no-such-channels": About(
        what="A slice of channels that are not there.",
        why="It would read beyond the end of the volume.",
        triggers="""\
input: 8x8x16
layers:
  - slice: {channels: [8, 20]}
""",
        passes="""\
input: 8x8x16
layers:
  - slice: {channels: [8, 16]}
""",
    ),
    "too-many-connections": About(
        what="More connections than there are pairs of an input map and a filter.",
        why="Each pair can be wired once.",
        triggers="""\
input: 14x14x6
layers:
  - conv: {filters: 16, kernel: 5, connections: 97}
""",
        passes="""\
input: 14x14x6
layers:
  - conv: {filters: 16, kernel: 5, connections: 60}
""",
    ),
    "join-differs": About(
        what="A join whose inputs do not agree.",
        why="Volumes are added or stacked number by number, so they must be of one size.",
        triggers="""\
input: 8x8x16
layers:
  - add:
      main: [{conv: {filters: 16, kernel: 3}}]
      shortcut: []
""",
        passes="""\
input: 8x8x16
layers:
  - add:
      main: [{conv: {filters: 16, kernel: 3, padding: 1}}]
      shortcut: []
""",
    ),
    "weights-differ": About(
        what="A layer that shares the weights of another, and would need other ones.",
        why="One set of numbers cannot serve layers of different shapes.",
        triggers="""\
input: 8x8x4
layers:
  - {fc: 10, name: first}
  - {maxpool: 2, from: input}
  - {share: first}
""",
        passes="""\
input: 8x8x4
layers:
  - {conv: {filters: 4, kernel: 3}, name: first}
  - {share: first}
""",
    ),
    "beyond-counting": About(
        what="A volume whose numbers are longer than anything that is counted.",
        why="A file that asks for it means harm, or has a digit too many in many places.",
        triggers="""\
input: 8x8
layers:
  - {upsample: 10, repeat: 400}
""",
        passes="""\
input: 8x8
layers:
  - {upsample: 10, repeat: 30}
""",
    ),
    "like-does-not-fit": About(
        what="A layer that should take a size it cannot reach: an upsampling to a smaller one, or a crop to a larger one.",
        why="The layer cannot be built, and the two paths that it was to bring together stay apart.",
        triggers="""\
input: 32x32x3
layers:
  - {avgpool: 2, name: half}
  - {upsample: {like: half}, from: input}
""",
        passes="""\
input: 32x32x3
layers:
  - {avgpool: 2, name: half}
  - upsample: {like: input}
""",
    ),
    "kernel-too-large": About(
        what="A window that is larger than the padded input.",
        why="It has no place at all, so the layer has no output, and nothing behind it can be known.",
        triggers="""\
input: 5x5x3
layers:
  - conv: {filters: 8, kernel: 7}
""",
        passes="""\
input: 5x5x3
layers:
  - conv: {filters: 8, kernel: 7, padding: 1}
""",
    ),
}
