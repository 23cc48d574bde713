"""What PyTorch's autograd keeps, measured: the distinct memory of all tensors that it saves in a forward pass.

FakeTensorMode measures without computing and without weights, for the CPU and for CUDA.
"""

from __future__ import annotations

import ctypes
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # PyTorch without NumPy warns when it is imported
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
from torch._subclasses.fake_tensor import FakeTensorMode

CUDA, META = 1, 14
"""PyTorch's numbers of device types."""


def with_cuda() -> bool:
    """Whether fake tensors can have gradients on CUDA, which needs something that says which stream is current.

    A build for CUDA has that. In one for the CPU the place for it is empty, and is given what the meta device has, which
    does nothing; no kernel ever runs.
    """
    if torch.backends.cuda.is_built():
        return True
    try:
        library = ctypes.CDLL(str(Path(torch.__file__).parent / "lib" / "libc10.so"))
        guards = (ctypes.c_void_p * (META + 1)).in_dll(library, "_ZN3c104impl26device_guard_impl_registryE")
    except (OSError, ValueError):
        return False
    guards[CUDA] = guards[CUDA] or guards[META]
    return bool(guards[CUDA])


DEVICES = [
    "cpu",
    pytest.param("cuda", marks=pytest.mark.skipif(not with_cuda(), reason="this PyTorch cannot pretend to have CUDA")),
]


def place(tensor: Any) -> int:
    """Which memory a tensor lies in."""
    return tensor.untyped_storage()._cdata  # type: ignore[no-any-return]


class Kept:
    """Collects what is saved while it is entered; parameters and buffers are `held` anyway."""

    def __init__(self, held: Iterable[Any] = ()) -> None:
        self.bytes: dict[int, int] = {}
        self.held = {place(tensor) for tensor in held}
        self.alive: list[Any] = []  # or the memory of one that is gone could be given to another
        self.hooks = torch.autograd.graph.saved_tensors_hooks(self.pack, lambda tensor: tensor)

    def pack(self, tensor: Any) -> Any:
        self.alive.append(tensor)
        self.bytes[place(tensor)] = tensor.untyped_storage().nbytes()
        return tensor

    def __enter__(self) -> Kept:
        self.hooks.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self.hooks.__exit__(*error)

    @property
    def total(self) -> int:
        return sum(bytes for where, bytes in self.bytes.items() if where not in self.held)


def kept_by_module(
    make: Callable[[], Any],
    shape: tuple[int, ...],
    device: str,
    grad: bool,
    trained: bool,
    in_place: bool = False,
    dtype: str = "float32",
) -> int:
    """The bytes that a module keeps of one input, which has a gradient or not, as its own parameters have."""
    usual = torch.get_default_dtype()
    torch.set_default_dtype(getattr(torch, dtype))
    try:
        with FakeTensorMode(), torch.device(device):
            module = make()
            if in_place:
                module.inplace = True
            for parameter in module.parameters():
                parameter.requires_grad_(trained)
            leaf = torch.empty(shape, requires_grad=grad)
            x = leaf * 1  # a leaf with a gradient could not be written over
            with Kept([*module.parameters(), *module.buffers()]) as kept:
                module(x)
            return kept.total
    finally:
        torch.set_default_dtype(usual)
