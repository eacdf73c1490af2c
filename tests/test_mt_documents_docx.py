"""Word documents come back as Word documents: opened again by python-docx."""

from collections import Counter
from io import BytesIO

import docx
import pytest
from document_drafts import ARABIC, FILES, draft, in_latin, part, repacked, unchanged
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mt.documents.word_package import word_document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY = "word/document.xml"


def written(document: WordDocument) -> bytes:
    output = BytesIO()
    document.save(output)
    return output.getvalue()


def reopened(data: bytes) -> WordDocument:
    return docx.Document(BytesIO(data))


def with_paragraph(inner: str) -> bytes:
    """A document of one paragraph with some content."""
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:p {W}>{inner}</w:p>"))
    return written(document)


def drafted_paragraph(inner: str) -> Paragraph:
    return reopened(draft(with_paragraph(inner), "x.docx")).paragraphs[0]


@pytest.fixture(scope="module")
def office() -> bytes:
    return (FILES / "libreoffice.docx").read_bytes()


@pytest.fixture(scope="module")
def english(office: bytes) -> WordDocument:
    return reopened(draft(office, "x.docx"))


def test_no_arabic_is_left(english: WordDocument) -> None:
    texts = [paragraph.text for paragraph in english.paragraphs]
    texts += [cell.text for row in english.tables[0].rows for cell in row.cells]
    texts += [english.sections[0].header.paragraphs[0].text, english.core_properties.title]
    assert len(texts) == 14
    assert not ARABIC.search("".join(texts))
    assert texts[0] == in_latin("تقرير عن المؤتمر")
    assert "Closing remarks in English." in texts


def test_numbers_of_arabic_digits_are_in_ascii(english: WordDocument) -> None:
    assert english.tables[0].rows[1].cells[1].text == "12.5"


def test_a_bold_word_stays_bold_within_its_sentence(english: WordDocument) -> None:
    runs = english.paragraphs[1].runs
    assert [run.text for run in runs if run.bold] == [in_latin("وزير الخارجية")]
    assert [run.text for run in runs if run.italic] == ["25"]


def test_a_link_stays_around_its_words(english: WordDocument) -> None:
    [link] = english.paragraphs[2].hyperlinks
    assert (link.text, link.url) == (in_latin("موقع المؤتمر"), "https://example.com/ar")


def test_styles_and_pictures_stay(office: bytes, english: WordDocument) -> None:
    before = reopened(office)
    assert [p.style and p.style.name for p in english.paragraphs] == [
        p.style and p.style.name for p in before.paragraphs
    ]
    assert len(english.inline_shapes) == len(before.inline_shapes) == 1


def test_page_fields_stay(office: bytes) -> None:
    before = Counter(part(office, f"word/footer{n}.xml").count("fldCharType") for n in (1,))
    after = Counter(part(draft(office, "x.docx"), f"word/footer{n}.xml").count("fldCharType") for n in (1,))
    assert before == after


@pytest.mark.parametrize("mark", ["w:bidi", "w:rtl", "w:bidiVisual"])
def test_nothing_runs_from_right_to_left(office: bytes, mark: str) -> None:
    names = (BODY, "word/styles.xml", "word/header1.xml")
    before, after = ([part(data, name) for name in names] for data in (office, draft(office, "x.docx")))
    assert f"<{mark} " in before[0] or f"<{mark}/>" in before[0]
    assert not [text for text in after if f"<{mark} " in text or f"<{mark}/>" in text]


def test_bold_for_arabic_scripts_is_bold_in_english() -> None:
    paragraph = drafted_paragraph(
        "<w:r><w:rPr><w:bCs/><w:szCs w:val='40'/><w:rtl/></w:rPr><w:t>نعم</w:t></w:r>"
    )
    [run] = paragraph.runs
    assert (run.bold, run.font.size and run.font.size.pt) == (True, 20)


