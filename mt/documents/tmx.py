"""TMX 1.4b: the Arabic of each unit that has no English yet is drafted, and the draft put beside it.

The draft's variant says `creationid="amana"`, so that a memory can be told from its drafts.
"""

from collections.abc import Iterator

from lxml import etree

from mt.documents.document import Document, MarkedText
from mt.documents.inline import join_items, unfold
from mt.documents.safe_xml import XML_NAMESPACE
from mt.documents.slots import Slot, exchange_document
from mt.documents.xml_inline import Markup, append_items, element_items, text_of
from mt.errors import FormatError

_LANGUAGE = f"{{{XML_NAMESPACE}}}lang"
CREATOR = "amana"


def read_tmx(data: bytes, name: str) -> Document:
    """Read a translation memory.

    Args:
        data: the file.
        name: what to call it in an error message.

    Raises:
        FormatError: it is no TMX.
        UnsafeFileError: it declares XML entities.
    """
    return exchange_document(data, name, _slots)


def _slots(tree: "etree._ElementTree", name: str) -> Iterator[Slot]:
    root = tree.getroot()
    if root.tag != "tmx":
        raise FormatError(f"{name} is not TMX; its root is {root.tag}")
    for unit in root.iter("tu"):
        variants = {_language(variant): variant for variant in reversed(unit.findall("tuv"))}
        source, target = variants.get("ar"), variants.get("en")
        segment = None if source is None else source.find("seg")
        written = None if target is None else target.find("seg")
        if source is None or segment is None or (written is not None and text_of(written).strip()):
            continue
        yield _slot(source, segment, target)


def _language(variant: "etree._Element") -> str:
    """Give the language of a variant, without its region."""
    return (variant.get(_LANGUAGE) or variant.get("lang") or "").lower().replace("_", "-").partition("-")[0]


def _slot(source: "etree._Element", segment: "etree._Element", target: "etree._Element | None") -> Slot:
    inline = join_items(element_items(segment, _judge))

    def write(draft: MarkedText) -> None:
        made = etree.Element("tuv") if target is None else target
        for old in made.findall("seg"):
            made.remove(old)
        made.set(_LANGUAGE, made.get(_LANGUAGE) or "en")
        made.set("creationid", CREATOR)
        append_items(etree.SubElement(made, "seg"), unfold(draft, inline.tags))
        if target is None:
            made.tail = source.tail
            source.addnext(made)

    return Slot(inline.text, write)


def _judge(element: "etree._Element") -> Markup:
    match element.tag:
        case "hi":
            return Markup("wraps")
        case "bpt":
            return Markup("opens", element.get("i") or "")
        case "ept":
            return Markup("closes", element.get("i") or "")
        case _:
            return Markup("stands")
