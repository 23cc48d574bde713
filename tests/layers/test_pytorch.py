"""Random configurations of every kind against PyTorch itself: sizes, parameters, buffers and multiply-accumulates.

Runs where PyTorch is installed, on its meta device, so nothing is computed but shapes. Where PyTorch cannot build the
layer, convcalc must not be able to either.
"""

import random
import warnings
from collections.abc import Callable
from typing import Any

import pytest

from convcalc.arithmetic.fit import Rounding
from convcalc.arithmetic.volume import Volume
from convcalc.layers import ShapeError, kinds

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # PyTorch without NumPy warns when it is imported
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
from torch.utils.flop_counter import FlopCounterMode

nn = torch.nn
CONFIGURATIONS = 250
Random = random.Random
Built = tuple[dict[str, Any], Callable[[], Any]]
"""A layer's parameters as a file would give them, and what builds the same in PyTorch."""


def numbers(rng: Random, rank: int, least: int, most: int) -> tuple[int, ...]:
    return tuple(rng.randint(least, most) for _ in range(rank))


def of_rank(name: str, rank: int) -> Any:
    return getattr(nn, f"{name}{rank}d")


def conv(rng: Random, x: Volume) -> Built:
    groups = rng.choice([g for g in (1, 1, 2, 3) if x.channels % g == 0])
    filters = groups * rng.randint(1, 5)
    given = {
        "kernel": numbers(rng, x.rank, 1, 5),
        "stride": numbers(rng, x.rank, 1, 3),
        "padding": numbers(rng, x.rank, 0, 3),
        "dilation": numbers(rng, x.rank, 1, 3),
    }
    module = lambda: of_rank("Conv", x.rank)(
        x.channels, filters, given["kernel"], given["stride"], given["padding"], given["dilation"], groups, bias
    )
    bias = rng.random() < 0.5
    return {**given, "filters": filters, "groups": groups, "bias": bias}, module


def conv_filled(rng: Random, x: Volume) -> Built:
    """Padded with something else than zeros, which PyTorch does first."""
    given = {
        "kernel": numbers(rng, x.rank, 1, 5),
        "stride": numbers(rng, x.rank, 1, 3),
        "padding": rng.choice(["same", numbers(rng, x.rank, 0, 4)]),
        "dilation": numbers(rng, x.rank, 1, 2),
        "padding_mode": rng.choice(["reflect", "replicate", "circular"]),
    }
    if given["padding"] == "same":
        given["stride"] = (1,) * x.rank
    module = lambda: of_rank("Conv", x.rank)(x.channels, 4, *map_kernel(given), padding_mode=given["padding_mode"])
    return {**given, "filters": 4}, module


def depthwise_filled(rng: Random, x: Volume) -> Built:
    given = {
        "kernel": numbers(rng, x.rank, 1, 4),
        "stride": numbers(rng, x.rank, 1, 2),
        "padding": numbers(rng, x.rank, 0, 4),
        "dilation": numbers(rng, x.rank, 1, 2),
        "padding_mode": rng.choice(["reflect", "replicate", "circular"]),
    }
    module = lambda: of_rank("Conv", x.rank)(
        x.channels, x.channels, *map_kernel(given), x.channels, padding_mode=given["padding_mode"]
    )
    return given, module


def map_kernel(given: dict[str, Any]) -> list[Any]:
    return [given[name] for name in ("kernel", "stride", "padding", "dilation")]


def depthwise(rng: Random, x: Volume) -> Built:
    multiplier = rng.randint(1, 3)
    given = {
        "kernel": numbers(rng, x.rank, 1, 5),
        "stride": numbers(rng, x.rank, 1, 3),
        "padding": numbers(rng, x.rank, 0, 3),
        "dilation": numbers(rng, x.rank, 1, 2),
    }
    module = lambda: of_rank("Conv", x.rank)(
        x.channels,
        x.channels * multiplier,
        given["kernel"],
        given["stride"],
        given["padding"],
        given["dilation"],
        x.channels,
    )
    return {**given, "multiplier": multiplier}, module


