"""Volumes: what flows between layers."""

from __future__ import annotations

from dataclasses import dataclass

from convcalc.arithmetic.product import product

CROSS = "×"


def size_text(size: tuple[int, ...]) -> str:
    """`55×55` for (55, 55); sides that are sums stand in parentheses."""
    return CROSS.join(text if " " not in (text := str(n)) or text[0] + text[-1] == "⌊⌋" else f"({text})" for n in size)


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume of numbers: `size` is the spatial extent, (H, W) in 2-D and () for a vector, beside `channels`.

    >>> Volume((55, 55), 96).numel
    290400
    >>> str(Volume((), 1000))
    '1000'
    """

    size: tuple[int, ...]
    channels: int

    @property
    def rank(self) -> int:
        """The number of spatial axes: 2 for an image, 0 for a vector."""
        return len(self.size)

    @property
    def positions(self) -> int:
        """How many places one channel has: H·W."""
        return product(self.size)

    @property
    def numel(self) -> int:
        """How many numbers the volume holds: H·W·C."""
        return product((*self.size, self.channels))

    def __str__(self) -> str:
        return size_text((*self.size, self.channels))


def memory_bytes(volume: Volume, batch: int, value_bytes: int) -> int:
    """The bytes of a volume for a whole batch: H·W·C numbers of `value_bytes` each, for every image.

    >>> memory_bytes(Volume((55, 55), 96), 1, 4)
    1161600
    """
    values = volume.numel * batch if batch > 1 else volume.numel
    return values * value_bytes
