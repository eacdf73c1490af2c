"""Files that could do harm or cannot be read get an error that says so, whatever their format."""

import re
import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from document_drafts import FILES, part, repacked

from mt.documents.package import Limits, read_package
from mt.documents.registry import is_document, read_document, readers
from mt.documents.safe_xml import parse_xml
from mt.errors import FormatError, InputError, UnsafeFileError

CONTAINERS = {
    ".docx": "word/document.xml",
    ".pptx": "ppt/slides/slide1.xml",
    ".xlsx": "xl/sharedStrings.xml",
    ".odt": "content.xml",
    ".epub": "OEBPS/sections/section0001.xhtml",
}
"""The formats that are containers, each with a file in it that is parsed."""
EVERY = pytest.mark.parametrize("suffix", list(CONTAINERS))
MIB = 1 << 20


def sample(suffix: str) -> bytes:
    return (FILES / f"libreoffice{suffix}").read_bytes()


@EVERY
def test_a_bomb_is_refused_before_it_is_unpacked(suffix: str) -> None:
    data = repacked(sample(suffix), {"bomb.xml": b" " * (20 * MIB)})
    with pytest.raises(
        UnsafeFileError, match=r"looks like a ZIP bomb: bomb\.xml unpacks to 20,971,520 bytes"
    ):
        read_document(data, f"x{suffix}")


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (Limits(entries=3), "holds 4 files; at most 3"),
        (Limits(total_bytes=399), "unpacks to 400 bytes; at most 399"),
        (Limits(ratio=2, ratio_from_bytes=99), "more than 2 times its size"),
    ],
)
def test_limits_hold(limits: Limits, message: str) -> None:
    output = BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(str(number), b" " * 100)
    assert read_package(output.getvalue(), "x").parts["0"] == b" " * 100
    with pytest.raises(UnsafeFileError, match=message):
        read_package(output.getvalue(), "x", limits=limits)


def test_a_size_that_is_a_lie_is_noticed() -> None:
    output = BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a", b" " * 10_000)
    data = output.getvalue().replace(struct.pack("<I", 10_000), struct.pack("<I", 10))
    with pytest.raises(FormatError, match="damaged or cut off"):
        read_package(data, "x")


@EVERY
@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>',
        '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x [<!ENTITY % more SYSTEM "http://localhost/x.dtd"> %more;]>',
    ],
    ids=["bomb", "file", "parameter"],
)
def test_entities_are_refused(suffix: str, declaration: str) -> None:
    name = CONTAINERS[suffix]
    text = part(sample(suffix), name)
    end = text.index("?>") + 2
    data = repacked(sample(suffix), {name: (text[:end] + declaration + text[end:]).encode()})
    with pytest.raises(UnsafeFileError, match=r"declares XML entities|document type declaration"):
        read_document(data, f"x{suffix}")


def test_entities_within_an_attribute_do_not_grow() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    with pytest.raises((UnsafeFileError, FormatError)):
        parse_xml(f"<!DOCTYPE x [{levels}]><x a='&e11;'/>".encode(), "x.xml", doctype=True)


def test_a_document_type_of_elsewhere_is_not_fetched() -> None:
    data = b'<!DOCTYPE x SYSTEM "http://localhost:9/x.dtd"><x/>'
    assert parse_xml(data, "x.xml", doctype=True).getroot().tag == "x"
    with pytest.raises(UnsafeFileError, match="document type declaration"):
        parse_xml(data, "x.xml")


@pytest.mark.parametrize(
    ("suffix", "name"),
    [
        (".docx", "word/vbaProject.bin"),
        (".pptx", "ppt/vbaProject.bin"),
        (".xlsx", "xl/vbaProject.bin"),
        (".odt", "Basic/script-lc.xml"),
        (".odt", "Scripts/python/x.py"),
    ],
)
def test_macros_are_refused(suffix: str, name: str) -> None:
    with pytest.raises(UnsafeFileError, match="has macros"):
        read_document(repacked(sample(suffix), {name: b"x"}), f"x{suffix}")


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".xlsx"])
def test_a_file_with_macros_under_another_name_is_refused(suffix: str) -> None:
    types = part(sample(suffix), "[Content_Types].xml")
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    macro = re.sub(r"application/vnd\.openxmlformats[^\"]*main\+xml", kind, types)
    with pytest.raises(UnsafeFileError, match="file with macros"):
        read_document(repacked(sample(suffix), {"[Content_Types].xml": macro.encode()}), f"x{suffix}")


