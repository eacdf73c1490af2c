"""The report for continuous integration: JUnit XML, GitHub annotations, SARIF.

What fails there are gating errors and gates; findings that are for review are told and fail nothing.
"""

import json
import re
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from eval.checks.registry import CHECKS
from eval.finding import Finding, Severity
from eval.report.gates import Outcome
from eval.report.places import File, Place, places
from eval.report.summary import is_failing
from eval.report.value import Report

_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "notice"}
_SARIF = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}
# What XML 1.0 cannot hold at all (section 2.2).
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(report: Report, outcomes: Sequence[Outcome] = ()) -> str:
    """Give JUnit XML: a test case for each check and for each gate."""
    suite = ET.Element("testsuite", name=_xml(f"amana: {report.article.name}"))
    suite.set("timestamp", report.created.isoformat(timespec="seconds"))
    failed = 0
    checks = _check_ids(report)
    for check in checks:
        case = ET.SubElement(suite, "testcase", classname=_xml(report.article.name), name=_xml(check))
        found = [finding for finding in report.findings if finding.check == check]
        failing = [_line(finding) for finding in found if is_failing(finding)]
        told = [_line(finding) for finding in found if not is_failing(finding)]
        failed += _fill(case, failing, told)
    for outcome in outcomes:
        case = ET.SubElement(
            suite, "testcase", classname=_xml(report.article.name), name=f"gate: {outcome.gate}"
        )
        failed += _fill(case, list(outcome.reasons), [])
    suite.set("tests", str(len(checks) + len(outcomes)))
    suite.set("failures", str(failed))
    suite.set("errors", "0")
    ET.indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suite, encoding="unicode") + "\n"


def _check_ids(report: Report) -> list[str]:
    """Give the checks of this version and, for a report of another one, those of its findings."""
    return list(dict.fromkeys([*(check.id for check in CHECKS), *(found.check for found in report.findings)]))


def _fill(case: ET.Element, failing: list[str], told: list[str]) -> bool:
    """Write what a test case says; give whether it failed."""
    if failing:
        failure = ET.SubElement(case, "failure", message=_xml(failing[0]), type="fidelity")
        failure.text = _xml("\n".join(failing))
    if told:
        ET.SubElement(case, "system-out").text = _xml("\n".join(told))
    return bool(failing)


def to_annotations(report: Report, *, article: File, reference: File) -> str:
    """Give one GitHub workflow command a finding, at the line of its first evidence."""
    lines = []
    for finding in report.findings:
        where = next(iter(places(report, finding, article=article, reference=reference)), None)
        kind = "" if finding.gating else " (for review)"
        properties = {"title": f"Amana: {finding.check}{kind}"}
        if where is not None:
            properties |= {"file": where.path, "line": str(where.line), "endLine": str(where.end_line)}
            if where.line == where.end_line:
                properties |= {"col": str(where.column), "endColumn": str(where.end_column)}
        listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        lines.append(f"::{_GITHUB[finding.severity]} {listed}::{_data(finding.message)}\n")
    return "".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def to_sarif(report: Report, *, article: File, reference: File) -> str:
    """Give SARIF 2.1.0, with columns in code points."""
    results = [
        {
            "ruleId": finding.check,
            "level": _SARIF[finding.severity],
            "message": {"text": finding.message},
            "locations": [_location(place) for place in found[:1]],
            "relatedLocations": [
                {"id": number, **_location(place)} for number, place in enumerate(found[1:])
            ],
            "properties": {"gating": finding.gating},
        }
        for finding in report.findings
        for found in [places(report, finding, article=article, reference=reference)]
    ]
    version = next((part.version for part in report.components if part.name == "amana"), "")
    rules = [{"id": check.id, "shortDescription": {"text": check.title}} for check in CHECKS]
    run = {
        "tool": {"driver": {"name": "Amana", "version": version, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _location(place: Place) -> dict[str, object]:
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    return {"physicalLocation": {"artifactLocation": {"uri": place.path}, "region": region}}


def _line(finding: Finding) -> str:
    return f"{finding.severity} {finding.check}: {finding.message}{''.join(_evidence(finding))}"


def _evidence(finding: Finding) -> Iterator[str]:
    for side, spans in (("article", finding.article), ("reference", finding.reference)):
        for span in spans:
            yield f" [{side} {span.sentence + 1}: {span.text}]"


def _xml(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
