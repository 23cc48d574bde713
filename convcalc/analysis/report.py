"""The result of an analysis, as data. None always means unknown, never 0."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

from convcalc.analysis.evaluation import Evaluation
from convcalc.findings import Finding

if TYPE_CHECKING:
    from convcalc.analysis.links import Link
    from convcalc.analysis.peak import Peak
    from convcalc.analysis.receptive import Fields, ReceptiveField
    from convcalc.analysis.training import TrainingMemory


@dataclass(frozen=True, kw_only=True)
class Report(Evaluation):
    """Everything that convcalc says of an architecture: its evaluation, what else was found, and the findings.

    It stands above the analyses, which take an `Evaluation`; each is loaded and done when it is asked for first.
    """

    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    """What the file asked not to be told."""
    checked: frozenset[str] = frozenset()
    """The names of the rules that were asked."""

    @staticmethod
    def of(evaluation: Evaluation) -> Report:
        """A report without findings."""
        return Report(**{field.name: getattr(evaluation, field.name) for field in fields(Evaluation)})

    @cached_property
    def receptive_fields(self) -> dict[str, Fields]:
        """What a neuron of every layer, block, group and join sees, by its path; of copies beyond `MOST_ROWS` the first."""
        from convcalc.analysis.receptive import fields_of_all  # noqa: PLC0415  (few ask for it)

        return fields_of_all(self)

    def training(self, optimizer: str = "sgd", device: str = "cpu") -> TrainingMemory:
        """What training needs, in bytes: what PyTorch's autograd keeps, gradients and optimizer state.

        `optimizer` is sgd, momentum, adam, adamw or rmsprop, `device` cpu or cuda; raises OptionError for others.

        >>> from convcalc.api import analyze
        >>> analyze("alexnet_torchvision", batch=2).training().saved_bytes
        7482368
        """
        from convcalc.analysis.training import training_memory  # noqa: PLC0415  (few ask for it)

        return training_memory(self, optimizer, device)

    def field(self, name: str, input: str | None = None) -> ReceptiveField | None:
        """A layer's receptive field on an input, the first unless given: None if unknown or not reached; raises KeyError."""
        return self.receptive_fields[name].get(input or next(iter(self.architecture.inputs)))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Which layers read which, once for layers that are alike; none for a network with too many to go through."""
        from convcalc.analysis.links import links  # noqa: PLC0415  (few ask for it)

        return links(self.tree)

    @cached_property
    def peak(self) -> Peak | None:
        """The most memory that is in use at once while inferring, in bytes for the whole batch; None if unknown."""
        from convcalc.analysis.peak import peak  # noqa: PLC0415  (few ask for it)

        return peak(self)
