"""The picture of a window over a row of pixels: what is seen, how often, and what is not."""

from __future__ import annotations

from itertools import groupby

from convcalc.arithmetic.strip import PixelState, Strip, Track, strip
from convcalc.render.numbers import grouped
from convcalc.render.paint import Paint, plain
from convcalc.render.text import packed

ROOM = 80
"""How wide a picture is where nothing limits it."""
PADDING, SKIPPED, LOST, TAP, GAP, CUT, MANY = "░", "·", "✗", "■", "─", "┊", "+"
_STYLES = {
    PixelState.PADDING: "dim",
    PixelState.OVERLAPPING: "help",
    PixelState.SKIPPED: "warning",
    PixelState.LOST: "error",
}


def picture(track: Track, width: int | None = None, paint: Paint = plain) -> list[str]:
    """The row of pixels, the first windows and the last below it, and a legend of what occurs.

    Nothing where every window is one pixel and every pixel has one, since there is nothing to see.
    """
    window = track.window
    if window.kernel == 1 and window.stride == 1 and not window.before and not window.after:
        return []
    width = min(width or ROOM, ROOM)
    what = "window" if track.over == "input" else "input"
    last = f"{what} {grouped(track.places)}"
    labels = max(len("pixels"), len(last)) + 2
    drawn = strip(track, max(20, width - 4 - labels))
    lines = [f"{'pixels':<{labels}}{_pixels(drawn, paint)}"]
    before = -1
    for index in drawn.windows:
        if index > before + 1:
            lines.append("…")
        label = f"{what} {grouped(index + 1)}"
        lines.append(f"{label:<{labels}}{_window(drawn, index)}".rstrip())
        before = index
    return [*lines, *packed(_legend(drawn), width - 4)]


def _pixels(drawn: Strip, paint: Paint) -> str:
    """One character a pixel."""
    states = [place if place is None else drawn.track.state(place) for place in drawn.places]
    characters = [_character(drawn.track, place) for place in drawn.places]
    parts = []
    for state, run in groupby(zip(states, characters, strict=True), key=lambda pair: pair[0]):
        text = "".join(character for _, character in run)
        parts.append(paint(text, _STYLES[state]) if state in _STYLES else text)
    return "".join(parts)


def _character(track: Track, place: int | None) -> str:
    if place is None:
        return CUT
    state = track.state(place)
    if state is PixelState.PADDING:
        return PADDING
    if state in (PixelState.SKIPPED, PixelState.LOST):
        return SKIPPED if state is PixelState.SKIPPED else LOST
    seen = track.seen(place)
    return str(seen) if seen < 10 else MANY


def _window(drawn: Strip, index: int) -> str:
    """The taps of a window, with what lies between those of a dilated one."""
    track = drawn.track
    start = track.first_of(index)

    def character(place: int | None) -> str:
        if place is None:
            return CUT
        if track.touches(index, place):
            return TAP
        return GAP if start < place < start + track.window.extent else " "

    return "".join(map(character, drawn.places))


def _legend(drawn: Strip) -> list[str]:
    """What the characters mean that occur."""
    track = drawn.track
    places = [place for place in drawn.places if place is not None]
    states = {track.state(place) for place in places}
    text = "".join(_character(track, place) for place in places)
    who = "windows see" if track.over == "input" else "numbers of the input are spread over"
    words = []
    if states & {PixelState.COVERED, PixelState.OVERLAPPING}:
        most = f" ({MANY}: 10 or more)" if MANY in text else ""
        words.append(f"a digit is how many {who} the pixel{most}")
    padded = track.window.before or track.window.after
    crops = track.over == "output"
    words += [
        f"{character} {meaning}"
        for state, character, meaning in (
            (PixelState.PADDING, PADDING, "is cut off" if crops else "padding" if padded else "beyond the edge"),
            (PixelState.SKIPPED, SKIPPED, "is left empty" if crops else "skipped: in a gap that no window touches"),
            (PixelState.LOST, LOST, "lost: behind the last window"),
        )
        if state in states
    ]
    if None in drawn.places:
        left_out = track.end - track.start - len(places)
        words.append(f"{CUT} {grouped(left_out)} pixels left out")
    return words
