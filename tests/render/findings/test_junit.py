"""JUnit's XML, read by junitparser and held against what Jenkins' schema allows."""

import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from junitparser import Error, Failure, JUnitXml

from convcalc.findings import Severity
from convcalc.render.findings.checked import Checked, CheckedFile
from convcalc.render.findings.junit import render
from convcalc.render.options import RenderOptions
from convcalc.source import Source
from tests.render.findings.prepared import CHECKED, KERNEL, NOTHING, finding

# Elements, their attributes (those with * must be there) and what may stand in them: junit-4.xsd of Jenkins' dtkit, as in
# junit-team/junit5, platform-tests/src/test/resources/jenkins-junit.xsd.
ALLOWED = {
    "testsuites": ("name time tests failures disabled errors", "testsuite"),
    "testsuite": ("name* tests* failures errors time disabled skipped timestamp hostname id package", "properties testcase system-out system-err"),
    "testcase": ("name* assertions time classname status", "skipped error failure system-out system-err"),
    "failure": ("type message", ""),
    "error": ("type message", ""),
    "system-out": ("", ""),
}  # fmt: skip


def must_be_allowed(element: ET.Element) -> None:
    attributes, children = (words.split() for words in ALLOWED[element.tag])
    assert set(element.attrib) <= {name.rstrip("*") for name in attributes}
    assert {name.rstrip("*") for name in attributes if name.endswith("*")} <= set(element.attrib)
    assert {child.tag for child in element} <= set(children)
    for child in element:
        must_be_allowed(child)


def test_is_what_jenkins_reads() -> None:
    for checked in (CHECKED, NOTHING, Checked(())):
        must_be_allowed(ET.fromstring(render(checked, RenderOptions())))


def test_a_suite_for_each_file_and_a_test_for_each_finding() -> None:
    report = JUnitXml.fromstring(render(CHECKED, RenderOptions()).encode())
    assert (report.tests, report.failures, report.errors) == (9, 4, 1)
    suites = {suite.name: suite for suite in report}
    assert [case.name for case in suites["nets/tiny.yaml"]] == [
        "partial at 5:5",
        "kernel-too-large at 4:32",
        "input-lost at 5:5",
        "input-lost at 6:5",
    ]
    assert [type(case.result[0]) if case.result else None for case in suites["nets/tiny.yaml"]] == [
        None,
        Failure,
        None,
        None,
    ]
    assert [case.is_passed for case in suites["nets/fine.yaml"]] == [True]
    (unreadable,) = suites["files that cannot be read"]
    assert isinstance(unreadable.result[0], Error)
    for suite in report:
        cases = list(suite)
        assert (suite.tests, suite.failures) == (len(cases), sum(isinstance(r, Failure) for c in cases for r in c.result))


def test_a_finding_in_a_file_that_is_extended_is_of_the_file_that_was_checked() -> None:
    suites = {suite.name: list(suite) for suite in JUnitXml.fromstring(render(CHECKED, RenderOptions()).encode())}
    assert [case.classname for case in suites["nets/derived.yaml"]] == ["../base, 50%: <b>.yaml"]


def test_what_fails_is_what_fails_the_check() -> None:
    for fail_on, failures in {Severity.NOTE: 7, Severity.WARNING: 6, Severity.ERROR: 4, None: 0}.items():
        checked = CHECKED._replace(files=tuple(file._replace(fail_on=fail_on) for file in CHECKED.files))
        assert JUnitXml.fromstring(render(checked, RenderOptions()).encode()).failures == failures


@given(message=st.text(min_size=1), name=st.text(min_size=1))
def test_any_text_is_well_formed(message: str, name: str) -> None:
    text = render(
        Checked((CheckedFile(name, (finding(KERNEL, message, Source(name, ""), (1, 1, 1, 2), help=message),)),)),
        RenderOptions(),
    )
    read = ET.fromstring(text)
    (failure,) = read.iter("failure")
    # What may stand in XML stands there as it is, all else is written out.
    if re.fullmatch(r"[ -~]+", message):
        assert failure.get("message") == message
