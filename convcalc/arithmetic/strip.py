"""A row of pixels and the windows over it: which pixels are seen, how often, and which are not.

Rows can be longer than any memory, so each pixel is asked about by itself, and a picture asks only about those it shows.
"""

from __future__ import annotations

from enum import Enum
from math import gcd
from typing import Literal, NamedTuple

from convcalc.arithmetic.window import Window


class Track(NamedTuple):
    """A window at `places` places along `size` pixels of the input, or of the output where it spreads what it reads.

    `lost` is how many pixels lie behind the last window.
    """

    window: Window
    size: int
    places: int
    over: Literal["input", "output"] = "input"
    lost: int = 0

    @property
    def start(self) -> int:
        """The first place: the padding before the image, or a window that is cropped."""
        return -self.window.before

    @property
    def end(self) -> int:
        """The place behind the last, which is padding, or what a window covers that hangs over the edge."""
        padding = self.window.after if self.over == "input" else 0  # of an output it is cropped, and only where there is any
        return max(self.size + padding, self.first_of(self.places - 1) + self.window.extent)

    def first_of(self, index: int) -> int:
        """Where window `index` begins, counted from 0."""
        return index * self.window.stride - self.window.before

    def touches(self, index: int, pixel: int) -> bool:
        """Whether a tap of window `index` is on the pixel."""
        tap, beside = divmod(pixel - self.first_of(index), self.window.dilation)
        return beside == 0 and 0 <= tap < self.window.kernel

    def seen(self, pixel: int) -> int:
        """How many windows have a tap on the pixel: the i with i·S + t·D = pixel + P for one of the taps t."""
        stride, dilation = self.window.stride, self.window.dilation
        place = pixel + self.window.before
        first = max(0, -((self.window.extent - 1 - place) // stride))
        last = min(self.places - 1, place // stride)
        common = gcd(stride, dilation)
        if last < first or place % common:
            return 0
        # Of the windows whose span has the pixel, those with a tap on it are `every` apart.
        every = dilation // common
        phase = place // common * pow(stride // common, -1, every) % every
        first += (phase - first) % every
        return max(0, (last - first) // every + 1)

    def state(self, pixel: int) -> PixelState:
        """What becomes of a pixel."""
        if not 0 <= pixel < self.size:
            return PixelState.PADDING
        seen = self.seen(pixel)
        if seen:
            return PixelState.COVERED if seen == 1 else PixelState.OVERLAPPING
        return PixelState.LOST if pixel >= self.size - self.lost else PixelState.SKIPPED


class PixelState(Enum):
    """What becomes of a pixel."""

    PADDING = "padding"
    COVERED = "covered"
    OVERLAPPING = "overlapping"
    SKIPPED = "skipped"
    LOST = "lost"


class Strip(NamedTuple):
    """What a picture shows of a track: the places from left to right, None where the middle is left out, and windows."""

    track: Track
    places: tuple[int | None, ...]
    windows: tuple[int, ...]
    """The windows that are drawn, counted from 0."""


def strip(track: Track, room: int, most: int = 4) -> Strip:
    """The picture of a track within `room` places: both ends of a long one, the first windows and the last."""
    length = track.end - track.start
    if length <= room:
        places: tuple[int | None, ...] = tuple(range(track.start, track.end))
    else:
        right = (room - 1) // 2
        left = room - 1 - right
        places = (*range(track.start, track.start + left), None, *range(track.end - right, track.end))
    first = min(track.places, most) if track.places <= most else most - 1
    return Strip(track, places, tuple(dict.fromkeys((*range(first), track.places - 1))))