def conv_same(rng: Random, x: Volume) -> Built:
    """PyTorch's padding="same" is defined for stride 1, and is TensorFlow's there."""
    kernel, dilation = numbers(rng, x.rank, 1, 5), numbers(rng, x.rank, 1, 3)
    module = lambda: of_rank("Conv", x.rank)(x.channels, 4, kernel, 1, "same", dilation)
    return {"filters": 4, "kernel": kernel, "padding": "same", "dilation": dilation}, module


def conv_transpose(rng: Random, x: Volume) -> Built:
    groups = rng.choice([g for g in (1, 1, 2) if x.channels % g == 0])
    filters = groups * rng.randint(1, 5)
    given = {
        "kernel": numbers(rng, x.rank, 1, 5),
        "stride": numbers(rng, x.rank, 1, 3),
        "padding": numbers(rng, x.rank, 0, 2),
        "dilation": numbers(rng, x.rank, 1, 2),
        "output_padding": numbers(rng, x.rank, 0, 2),
    }
    module = lambda: of_rank("ConvTranspose", x.rank)(
        x.channels,
        filters,
        given["kernel"],
        given["stride"],
        given["padding"],
        given["output_padding"],
        groups,
        True,
        given["dilation"],
    )
    return {**given, "filters": filters, "groups": groups}, module


