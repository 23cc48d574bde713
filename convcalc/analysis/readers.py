"""Who reads what: how many layers of a closed list read each value in it. In place needs a sole reader."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from convcalc.source import Span
from convcalc.spec.architecture import PREVIOUS, Block, Body, Join, Step


class Unread(NamedTuple):
    """A layer whose output nothing reads: its path from the network, and the uses of blocks that lead to it."""

    name: str
    span: Span
    way: tuple[str, ...]


def unread(body: Body, inputs: tuple[str, ...], outputs: tuple[str, ...] = ()) -> list[Unread]:
    """What nothing reads in a closed list and the blocks that it uses; a block is looked into once."""
    found: list[Unread] = []
    seen: set[int] = set()

    def look(steps: Body, path: str, counts: Readers, root: str, way: tuple[str, ...]) -> None:
        for step in steps:
            what, here = step.what, root + path + step.name
            if counts.counts[path + step.name] == 0 and not (isinstance(what, Block) and not what.closed):
                found.append(Unread(root + path + step.last, step.span, way))
            if isinstance(what, Join):
                for branch in what.branches:
                    look(branch.body, f"{path}{step.name}/{branch.name}/", counts, root, way)
            elif isinstance(what, Block) and not what.closed:
                look(what.body, f"{path}{step.name}/", counts, root, way)
            elif isinstance(what, Block) and id(what.body) not in seen:
                seen.add(id(what.body))
                below = (*way, f"{here} uses {what.title} in line {step.span.line}")
                look(what.body, "", readers_of(what.body, what.inputs), f"{here}/", below)

    look(body, "", readers_of(body, inputs, outputs), "", ())
    return found


class Readers:
    """The number of readers of each value, by the path of the step that makes it; inputs are apart."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def of_step(self, path: str) -> int:
        """How often the value of a step is read; what leaves the list is read by whoever comes after."""
        return max(self.counts[path], 1)

    def of_input(self, name: str) -> int:
        """How often an input of the list is read."""
        return max(self.counts[f"<{name}>"], 1)


def readers_of(body: Body, inputs: tuple[str, ...], outputs: tuple[str, ...] = ()) -> Readers:
    """Count the readers in a closed list; without `outputs` its last step is what it gives."""
    readers = Readers()
    scope = {name: f"<{name}>" for name in inputs}
    scope[PREVIOUS] = scope[inputs[0]]
    names = _count(body, scope, "", readers)
    for name in outputs or (PREVIOUS,):
        readers.counts[names[name]] += 1  # what leaves the list is read by whoever comes after
    return readers


def _count(body: Body, scope: dict[str, str], path: str, readers: Readers) -> dict[str, str]:
    """Count what a list reads; returns what its names mean at its end."""
    scope = dict(scope)
    for step in body:
        scope[PREVIOUS] = _count_step(step, scope, path, readers)
        for name in step.known_as:
            scope[name] = scope[PREVIOUS]
    return scope


def _count_step(step: Step, scope: dict[str, str], path: str, readers: Readers) -> str:
    here = path + step.name
    read = [scope[name] for name in step.reads]
    if isinstance(step.what, Join) and step.what.branches:
        for branch in step.what.branches:
            inner = {**scope, PREVIOUS: read[0]}
            given = _count(branch.body, inner, f"{here}/{branch.name}/", readers)[PREVIOUS]
            readers.counts[given] += 1
        return here
    if isinstance(step.what, Block) and not step.what.closed:
        return _count(step.what.body, {**scope, PREVIOUS: read[0]}, f"{here}/", readers)[PREVIOUS]
    for value in read:
        readers.counts[value] += 1
    return here
