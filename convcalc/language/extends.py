"""`extends:`, a file that starts from another one."""

from __future__ import annotations

import re
from contextlib import suppress
from heapq import heappop, heappush
from pathlib import Path

from convcalc.findings import UnreadableError
from convcalc.language.files import SUFFIXES, read_source, zoo_folder, zoo_names
from convcalc.language.ignore_comments import read_comments
from convcalc.language.limits import Limits
from convcalc.language.nodes import Mapping, Node, Scalar, Sequence, describe_node
from convcalc.language.problems import BAD_EXTENDS, BAD_VALUE, Problems, ZooBase, did_you_mean
from convcalc.language.yaml_reader import read_yaml
from convcalc.layers.parameters import shortened
from convcalc.reading import absolute, leads_out, real
from convcalc.source import Source

MERGED = ("parameters", "blocks", "inputs")
"""The keys that are merged entry by entry; others replace."""
OWN = ("expect", "budget", "extends")
"""The keys that are not inherited: they speak of the file as it stands."""


def with_base(root: Mapping, source: Source, problems: Problems, limits: Limits) -> Mapping:
    """`root` laid over the file that it extends, and that over its own base; what cannot be read is said."""
    chain = [_identity(source)]
    layers = [root]
    while (node := layers[-1].get("extends")) is not None:
        if len(chain) > limits.extends:
            problems.add(BAD_EXTENDS, node.span, f"more than {limits.extends} files extend one another")
            break
        base = _base(node, node.span.source, chain, problems, limits)
        if base is None:
            break
        chain.append(_identity(base.span.source))
        layers.append(base)
    return _merged(layers) if len(layers) > 1 else root


def _base(node: Node, source: Source, chain: list[Path], problems: Problems, limits: Limits) -> Mapping | None:
    """The tree of the file that `node` names; None where there is none, which is then said."""
    if not isinstance(node, Scalar):
        problems.add(BAD_VALUE, node.span, f"extends must be a file or a zoo name, and is {describe_node(node)}")
        return None
    try:
        path = _file_here(node.text, source)
        if path is None and (path := _in_zoo(node.text)):
            problems.zoo_bases.append(ZooBase(path.stem, node.span))
        base = read_source(path, limits) if path else None
    except UnreadableError as error:
        problems.add(BAD_EXTENDS, node.span, str(error))
        return None
    if base is None:
        hint = did_you_mean(node.text.removesuffix(".yaml"), zoo_names())
        message = f"there is no {shortened(node.text)} in this folder or below, and no such network in the zoo"
        problems.add(BAD_EXTENDS, node.span, message, help=hint if hint.startswith("did you mean") else "")
        return None
    if (identity := _identity(base)) in chain:
        circle = " → ".join(path.name for path in [*chain[chain.index(identity) :], identity])
        problems.add(BAD_EXTENDS, node.span, f"files extend one another in a circle: {circle}")
        return None
    problems.bases.append(identity)
    root = read_yaml(base, problems, limits)
    if isinstance(root, Mapping):
        read_comments(base, root, problems)
    elif root is not None:
        problems.add(BAD_VALUE, root.span, f"an architecture is a mapping, and this is {describe_node(root)}")
    return root if isinstance(root, Mapping) else None


def _identity(source: Source) -> Path:
    """What a source is, whatever it is called in messages."""
    folder = source.folder or Path()
    with suppress(OSError):  # of a working directory that is gone
        folder = real(folder)
    return folder / Path(source.name).name


def _file_here(text: str, source: Source) -> Path | None:
    """A file in the source's folder or below, since no file reaches out of its folder; None where there is none.

    Raises UnreadableError for one that is there and may not be read: the zoo's is not taken instead.
    """
    if source.folder is None or "\0" in text or not text.endswith(SUFFIXES):
        return None
    path, name = source.folder / text, shortened(text)
    if not absolute(path).is_relative_to(absolute(source.folder)):
        return None
    try:
        path.lstat()
        if leads_out(path, source.folder):
            raise UnreadableError(f"{name}: a link that leads out of this folder")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise UnreadableError(f"{name}: {error.strerror}") from None
    if not real(path).name.endswith(SUFFIXES):
        raise UnreadableError(f"{name}: a link to what is no .yaml or .yml file")
    return path


def _in_zoo(text: str) -> Path | None:
    """The file of a network of the zoo."""
    name = text.removesuffix(".yaml")
    return zoo_folder() / f"{name}.yaml" if name in zoo_names() else None


def _in_order_of_use(entries: dict[str, tuple[Scalar, Node]]) -> dict[str, tuple[Scalar, Node]]:
    """Parameters of two files in one order: each behind those that its default uses, else as they stand."""
    names = list(entries)
    places = {name: i for i, name in enumerate(names)}
    users: dict[str, list[str]] = {}
    missing: dict[str, int] = {}
    for name, (_, value) in entries.items():
        uses = (_uses(value) & places.keys()) - {name}
        missing[name] = len(uses)
        for used in uses:
            users.setdefault(used, []).append(name)
    ready = [places[name] for name in names if not missing[name]]  # in order, which makes it a heap
    circles = iter(names)  # a circle is evaluated as it stands, and then said
    ordered: dict[str, tuple[Scalar, Node]] = {}
    while len(ordered) < len(names):
        name = names[heappop(ready)] if ready else next(circles)
        if name in ordered:
            continue
        ordered[name] = entries[name]
        for user in users.get(name, ()):
            missing[user] -= 1
            if not missing[user]:
                heappush(ready, places[user])
    return ordered


def _uses(node: Node) -> set[str]:
    """The words of a default that is an expression."""
    if isinstance(node, Scalar):
        return set(re.findall(r"[A-Za-z_]\w*", node.text, re.ASCII)) if node.text.startswith("$") else set()
    parts = node.items if isinstance(node, Sequence) else [value for _, value in node.entries.values()]
    return set().union(*map(_uses, parts))


def _merged(layers: list[Mapping]) -> Mapping:
    """The first over the second over the third …"""
    result = Mapping(layers[0].span)
    for i, layer in reversed(list(enumerate(layers))):
        for key, (key_node, value) in layer.entries.items():
            if key in OWN and i > 0:
                continue
            below = result.get(key)
            if key in MERGED and isinstance(below, Mapping) and isinstance(value, Mapping):
                both = Mapping(value.span)
                merged = {**below.entries, **value.entries}
                both.entries = _in_order_of_use(merged) if key == "parameters" else merged
                value = both  # noqa: PLW2901  (the merged mapping stands for both)
            result.entries[key] = (key_node, value)
    return result
