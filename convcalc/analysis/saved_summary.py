"""What a list of layers keeps for the backward pass, in short: summaries compose exactly, and copies are put together."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Bytes(NamedTuple):
    """Bytes that are there once, and bytes for each image."""

    once: int = 0
    image: int = 0

    def plus(self, other: Bytes) -> Bytes:
        """The sum."""
        return Bytes(self.once + other.once, self.image + other.image)


class TensorState(NamedTuple):
    """How a value comes: whether a gradient flows back to it, whether its maker lets others write over it, whether it is
    a part of its memory with gaps between, and whether it is a part at all, so that there are gaps between images.
    """

    grad: bool = False
    free: bool = False
    non_contiguous: bool = False
    part: bool = False


class Output(NamedTuple):
    """What a list gives: in the memory of the input number `input`, or of `image` bytes of its own."""

    state: TensorState
    input: int | None
    image: int = 0
    kept: bool = False


class Summary(NamedTuple):
    """What a list of layers keeps: `inside`, apart from its inputs and its output; and the `inputs` that it keeps."""

    inside: Bytes
    inputs: frozenset[int]
    output: Output | None
    complete: bool = True

    @property
    def gives(self) -> tuple[TensorState, ...]:
        """How its output comes to a list behind it."""
        return (self.output.state if self.output else TensorState(),)

    def then(self, after: Summary) -> Summary:
        """This and, behind it, a list with a single input."""
        complete = self.complete and after.complete
        inside = self.inside.plus(after.inside)
        if self.output is None:
            return Summary(inside, self.inputs, None, complete=False)
        if self.output.input is not None:  # the output lies in an input, which the other may keep too
            inputs = self.inputs | ({self.output.input} if after.inputs else set())
            output = after.output
            if output is not None and output.input is not None:
                output = output._replace(input=self.output.input)
            return Summary(inside, inputs, output, complete)
        between = self.output._replace(kept=self.output.kept or bool(after.inputs))
        if after.output is not None and after.output.input is not None:
            output = between._replace(state=after.output.state)
            return Summary(inside, self.inputs, output, complete)
        inside = inside.plus(Bytes(0, between.image if between.kept else 0))
        return Summary(inside, self.inputs, after.output, complete)


def of_copies(states: tuple[TensorState, ...], copies: int, one: Callable[[tuple[TensorState, ...]], Summary]) -> Summary:
    """`copies` copies, each reading the one before it, put together by squaring."""
    many: dict[tuple[TensorState, ...], Summary] = {}
    """Of 1, 2, 4 … copies, for every way in which the first one's input comes."""
    state = states
    while state not in many:
        many[state] = one(state)
        state = many[state].gives
    found: Summary | None = None
    while copies:
        if copies % 2:
            found = found.then(many[found.gives]) if found else many[states]
        copies //= 2
        if copies:
            many = {state: summary.then(many[summary.gives]) for state, summary in many.items()}
    assert found is not None
    return found
