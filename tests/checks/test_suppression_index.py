"""What holds for a finding is looked up once for a part of the file, however often it stands there."""

import pytest

from convcalc import Source, load
from convcalc.api import analyze
from convcalc.checks.rules import rule_names
from convcalc.checks.suppression_index import SuppressionIndex

MISFIT = "  - {maxpool: {kernel: 3, stride: 1, padding: 1}}\n  - {maxpool: {kernel: 1, stride: 2}}\n  - upsample: 2\n"
HEAD = "input: 9x9x3\nrounding: floor\n"
EVERYWHERE = "# convcalc: ignore-file[skipped]\n"
ONE_LINE = "# convcalc: ignore[skipped]\n"


@pytest.mark.parametrize(
    "text",
    [EVERYWHERE * 300 + HEAD + "layers:\n" + MISFIT * 100, HEAD + ONE_LINE * 300 + "layers:\n" + MISFIT * 100],
    ids=["ignore-file", "ignore"],
)
def test_what_is_repeated_counts_once(text: str) -> None:
    source = Source("net.yaml", text)
    report = analyze(source)
    assert report.suppressed
    assert "skipped" not in {finding.rule.name for finding in report.findings}
    assert not [finding for finding in report.findings if finding.rule.name == "unused-ignore"]
    found = SuppressionIndex(load(source), rule_names()).of(report.suppressed)
    assert {len(groups) for groups in found} == {1}
    assert len({id(groups[0]) for groups in found}) == 1
    assert len(found[0][0]) == 300
