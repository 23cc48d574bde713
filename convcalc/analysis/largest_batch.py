"""The largest batch that a memory holds: ⌊(memory − what is constant) / what an image takes⌋, exactly."""

from __future__ import annotations

from typing import NamedTuple

from convcalc.analysis.report import Report
from convcalc.findings import OptionError
from convcalc.language.architecture import GRADIENTS, Training


class Constant(NamedTuple):
    """What is in memory whatever the batch, in bytes."""

    params: int
    buffers: int
    gradients: int = 0
    optimizer: int = 0
    statistics: int = 0
    """What autograd keeps once: the means and deviations over the batch."""

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self)


class LargestBatch(NamedTuple):
    """How many images `memory` bytes hold; `training` is None for inference."""

    report: Report
    memory: int
    training: Training | None
    constant: Constant
    per_image: int
    """In training what autograd keeps of an image, in inference the most that is in use at once."""

    @property
    def batch(self) -> int | None:
        """The largest batch, 0 if not a single image fits; None if an image takes nothing, so that any batch does."""
        if self.constant.total > self.memory:
            return 0
        return (self.memory - self.constant.total) // self.per_image if self.per_image else None

    @property
    def next_power_of_two(self) -> int | None:
        """The smallest power of two that does not fit."""
        return None if self.batch is None else 1 << self.batch.bit_length()

    def needs(self, batch: int) -> int:
        """The bytes of a batch."""
        return self.constant.total + batch * self.per_image


def largest_batch(report: Report, memory: int, training: Training | None = None) -> LargestBatch:
    """The largest batch of a network that `memory` bytes hold, for inference unless `training` says how it is trained.

    Raises OptionError for a network that does not work out, whose need is not known, for a `training` that is not known, and
    for the training of whole numbers, which have no gradients.
    """
    totals, value_bytes = report.totals, report.architecture.value_bytes
    buffers = totals.buffers * value_bytes
    if training is None:
        peak = report.peak
        if peak is None:
            raise OptionError("memory", "the network does not work out, so what it needs is not known")
        per_image = peak.bytes // report.architecture.batch  # every value has as many numbers for each image
        return LargestBatch(report, memory, None, Constant(totals.params_bytes, buffers), per_image)
    dtype = report.architecture.dtype
    if dtype not in GRADIENTS:
        raise OptionError("dtype", f"{dtype} has no gradients; train in {', '.join(GRADIENTS)}")
    needed = report.training(training.optimizer, training.device)
    parts = (
        needed.params_bytes,
        needed.buffers_bytes,
        needed.gradients_bytes,
        needed.optimizer_bytes,
        needed.saved_constant,
    )
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or needed.saved_per_image is None:
        raise OptionError("memory", "the network does not work out, so what it needs is not known")
    return LargestBatch(report, memory, training, Constant(*known), needed.saved_per_image)