def pool(name: str) -> Callable[[Random, Volume], Built]:
    def build(rng: Random, x: Volume) -> Built:
        kernel, stride = numbers(rng, x.rank, 1, 4), numbers(rng, x.rank, 1, 4)
        padding = tuple(rng.randint(0, k // 2) for k in kernel)
        ceil = rng.random() < 0.5
        module = lambda: of_rank(name, x.rank)(kernel, stride, padding, ceil_mode=ceil)
        return {"kernel": kernel, "stride": stride, "padding": padding, "rounding": "ceil" if ceil else "floor"}, module

    return build


def adaptive(name: str) -> Callable[[Random, Volume], Built]:
    def build(rng: Random, x: Volume) -> Built:
        output = numbers(rng, x.rank, 1, 9)
        return {"output": output}, lambda: of_rank(name, x.rank)(output)

    return build


def global_pool(name: str) -> Callable[[Random, Volume], Built]:
    return lambda rng, x: ({}, lambda: of_rank(name, x.rank)(1))


def fc(rng: Random, x: Volume) -> Built:
    units, bias = rng.randint(1, 20), rng.random() < 0.5
    return {"units": units, "bias": bias}, lambda: nn.Sequential(nn.Flatten(), nn.Linear(x.numel, units, bias))


def batchnorm(rng: Random, x: Volume) -> Built:
    return {}, lambda: of_rank("BatchNorm", x.rank)(x.channels)


class ChannelsLastNorm(nn.LayerNorm):  # type: ignore[misc, name-defined]
    """A LayerNorm over the x.channels of (N, C, …), as ConvNeXt has."""

    def forward(self, x: Any) -> Any:
        return super().forward(x.movedim(1, -1)).movedim(-1, 1)


def layernorm(rng: Random, x: Volume) -> Built:
    return {}, lambda: ChannelsLastNorm(x.channels)


def groupnorm(rng: Random, x: Volume) -> Built:
    groups = rng.randint(1, 4)
    return {"groups": groups}, lambda: nn.GroupNorm(groups, x.channels)


def instancenorm(rng: Random, x: Volume) -> Built:
    affine = rng.random() < 0.5
    return {"affine": affine}, lambda: of_rank("InstanceNorm", x.rank)(x.channels, affine=affine)


def prelu(rng: Random, x: Volume) -> Built:
    per_channel = rng.random() < 0.5
    return {"per_channel": per_channel}, lambda: nn.PReLU(x.channels if per_channel else 1)


def plain(make: Callable[[], Any]) -> Callable[[Random, Volume], Built]:
    return lambda rng, x: ({}, make)


def pad(rng: Random, x: Volume) -> Built:
    names = [("left", "right"), ("top", "bottom"), ("front", "back")][: x.rank]
    sides = {side: rng.randint(0, 3) for pair in names for side in pair}
    return sides, lambda: of_rank("ConstantPad", x.rank)(tuple(sides.values()), 0)


def border(rng: Random, x: Volume) -> Built:
    """A border of the volume's own pixels, often too wide to be filled from it."""
    mode, module = rng.choice([("reflect", "Reflection"), ("replicate", "Replication"), ("circular", "Circular")])
    if rng.random() < 0.5:
        width = rng.randint(0, 5)
        return {"width": (width,), "mode": mode}, lambda: of_rank(f"{module}Pad", x.rank)(width)
    sides, _ = pad(rng, x)
    return {**sides, "mode": mode}, lambda: of_rank(f"{module}Pad", x.rank)(tuple(sides.values()))


def upsample(rng: Random, x: Volume) -> Built:
    factor = numbers(rng, x.rank, 1, 4)
    mode = rng.choice(["nearest", "nearest-exact", "linear", "bilinear", "bicubic", "trilinear"])
    return {"factor": factor, "mode": mode}, lambda: nn.Upsample(scale_factor=tuple(map(float, factor)), mode=mode)


def pixel_shuffle(rng: Random, x: Volume) -> Built:
    factor = rng.randint(1, 3)
    return {"factor": factor}, lambda: nn.PixelShuffle(factor)


def channel_shuffle(rng: Random, x: Volume) -> Built:
    groups = rng.randint(1, 4)
    return {"groups": groups}, lambda: nn.ChannelShuffle(groups)


def reshape(rng: Random, x: Volume) -> Built:
    channels = rng.choice([n for n in range(1, 13) if x.numel % n == 0] or [5])
    return {"size": (x.numel // channels, channels)}, lambda: nn.Sequential(nn.Flatten(), nn.Unflatten(1, (channels, -1)))


# The kind, what builds it here and there, and the numbers of spatial axes for which PyTorch has it.
BUILDERS: list[tuple[str, Callable[[Random, Volume], Built], tuple[int, ...]]] = [
    ("conv", conv, (1, 2, 3)),
    ("conv", conv_same, (1, 2, 3)),
    ("conv", conv_filled, (1, 2, 3)),
    ("depthwise", depthwise, (1, 2, 3)),
    ("depthwise", depthwise_filled, (1, 2, 3)),
    ("conv_transpose", conv_transpose, (1, 2, 3)),
    ("maxpool", pool("MaxPool"), (1, 2, 3)),
    ("avgpool", pool("AvgPool"), (1, 2, 3)),
    ("adaptive_avgpool", adaptive("AdaptiveAvgPool"), (1, 2, 3)),
    ("adaptive_maxpool", adaptive("AdaptiveMaxPool"), (1, 2, 3)),
    ("global_avgpool", global_pool("AdaptiveAvgPool"), (1, 2, 3)),
    ("global_maxpool", global_pool("AdaptiveMaxPool"), (1, 2, 3)),
    ("fc", fc, (0, 1, 2, 3)),
    ("batchnorm", batchnorm, (1, 2, 3)),
    ("layernorm", layernorm, (0, 1, 2, 3)),
    ("groupnorm", groupnorm, (1, 2, 3)),
    ("instancenorm", instancenorm, (1, 2, 3)),
    ("lrn", lambda rng, x: ({"size": 5}, lambda: nn.LocalResponseNorm(5)), (1, 2, 3)),
    ("prelu", prelu, (0, 1, 2, 3)),
    *((kind, plain(make), (0, 1, 2, 3)) for kind, make in [
        ("relu", nn.ReLU), ("relu6", nn.ReLU6), ("leaky_relu", nn.LeakyReLU), ("elu", nn.ELU), ("selu", nn.SELU), ("gelu", nn.GELU),
        ("silu", nn.SiLU), ("mish", nn.Mish), ("sigmoid", nn.Sigmoid), ("tanh", nn.Tanh), ("hardswish", nn.Hardswish),
        ("hardsigmoid", nn.Hardsigmoid), ("softmax", lambda: nn.Softmax(1)), ("log_softmax", lambda: nn.LogSoftmax(1)),
        ("dropout", nn.Dropout), ("identity", nn.Identity), ("flatten", nn.Flatten),
    ]),
    ("pad", pad, (1, 2, 3)),
    ("pad", border, (1, 2, 3)),
    ("upsample", upsample, (1, 2, 3)),
    ("pixel_shuffle", pixel_shuffle, (2,)),
    ("channel_shuffle", channel_shuffle, (2,)),
    ("reshape", reshape, (0, 1, 2, 3)),
]  # fmt: skip

# Kinds that PyTorch has no module for; tests/layers/test_kinds.py and test_joins.py have their cases.
WITHOUT = {"local", "scale", "drop_path", "crop", "slice", "add", "subtract", "average", "maximum", "multiply", "concat"}


def measured(module: Any, x: Volume) -> tuple[Volume, int, int, int]:
    """What PyTorch makes of the volume: output, parameters, buffers (running statistics) and multiply-accumulates."""
    counter = FlopCounterMode(display=False)
    # A batch of two: with one image, training statistics over a single position would be refused.
    with counter:
        y = module(torch.empty(2, x.channels, *x.size, device="meta"))
    params = sum(p.numel() for p in module.parameters())
    buffers = sum(b.numel() for name, b in module.named_buffers() if name != "num_batches_tracked")
    return Volume(tuple(y.shape[2:]), y.shape[1]), params, buffers, counter.get_total_flops() // 2 // 2


@pytest.mark.parametrize(("kind", "build", "ranks"), BUILDERS, ids=lambda value: value if isinstance(value, str) else "")
def test_as_pytorch(kind: str, build: Callable[[Random, Volume], Built], ranks: tuple[int, ...]) -> None:
    rng = random.Random(kind)
    built = 0
    for _ in range(CONFIGURATIONS):
        x = Volume(numbers(rng, rng.choice(ranks), 2, 12), rng.randint(1, 12))
        given, make = build(rng, x)
        layer = kinds()[kind].model_validate(
            {"rounding": Rounding.FLOOR, **given} if kinds()[kind].takes_rounding else given
        )
        try:
            with torch.device("meta"):
                want = measured(make(), x)
        except (RuntimeError, ValueError):
            want = None
        try:
            y = layer.output(x)
            got = (y, layer.params(x), layer.buffers(x), layer.macs(x, y))
        except ShapeError:
            got = None
        if (got is None) != (want is None):
            assert convcalc_is_stricter(given, x, want) if got is None else pytorch_is_stricter(kind, given, x), (given, x)
            continue
        assert got == want, (given, x)
        built += got is not None
    assert built > CONFIGURATIONS // 3, "most configurations make sense"


def convcalc_is_stricter(given: dict[str, Any], x: Volume, want: Any) -> bool:
    """Outputs of no pixels, an output padding that PyTorch refuses on the CPU only, and rounding up too large a kernel."""
    if 0 in want[0].size:
        return True
    if "output_padding" in given:
        extra = zip(given["output_padding"], given["stride"], given["dilation"], strict=True)
        return any(more >= max(stride, dilation) for more, stride, dilation in extra)
    padded = [n + 2 * p for n, p in zip(x.size, given["padding"], strict=True)]
    return given.get("rounding") == "ceil" and any(k > n for k, n in zip(given["kernel"], padded, strict=True))


def pytorch_is_stricter(kind: str, given: dict[str, Any], x: Volume) -> bool:
    """AvgPool3d compares the kernel with the input before padding."""
    return kind == "avgpool" and x.rank == 3 and any(k > n for k, n in zip(given["kernel"], x.size, strict=True))


def test_every_kind_is_compared() -> None:
    assert {kind for kind, _, _ in BUILDERS} | WITHOUT == set(kinds())
