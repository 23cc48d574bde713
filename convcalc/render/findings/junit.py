"""JUnit's XML, for Jenkins, GitLab's test tab and whatever else shows tests: a suite a file, a test a finding.

Elements and attributes are those of the schema that Jenkins publishes (junit-4.xsd of its dtkit), which others extend.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from convcalc.findings import Finding
from convcalc.render.findings._common import details, fails
from convcalc.render.findings.checked import Checked, CheckedFile
from convcalc.render.findings.listed import by_name
from convcalc.render.options import RenderOptions
from convcalc.render.printable import printable


def render(checked: Checked, options: RenderOptions) -> str:
    """Every file that was checked; of one without findings a test that passes, of what cannot be read an error.

    Findings that do not make the check fail are tests that pass, with their text as output.
    """
    root = ET.Element("testsuites", {"name": "convcalc"})
    suites = [_suite(root, file) for file in checked.files]
    if checked.unreadable:
        suites.append(_unreadable(root, checked.unreadable))
    for key in ("tests", "failures", "errors"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in suites)))
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}'


def _suite(root: ET.Element, file: CheckedFile) -> ET.Element:
    name = printable(file.name)
    failures = sum(fails(finding, file) for finding in file.findings)
    counts = {"tests": str(max(1, len(file.findings))), "failures": str(failures), "errors": "0"}
    suite = ET.SubElement(root, "testsuite", {"name": name, **counts})
    if file.omitted:
        properties = ET.SubElement(suite, "properties")
        for rule, count in by_name(file.omitted).items():
            ET.SubElement(properties, "property", {"name": f"omitted {rule}", "value": str(count)})
    if not file.findings:
        ET.SubElement(suite, "testcase", {"name": "no findings", "classname": name})
    for finding in file.findings:
        _case(suite, finding, fails(finding, file))
    return suite


def _case(suite: ET.Element, finding: Finding, failed: bool) -> None:
    span = finding.span
    where = f"{finding.rule.name} at {span.line}:{span.column}"
    case = ET.SubElement(suite, "testcase", {"name": where, "classname": printable(finding.source.name)})
    message = printable(finding.message)
    text = "\n".join([f"{printable(str(span))}: {finding.severity}[{finding.rule.name}] {message}", *details(finding)])
    if failed:
        ET.SubElement(case, "failure", {"type": str(finding.severity), "message": message}).text = text
    else:
        ET.SubElement(case, "system-out").text = text


def _unreadable(root: ET.Element, messages: tuple[str, ...]) -> ET.Element:
    counts = {"tests": str(len(messages)), "failures": "0", "errors": str(len(messages))}
    suite = ET.SubElement(root, "testsuite", {"name": "files that cannot be read", **counts})
    for message in messages:
        case = ET.SubElement(suite, "testcase", {"name": "can be read", "classname": printable(message)})
        ET.SubElement(case, "error", {"type": "unreadable", "message": printable(message)})
    return suite
