"""What the formats of Office have in common: parts by their kind, languages, properties."""

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from mt.documents.package import Package
from mt.documents.safe_xml import parse_xml
from mt.documents.slots import Slot, attribute_slots, text_slot
from mt.errors import FormatError, UnsafeFileError

_CONTENT_TYPES = "[Content_Types].xml"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_DESCRIPTIONS = ("descr",)


def local(element: "etree._Element") -> str:
    """Give the name of an element without its namespace; empty for a comment or instruction.

    The strict variant of the formats has other namespaces with the same names in them.
    """
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def sibling_tag(element: "etree._Element", name: str) -> str:
    """Give a tag in the namespace of an element."""
    return f"{{{etree.QName(element).namespace}}}{name}"


def attribute(element: "etree._Element", name: str) -> str | None:
    """Give the value of an attribute in the namespace of its element."""
    return element.get(sibling_tag(element, name))


def find_parts(package: Package, name: str, kinds: Iterable[str]) -> Iterator[str]:
    """Give the names of the parts of some kinds.

    Args:
        package: the file.
        name: what to call it in an error message.
        kinds: ends of content types, such as ``wordprocessingml.footer+xml``; the parts come in the
            order of the kinds, and within a kind by their numbers.

    Raises:
        UnsafeFileError: a part says that the file has macros.
        FormatError: the list of parts is missing.
    """
    if _CONTENT_TYPES not in package.parts:
        raise FormatError(f"{name} is not a document of Office: it has no {_CONTENT_TYPES}; save it again")
    types = parse_xml(package.parts[_CONTENT_TYPES], f"{name}/{_CONTENT_TYPES}").getroot()
    overrides = [
        (str(entry.get("PartName", "")).lstrip("/"), str(entry.get("ContentType", "")))
        for entry in types.iter(etree.Element)
        if local(entry) == "Override"
    ]
    if any("macroEnabled" in (entry.get("ContentType") or "") for entry in types):
        raise UnsafeFileError(f"{name} is a file with macros; save it without macros")
    for kind in kinds:
        found = [part for part, content_type in overrides if content_type.endswith(kind)]
        yield from sorted((part for part in found if part in package.parts), key=_by_number)


def check_main_part(parts: list[str], name: str, program: str) -> None:
    """Check that a file is what its name says.

    Raises:
        FormatError: the main part is missing.
    """
    if not parts:
        raise FormatError(f"{name} is not a document of {program}; check that its name fits what it is")


def common_slots(root: "etree._Element") -> Iterator[Slot]:
    """Give the descriptions of pictures and charts in a part."""
    yield from attribute_slots(root, _DESCRIPTIONS)


def property_slots(root: "etree._Element") -> Iterator[Slot]:
    """Give title, subject and description of the properties of a document."""
    for name in ("title", "subject", "description"):
        yield from (text_slot(element) for element in root.iter(f"{{{_DUBLIN_CORE}}}{name}"))


def switch(element: "etree._Element", name: str, value: str, *, when: str = "") -> None:
    """Set an attribute where it stands and begins in some way."""
    found = element.get(name)
    if found is not None and found.startswith(when):
        element.set(name, value)


def _by_number(part: str) -> tuple[str, int]:
    number = re.search(r"(\d+)\.xml$", part)
    return (part[: number.start()], int(number[1])) if number else (part, 0)
