"""Books come back as books: their XML is well-formed, and every page has the elements that it had."""

from collections import Counter
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest
from document_drafts import ARABIC, FILES, draft, in_latin, part, repacked
from lxml import etree

from mt.documents.registry import read_document
from mt.errors import FormatError

PAGE = "OEBPS/sections/section0001.xhtml"


@pytest.fixture(scope="module")
def office() -> bytes:
    return (FILES / "libreoffice.epub").read_bytes()


@pytest.fixture(scope="module")
def english(office: bytes) -> bytes:
    return draft(office, "x.epub")


@pytest.mark.parametrize("name", [PAGE, "OEBPS/toc.ncx", "OEBPS/content.opf", "OEBPS/toc.xhtml"])
def test_no_arabic_is_left_and_every_element_stays(office: bytes, english: bytes, name: str) -> None:
    before, after = (etree.fromstring(part(data, name).encode()) for data in (office, english))
    assert Counter(e.tag for e in before.iter()) == Counter(e.tag for e in after.iter())
    assert not ARABIC.search("".join(after.itertext()))


def test_title_and_contents_are_drafted(english: bytes) -> None:
    assert f"<dc:title>{in_latin('تقرير المؤتمر')}</dc:title>" in part(english, "OEBPS/content.opf")
    assert f"<text>{in_latin('تقرير عن المؤتمر')}</text>" in part(english, "OEBPS/toc.ncx")


def test_the_container_keeps_its_order_and_begins_with_its_type(office: bytes, english: bytes) -> None:
    with ZipFile(BytesIO(office)) as before, ZipFile(BytesIO(english)) as after:
        assert before.namelist() == after.namelist()
        assert after.infolist()[0].compress_type == ZIP_STORED
        assert after.read("OEBPS/images/image0001.png") == before.read("OEBPS/images/image0001.png")
        assert after.read("mimetype") == b"application/epub+zip"


def test_a_book_turns_from_left_to_right(office: bytes) -> None:
    opf = part(office, "OEBPS/content.opf").replace("<spine ", '<spine page-progression-direction="rtl" ')
    opf = opf.replace("<dc:language>en", "<dc:language>ar-SA")
    page = part(office, PAGE).replace("<html ", '<html dir="rtl" xml:lang="ar" ')
    css = "p { direction: rtl; text-align: right; }"
    changes = {"OEBPS/content.opf": opf, PAGE: page, "OEBPS/styles/stylesheet.css": css}
    after = draft(repacked(office, {name: text.encode() for name, text in changes.items()}), "x.epub")
    assert 'page-progression-direction="ltr"' in part(after, "OEBPS/content.opf")
    assert "<dc:language>en</dc:language>" in part(after, "OEBPS/content.opf")
    assert '<html dir="ltr" xml:lang="en"' in part(after, PAGE)
    assert part(after, "OEBPS/styles/stylesheet.css") == "p { direction: ltr; text-align: left; }"


def test_entities_of_xhtml_are_read(office: bytes) -> None:
    doctype = (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
    )
    page = f'{doctype}<html xmlns="http://www.w3.org/1999/xhtml"><body><p>نعم&nbsp;لا</p></body></html>'
    after = part(draft(repacked(office, {PAGE: page.encode()}), "x.epub"), PAGE)
    assert "<p>nEm la</p>" in after


def test_a_page_in_utf16_comes_back_in_utf8(office: bytes) -> None:
    page = part(office, PAGE).replace('encoding="UTF-8"', 'encoding="UTF-16"')
    after = part(draft(repacked(office, {PAGE: page.encode("utf-16")}), "x.epub"), PAGE)
    assert after.startswith('<?xml version="1.0" encoding="UTF-8"?>')
    assert in_latin("البند الأول") in after


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"META-INF/container.xml": None}, "is not an EPUB"),
        ({"META-INF/container.xml": b'<container><rootfile full-path="gone.opf"/></container>'}, "damaged"),
        ({PAGE: b"<html><p></html>"}, "not well-formed"),
        (
            {"META-INF/encryption.xml": f'<encryption><CipherReference URI="{PAGE}"/></encryption>'.encode()},
            "copy protection",
        ),
    ],
)
def test_what_is_no_readable_book_is_refused(
    office: bytes, changes: dict[str, bytes | None], message: str
) -> None:
    with pytest.raises(FormatError, match=message):
        read_document(repacked(office, changes), "x.epub")


def test_encrypted_fonts_are_no_hindrance(office: bytes) -> None:
    font = b'<encryption><CipherReference URI="OEBPS/font.otf"/></encryption>'
    assert read_document(repacked(office, {"META-INF/encryption.xml": font}), "x.epub").units
