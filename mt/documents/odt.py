"""OpenDocument texts (ISO/IEC 26300, ODF 1.2 and 1.3): a paragraph is a unit, wherever it stands.

Text, headers, footers, notes, comments, text boxes, descriptions of pictures and the title are
translated. What the writer made right to left becomes left to right.
"""

import re
from collections.abc import Iterable, Iterator
from functools import partial

from lxml import etree

from mt.documents.document import Document, MarkedText
from mt.documents.inline import join_items, unfold
from mt.documents.odf_direction import turn_odf
from mt.documents.package import Package, read_package
from mt.documents.safe_xml import parse_xml
from mt.documents.slots import Parts, Slot, package_document, text_slot
from mt.documents.xml_inline import ElementTag, Markup, add_text, append_items, element_items
from mt.errors import FormatError, UnsafeFileError

_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_SVG = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_OFFICE_EXTENSION = "http://openoffice.org/2009/office"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_KINDS = ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text-template")
_PARTS = ("content.xml", "styles.xml", "meta.xml")
_WRAPPERS = frozenset(f"{{{_TEXT}}}{name}" for name in ("span", "a", "meta"))
_PARAGRAPHS = (f"{{{_TEXT}}}p", f"{{{_TEXT}}}h")
_WHITE_SPACE = re.compile(r"[ \t\r\n]+")
_SPECIAL = re.compile(r"(\t| {2,})")


def read_odt(data: bytes, name: str) -> Document:
    """Read an OpenDocument text.

    Args:
        data: the file.
        name: what to call it in an error message.

    Raises:
        UnsafeFileError: it has macros or XML entities, or unpacks to too much.
        FormatError: it is no OpenDocument text, damaged, or encrypted.
    """
    package = read_package(data, name)
    kind = package.parts.get("mimetype", b"").decode("ascii", errors="replace").strip()
    if kind not in _KINDS or "content.xml" not in package.parts:
        raise FormatError(f"{name} is not an OpenDocument text; check that its name fits what it is")
    if b"encryption-data" in package.parts.get("META-INF/manifest.xml", b""):
        raise FormatError(f"{name} is encrypted; save it without a password")
    macros = next((part for part in package.parts if part.startswith(("Basic/", "Scripts/"))), None)
    if macros is not None:
        raise UnsafeFileError(f"{name} has macros ({macros}); save it without macros")
    return package_document(package, partial(_find, name=name))


def _find(package: Package, *, name: str) -> Parts:
    trees = {
        part: parse_xml(package.parts[part], f"{name}/{part}") for part in _PARTS if part in package.parts
    }
    plain = frozenset(style for tree in trees.values() for style in _plain_styles(tree.getroot()))
    slots: list[Slot] = []
    for part, tree in trees.items():
        root = tree.getroot()
        turn_odf(root)
        if part == "meta.xml":
            for label in ("title", "subject", "description"):
                slots += map(text_slot, root.iter(f"{{{_DUBLIN_CORE}}}{label}"))
            continue
        deleted = {
            p for changes in root.iter(f"{{{_TEXT}}}tracked-changes") for p in changes.iter(*_PARAGRAPHS)
        }
        for element in root.iter(*_PARAGRAPHS, f"{{{_SVG}}}title", f"{{{_SVG}}}desc"):
            if element.tag not in _PARAGRAPHS:
                slots.append(text_slot(element))
            elif element not in deleted:
                slots.append(_paragraph_slot(element, plain))
    return Parts(trees, tuple(slots))


def _plain_styles(root: "etree._Element") -> Iterator[str]:
    """Give the styles of spans that change nothing that shows: the history of edits, the language."""
    for style in root.iter(f"{{{_STYLE}}}style"):
        if style.get(f"{{{_STYLE}}}family") != "text" or style.get(f"{{{_STYLE}}}parent-style-name"):
            continue
        names = {str(name) for properties in style for name in properties.attrib}
        if all(
            _OFFICE_EXTENSION in name or re.search("language|country|script-type", name) for name in names
        ):
            yield style.get(f"{{{_STYLE}}}name") or ""


def _paragraph_slot(paragraph: "etree._Element", plain: frozenset[str]) -> Slot:
    items = element_items(paragraph, partial(_judge, plain=plain))
    inline = join_items(_with_characters(items))

    def write(draft: MarkedText) -> None:
        for child in list(paragraph):
            paragraph.remove(child)
        paragraph.text = None
        append_items(paragraph, unfold(draft, inline.tags), move=True, add=_add_characters)

    return Slot(inline.text, write)


def _judge(element: "etree._Element", *, plain: frozenset[str]) -> Markup:
    if element.tag in _WRAPPERS:
        hidden = element.get(f"{{{_TEXT}}}style-name") in plain and element.tag == f"{{{_TEXT}}}span"
        return Markup("unwrapped" if hidden else "wraps")
    return Markup("stands", breaks=element.tag == f"{{{_TEXT}}}line-break")


def _with_characters(items: Iterable[str | ElementTag]) -> Iterator[str | ElementTag]:
    """Give spaces and tabs, which are elements in a file, as characters."""
    for item in items:
        if isinstance(item, str):
            yield _WHITE_SPACE.sub(" ", item)
        elif item.payload.tag == f"{{{_TEXT}}}s":
            yield " " * min(1000, int(item.payload.get(f"{{{_TEXT}}}c") or 1))
        elif item.payload.tag == f"{{{_TEXT}}}tab":
            yield "\t"
        else:
            yield item


def _add_characters(parent: "etree._Element", text: str) -> None:
    """Write characters; spaces that a reader would take for one, and tabs, as elements."""
    for part in _SPECIAL.split(text):
        if part == "\t":
            etree.SubElement(parent, f"{{{_TEXT}}}tab")
        elif _SPECIAL.fullmatch(part):
            etree.SubElement(parent, f"{{{_TEXT}}}s").set(f"{{{_TEXT}}}c", str(len(part)))
        elif part:
            add_text(parent, part)
