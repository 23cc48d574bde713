"""The inputs of a file: `input`, `inputs`, and what is given beside the file."""

from __future__ import annotations

from typing import Any

from convcalc.arithmetic.closed import Unknowns
from convcalc.arithmetic.volume import Volume
from convcalc.findings import OptionError
from convcalc.language.architecture import PREVIOUS
from convcalc.language.expressions import NAME
from convcalc.language.nodes import Mapping
from convcalc.language.problems import BAD_NAME, BAD_VALUE, MISSING
from convcalc.language.sizes import SizeSyntaxError, input_size, replaced_input
from convcalc.language.values import BROKEN, Values
from convcalc.language.vocabulary import TOP_LEVEL_FOREIGN
from convcalc.source import Source, Span


class InputsReader:
    """Reads the sizes of the inputs; `given` is one that replaces the file's, `unknowns` collects the sides left open."""

    def __init__(
        self, source: Source, values: Values, given: tuple[int | str, ...] | None, *, base_missing: bool = False
    ) -> None:
        self.source, self.values, self.problems, self.given = source, values, values.problems, given
        self.base_missing = base_missing
        """What the file extends could not be read, so nothing can be said to be missing."""
        self.unknowns = Unknowns()

    def input(self, root: Mapping) -> tuple[int | str, ...] | None:
        """The numbers under `input`, a letter for a side that is left open; None where there are none."""
        node = root.get("input")
        if node is None:
            if not stands_in(root, "input", "inputs", or_missing=self.base_missing):
                help = "for example input: 224x224x3, height x width x channels"
                self.problems.add(MISSING, start_of(root), "the input is missing", help=help)
            return None
        value = self.values.read(node)
        try:
            return None if value is BROKEN else input_size(value)
        except SizeSyntaxError as error:
            self.problems.add(BAD_VALUE, node.span, f"input: {error.message}", help=error.help)
            return None

    def inputs(self, root: Mapping) -> dict[str, Volume]:
        """The inputs by name; what is given beside the file replaces the only one."""
        node = root.get("inputs")
        if node is None:
            size = self.input(root) if "input" in root.entries or self.given is None else None
            if given := self.given:
                size = self.replaced_input(size, given)
            return {"input": self.volume(size)} if size else {}
        if self.given is not None:
            raise OptionError("input", f"{self.source.name} has several inputs; change them in the file")
        if "input" in root.entries:
            self.problems.add(BAD_VALUE, root.key_span("input"), "input and inputs together", help="keep one of the two")
        mapping = self.values.mapping("inputs", node)
        found = {}
        for name, (key, value_node) in mapping.entries.items() if mapping else ():
            if not NAME.fullmatch(name) or name == PREVIOUS:
                self.problems.add(BAD_NAME, key.span, f"{name} cannot name an input")
                continue
            value = self.values.read(value_node)
            try:
                found[name] = self.volume(input_size(value) if value is not BROKEN else (1,))
            except SizeSyntaxError as error:
                self.problems.add(BAD_VALUE, value_node.span, f"inputs: {error.message}", help=error.help)
        return found

    def replaced_input(self, own: tuple[int | str, ...] | None, given: tuple[int | str, ...]) -> tuple[int | str, ...]:
        """The input that is given beside the file, with the file's channels where it has none."""
        try:
            return replaced_input(own, given) if own else input_size(given)
        except SizeSyntaxError as error:
            raise OptionError("input", f"{self.source.name}: {error.message}; {error.help}") from None

    def volume(self, size: tuple[int | str, ...]) -> Volume:
        """The volume of an input; the sides that letters leave open are unknown sizes."""
        sides: tuple[Any, ...] = tuple(self.unknowns.size(n) if isinstance(n, str) else n for n in size)
        return Volume(sides[:-1], sides[-1])


def stands_in(root: Mapping, key: str, *others: str, or_missing: bool = False) -> bool:
    """Whether a missing key is there under another name, or may be where it could not be read."""
    return or_missing or any(TOP_LEVEL_FOREIGN.get(word) == key or word in others for word in root.entries)


def start_of(root: Mapping) -> Span:
    """The first key of a file, for what is missing in it."""
    first = next(iter(root.entries.values()), None)
    return first[0].span if first else root.span


def input_spans(root: Mapping) -> dict[str, Span]:
    """Where each input's size stands."""
    inputs, input = root.get("inputs"), root.get("input")
    if isinstance(inputs, Mapping):
        return {name: node.span for name, (_, node) in inputs.entries.items()}
    return {"input": input.span if input else start_of(root)}
