import json
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from report_sample import ARTICLE, REFERENCE, sample_report

from eval.report.ci import to_annotations, to_junit, to_sarif
from eval.report.docx import to_docx
from eval.report.gates import Outcome
from eval.report.markdown import to_markdown
from eval.report.places import File, places
from eval.report.value import Report

FILES = {
    "article": File("texts/article.ar.txt", "\n".join(ARTICLE)),
    "reference": File("texts/speech.en.txt", "\n".join(REFERENCE)),
}


def junit(report: Report, *outcomes: Outcome) -> ET.Element:
    return ET.fromstring(to_junit(report, outcomes))  # noqa: S314  our own output


def cut(text: str, place: object) -> str:
    """Take out of a text what a place says, on one line."""
    line = text.split("\n")[place.line - 1]  # type: ignore[attr-defined]
    return line[place.column - 1 : place.end_column - 1]  # type: ignore[attr-defined]


def test_a_place_is_where_the_evidence_stands_in_the_file() -> None:
    report = sample_report()
    arabic, english = places(report, report.findings[0], **FILES)
    assert (arabic.path, arabic.line, cut(FILES["article"].text, arabic)) == (
        "texts/article.ar.txt",
        2,
        "110",
    )
    assert (english.line, cut(FILES["reference"].text, english)) == (1, "110,000")


def test_an_omission_has_its_places_in_the_reference() -> None:
    report = sample_report()
    assert [place.line for place in places(report, report.findings[1], **FILES)] == [2, 3]


def test_junit_has_a_case_for_each_check_and_counts_the_failures() -> None:
    suite = junit(sample_report())
    failed = [case.get("name") for case in suite.iter("testcase") if case.find("failure") is not None]
    assert failed == ["number"]
    assert suite.get("failures") == "1"
    assert suite.get("tests") == str(len(list(suite.iter("testcase"))))


def test_junit_tells_what_is_for_review_and_fails_nothing_by_it() -> None:
    (case,) = (case for case in junit(sample_report()).iter("testcase") if case.get("name") == "omission")
    assert case.find("failure") is None
    assert "Let me name our partners." in (case.findtext("system-out") or "")


def test_junit_has_a_case_for_each_gate() -> None:
    suite = junit(sample_report(), Outcome("chrf at least 50", ("chrf is 4.00, under 50",)), Outcome("x", ()))
    gates = {case.get("name"): case.find("failure") for case in suite.iter("testcase")}
    failure = gates["gate: chrf at least 50"]
    assert failure is not None
    assert failure.get("message") == "chrf is 4.00, under 50"
    assert gates["gate: x"] is None


def test_junit_survives_characters_that_xml_cannot_hold() -> None:
    report = sample_report()
    bad = replace(report.findings[0], message="a\x00b\x1b<c>&\ud800")
    failure = junit(replace(report, findings=(bad,))).find(".//failure")
    assert failure is not None
    assert (failure.get("message") or "").startswith("error number: a\ufffdb\ufffd<c>&\ufffd")


def test_an_annotation_stands_at_the_line_of_its_evidence() -> None:
    first = to_annotations(sample_report(), **FILES).splitlines()[0]
    assert first == (
        "::error title=Amana%3A number,file=texts/article.ar.txt,line=2,endLine=2,col=13,endColumn=16"
        "::The article says 110 square kilometres, the reference 110,000."
    )


def test_annotations_cannot_be_forged_by_a_text() -> None:
    report = sample_report()
    forged = replace(report.findings[0], message="x\n::set-output name=a::b\r%0A", check="a,b:c")
    lines = to_annotations(replace(report, findings=(forged,)), **FILES).splitlines()
    assert len(lines) == 1
    assert lines[0].endswith("::x%0A::set-output name=a::b%0D%250A")
    assert "title=Amana%3A a%2Cb%3Ac," in lines[0]


def test_sarif_has_a_result_for_each_finding_with_its_place() -> None:
    log = json.loads(to_sarif(sample_report(), **FILES))
    results = log["runs"][0]["results"]
    assert [(result["ruleId"], result["level"]) for result in results] == [
        ("number", "error"),
        ("omission", "warning"),
        ("hedge", "warning"),
        ("addition", "note"),
    ]
    region = results[0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 2, "startColumn": 13, "endLine": 2, "endColumn": 16}


def test_markdown_has_the_verdict_and_every_finding() -> None:
    text = to_markdown(sample_report())
    assert text.startswith("# 1 error to resolve\n")
    assert '<blockquote dir="rtl" lang="ar">2: حرر التحالف <b>110</b> كيلومترات' in text
    assert text.count("\n**") == 4
    assert "| chrF2 | 54.9 | 48.5–61.2 |" in text


@pytest.mark.parametrize("hostile", ["<img src=x>", "a | b", "`x`", "[a](http://b)", "![a](b)"])
def test_markdown_keeps_hostile_text_as_text(hostile: str) -> None:
    report = sample_report()
    report = replace(report, findings=(replace(report.findings[0], message=hostile),))
    text = to_markdown(report)
    assert hostile not in text


def test_the_word_document_has_the_findings_and_runs_arabic_from_right_to_left() -> None:
    with ZipFile(BytesIO(to_docx(sample_report()))) as archive:
        assert archive.testzip() is None
        parts = {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}  # noqa: S314
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    paragraphs = list(parts["word/document.xml"].iter(f"{w}p"))
    texts = {"".join(t.text or "" for t in p.iter(f"{w}t")): p for p in paragraphs}
    assert next(iter(texts)) == "1 error to resolve"
    arabic = texts["2: حرر التحالف 110 كيلومترات مربعة من الأراضي."]
    assert arabic.find(f"{w}pPr/{w}bidi") is not None
    assert all(run.find(f"{w}rPr/{w}rtl") is not None for run in arabic.iter(f"{w}r"))


def test_the_word_document_keeps_hostile_text_as_text() -> None:
    report = sample_report()
    bad = replace(report.findings[0], message="</w:t><w:x/>&\x00")
    with ZipFile(BytesIO(to_docx(replace(report, findings=(bad,))))) as archive:
        document = archive.read("word/document.xml").decode()
    assert "&lt;/w:t&gt;&lt;w:x/&gt;&amp;\ufffd" in document


def test_the_same_report_gives_the_same_word_document() -> None:
    assert to_docx(sample_report()) == to_docx(sample_report())
