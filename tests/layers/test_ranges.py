"""What activations give and keep, against PyTorch: the rule about layers without effect rests on it."""

import random
import warnings
from math import inf

import pytest

from convcalc.arithmetic.volume import Volume
from convcalc.layers import Layer, kinds
from convcalc.layers.base import Activation

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # PyTorch without NumPy warns when it is imported
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")

nn = torch.nn
MODULES = {
    "relu": nn.ReLU(), "relu6": nn.ReLU6(), "leaky_relu": nn.LeakyReLU(), "prelu": nn.PReLU(), "elu": nn.ELU(), "selu": nn.SELU(),
    "gelu": nn.GELU(), "silu": nn.SiLU(), "mish": nn.Mish(), "sigmoid": nn.Sigmoid(), "tanh": nn.Tanh(),
    "hardswish": nn.Hardswish(), "hardsigmoid": nn.Hardsigmoid(), "softmax": nn.Softmax(1), "log_softmax": nn.LogSoftmax(1),
}  # fmt: skip
ACTIVATIONS = {name: layer for name, layer in kinds().items() if issubclass(layer, Activation)}


def numbers(low: float, high: float) -> object:
    rng = random.Random(7)
    low, high = max(low, -50.0), min(high, 50.0)
    values = [low, high, *(rng.uniform(low, high) for _ in range(998))]
    return torch.tensor(values, dtype=torch.float64).reshape(100, 10)


def test_every_activation_is_here() -> None:
    assert set(ACTIVATIONS) == set(MODULES)


@pytest.mark.parametrize("name", list(MODULES))
def test_gives(name: str) -> None:
    low, high = ACTIVATIONS[name].output_range
    y = MODULES[name].double()(numbers(-inf, inf))
    assert low <= y.min()
    assert y.max() <= high


@pytest.mark.parametrize("name", list(MODULES))
def test_unchanged(name: str) -> None:
    identity_range = ACTIVATIONS[name].identity_range
    module = MODULES[name].double()
    if identity_range is not None:
        x = numbers(*identity_range)
        assert torch.equal(module(x), x)
        beyond = numbers(identity_range[0] - 1, identity_range[0] - 0.5)
        assert not torch.allclose(module(beyond), beyond)
    else:
        x = numbers(0, 1)  # the smallest range that any gives
        assert not torch.allclose(module(x), x)


@pytest.mark.parametrize("name", list(MODULES))
def test_a_second_one_behind_it(name: str) -> None:
    layer = ACTIVATIONS[name]()
    module = MODULES[name].double()
    once = module(numbers(-inf, inf))
    assert torch.allclose(module(once), once) == layer.is_redundant_after(layer)


@pytest.mark.parametrize("before", list(MODULES))
@pytest.mark.parametrize("name", list(MODULES))
def test_idle_behind(before: str, name: str) -> None:
    """Where it is said to do nothing it does nothing; where it is not, some number shows it, or it is only not told."""
    x = MODULES[before].double()(numbers(-inf, inf))
    same = torch.allclose(MODULES[name].double()(x), x)
    no_op_reason = ACTIVATIONS[name]().is_redundant_after(ACTIVATIONS[before]())
    assert no_op_reason == same


POOLS = {
    "global_avgpool": nn.AdaptiveAvgPool2d(1), "global_maxpool": nn.AdaptiveMaxPool2d(1),
    "adaptive_avgpool": nn.AdaptiveAvgPool2d((3, 2)), "adaptive_maxpool": nn.AdaptiveMaxPool2d((3, 2)),
}  # fmt: skip


@pytest.mark.parametrize("name", list(POOLS))
def test_pools_twice(name: str) -> None:
    layer = kinds()[name].model_validate({"output": "3x2"} if name.startswith("adaptive") else {})
    once = POOLS[name](torch.rand(2, 4, 8, 7))
    assert torch.equal(POOLS[name](once), once)
    assert layer.is_redundant_after(layer)


@pytest.mark.parametrize(
    ("kind", "given", "size", "why"),
    [
        ("dropout", {"rate": 0}, "8x8x4", "its rate is 0"),
        ("dropout", {}, "8x8x4", ""),
        ("drop_path", {"rate": 0}, "8x8x4", "its rate is 0"),
        ("pad", {"width": 0}, "8x8x4", "all its sides are 0"),
        ("pad", {"left": 0, "top": 0}, "8x8x4", "all its sides are 0"),
        ("pad", {"left": 0, "top": 1}, "8x8x4", ""),
        ("crop", {"width": 0}, "8x8x4", "all its sides are 0"),
        ("maxpool", {"kernel": 1}, "8x8x4", "its window is 1×1, in steps of 1"),
        ("avgpool", {"kernel": [1, 1], "stride": 1}, "8x8x4", "its window is 1×1, in steps of 1"),
        ("maxpool", {"kernel": 1, "stride": 2}, "8x8x4", ""),
        ("maxpool", {"kernel": 1, "padding": 1}, "8x8x4", ""),
        ("upsample", {"factor": 1}, "8x8x4", "its factor is 1"),
        ("upsample", {"factor": "1x2"}, "8x8x4", ""),
        ("pixel_shuffle", {"factor": 1}, "8x8x4", "its factor is 1"),
        ("channel_shuffle", {"groups": 1}, "8x8x4", "it has one group"),
        ("channel_shuffle", {"groups": 4}, "8x8x4", "each group is one channel"),
        ("channel_shuffle", {"groups": 2}, "8x8x4", ""),
        ("slice", {"part": 1, "of": 1}, "8x8x4", "it takes all channels"),
        ("slice", {"channels": [0, 4]}, "8x8x4", "it takes all channels"),
        ("slice", {"channels": [1, 4]}, "8x8x4", ""),
        ("reshape", {"size": "8x8x4"}, "8x8x4", "it reads 8×8×4"),
        ("reshape", {"size": "4x16x4"}, "8x8x4", ""),
        ("flatten", {}, "10", "it reads a vector"),
        ("flatten", {}, "1x1x10", ""),
        ("identity", {}, "8x8x4", ""),  # it says so
        ("adaptive_avgpool", {"output": 8}, "8x8x4", ""),  # not at another input
        ("global_avgpool", {}, "1x1x4", ""),
    ],
)  # fmt: skip
def test_idle(kind: str, given: dict[str, object], size: str, why: str) -> None:
    layer: Layer = kinds()[kind].model_validate(given)
    *sides, channels = map(int, size.split("x"))
    x = Volume(tuple(sides), channels)
    assert layer.no_op_reason(x) == why
    if why:
        assert layer.output(x) == x
