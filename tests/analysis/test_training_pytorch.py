"""What random networks keep for the backward pass, run layer by layer in PyTorch and measured there."""

from __future__ import annotations

from typing import Any

import pytest

import convcalc
from convcalc.analysis.report import Report
from convcalc.analysis.tree.row import Row
from tests.analysis.random_training import random_network
from tests.pytorch_memory import DEVICES, Kept, place, torch

FakeTensorMode = pytest.importorskip("torch._subclasses.fake_tensor", reason="PyTorch is not installed").FakeTensorMode
F = pytest.importorskip("torch.nn.functional", reason="PyTorch is not installed")
BATCH, SEEDS = 3, 250
IN_PLACE = {"relu", "relu6", "leaky_relu", "elu", "selu", "silu", "mish", "hardswish", "hardsigmoid"}
MODES = {"zeros": "constant", "reflect": "reflect", "replicate": "replicate", "circular": "circular"}


class Network:
    """Runs the rows of a report as a user of PyTorch would write them: in place where they may, and PyTorch lets them."""

    def __init__(self, report: Report, kept: Kept, decided: dict[str, bool] | None = None) -> None:
        self.report, self.kept = report, kept
        self.decided = {} if decided is None else decided
        """Whether the layers write over what they read, by their names."""
        self.weights: dict[str, Any] = {}
        self.values: dict[str, Any] = {}
        self.lent: set[str] = set()
        """What is a part of another tensor, though convcalc counts it as a copy while inferring: others read that one."""

    def run(self) -> Any:
        for name, volume in self.report.architecture.inputs.items():
            self.values[name] = torch.empty(BATCH, volume.channels, *volume.size)
        for row in self.report.rows:
            xs = [self.values[name] for name in row.reads_from]
            y = self.values[row.name] = self.join(row, xs) if len(row.inputs) > 1 else self.layer(row, xs[0])
            aliases = place(y) == place(xs[0])
            if aliases and (not row.shares_memory or row.reads_from[0] in self.lent):
                self.lent.add(row.name)
        return y

    def weight(self, row: Row, name: str, *size: int, buffer: bool = False) -> Any:
        """A weight of the layer, or of the one whose weights it uses."""
        key = f"{row.shared_with or row.name}:{name}"
        if key not in self.weights:
            self.weights[key] = torch.empty(size, requires_grad=row.node.trainable and not buffer)
            self.kept.held.add(place(self.weights[key]))
        return self.weights[key]

    def may_be_overwritten(self, row: Row, x: Any) -> bool:
        free = place(x) not in self.kept.bytes and row.reads_from[0] not in self.lent
        return self.decided.setdefault(row.name, row.shares_memory and free)

    def join(self, row: Row, xs: list[Any]) -> Any:
        x, *others = xs
        if row.layer.kind == "concat":
            return torch.cat(xs, 1)
        for other in others:
            kind = row.layer.kind
            x = x * other if kind == "multiply" else torch.maximum(x, other) if kind == "maximum" else x + other
        return x

    def layer(self, row: Row, x: Any) -> Any:
        kind, layer = row.layer.kind, row.layer
        assert row.output is not None
        if kind in IN_PLACE:
            return getattr(F, kind)(x, inplace=self.may_be_overwritten(row, x))
        if kind in ("sigmoid", "tanh"):
            return getattr(x, kind + "_" * self.may_be_overwritten(row, x))()
        if kind in ("softmax", "log_softmax"):
            return getattr(F, kind)(x, 1)
        if kind in ("conv", "fc", "batchnorm", "scale", "prelu"):
            return self.weighted(row, x)
        given: Any = layer
        if kind == "dropout":
            return F.dropout(x, float(given.rate))
        if kind == "drop_path":
            return x if given.rate == 0 else x * torch.empty(BATCH, 1, 1, 1).bernoulli_(1 - float(given.rate))
        return {
            "gelu": F.gelu,
            "identity": lambda x: x,
            "flatten": lambda x: x.flatten(1),
            "maxpool": lambda x: F.max_pool2d(x, 3, 1, 1),
            "avgpool": lambda x: F.avg_pool2d(x, 3, 1, 1),
            "global_avgpool": lambda x: F.adaptive_avg_pool2d(x, 1),
            "slice": lambda x: x[:, 1:3],
            "crop": lambda x: x[:, :, 1:-1, 1:-1],
            "pad": lambda x: F.pad(x, (1, 1, 1, 1), MODES[given.mode]),
        }[kind](x)

    def weighted(self, row: Row, x: Any) -> Any:
        given: Any = row.layer
        assert row.output is not None
        channels = x.shape[1]
        if row.layer.kind == "conv":
            weight = self.weight(row, "weight", given.filters, channels, *given.kernel * (2 // len(given.kernel)))
            bias = self.weight(row, "bias", given.filters) if given.bias else None
            half = given.kernel[0] // 2
            if given.padding_mode == "zeros":
                return F.conv2d(x, weight, bias, padding=half)
            return F.conv2d(F.pad(x, (half,) * 4, MODES[given.padding_mode]), weight, bias)
        if row.layer.kind == "fc":
            x = x.flatten(1)
            return F.linear(x, self.weight(row, "weight", given.units, x.shape[1]), self.weight(row, "bias", given.units))
        if row.layer.kind == "prelu":
            return F.prelu(x, self.weight(row, "slope", 1))
        if row.layer.kind == "scale":
            return x * self.weight(row, "weight", channels, 1, 1) + self.weight(row, "bias", channels, 1, 1)
        mean, variance = (self.weight(row, name, channels, buffer=True) for name in ("mean", "variance"))
        weight, bias = (self.weight(row, name, channels) for name in ("weight", "bias"))
        return F.batch_norm(x, mean, variance, weight, bias, training=True)


@pytest.mark.parametrize("device", DEVICES)
def test_random_networks_as_autograd(device: str) -> None:
    for seed in range(SEEDS):
        text = random_network(seed)
        report = convcalc.analyze(convcalc.Source("net.yaml", text), batch=BATCH)
        with FakeTensorMode(), torch.device(device), Kept() as kept:
            Network(report, kept).run()
        assert report.training(device=device).saved_bytes == kept.total, (seed, text)


def test_what_is_written_over_is_not_needed() -> None:
    """PyTorch can go back through the networks as they were run, which it refuses where a kept tensor was changed."""
    backward = 0
    for seed in range(SEEDS):
        report = convcalc.analyze(convcalc.Source("net.yaml", random_network(seed)), batch=BATCH)
        with Kept() as kept:
            measured = Network(report, kept)
            measured.run()
        y = Network(report, Kept(), measured.decided).run()  # PyTorch looks for changes only where no hooks are
        if y.requires_grad:
            y.sum().backward()
            backward += 1
    assert backward > SEEDS // 3
