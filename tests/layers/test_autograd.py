"""What autograd keeps of every kind, against PyTorch itself: on the CPU and on CUDA, in place or not, frozen or not."""

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from convcalc.analysis.saved_summary import TensorState
from convcalc.analysis.saved_tensors import AutogradWalk, Scene, Storage, TensorValue
from convcalc.analysis.tree.counts import UNKNOWN_COUNTS
from convcalc.analysis.tree.row import Row
from convcalc.arithmetic.fit import Rounding
from convcalc.arithmetic.volume import Volume
from convcalc.language.architecture import Node
from convcalc.layers import JoinLayer, Layer, Reuse, ShapeError, kinds
from convcalc.layers.base import Activation
from convcalc.source import Source, Span
from tests.layers.test_pytorch import BUILDERS, Built, ChannelsLastNorm, numbers
from tests.pytorch_memory import DEVICES, Kept, kept_by_module, torch

FakeTensorMode = pytest.importorskip("torch._subclasses.fake_tensor", reason="PyTorch is not installed").FakeTensorMode
nn = torch.nn
BATCH = 3
CONFIGURATIONS = 12
NOWHERE = Span(Source("none", ""), 1, 1, 1, 1)
HAVE_IN_PLACE = {"relu", "relu6", "leaky_relu", "elu", "selu", "silu", "mish", "hardswish", "hardsigmoid"}


def counted(
    layer: Layer,
    xs: list[Volume],
    y: Volume,
    device: str,
    grads: list[bool],
    trained: bool = True,
    in_place: bool = False,
    size: int = 4,
) -> int:
    """The bytes that convcalc says are kept of a layer, input and output included."""
    walk, storages = AutogradWalk(size, device), [Storage(x.numel * size) for x in xs]
    states = [TensorState(grad, free=True) for grad in grads]
    values: list[TensorValue | None] = [TensorValue(*pair) for pair in zip(storages, states, strict=True)]
    scene = Scene(dict(enumerate(values)), storages)
    walk.visit(row_of(layer, xs, y, trained, in_place), values, scene)
    return bytes_of(scene)


def row_of(layer: Layer, xs: list[Volume], y: Volume, trained: bool = True, in_place: bool = False) -> Row:
    """A layer in its place."""
    return Row(
        name="y", layer=layer, node=Node(layer, {}, trained), span=NOWHERE, reads=tuple(range(len(xs))), inputs=tuple(xs),
        output=y, shares_memory=layer.reuse is Reuse.VIEW or in_place, **UNKNOWN_COUNTS,
    )  # fmt: skip


def bytes_of(scene: Scene) -> int:
    """What a batch keeps."""
    images = scene.extra.image + sum(storage.image for storage in scene.storages if storage.kept)
    return scene.extra.once + BATCH * images


class Function(nn.Module):  # type: ignore[misc, name-defined]
    """What PyTorch has as a function only."""

    def __init__(self, function: Callable[..., Any], *sizes: tuple[int, ...]) -> None:
        super().__init__()
        self.function = function
        self.weights = nn.ParameterList(nn.Parameter(torch.empty(size)) for size in sizes)

    def forward(self, x: Any) -> Any:
        return self.function(x, *self.weights)


def drop_path(rate: Fraction, x: Any) -> Any:
    """As torchvision's stochastic_depth in its mode "row"."""
    if rate == 0:
        return x
    noise = torch.empty([x.shape[0]] + [1] * (x.ndim - 1)).bernoulli_(1 - float(rate))
    if rate < 1:
        noise.div_(1 - float(rate))
    return x * noise


def scale(rng: random.Random, x: Volume) -> Built:
    size = (x.channels, *[1] * x.rank)
    if rng.random() < 0.5:
        return {"bias": False}, lambda: Function(lambda x, weight: x * weight, size)
    return {}, lambda: Function(lambda x, weight, bias: x * weight + bias, size, size)


def dropped(rng: random.Random, x: Volume) -> Built:
    rate = rng.choice([Fraction(0), Fraction(1, 4), Fraction(1)])
    return {"rate": rate}, lambda: nn.Dropout(float(rate))


def path_dropped(rng: random.Random, x: Volume) -> Built:
    rate = rng.choice([Fraction(0), Fraction(1, 4), Fraction(1)])
    return {"rate": rate}, lambda: Function(lambda x: drop_path(rate, x))


def lrn(rng: random.Random, x: Volume) -> Built:
    size = rng.randint(1, 7)
    return {"size": size}, lambda: nn.LocalResponseNorm(size)


