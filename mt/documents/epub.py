"""EPUB 2 and 3: the pages in the order of the book, its table of contents, its title.

Pages are read as XHTML; pictures, fonts and sounds stay. Pages turn from left to right.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from mt.documents.document import Document, MarkedText
from mt.documents.html import read_markup
from mt.documents.package import Package, read_package
from mt.documents.safe_xml import parse_xml, write_xml
from mt.documents.slots import Slot, fill, text_slot
from mt.documents.tags import english_css
from mt.errors import FormatError
from mt.files import decode_utf8

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_OPF = "http://www.idpf.org/2007/opf"
_NCX = "http://www.daisy.org/z3986/2005/ncx/"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_PAGE = "application/xhtml+xml"
_CONTENTS = "application/x-dtbncx+xml"
_STYLES = "text/css"
_DECLARED = re.compile(r"""(<\?xml\b[^>]*\bencoding\s*=\s*["'])[^"']*""")


@dataclass(frozen=True, slots=True)
class _Part:
    """A file of the book: its name, its texts, and what it is with one draft for each."""

    name: str
    units: tuple[MarkedText, ...]
    write: Callable[[Sequence[MarkedText]], bytes]


def read_epub(data: bytes, name: str) -> Document:
    """Read a book.

    Args:
        data: the file.
        name: what to call it in an error message.

    Raises:
        UnsafeFileError: it has XML entities, or unpacks to too much.
        FormatError: it is no EPUB, damaged, or encrypted.
    """
    package = read_package(data, name)
    parts = tuple(_parts(package, name))
    units = tuple(unit for part in parts for unit in part.units)

    def render(drafts: Sequence[MarkedText]) -> bytes:
        if len(drafts) != len(units):
            raise ValueError(f"{len(drafts)} drafts for {len(units)} units; give one for each")
        changed: dict[str, bytes] = {}
        taken = 0
        for part in parts:
            changed[part.name] = part.write(drafts[taken : taken + len(part.units)])
            taken += len(part.units)
        return package.write(changed)

    return Document(units, render)


def _parts(package: Package, name: str) -> Iterator[_Part]:
    opf = _find_opf(package, name)
    root = parse_xml(package.parts[opf], f"{name}/{opf}", doctype=True).getroot()
    folder = posixpath.dirname(opf)
    items = {
        str(item.get("id")): (
            posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or ""))),
            item.get("media-type"),
        )
        for item in root.iter(f"{{{_OPF}}}item")
    }
    _check_encryption(package, name, {part for part, kind in items.values() if kind in {_PAGE, _CONTENTS}})
    in_order = [items.get(str(ref.get("idref"))) for ref in root.iter(f"{{{_OPF}}}itemref")]
    ordered = dict.fromkeys([item for item in in_order if item is not None] + list(items.values()))
    yield _xml_part(package, opf, name, _book_slots)
    for part, kind in ordered:
        if part not in package.parts:
            continue
        if kind == _PAGE:
            yield _page(package, part, name)
        elif kind == _CONTENTS:
            yield _xml_part(package, part, name, _contents_slots)
        elif kind == _STYLES:
            css = english_css(decode_utf8(package.parts[part], f"{name}/{part}"))
            yield _Part(part, (), lambda _, css=css: css.encode())  # type: ignore[misc]


def _find_opf(package: Package, name: str) -> str:
    if _CONTAINER not in package.parts:
        raise FormatError(
            f"{name} is not an EPUB: it has no {_CONTAINER}; check that its name fits what it is"
        )
    for element in parse_xml(package.parts[_CONTAINER], f"{name}/{_CONTAINER}").getroot().iter(etree.Element):
        path = element.get("full-path")
        if path in package.parts and path is not None:
            return path
    raise FormatError(f"{name} is damaged: its {_CONTAINER} names no file that is there; fetch it again")


def _check_encryption(package: Package, name: str, pages: set[str]) -> None:
    """Refuse a book whose pages are encrypted; fonts often are, and stay as they are."""
    if _ENCRYPTION not in package.parts:
        return
    for element in (
        parse_xml(package.parts[_ENCRYPTION], f"{name}/{_ENCRYPTION}").getroot().iter(etree.Element)
    ):
        if posixpath.normpath(unquote(element.get("URI") or "")) in pages:
            raise FormatError(f"{name} is encrypted ({element.get('URI')}); get it without copy protection")


def _page(package: Package, part: str, name: str) -> _Part:
    where = f"{name}/{part}"
    tree = parse_xml(package.parts[part], where, doctype=True)
    encoding = (tree.docinfo.encoding or "UTF-8").upper()
    if encoding in {"UTF-8", "ASCII", "US-ASCII"}:
        text = decode_utf8(package.parts[part], where)
    else:
        text = _DECLARED.sub(r"\g<1>UTF-8", package.parts[part].decode(encoding))
    document = read_markup(text, xml=True)

    def write(drafts: Sequence[MarkedText]) -> bytes:
        written = document.render(drafts)
        parse_xml(written, where, doctype=True)
        return written

    return _Part(part, document.units, write)


def _xml_part(
    package: Package,
    part: str,
    name: str,
    find: Callable[["etree._Element"], Iterator[Slot]],
) -> _Part:
    def parse() -> "etree._ElementTree":
        return parse_xml(package.parts[part], f"{name}/{part}", doctype=True)

    def write(drafts: Sequence[MarkedText]) -> bytes:
        tree = parse()
        fill(list(find(tree.getroot())), drafts)
        return write_xml(tree)

    return _Part(part, tuple(slot.text for slot in find(parse().getroot())), write)


def _book_slots(root: "etree._Element") -> Iterator[Slot]:
    """Give title, subject and description, and make the book English and left to right."""
    for spine in root.iter(f"{{{_OPF}}}spine"):
        if spine.get("page-progression-direction") == "rtl":
            spine.set("page-progression-direction", "ltr")
    for element in root.iter(etree.Element):
        if element.get("dir") == "rtl":
            element.set("dir", "ltr")
    for language in root.iter(f"{{{_DUBLIN_CORE}}}language"):
        if (language.text or "").strip().lower().startswith("ar"):
            language.text = "en"
    for label in ("title", "subject", "description"):
        for element in root.iter(f"{{{_DUBLIN_CORE}}}{label}"):
            if (element.text or "").strip():
                yield text_slot(element)


def _contents_slots(root: "etree._Element") -> Iterator[Slot]:
    for element in root.iter(f"{{{_NCX}}}text"):
        if (element.text or "").strip():
            yield text_slot(element)
