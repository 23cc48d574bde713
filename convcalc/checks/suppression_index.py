"""What a file asks not to be told: which findings that holds for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from convcalc.findings import Finding
from convcalc.language.architecture import Architecture, Block, Body, Join, Step
from convcalc.language.naming import counting
from convcalc.language.suppressions import Suppression
from convcalc.source import Span

Place: TypeAlias = tuple[int, int]
Together: TypeAlias = list[Suppression]
"""The suppressions of a rule that hold for one part of a file: a file may repeat one thousands of times."""


class SuppressionIndex:
    """Finds what asks for the silence of a finding."""

    def __init__(self, architecture: Architecture, names: dict[str, str]) -> None:
        """`names` has the names of the rules by name and by code."""
        self.architecture = architecture
        self.everywhere: dict[str, Together] = {}
        self.regions: dict[tuple[str, str], dict[Span, Together]] = {}
        for suppression in architecture.suppressions:
            for name in {names[word.text] for word in suppression.words if word.text in names}:
                if (region := suppression.region) is None:
                    self.everywhere.setdefault(name, []).append(suppression)
                else:
                    regions = self.regions.setdefault((region.source.name, name), {})
                    regions.setdefault(region, []).append(suppression)
        self.names = names
        self.steps: dict[int, dict[str, list[Step]]] = {}

    def of(self, findings: tuple[Finding, ...]) -> list[list[Together]]:
        """What holds for each of the findings, which stand in the order of their places in each file.

        What holds for one part of the file is one list, the same for all findings in it.
        """
        groups: dict[tuple[str, str], list[int]] = {}
        for i, finding in enumerate(findings):
            groups.setdefault((finding.source.name, finding.rule.name), []).append(i)
        found: list[list[Together]] = [[] for _ in findings]
        for key, indices in groups.items():
            everywhere = [self.everywhere[key[1]]] if key[1] in self.everywhere else []
            regions = self.regions.get(key, {})
            held = _covering([findings[i].span for i in indices], regions) if regions else iter([[]] * len(indices))
            for i, around in zip(indices, held, strict=True):
                found[i] = [*everywhere, *around, *([allow] for allow in self.on_the_way(findings[i]))]
        return found

    def on_the_way(self, finding: Finding) -> Iterator[Suppression]:
        """What the uses of blocks allow that lead to the layer of a finding."""
        if finding.layer is None or not self.architecture.suppressions:
            return
        body = self.architecture.layers
        parts = iter(finding.layer.split("/"))
        for part in parts:
            step = self.step(body, part)
            if step is None or not isinstance(step.what, Block | Join):
                return
            if isinstance(step.what, Join):
                branch = next(parts, None)
                body = next((b.body for b in step.what.branches if b.name == branch), ())
                continue
            body = step.what.body
            allow = step.what.allow
            if allow and any(self.names.get(word.text) == finding.rule.name for word in allow.words):
                yield allow

    def step(self, body: Body, name: str) -> Step | None:
        """The step of a list that is called `name` or has a copy of that name."""
        if id(body) not in self.steps:
            by_name: dict[str, list[Step]] = {}
            for step in body:
                for word in {step.copy_name(0), *([step.stem] if step.copies > 1 else [])}:
                    by_name.setdefault(word, []).append(step)
            self.steps[id(body)] = by_name
        known = self.steps[id(body)]
        stem, number = counting(name)
        copies = (s for s in known.get(stem, []) if s.stem == stem and 0 <= number - s.first < s.copies)
        return next((s for s in known.get(name, []) if s.copy_name(0) == name), next(copies, None))


def _covering(spans: list[Span], regions: dict[Span, Together]) -> Iterator[list[Together]]:
    """For each place, in their order, the regions of the same text that it lies in."""
    waiting = sorted(regions.items(), key=lambda entry: entry[0][1:], reverse=True)
    open_: list[tuple[Place, Together]] = []
    for span in spans:
        place = (span.line, span.column)
        while waiting and (waiting[-1][0].line, waiting[-1][0].column) <= place:
            region, together = waiting.pop()
            open_.append(((region.end_line, region.end_column), together))
        open_ = [entry for entry in open_ if entry[0] > place]
        yield [together for _, together in open_]