def crop(rng: random.Random, x: Volume) -> Built:
    inner = (..., *[slice(1, n - 1) for n in x.size])
    # What is cut out is kept by the layer behind it, here one that keeps its input.
    return {"width": (1,)}, lambda: Function(lambda x: x[inner])


def part(rng: random.Random, x: Volume) -> Built:
    return {"channels": (0, 1)}, lambda: Function(lambda x: x[:, :1])


MORE: list[tuple[str, Callable[[random.Random, Volume], Built], tuple[int, ...]]] = [
    ("scale", scale, (0, 1, 2, 3)),
    ("dropout", dropped, (0, 1, 2, 3)),
    ("drop_path", path_dropped, (0, 1, 2, 3)),
    ("lrn", lrn, (1, 2, 3)),
    ("crop", crop, (1, 2, 3)),
    ("slice", part, (0, 1, 2, 3)),
]
ALL = [*BUILDERS, *MORE]
# Kinds that PyTorch has neither as a module nor as a function.
WITHOUT = {"local"}


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize(("kind", "build", "ranks"), ALL, ids=lambda value: value if isinstance(value, str) else "")
def test_as_autograd(
    kind: str, build: Callable[[random.Random, Volume], Built], ranks: tuple[int, ...], device: str
) -> None:
    rng = random.Random(kind)
    compared = 0
    for _ in range(CONFIGURATIONS):
        x = Volume(numbers(rng, rng.choice(ranks), 3, 9), rng.choice([1, 2, 4, 6, 12]))
        given, make = build(rng, x)
        rounding = {"rounding": Rounding.FLOOR} if kinds()[kind].takes_rounding else {}
        layer = kinds()[kind].model_validate({**rounding, **given})
        try:
            y = layer.output(x)
            layer.params(x)
        except ShapeError:
            continue
        in_place = kind in HAVE_IN_PLACE and rng.random() < 0.5
        for grad, trained in ((True, True), (False, True), (True, False), (False, False)):
            try:
                want = kept_by_module(make, (BATCH, x.channels, *x.size), device, grad, trained, in_place)
            except (RuntimeError, ValueError):  # what test_pytorch.py compares
                continue
            got = counted(layer, [x], y, device, [grad], trained, in_place)
            assert got == want, (given, x, grad, trained, in_place)
            compared += 1
    assert compared > CONFIGURATIONS


def part_of(rng: random.Random, x: Volume) -> tuple[Layer, Volume, Callable[[Any], Any]]:
    """A crop or a slice that gives `x`, the volume that it reads, and the same in PyTorch."""
    if x.rank and rng.random() < 0.6:
        cut = [rng.choice([(0, 0), (1, 1), (0, 2)]) for _ in x.size]
        names = [("left", "right"), ("top", "bottom"), ("front", "back")][: x.rank][::-1]
        sides = dict(zip(sum(names, ()), sum(cut, ()), strict=True))
        inner = (..., *[slice(before, before + n) for n, (before, _) in zip(x.size, cut, strict=True)])
        larger = Volume(tuple(n + before + after for n, (before, after) in zip(x.size, cut, strict=True)), x.channels)
        return kinds()["crop"].model_validate(sides), larger, lambda tensor: tensor[inner]
    end = x.channels + 1
    layer = kinds()["slice"].model_validate({"channels": (1, end)})
    return layer, Volume(x.size, end + 1), lambda tensor: tensor[:, 1:end]


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize(("kind", "build", "ranks"), ALL, ids=lambda value: value if isinstance(value, str) else "")
def test_parts_as_autograd(
    kind: str, build: Callable[[random.Random, Volume], Built], ranks: tuple[int, ...], device: str
) -> None:
    """What a layer keeps that reads a part of a tensor: all of the tensor, or a copy of the part."""
    rng = random.Random(kind)
    compared = 0
    for _ in range(CONFIGURATIONS):
        x = Volume(numbers(rng, rng.choice(ranks), 1 if kind in {"fc", "flatten"} else 3, 6), rng.choice([1, 2, 4, 12]))
        given, make = build(rng, x)
        rounding = {"rounding": Rounding.FLOOR} if kinds()[kind].takes_rounding else {}
        layer = kinds()[kind].model_validate({**rounding, **given})
        cut, larger, as_cut = part_of(rng, x)
        try:
            y = layer.output(x)
            layer.params(x)
            shape = (BATCH, larger.channels, *larger.size)
            want = kept_by_module(lambda: nn.Sequential(Function(as_cut), make()), shape, device, True, True)  # noqa: B023
        except (ShapeError, RuntimeError, ValueError):  # what test_pytorch.py compares
            continue
        walk, storage = AutogradWalk(4, device), Storage(larger.numel * 4)
        scene = Scene({}, [storage])
        part = walk.visit(row_of(cut, [larger], x), [TensorValue(storage, TensorState(True, free=True))], scene)
        walk.visit(row_of(layer, [x], y), [part], scene)
        assert bytes_of(scene) == want, (given, cut, larger)
        compared += 1
    assert compared > CONFIGURATIONS // 4


