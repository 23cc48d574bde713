"""An input whose first number looks like its channels, in PyTorch's order.

Why it matters: sizes are channels last here, height x width x channels. `3x224x224` is an image of 3 by 224 pixels with 224
channels, so every number behind it is one of another network.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from convcalc.analysis.report import Report
from convcalc.arithmetic.volume import CROSS
from convcalc.findings import Finding, Rule

TRIGGERS = """\
input: 3x224x224
layers:
  - conv: {filters: 8, kernel: 1}
"""
PASSES = """\
input: 224x224x3
layers:
  - conv: {filters: 8, kernel: 1}
"""
MOST_CHANNELS = 4
"""How many channels an image has, at most: three colours and how opaque it is."""


def check(report: Report, rule: Rule) -> Iterator[Finding]:
    """The findings of this rule: three numbers, channels first, or four, of which the first counts the images."""
    architecture = report.architecture
    for name, volume in architecture.inputs.items():
        numbers = (*volume.size, volume.channels)
        if not _is_channels_first(numbers):
            continue
        channels, height, width = numbers[-3:]
        meant = f"{height}x{width}x{channels}"
        written = CROSS.join(map(str, numbers))
        batch = f", and batch: {numbers[0]}" if len(numbers) == 4 and numbers[0] > 1 else ""
        yield Finding(
            rule,
            f"{name} is {written}, which looks like PyTorch's order: the last number is the channels here",
            architecture.input_spans[name],
            help=f"write {'--input ' if architecture.input_given else f'{name}: '}{meant}{batch}",
        )


def _is_channels_first(numbers: tuple[Any, ...]) -> bool:
    if len(numbers) not in (3, 4) or not all(isinstance(n, int) for n in numbers):
        return False
    channels, height, width = numbers[-3:]
    return bool(channels <= MOST_CHANNELS and channels < height == width)
