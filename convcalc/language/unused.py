"""Parameters and blocks that a file defines and nothing in it uses.

A name is used where it is written, whether or not that is reached: what `when` leaves out uses its parameters too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from convcalc.language.nodes import Mapping, Node, Scalar
from convcalc.language.problems import nearest
from convcalc.source import Source, Span

_WORD = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_TITLES = ("name", "source")
"""Keys at the top whose values are texts that use nothing."""


class Unused(NamedTuple):
    """A parameter or a block that nothing uses: `block` is the one that it is a parameter of.

    `near` is the name that was most likely meant, `users` are the blocks that use a block and are not used either.
    """

    name: str
    span: Span
    block: str = ""
    near: str | None = None
    users: tuple[str, ...] = ()


def unused_parameters(root: Mapping, source: Source) -> tuple[Unused, ...]:
    """The parameters, of the file and of its blocks, that no expression names; of files that it extends none."""
    blocks = [(name, body) for name, (_, body) in _entries(root, "blocks").items() if isinstance(body, Mapping)]
    found = list(_unnamed(root, _named_at_the_top(root, [body for _, body in blocks]), source))
    for name, body in blocks:
        found += [unused._replace(block=name) for unused in _unnamed(body, _named(body), source)]
    return tuple(found)


def _unnamed(owner: Mapping, named: Iterator[list[str]], source: Source) -> Iterator[Unused]:
    """The parameters that `owner` defines in `source` and that are not among the names of its expressions."""
    defined = _entries(owner, "parameters")
    own = {name: key for name, (key, _) in defined.items() if key.span.source is source}
    waiting = set(own)
    while waiting and (words := next(named, None)) is not None:
        waiting.difference_update(words)
    others = [name for name in defined if name not in own]
    for name, key in own.items():
        if name in waiting:
            yield Unused(name, key.span, near=nearest(name, others))


def _named(node: Node) -> Iterator[list[str]]:
    """The names in each expression of a tree."""
    return (_WORD.findall(scalar.text) for scalar in _scalars(node) if scalar.text.startswith("$"))


def _named_at_the_top(root: Mapping, blocks: list[Mapping]) -> Iterator[list[str]]:
    """The names that mean parameters of the file: those of a block's own stand before them in its layers."""
    for key, (_, value) in root.entries.items():
        if key not in ("blocks", *_TITLES):
            yield from _named(value)
    for body in blocks:
        own = _entries(body, "parameters")
        for key, (_, value) in body.entries.items():
            for words in _named(value):
                yield words if key == "parameters" else [word for word in words if word not in own]


def unused_blocks(root: Mapping, source: Source) -> tuple[Unused, ...]:
    """The blocks that no layer uses, not through other blocks either; of files that it extends none.

    Where a parameter of the file names a block, another can be chosen from outside, so nothing is known to be unused.
    """
    blocks = _entries(root, "blocks")
    own = {name: key for name, (key, _) in blocks.items() if key.span.source is source}
    if not own or any(word in blocks for word in _words(root.get("parameters"))):
        return ()
    uses = {name: {word for word in _words(body) if word in blocks} for name, (_, body) in blocks.items()}
    others = (value for key, (_, value) in root.entries.items() if key != "blocks" and key not in _TITLES)
    waiting = [word for value in others for word in _words(value) if word in blocks]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            waiting += uses[name]
    users: dict[str, list[str]] = {}
    for user, names in uses.items():
        for name in names - {user}:
            users.setdefault(name, []).append(user)
    return tuple(Unused(name, key.span, users=tuple(users.get(name, ()))) for name, key in own.items() if name not in used)


def _entries(owner: Mapping, key: str) -> dict[str, tuple[Scalar, Node]]:
    mapping = owner.get(key)
    return mapping.entries if isinstance(mapping, Mapping) else {}


def _scalars(node: Node | None) -> Iterator[Scalar]:
    """Every text in a tree, keys included, without the names of layers: a mapping in a list is a layer."""
    waiting = [(node, False)] if node is not None else []
    while waiting:
        node, listed = waiting.pop()
        if isinstance(node, Scalar):
            yield node
        elif isinstance(node, Mapping):
            for word, (key, value) in node.entries.items():
                waiting.append((key, False))
                if not (listed and word == "name"):
                    waiting.append((value, False))
        else:
            waiting += [(item, True) for item in node.items]


def _words(node: Node | None) -> Iterator[str]:
    """What may be the name of a block: a text as it stands, and the words of an expression."""
    for scalar in _scalars(node):
        yield from _WORD.findall(scalar.text) if scalar.text.startswith("$") else (scalar.text,)
