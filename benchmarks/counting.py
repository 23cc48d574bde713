"""How other tools count: the table of docs/comparison.md, measured again.

    pip install torch torchinfo fvcore ptflops thop keras && python benchmarks/counting.py

Each tool is given one layer on a 10×10×4 input, in eval mode.
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
        "ReLU": nn.ReLU,
        "transposed conv 2x2/2, 8": lambda: nn.ConvTranspose2d(4, 8, 2, 2, bias=False),
        "fully connected, 10 units": lambda: nn.Sequential(nn.Flatten(), nn.Linear(400, 10)),
    }
    tools = counters()
    print(", ".join(f"{name} {version(name)}" for name in ("torch", "torchinfo", "fvcore", "ptflops", "thop", "keras")))
    print(f"{'':<30}" + "".join(f"{name:>14}" for name in tools))
    for name, make in layers.items():
        counts = [f"{int(count(make().eval(), x)):>14,}" for count in tools.values()]
        print(f"{name:<30}" + "".join(counts))
    import keras

    norm = keras.layers.BatchNormalization()
    norm.build((None, 10, 10, 4))
    print(f"keras: a batch norm over 4 channels has {norm.count_params()} parameters")


if __name__ == "__main__":
    main()
