"""What training needs: the tensors that autograd keeps for the backward pass, gradients and optimizer state."""

from __future__ import annotations

from dataclasses import dataclass, replace

from convcalc.analysis.evaluation import Evaluation
from convcalc.analysis.saved_summary import Bytes, TensorState
from convcalc.analysis.saved_tensors import AutogradWalk
from convcalc.findings import OptionError
from convcalc.language.architecture import DEVICES, GRADIENTS, OPTIMIZERS


@dataclass(frozen=True, kw_only=True)
class TrainingMemory:
    """What training needs, in bytes; None is not known, or is not there in a data type without gradients.

    What autograd keeps is affine in the batch: `saved_constant`, and `saved_per_image` for each of the `batch` images. It is
    what autograd keeps, and not what a monitor shows: workspaces, fragmentation and gradients in flight come on top.
    """

    saved_constant: int | None
    saved_per_image: int | None
    params_bytes: int | None
    buffers_bytes: int | None
    gradients_bytes: int | None
    optimizer_bytes: int | None
    optimizer: str
    device: str
    batch: int

    @property
    def saved_bytes(self) -> int | None:
        """What autograd keeps of the batch."""
        return _sum(self.saved_constant, _product(self.saved_per_image, self.batch))

    @property
    def constant(self) -> int | None:
        """What is needed whatever the batch: parameters, buffers, gradients, optimizer state, statistics over the batch."""
        return _sum(self.saved_constant, self.params_bytes, self.buffers_bytes, self.gradients_bytes, self.optimizer_bytes)

    @property
    def total_bytes(self) -> int | None:
        """Parameters, buffers, gradients, optimizer state and what autograd keeps."""
        return _sum(self.constant, _product(self.saved_per_image, self.batch))

    def at(self, batch: int) -> TrainingMemory:
        """The same with another batch."""
        return replace(self, batch=batch)


def _sum(*parts: int | None) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _product(bytes: int | None, batch: int) -> int | None:
    return None if bytes is None else bytes * batch


def training_memory(report: Evaluation, optimizer: str = "sgd", device: str = "cpu") -> TrainingMemory:
    """What training the network needs. Raises OptionError for an optimizer or a device that is not known."""
    for option, value, known in (("optimizer", optimizer, OPTIMIZERS), ("device", device, DEVICES)):
        if value not in known:
            raise OptionError(option, f'there is no "{value}" here; choose one of {", ".join(known)}')
    a, totals = report.architecture, report.totals
    summary = AutogradWalk(a.value_bytes, device).summary(report.tree, tuple(TensorState() for _ in a.inputs))
    kept = summary.inside
    for i, volume in enumerate(a.inputs.values()):
        if i in summary.inputs:
            kept = kept.plus(Bytes(0, volume.numel * a.value_bytes))
    whole = summary.complete and totals.complete and a.dtype in GRADIENTS
    gradients = totals.trainable_params * a.value_bytes
    return TrainingMemory(
        saved_constant=kept.once if whole else None,
        saved_per_image=kept.image if whole else None,
        params_bytes=totals.params_bytes if whole else None,
        buffers_bytes=totals.buffers * a.value_bytes if whole else None,
        gradients_bytes=gradients if whole else None,
        optimizer_bytes=gradients * OPTIMIZERS[optimizer] if whole else None,
        optimizer=optimizer,
        device=device,
        batch=a.batch,
    )