JOINS: dict[str, Callable[..., Any]] = {
    "add": lambda *xs: sum(xs[1:], xs[0]),
    "subtract": lambda x, *others: x - sum(others[1:], others[0]),
    "average": lambda *xs: sum(xs[1:], xs[0]) / len(xs),
    "maximum": lambda x, *others: x if not others else JOINS["maximum"](torch.maximum(x, others[0]), *others[1:]),
    "multiply": lambda x, *others: x if not others else JOINS["multiply"](x * others[0], *others[1:]),
    "concat": lambda *xs: torch.cat(xs, 1),
}


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("kind", JOINS)
def test_joins_as_autograd(kind: str, device: str) -> None:
    rng = random.Random(kind)
    layer = kinds()[kind].model_validate({})
    assert isinstance(layer, JoinLayer)
    for _ in range(60):
        x = Volume(numbers(rng, 2, 2, 9), 4)
        xs = [x] * rng.randint(2, 4)
        if kind == "multiply" and rng.random() < 0.6:
            xs = [rng.choice([x, Volume((1, 1), 4)]) for _ in xs[1:]]
            xs.insert(rng.randrange(len(xs) + 1), x)
        grads = [rng.random() < 0.5 for _ in xs]
        with FakeTensorMode(), torch.device(device):
            tensors = [torch.empty(BATCH, v.channels, *v.size, requires_grad=g) for v, g in zip(xs, grads, strict=True)]
            with Kept() as kept:
                JOINS[kind](*tensors)
        y = layer.join(tuple(xs), tuple("abcd"[: len(xs)]))
        assert counted(layer, xs, y, device, grads) == kept.total, (xs, grads)


def test_what_pytorch_can_write_over() -> None:
    """As a module that takes `inplace`, or as a function of tensors whose name ends in an underscore."""
    rng, x = random.Random(0), Volume((4, 4), 4)
    activations = [(kind, build) for kind, build, _ in BUILDERS if issubclass(kinds()[kind], Activation)]
    assert len(activations) > 10
    for kind, build in activations:
        _, make = build(rng, x)
        can = hasattr(make(), "inplace") or hasattr(torch.Tensor, f"{kind}_")
        assert (kinds()[kind].model_validate({}).reuse_in_training() is Reuse.IN_PLACE) == can, kind


def test_every_kind_is_compared() -> None:
    assert {kind for kind, _, _ in ALL} | set(JOINS) | WITHOUT == set(kinds())


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize(("dtype", "size"), [("float64", 8), ("float16", 2), ("bfloat16", 2)])
@pytest.mark.parametrize(
    "kind", ["batchnorm", "layernorm", "groupnorm", "instancenorm", "lrn", "dropout", "maxpool", "conv"]
)
def test_other_data_types(kind: str, dtype: str, size: int, device: str) -> None:
    x = Volume((6, 7), 8)
    given: dict[str, Any] = {"groupnorm": {"groups": 4}, "instancenorm": {"affine": True}, "lrn": {"size": 5}}.get(kind, {})
    given |= {"maxpool": {"kernel": (2,)}, "conv": {"filters": 4, "kernel": (3,)}}.get(kind, {})
    make = {
        "batchnorm": lambda: nn.BatchNorm2d(8),
        "layernorm": lambda: ChannelsLastNorm(8),
        "groupnorm": lambda: nn.GroupNorm(4, 8),
        "instancenorm": lambda: nn.InstanceNorm2d(8, affine=True),
        "lrn": lambda: nn.LocalResponseNorm(5),
        "dropout": nn.Dropout,
        "maxpool": lambda: nn.MaxPool2d(2),
        "conv": lambda: nn.Conv2d(8, 4, 3),
    }[kind]
    layer = kinds()[kind].model_validate({**given, **({"rounding": Rounding.FLOOR} if kinds()[kind].takes_rounding else {})})
    want = kept_by_module(make, (BATCH, 8, 6, 7), device, True, True, dtype=dtype)
    assert counted(layer, [x], layer.output(x), device, [True], size=size) == want