def test_words_that_office_cut_are_one_sentence() -> None:
    cut = "".join(
        f'<w:r w:rsidR="0000000{n}"><w:rPr><w:lang w:bidi="ar-{n}"/></w:rPr><w:t>{letter}</w:t></w:r>'
        for n, letter in enumerate("نعم")
    )
    paragraph = drafted_paragraph(cut + '<w:proofErr w:type="spellEnd"/>')
    assert [run.text for run in paragraph.runs] == [in_latin("نعم")]


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


@pytest.mark.parametrize(
    "inner",
    [
        f"<w:r><w:t>كان </w:t></w:r>{FIELD}<w:r><w:t>يوم الاثنين</w:t></w:r>{END}<w:r><w:t> هنا.</w:t></w:r>",
        f"{FIELD}<w:r><w:t>نعم</w:t></w:r>",
        f"<w:r><w:t>نعم</w:t></w:r>{END}",
        f"<w:r><w:t>لا </w:t></w:r>{FIELD}{FIELD}<w:r><w:t>نعم</w:t></w:r>{END}{END}",
    ],
    ids=["field", "beginning", "end", "nested"],
)
def test_a_field_keeps_the_order_of_its_parts(inner: str) -> None:
    paragraph = drafted_paragraph(inner)
    before = parse_xml(f"<w:p {W}>{inner}</w:p>")
    names = [qn("w:fldChar"), qn("w:instrText")]
    parts = [[(e.text, e.get(qn("w:fldCharType"))) for e in p.iter(*names)] for p in (before, paragraph._p)]
    assert parts[0] == parts[1]
    assert not ARABIC.search(paragraph.text)


def test_deleted_and_inserted_text_stay_what_they_are() -> None:
    inner = (
        '<w:r><w:t xml:space="preserve">قال </w:t></w:r>'
        '<w:ins w:id="1" w:author="A"><w:r><w:t>الوزير</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="A"><w:r><w:delText>السفير</w:delText></w:r></w:del>'
    )
    paragraph = drafted_paragraph(inner)
    assert [e.text for e in paragraph._p.iter(qn("w:delText"))] == ["السفير"]
    [inserted] = paragraph._p.iter(qn("w:ins"))
    assert "".join(e.text for e in inserted.iter(qn("w:t"))) == in_latin("الوزير")


def test_a_field_to_fill_in_stays_around_its_text() -> None:
    inner = (
        "<w:sdt><w:sdtPr><w:alias w:val='name'/></w:sdtPr><w:sdtContent>"
        "<w:r><w:t>نعم</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t xml:space='preserve'> لا</w:t></w:r>"
    )
    paragraph = drafted_paragraph(inner)
    [field] = paragraph._p.iter(qn("w:sdt"))
    assert [child.tag for child in field] == [qn("w:sdtPr"), qn("w:sdtContent")]
    assert [t.text for t in field.iter(qn("w:t"))] == [in_latin("نعم")]
    assert paragraph.text == " la"  # python-docx leaves the field out


def test_a_text_box_is_translated_and_stays_in_its_paragraph() -> None:
    box = "<w:pict><w:txbxContent><w:p><w:r><w:t>نعم</w:t></w:r></w:p></w:txbxContent></w:pict>"
    paragraph = drafted_paragraph(f"<w:r><w:t>لا</w:t></w:r><w:r>{box}</w:r>")
    texts = ["".join(t.text for t in p.iter(qn("w:t"))) for p in paragraph._p.iter(qn("w:p"))]
    assert texts == [in_latin("لا") + in_latin("نعم"), in_latin("نعم")]


def test_a_document_without_arabic_keeps_its_text() -> None:
    document = docx.Document()
    document.add_paragraph("Only ").add_run("English").bold = True
    before = written(document)
    assert part(draft(before, "x.docx"), BODY) == part(unchanged(before, "x.docx"), BODY)


def test_the_same_drafts_give_the_same_bytes(office: bytes) -> None:
    assert draft(office, "x.docx") == draft(office, "x.docx")


