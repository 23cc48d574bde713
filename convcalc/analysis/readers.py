"""Who reads what: how many layers of a closed list read each value in it. In place needs a sole reader.

Copies are counted as if they were written out, without being gone through: what a copy reads of the list around it is read
as often as there are copies, and what it reads of the copy before it is counted apart.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple, TypeGuard

from convcalc.language.architecture import PREVIOUS, Block, Body, Join, Node, Step
from convcalc.source import Span


class Unread(NamedTuple):
    """A layer whose output nothing reads: its path from the network, and the uses of blocks that lead to it."""

    name: str
    span: Span
    use_path: tuple[str, ...]


def unread(body: Body, inputs: tuple[str, ...], outputs: tuple[str, ...] = ()) -> list[Unread]:
    """What nothing reads in a closed list and the blocks that it uses; a block is looked into once."""
    found: list[Unread] = []
    seen: set[int] = set()

    def look(steps: Body, readers: Readers, root: str, use_path: tuple[str, ...]) -> None:
        for step in steps:
            what, name = step.what, readers.unread_copy(step)
            here = root + (name or step.name)
            if name and not _is_group(what):
                found.append(Unread(here, step.span, use_path))
            if isinstance(what, Join):
                for branch in what.branches:
                    inside = f"/{branch.name}/"
                    look(branch.body, readers.below(step.name + inside), root + step.name + inside, use_path)
            elif _is_group(what):
                look(what.body, readers.below(f"{step.name}/"), f"{here}/", use_path)
            elif isinstance(what, Block) and id(what.body) not in seen:
                seen.add(id(what.body))
                below = (*use_path, f"{root}{step.name} uses {what.title} in line {step.span.line}")
                look(what.body, readers_of(what.body, what.inputs), f"{root}{step.name}/", below)

    look(body, readers_of(body, inputs, outputs), "", ())
    return found


class _Made(NamedTuple):
    """What a name means: a value, and how often it is there, once for every copy of what it stands in."""

    key: str
    times: int = 1


class Readers:
    """The number of readers of each value of a closed list, as seen from a list in it.

    Values are known by the path of the step that makes them, where copies have the name of the first; inputs are apart.
    """

    def __init__(self, path: str = "") -> None:
        self.path = path
        self.counts: Counter[str] = Counter()
        """How often a value is read, of copies the last one's."""
        self.between: dict[str, int] = {}
        """How often each copy but the first reads the one before it."""
        self.given_by: dict[str, str] = {}
        """The values that named groups give, by the paths of the groups, the inner groups first."""

    def below(self, path: str) -> Readers:
        """The same counts, seen from a list that stands at `path` in this one."""
        readers = Readers(self.path + path)
        readers.counts, readers.between, readers.given_by = self.counts, self.between, self.given_by
        return readers

    def of_step(self, step: Step) -> int:
        """How often what a step gives is read; what leaves the list is read by whoever comes after."""
        return max(self.counts[self.path + step.name], 1)

    def of_copy(self, step: Step, index: int) -> int:
        """How often what copy `index` of a step gives is read."""
        if index == step.copies - 1:
            return self.of_step(step)
        return max(self.between.get(self.path + step.name, 0), 1)

    def of_input(self, name: str) -> int:
        """How often an input of the list is read."""
        return max(self.counts[f"<{name}>"], 1)

    def unread_copy(self, step: Step) -> str:
        """A copy that nothing reads, by its name; empty if all are read."""
        here = self.path + step.name
        if self.counts[here] == 0:
            return step.last
        return step.name if self.between.get(here) == 0 else ""

    def read(self, value: _Made, times: int) -> None:
        """Count a reader that is there `times` times."""
        self.counts[value.key] += times // value.times


def readers_of(body: Body, inputs: tuple[str, ...], outputs: tuple[str, ...] = ()) -> Readers:
    """Count the readers in a closed list; without `outputs` its last step is what it gives."""
    readers = Readers()
    scope = {name: _Made(f"<{name}>") for name in inputs}
    scope[PREVIOUS] = scope[inputs[0]]
    names = _count(body, scope, readers, 1)
    for name in outputs or (PREVIOUS,):
        readers.read(names[name], 1)  # what leaves the list is read by whoever comes after
    for group, value in reversed(readers.given_by.items()):
        if readers.counts[group] and readers.between.get(group, 1):
            readers.counts[value] += 1
    return readers


def _count(body: Body, scope: dict[str, _Made], readers: Readers, times: int) -> dict[str, _Made]:
    """Count what a list reads that is there `times` times; returns what its names mean at its end."""
    scope = dict(scope)
    for step in body:
        scope[PREVIOUS] = _count_step(step, scope, readers, times)
        for name in step.known_as:
            scope[name] = scope[PREVIOUS]
    return scope


def _count_step(step: Step, scope: dict[str, _Made], readers: Readers, times: int) -> _Made:
    made = _Made(readers.path + step.name, times)
    read = [scope[name] for name in step.reads]
    if not _sees_around(step):
        for value in read:
            readers.read(value, times)
        if step.copies > 1:
            readers.between[made.key] = 1
        return made
    if step.copies == 1:
        return read[0] if _count_inside(step, read[0], scope, readers, times) else made
    before = _Made(f"{made.key}<", times * step.copies)  # what a copy reads: first that, and then the copy before it
    if _count_inside(step, before, scope, readers, before.times):
        return read[0]
    readers.between[made.key] = readers.counts[before.key]
    readers.read(read[0], times * readers.between[made.key])
    return made


def _count_inside(step: Step, read: _Made, scope: dict[str, _Made], readers: Readers, times: int) -> bool:
    """Count what the layers of a join or a named group read, which see the names around; says whether it is empty.

    An empty group gives what it reads.
    """
    what, inside = step.what, {**scope, PREVIOUS: read}
    if isinstance(what, Join):
        for branch in what.branches:
            given = _count(branch.body, inside, readers.below(f"{step.name}/{branch.name}/"), times)[PREVIOUS]
            readers.read(given, times)
        return False
    assert isinstance(what, Block)
    given = _count(what.body, inside, readers.below(f"{step.name}/"), times)[PREVIOUS]
    readers.given_by[readers.path + step.name] = given.key
    return given is read


def _is_group(what: Node | Join | Block) -> TypeGuard[Block]:
    """Whether it is a named group, which gives what its last layer gives."""
    return isinstance(what, Block) and not what.closed


def _sees_around(step: Step) -> bool:
    """Whether a step has layers that see the names around it."""
    return _is_group(step.what) or (isinstance(step.what, Join) and bool(step.what.branches))
