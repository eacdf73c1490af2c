"""XLIFF 1.2 and 2.x: each source segment is a unit, its draft becomes the target.

A target that somebody translated stays. A draft says that it is one: in 1.2 by the state
`needs-review-translation` with the qualifier `leveraged-mt`, in 2.x by the state `translated`.
"""

from collections.abc import Iterator

from lxml import etree

from mt.documents.document import Document, MarkedText
from mt.documents.inline import join_items, unfold
from mt.documents.safe_xml import XML_NAMESPACE
from mt.documents.slots import Slot, exchange_document
from mt.documents.xml_inline import Markup, append_items, element_items, text_of
from mt.errors import FormatError, LanguageError

_OLD = "urn:oasis:names:tc:xliff:document:1.2"
_NEW = ("urn:oasis:names:tc:xliff:document:2.0", "urn:oasis:names:tc:xliff:document:2.2")
_UNTRANSLATED = frozenset({"new", "needs-translation", "initial"})
_TARGET_LANGUAGE = "en"


def read_xliff(data: bytes, name: str) -> Document:
    """Read XLIFF from Arabic to English.

    Args:
        data: the file.
        name: what to call it in an error message.

    Raises:
        FormatError: it is no XLIFF 1.2 or 2.x.
        LanguageError: it is not from Arabic, or not to English.
        UnsafeFileError: it declares XML entities.
    """
    return exchange_document(data, name, _slots)


def _slots(tree: "etree._ElementTree", name: str) -> Iterator[Slot]:
    root = tree.getroot()
    space = etree.QName(root).namespace if isinstance(root.tag, str) else None
    if etree.QName(root).localname != "xliff" or space not in {_OLD, *_NEW}:
        raise FormatError(f"{name} is not XLIFF 1.2 or 2.x; its root is {root.tag}")
    if space == _OLD:
        for file in root.iter(f"{{{_OLD}}}file"):
            _check_languages(file, "source-language", "target-language", name)
            yield from _old_slots(file)
    else:
        _check_languages(root, "srcLang", "trgLang", name)
        for file in root.iter(f"{{{space}}}file"):
            if file.get("trgDir") == "rtl":
                file.set("trgDir", "ltr")
        yield from _new_slots(root)


def _check_languages(element: "etree._Element", source: str, target: str, name: str) -> None:
    """Check the languages of a file, and say English where no target is named."""
    found = element.get(source) or ""
    if not found.lower().startswith("ar"):
        raise LanguageError(f"{name} is from {found or 'no language'} ({source}); Amana translates from ar")
    wanted = element.get(target)
    if wanted is None:
        element.set(target, _TARGET_LANGUAGE)
    elif not wanted.lower().startswith("en"):
        raise LanguageError(f"{name} is to {wanted} ({target}); Amana translates to en")


def _old_slots(file: "etree._Element") -> Iterator[Slot]:
    for unit in file.iter(f"{{{_OLD}}}trans-unit"):
        source = unit.find(f"{{{_OLD}}}seg-source")
        source = unit.find(f"{{{_OLD}}}source") if source is None else source
        target = unit.find(f"{{{_OLD}}}target")
        if source is None or not _is_translatable(unit):
            continue
        if _is_translated(source, target, None if target is None else target.get("state")):
            continue
        attributes = {"state": "needs-review-translation", "state-qualifier": "leveraged-mt"}
        yield _slot(unit, source, target, attributes, _TARGET_LANGUAGE, old=True)


def _new_slots(root: "etree._Element") -> Iterator[Slot]:
    space = etree.QName(root).namespace
    for segment in root.iter(f"{{{space}}}segment"):
        source = segment.find(f"{{{space}}}source")
        target = segment.find(f"{{{space}}}target")
        if source is None or not _is_translatable(segment):
            continue
        if _is_translated(source, target, segment.get("state")):
            continue
        yield _slot(segment, source, target, {}, None, old=False)


def _is_translatable(element: "etree._Element") -> bool:
    """Tell whether the nearest element that says anything about it wants a translation."""
    current: etree._Element | None = element
    while current is not None:
        if current.get("translate") in {"yes", "no"}:
            return current.get("translate") == "yes"
        current = current.getparent()
    return True


def _is_translated(source: "etree._Element", target: "etree._Element | None", state: str | None) -> bool:
    """Tell whether a target is somebody's work: it has text, and is not just a copy of the source."""
    if target is None or not text_of(target).strip() or state in _UNTRANSLATED:
        return False
    return state is not None or text_of(target) != text_of(source)


def _slot(
    parent: "etree._Element",
    source: "etree._Element",
    target: "etree._Element | None",
    attributes: dict[str, str],
    language: str | None,
    *,
    old: bool,
) -> Slot:
    inline = join_items(element_items(source, _judge_old if old else _judge_new))

    def write(draft: MarkedText) -> None:
        tag = f"{{{etree.QName(source).namespace}}}target"
        made = etree.Element(tag) if target is None else target
        for child in list(made):
            made.remove(child)
        made.text = None
        append_items(made, unfold(draft, inline.tags))
        for key, value in attributes.items():
            made.set(key, value)
        if not old:
            parent.set("state", "translated")
            if parent.get("subState") is not None:
                del parent.attrib["subState"]
        xml_language = f"{{{XML_NAMESPACE}}}lang"
        if language is not None and target is None and source.get(xml_language) is not None:
            made.set(xml_language, language)
        if target is None:
            made.tail = source.tail
            source.addnext(made)

    return Slot(inline.text, write)


def _judge_old(element: "etree._Element") -> Markup:
    name = etree.QName(element).localname
    if name in {"g", "mrk"}:
        return Markup("wraps", breaks=element.get("mtype") == "seg")
    if name in {"bx", "bpt"}:
        return Markup("opens", _pair_name(element))
    if name in {"ex", "ept"}:
        return Markup("closes", _pair_name(element))
    return Markup("stands", breaks=element.get("ctype") == "lb")


def _pair_name(element: "etree._Element") -> str:
    return f"pair {element.get('rid') or element.get('id')}"


def _judge_new(element: "etree._Element") -> Markup:
    name = etree.QName(element).localname
    if name in {"pc", "mrk"}:
        return Markup("wraps")
    if name in {"sc", "sm"}:
        return Markup("opens", f"{name} {element.get('id')}")
    if name in {"ec", "em"}:
        return Markup("closes", f"s{name[1]} {element.get('startRef') or element.get('id')}")
    return Markup("stands", breaks=element.get("subType") == "xlf:lb")
