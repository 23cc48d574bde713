"""Options that several commands share, as records: a command asks for a record, and typer sees its options.

A record is a frozen dataclass whose fields are options. Files of records go, as those of commands do, without
`from __future__ import annotations`.
"""

from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Any

from convcalc.cli.options import (
    BatchOption,
    ColorOption,
    ConfigOption,
    Device,
    DeviceOption,
    DtypeOption,
    ExtendSelectOption,
    IgnoreOption,
    InputOption,
    IsolatedOption,
    LimitOption,
    Optimizer,
    OptimizerOption,
    RoundingOption,
    SelectOption,
    SetOption,
    StdinNameOption,
    TrainingOption,
)
from convcalc.cli.terminal import Color, fail

if TYPE_CHECKING:
    from convcalc.language.architecture import Training


def with_records(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options of its records as parameters of its own, each in the place of its record."""
    own = signature(command).parameters.values()
    records: dict[str, Any] = {p.name: p.annotation for p in own if is_dataclass(p.annotation)}
    parameters = [one for p in own for one in (_options(p.annotation) if p.name in records else [p])]

    def run(**values: Any) -> None:
        for name, record in records.items():
            values[name] = record(**{field.name: values.pop(field.name) for field in fields(record)})
        command(**values)

    run.__name__, run.__doc__, run.__module__ = command.__name__, command.__doc__, command.__module__
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    run.__signature__ = Signature([p.replace(kind=Parameter.KEYWORD_ONLY) for p in parameters])  # type: ignore[attr-defined]
    return run


def _options(record: Any) -> list[Parameter]:
    return [
        Parameter(
            field.name,
            Parameter.KEYWORD_ONLY,
            default=Parameter.empty if field.default is MISSING else field.default,
            annotation=field.type,
        )
        for field in fields(record)
    ]


def given(record: Any) -> list[str]:
    """The options of a record that were given, as they are written: `--fail-on`."""
    return [f"--{field.name.replace('_', '-')}" for field in fields(record) if getattr(record, field.name)]


@dataclass(frozen=True)
class NetworkOptions:
    """What the command line says instead of the file."""

    input: InputOption = None
    batch: BatchOption = None
    dtype: DtypeOption = None
    set: SetOption = None
    rounding: RoundingOption = None


@dataclass(frozen=True)
class TrainingOptions:
    """How the network is trained."""

    training: TrainingOption = False
    optimizer: OptimizerOption = None
    device: DeviceOption = None

    def chosen(self) -> "Training | None":
        """How the network is trained; None if it is not, and then the other options end the program."""
        from convcalc.language.architecture import Training

        if not self.training and (alone := given(self)):
            fail(f"{alone[0]} is for training; give --training too")
        optimizer, device = self.optimizer or Optimizer.SGD, self.device or Device.CPU
        return Training(optimizer=optimizer, device=device) if self.training else None


@dataclass(frozen=True)
class ConfigOptions:
    """Which configuration holds."""

    config: ConfigOption = None
    isolated: IsolatedOption = False


@dataclass(frozen=True)
class SelectionOptions:
    """Which rules are asked."""

    select: SelectOption = None
    extend_select: ExtendSelectOption = None
    ignore: IgnoreOption = None
    config: ConfigOption = None
    isolated: IsolatedOption = False


@dataclass(frozen=True)
class SessionOptions:
    """How files are read and answers are shown."""

    stdin_name: StdinNameOption = None
    limit: LimitOption = None
    color: ColorOption = Color.AUTO
