"""How many layers may be evaluated again: what repeats may come to any number, and only what is alike is done once."""

from dataclasses import replace

import pytest

from convcalc import Source, analyze, api
from convcalc.findings import ArchitectureError

HEAD = "input: 9000x9000x3\nblocks: {B: {layers: [{add: {main: [relu], side: []}}]}}\nlayers:\n"
SHRINKS = "  - {conv: {filters: 3, kernel: 2}, repeat: 4000}\n"


@pytest.mark.parametrize(
    "layers",
    [
        "  - {add: {main: [relu], side: []}, repeat: 1000000}\n",
        "  - {add: [input, previous], repeat: 1000000}\n",
        "  - {layers: [relu, relu], name: g, repeat: 1000000}\n",
        SHRINKS.replace("4000", "1000000"),
        SHRINKS * 2,
        "  - {layers: [{add: {main: [relu], side: []}, repeat: 3000}], name: g, repeat: 3000}\n",
    ],
)
@pytest.mark.parametrize("closed", [False, True])
def test_copies_that_are_not_alike_come_to_an_end(layers: str, closed: bool) -> None:
    source = Source("net.yaml", HEAD + layers)
    with pytest.raises(ArchitectureError) as refused:
        (api.closed_forms if closed else analyze)(source)
    (finding,) = refused.value.findings
    assert finding.rule.name == "too-large"
    assert finding.message == (
        "copies that read other volumes, or see the layers around them, come to more than 6,000 layers by now"
    )
    assert refused.value.source == source
    assert api.check(source) == (finding,)


@pytest.mark.parametrize("layers", ["  - {B: , repeat: 1000000}\n", "  - {relu: , repeat: 1000000}\n", "  - relu\n" * 7000])
def test_what_is_alike_and_what_stands_there_may_be_more(layers: str) -> None:
    assert analyze(Source("net.yaml", HEAD + layers)).totals.layers >= 7000


def test_the_limit_can_be_raised() -> None:
    architecture = api.load(Source("net.yaml", HEAD + "  - {add: [input, previous], repeat: 6002}\n"))
    with pytest.raises(ArchitectureError, match="more than 6,000"):
        analyze(architecture)
    assert analyze(replace(architecture, expansion=6001)).totals.layers == 6002
