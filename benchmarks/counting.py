"""How other tools count: the tables of docs/comparison.md, measured again.

    pip install torch torchinfo fvcore ptflops thop keras && python benchmarks/counting.py

Each tool is given one layer on a 10×10×4 input, and then torchvision's AlexNet, in eval mode.
"""

from __future__ import annotations

import contextlib
import io
import os
import warnings
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

warnings.simplefilter("ignore")
os.environ.setdefault("KERAS_BACKEND", "torch")


def counters() -> dict[str, Callable[[Any, Any], float]]:
    """What each tool says of a module and its input."""
    import fvcore.nn
    import ptflops
    import thop
    import torchinfo
    from torch.utils.flop_counter import FlopCounterMode

    def with_fvcore(module: Any, x: Any) -> float:
        analysis = fvcore.nn.FlopCountAnalysis(module, x)
        analysis.unsupported_ops_warnings(False)
        analysis.uncalled_modules_warnings(False)
        return analysis.total()

    def with_ptflops(module: Any, x: Any) -> float:
        with contextlib.redirect_stdout(io.StringIO()):
            size = tuple(x.shape[1:])
            return ptflops.get_model_complexity_info(
                module, size, as_strings=False, print_per_layer_stat=False, backend="pytorch"
            )[0]

    def with_flop_counter(module: Any, x: Any) -> float:
        with FlopCounterMode(display=False) as counter:
            module(x)
        return counter.get_total_flops()

    return {
        "torchinfo": lambda module, x: torchinfo.summary(module, input_data=x, verbose=0).total_mult_adds,
        "fvcore": with_fvcore,
        "ptflops": with_ptflops,
        "thop": lambda module, x: thop.profile(module, inputs=(x,), verbose=False)[0],
        "flop_counter": with_flop_counter,
    }


def alexnet() -> Any:
    """AlexNet as torchvision.models.alexnet builds it."""
    from torch import nn

    def conv(channels: int, filters: int, kernel: int, stride: int, padding: int) -> list[Any]:
        return [nn.Conv2d(channels, filters, kernel, stride, padding), nn.ReLU()]

    features = [
        *conv(3, 64, 11, 4, 2),
        nn.MaxPool2d(3, 2),
        *conv(64, 192, 5, 1, 2),
        nn.MaxPool2d(3, 2),
        *conv(192, 384, 3, 1, 1),
        *conv(384, 256, 3, 1, 1),
        *conv(256, 256, 3, 1, 1),
        nn.MaxPool2d(3, 2),
    ]
    classifier = [
        nn.Dropout(),
        nn.Linear(9216, 4096),
        nn.ReLU(),
        nn.Dropout(),
        nn.Linear(4096, 4096),
        nn.ReLU(),
        nn.Linear(4096, 1000),
    ]
    return nn.Sequential(*features, nn.AdaptiveAvgPool2d(6), nn.Flatten(), *classifier)


def main() -> None:
    """Print the table, and what Keras takes a batch norm's statistics for."""
    import torch
    from torch import nn

    x = torch.zeros(1, 4, 10, 10)
    layers = {
        "conv 3x3, 8 filters, no bias": lambda: nn.Conv2d(4, 8, 3, bias=False),
        "conv 3x3, 8 filters, bias": lambda: nn.Conv2d(4, 8, 3),
        "batch norm": lambda: nn.BatchNorm2d(4),
        "max pool 2x2": lambda: nn.MaxPool2d(2),
        "average pool 2x2": lambda: nn.AvgPool2d(2),
        "adaptive average pool to 3x3": lambda: nn.AdaptiveAvgPool2d(3),
        "ReLU": nn.ReLU,
        "GELU": nn.GELU,
        "softmax": lambda: nn.Softmax(1),
        "response norm 5": lambda: nn.LocalResponseNorm(5),
        "group norm 2": lambda: nn.GroupNorm(2, 4),
        "transposed conv 2x2/2, 8": lambda: nn.ConvTranspose2d(4, 8, 2, 2, bias=False),
        "fully connected, 10 units": lambda: nn.Sequential(nn.Flatten(), nn.Linear(400, 10)),
    }
    tools = counters()
    print(", ".join(f"{name} {version(name)}" for name in ("torch", "torchinfo", "fvcore", "ptflops", "thop", "keras")))
    print(f"{'':<30}" + "".join(f"{name:>14}" for name in tools))
    for name, make in layers.items():
        counts = [f"{int(count(make().eval(), x)):>14,}" for count in tools.values()]
        print(f"{name:<30}" + "".join(counts))
    x = torch.zeros(1, 3, 224, 224)
    counts = [f"{int(count(alexnet().eval(), x)):>14,}" for count in tools.values()]
    print(f"{'AlexNet':<30}" + "".join(counts))
    import keras

    norm = keras.layers.BatchNormalization()
    norm.build((None, 10, 10, 4))
    print(f"keras: a batch norm over 4 channels has {norm.count_params()} parameters")


if __name__ == "__main__":
    main()
