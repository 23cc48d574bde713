"""One window by itself: `convcalc check --stride 3 --input 7`."""

from __future__ import annotations

from convcalc.analysis.window_check import check_window
from convcalc.arithmetic.axes import NAMED_PADDINGS, Padding, size_from_text
from convcalc.arithmetic.fit import Rounding
from convcalc.cli.check_options import WindowOptions
from convcalc.cli.terminal import Color, Exit, fail, options_for, say
from convcalc.findings import OptionError
from convcalc.render.formats import WINDOWS


def check_one_window(input: str, window: WindowOptions, rounding: str | None, format: str | None, color: Color) -> int:
    """Say how the window fits; the code to exit with."""
    if format is not None and format not in WINDOWS:
        fail(f"--format {format} is for files; of a window there are {' and '.join(WINDOWS)}")
    texts = vars(window)
    padding = texts["padding"] or "0"
    zeros = NAMED_PADDINGS[padding] if padding in NAMED_PADDINGS else Padding("size", _size("padding", padding))
    sizes = {name: _size(name, text) for name, text in texts.items() if text is not None and name != "padding"}
    if rounding not in (None, *Rounding):
        fail(f"--rounding: there is no {rounding}; known are {', '.join(Rounding)}")
    try:
        report = check_window(_size("input", input), padding=zeros, rounding=Rounding(rounding or "strict"), **sizes)
    except OptionError as error:
        fail(f"--{error}")
    say(WINDOWS[format or WINDOWS.default].render(report, options_for(color)))
    return Exit.FINDINGS if report.failed else Exit.FINE


def _size(name: str, text: str) -> tuple[int, ...]:
    if len(text) > 400:
        fail(f"--{name} is longer than 400 characters")
    size = size_from_text(text.lower().replace("×", "x"))
    if size is None:
        words = ", or half, same or valid" if name == "padding" else ""
        fail(f'--{name} "{text}" is not a size; write a number such as 7, or one for each axis, 7x9{words}')
    return size