@pytest.mark.parametrize("name", ["x.docm", "x.PPTM", "x.xlsm", "x.xlsb"])
def test_endings_of_files_with_macros_are_refused(name: str) -> None:
    assert is_document(name)
    with pytest.raises(UnsafeFileError, match="save it without macros"):
        read_document(b"", name)


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".xlsx"])
def test_a_password_of_office_is_told(suffix: str) -> None:
    with pytest.raises(FormatError, match="encrypted with a password, or in the old binary format"):
        read_document(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), f"x{suffix}")


def test_a_password_of_opendocument_is_told() -> None:
    manifest = part(sample(".odt"), "META-INF/manifest.xml")
    manifest = manifest.replace("</manifest:manifest>", "<manifest:encryption-data/></manifest:manifest>")
    data = repacked(sample(".odt"), {"META-INF/manifest.xml": manifest.encode()})
    with pytest.raises(FormatError, match="encrypted; save it without a password"):
        read_document(data, "x.odt")


@EVERY
def test_an_encrypted_entry_is_told(suffix: str) -> None:
    data = bytearray(sample(suffix))
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    with pytest.raises(FormatError, match="encrypted"):
        read_document(bytes(data), f"x{suffix}")


@EVERY
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_told(suffix: str, share: float) -> None:
    data = sample(suffix)
    with pytest.raises(FormatError, match="damaged or cut off"):
        read_document(data[: int(len(data) * share)], f"x{suffix}")


@EVERY
def test_a_damaged_part_is_told(suffix: str) -> None:
    data = bytearray(sample(suffix))
    with ZipFile(BytesIO(data)) as archive:
        info = archive.getinfo(CONTAINERS[suffix])
    middle = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
    data[middle : middle + 8] = bytes(value ^ 0xFF for value in data[middle : middle + 8])
    with pytest.raises(FormatError, match="damaged or cut off"):
        read_document(bytes(data), f"x{suffix}")


@EVERY
def test_xml_that_is_cut_off_is_told(suffix: str) -> None:
    name = CONTAINERS[suffix]
    whole = part(sample(suffix), name)
    data = repacked(sample(suffix), {name: whole[: len(whole) // 2].encode()})
    with pytest.raises(FormatError, match="is not well-formed XML"):
        read_document(data, f"x{suffix}")


@EVERY
def test_two_files_of_one_name_are_refused(suffix: str) -> None:
    output = BytesIO(sample(suffix))
    with ZipFile(output, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(CONTAINERS[suffix], b"<x/>")
    with pytest.raises(UnsafeFileError, match="twice"):
        read_document(output.getvalue(), f"x{suffix}")


@EVERY
def test_another_document_under_this_name_is_told(suffix: str) -> None:
    other = ".docx" if suffix != ".docx" else ".pptx"
    with pytest.raises(FormatError, match=r"is not an? (document|EPUB|OpenDocument)"):
        read_document(sample(other), f"x{suffix}")


def test_an_empty_container_is_told() -> None:
    output = BytesIO()
    with ZipFile(output, "w", ZIP_STORED) as archive:
        archive.writestr(ZipInfo("a"), b"")
    for suffix in CONTAINERS:
        with pytest.raises(FormatError, match=r"is not an?"):
            read_document(output.getvalue(), f"x{suffix}")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("x.doc", r"old format; save it as \.docx"),
        ("x.pdf", r"no reader for x\.pdf; .*\.docx"),
        ("x", "no reader"),
    ],
)
def test_an_ending_that_nobody_reads_is_told(name: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read_document(b"", name)


def outcome(data: bytes, name: str) -> str:
    """Give what becomes of a file: what it says that is wrong, or that it can be written."""
    try:
        document = read_document(data, name)
    except InputError as error:
        return str(error)
    return f"{name} is written with {len(document.render(document.units))} bytes"


@pytest.mark.parametrize("suffix", [s for s in readers() if s not in CONTAINERS])
@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00\x00", bytes(range(256)), b"PK\x03\x04"])
def test_any_bytes_are_read_or_refused(suffix: str, data: bytes) -> None:
    assert f"x{suffix} " in outcome(data, f"x{suffix}")