def test_charts_are_left_in_place_when_a_part_is_listed_and_absent(office: bytes) -> None:
    listed = part(office, "[Content_Types].xml").replace(
        "</Types>",
        '<Override PartName="/word/gone.xml" ContentType="x.wordprocessingml.comments+xml"/></Types>',
    )
    assert reopened(draft(repacked(office, {"[Content_Types].xml": listed.encode()}), "x.docx")).paragraphs


RUN = st.sampled_from(
    [
        *(
            "<w:t>نعم</w:t>",
            '<w:t xml:space="preserve"> لا؟ </w:t>',
            "<w:t>IBM 25.</w:t>",
            "<w:tab/>",
            "<w:br/>",
        ),
        *('<w:br w:type="page"/>', "<w:drawing/>", '<w:footnoteReference w:id="2"/>', "<w:sym/>", "<w:cr/>"),
        *(
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:fldChar w:fldCharType="end"/>',
            "<w:instrText>X</w:instrText>",
        ),
        *('<w:fldChar w:fldCharType="separate"/>', "<w:noBreakHyphen/>", "<w:t>\N{RIGHT-TO-LEFT MARK}</w:t>"),
    ]
)
LOOK = st.sampled_from(
    ["", "<w:rPr><w:b/></w:rPr>", "<w:rPr><w:rtl/><w:bCs/></w:rPr>", "<w:rPr><w:i/></w:rPr>"]
)
RUNS = st.builds(lambda look, parts: f"<w:r>{look}{''.join(parts)}</w:r>", LOOK, st.lists(RUN, max_size=3))
POINTS = st.sampled_from(
    [
        '<w:bookmarkStart w:id="1" w:name="x"/>',
        '<w:bookmarkEnd w:id="1"/>',
        '<w:proofErr w:type="spellStart"/>',
        '<w:commentRangeStart w:id="1"/>',
        '<w:del w:id="3"><w:r><w:delText>نعم</w:delText></w:r></w:del>',
        '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>',
    ]
)
WRAPPERS = st.sampled_from(
    [
        '<w:hyperlink w:anchor="x">{}</w:hyperlink>',
        '<w:ins w:id="4">{}</w:ins>',
        "<w:smartTag>{}</w:smartTag>",
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
    ]
)
CONTENT = st.recursive(
    RUNS | POINTS,
    lambda inner: st.builds(
        lambda around, parts: around.format("".join(parts)), WRAPPERS, st.lists(inner, max_size=3)
    ),
    max_leaves=8,
)
KEPT = (
    "hyperlink ins del smartTag sdt sdtPr sdtContent bookmarkStart bookmarkEnd commentRangeStart fldSimple "
    "fldChar instrText drawing footnoteReference sym br cr tab"
).split()


@given(st.lists(CONTENT, max_size=6).map("".join))
def test_whatever_is_in_a_paragraph_comes_back_once(inner: str) -> None:
    before, after = (
        etree.fromstring(part(data, BODY).encode()).find(f".//{qn('w:p')}")
        for data in (
            word_document([f"<w:p>{inner}</w:p>"]),
            draft(word_document([f"<w:p>{inner}</w:p>"]), "x.docx"),
        )
    )
    assert before is not None
    assert after is not None
    counts = [Counter(e.tag for e in p.iter(*(qn(f"w:{name}") for name in KEPT))) for p in (before, after)]
    assert counts[0] == counts[1]
    for wrapper in ("hyperlink", "ins", "sdt"):
        assert depths(before, qn(f"w:{wrapper}")) == depths(after, qn(f"w:{wrapper}"))
    kinds = [Counter(e.get(qn("w:fldCharType")) for e in p.iter(qn("w:fldChar"))) for p in (before, after)]
    assert kinds[0] == kinds[1]
    if 'fldCharType="begin"' not in inner:  # behind it stands what a field is made of, and not its result
        assert not ARABIC.search("".join(t.text or "" for t in after.iter(qn("w:t"))))
    assert not list(after.iter(qn("w:rtl")))


def depths(paragraph: etree._Element, tag: str) -> list[int]:
    """Tell how deep each element of a kind stands within others of its kind."""
    return sorted(sum(1 for _ in element.iterancestors(tag)) for element in paragraph.iter(tag))
