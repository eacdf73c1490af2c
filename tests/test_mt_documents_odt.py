"""OpenDocument texts come back as such: opened again by odfpy."""

import re
from collections import Counter
from io import BytesIO

import pytest
from document_drafts import ARABIC, FILES, SENTENCE, draft, part, repacked, unchanged
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from odf import teletype
from odf.draw import Frame
from odf.opendocument import OpenDocumentText, load
from odf.style import Style, TextProperties
from odf.table import TableCell
from odf.text import A, H, LineBreak, Note, NoteBody, NoteCitation, P, S, Span, Tab

from mt.documents.drafting import plan_drafts
from mt.documents.registry import read_document


@pytest.fixture(scope="module")
def office() -> bytes:
    return (FILES / "libreoffice.odt").read_bytes()


def written(document: OpenDocumentText) -> bytes:
    output = BytesIO()
    document.write(output)
    return output.getvalue()


def reopened(data: bytes) -> OpenDocumentText:
    return load(BytesIO(data))


def texts(document: OpenDocumentText) -> list[str]:
    found = [node for kind in (H, P) for node in document.getElementsByType(kind)]
    return [teletype.extractText(node) for node in found]


def with_paragraph(*content: object) -> bytes:
    """A document of one paragraph with some text and elements."""
    document = OpenDocumentText()
    paragraph = P()
    for item in content:
        if isinstance(item, str):
            paragraph.addText(item)
        else:
            paragraph.addElement(item)
    document.text.addElement(paragraph)
    return written(document)


def drafted_paragraph(*content: object) -> str:
    """The one paragraph of a drafted document, as XML without namespaces."""
    root = etree.fromstring(part(draft(with_paragraph(*content), "x.odt"), "content.xml").encode())
    [paragraph] = (e for e in root.iter("{*}p") if e.getparent().tag.endswith("}text"))
    for element in paragraph.iter("*"):
        element.tag = etree.QName(element).localname
        values = {etree.QName(key).localname: value for key, value in element.attrib.items()}
        element.attrib.clear()
        element.attrib.update(values)
    whole = etree.tostring(paragraph, encoding="unicode", with_tail=False)
    return re.sub(r' xmlns:\w+="[^"]*"', "", whole)


def test_no_arabic_is_left(office: bytes) -> None:
    before, after = (texts(reopened(data)) for data in (office, draft(office, "x.odt")))
    assert len(after) == len(before) > 10
    assert not ARABIC.search("".join(after))
    assert "12.5" in after


def test_pictures_tables_and_styles_stay(office: bytes) -> None:
    documents = [reopened(data) for data in (office, draft(office, "x.odt"))]
    for kind in (Frame, TableCell, A):
        assert len({len(document.getElementsByType(kind)) for document in documents}) == 1
    styles = [[p.getAttribute("stylename") for p in d.getElementsByType(P)] for d in documents]
    assert styles[0] == styles[1]


@pytest.mark.parametrize("name", ["content.xml", "styles.xml"])
def test_nothing_runs_from_right_to_left(office: bytes, name: str) -> None:
    assert 'writing-mode="rl-tb"' in part(office, "content.xml")
    assert 'writing-mode="rl-tb"' not in part(draft(office, "x.odt"), name)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (["نعم"], "nEm"),
        (["لا ", Span(text="نعم", stylename="Bold")], 'la <span style-name="Bold">nEm</span>'),
        (["نعم", LineBreak(), "لا"], "nEm<line-break/>la"),
        (["نعم", Tab(), "لا"], "nEm<tab/>la"),
        (["25", S(c=3), "IBM\N{RIGHT-TO-LEFT MARK}"], '25<s c="3"/>IBM'),
    ],
)
def test_what_is_in_a_paragraph_stays_in_it(content: list[object], expected: str) -> None:
    assert drafted_paragraph(*content) == f"<p>{expected}</p>"


def test_a_note_is_translated_where_it_stands() -> None:
    note = Note(noteclass="footnote")
    note.addElement(NoteCitation(text="1"))
    body = NoteBody()
    body.addElement(P(text="لا"))
    note.addElement(body)
    paragraph = drafted_paragraph("نعم", note, ".")
    assert "<note-body><p>la</p></note-body>" in paragraph
    assert paragraph.startswith("<p>nEm<note")


def test_bold_for_complex_scripts_is_bold_in_english() -> None:
    document = OpenDocumentText()
    style = Style(name="T1", family="text")
    style.addElement(TextProperties(fontweightcomplex="bold", fontsizecomplex="20pt"))
    document.automaticstyles.addElement(style)
    paragraph = P()
    paragraph.addElement(Span(text="نعم", stylename=style))
    document.text.addElement(paragraph)
    after = part(draft(written(document), "x.odt"), "content.xml")
    assert 'fo:font-weight="bold"' in after
    assert 'fo:font-size="20pt"' in after


def test_spans_that_only_tell_of_edits_do_not_part_a_sentence() -> None:
    document = OpenDocumentText()
    style = Style(name="T9", family="text")
    style.addElement(TextProperties(language="ar"))
    document.automaticstyles.addElement(style)
    paragraph = P(text=SENTENCE[:6])
    paragraph.addElement(Span(text=SENTENCE[6:9], stylename=style))
    paragraph.addText(SENTENCE[9:])
    document.text.addElement(paragraph)
    assert plan_drafts(read_document(written(document), "x.odt").units).texts[0] == SENTENCE
    assert not read_document(written(document), "x.odt").units[0].marks


def test_what_has_no_draft_stays(office: bytes) -> None:
    before, after = (
        etree.canonicalize(part(data, "meta.xml")) for data in (office, unchanged(office, "x.odt"))
    )
    assert before == after


def test_the_container_begins_with_its_type(office: bytes) -> None:
    after = draft(repacked(office, {}), "x.odt")
    assert after[30:38] + after[38:77] == b"mimetypeapplication/vnd.oasis.opendocument.text"


SPANS = st.recursive(
    st.sampled_from(["نعم", "لا؟ نعم.", " ", "  ", "25", "<&", "IBM", "\N{RIGHT-TO-LEFT MARK}"]),
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=8,
)


def span(content: object) -> Span:
    element = Span(stylename="Bold")
    for item in content if isinstance(content, tuple) else ():
        teletype.addTextToElement(element, item) if isinstance(item, str) else element.addElement(span(item))
    return element


@settings(max_examples=40)
@given(st.lists(SPANS, max_size=5))
def test_every_span_comes_back(content: list[object]) -> None:
    paragraph = P()
    for item in content:
        teletype.addTextToElement(paragraph, item) if isinstance(item, str) else paragraph.addElement(
            span(item)
        )
    document = OpenDocumentText()
    document.text.addElement(paragraph)
    data = written(document)
    before, after = (etree.fromstring(part(d, "content.xml").encode()) for d in (data, draft(data, "x.odt")))
    counts = [Counter(e.tag for e in root.iter("{*}span", "{*}p", "{*}tab")) for root in (before, after)]
    assert counts[0] == counts[1]
    assert not ARABIC.search("".join(after.itertext()))
