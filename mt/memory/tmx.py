"""TMX 1.4 (OSCAR, LISA 2005) in and out of a translation memory, a unit at a time.

The neighbours of a unit are kept as their numbers (`mt.memory.keys.context_id`) in the properties
`x-amana-previous` and `x-amana-following`; memoQ's `x-context-pre` and `x-context-post`, which hold
the text, are read as well. Codes of inline markup are left out of the text, as level 1 wants it.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from mt.errors import FormatError, MissingFileError, UnsafeFileError
from mt.memory.keys import context_id
from mt.memory.unit import Unit

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What XML 1.0 cannot hold, not even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
_PREVIOUS, _FOLLOWING = "x-amana-previous", "x-amana-following"
_CONTEXTS = {_PREVIOUS: 0, "x-context-pre": 0, _FOLLOWING: 1, "x-context-post": 1}
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")
_MARKUP = re.compile(r"<[^<>]*>")


def read_tmx(path: Path, *, source_language: str = "ar", target_language: str = "en") -> Iterator[Unit]:
    """Yield the units that have both languages; a region (`en-GB`) counts as its language.

    The origin of a unit is who changed or made it, as the file says, or else the name of the file.

    Raises:
        MissingFileError: there is no such file.
        FormatError: the file is no TMX, or was cut off.
        UnsafeFileError: it declares entities.
    """
    if not path.is_file():
        raise MissingFileError(f"no such file: {path}; check the path")
    try:
        with path.open("rb") as file:
            yield from _read_units(file, path, (source_language, target_language))
    except etree.XMLSyntaxError as error:
        raise FormatError(f"{path} is no whole TMX file: {error}; export it again as TMX 1.4") from error


def _read_units(file: BinaryIO, path: Path, languages: tuple[str, str]) -> Iterator[Unit]:
    events = etree.iterparse(
        file,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root_seen = False
    for event, element in events:
        if not root_seen:
            _check_root(element, path)
            root_seen = True
        if event == "end" and element.tag == "tu":
            unit = _read_unit(element, path.name, languages)
            if unit is not None:
                yield unit
            _forget(element)


def tmx_chunks(
    units: Iterable[Unit], *, source_language: str = "ar", target_language: str = "en"
) -> Iterator[bytes]:
    """Yield the bytes of a TMX file of units, a unit at a time."""
    header = etree.Element(
        "header",
        {
            "creationtool": "amana",
            "creationtoolversion": "1",
            "segtype": "sentence",
            "o-tmf": "amana",
            "adminlang": "en",
            "srclang": source_language,
            "datatype": "plaintext",
        },
    )
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
    yield b"  " + etree.tostring(header) + b"\n  <body>\n"
    for unit in units:
        element = _write_unit(unit, (source_language, target_language))
        yield b"    " + etree.tostring(element, encoding="UTF-8") + b"\n"
    yield b"  </body>\n</tmx>\n"


def _check_root(root: etree._Element, path: Path) -> None:
    if root.tag != "tmx":
        raise FormatError(f"{path} is no TMX file: its root is <{root.tag}>; export it as TMX 1.4")
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and declared.entities():  # type: ignore[attr-defined]  # the stubs lack it
        raise UnsafeFileError(
            f"{path} declares XML entities, with which a file can exhaust the memory or read other files; "
            "remove its <!ENTITY …> declarations"
        )


def _read_unit(element: etree._Element, name: str, languages: tuple[str, str]) -> Unit | None:
    texts: dict[str, str] = {}
    for variant in element.iter("tuv"):
        language = (variant.get(_LANG) or variant.get("lang") or "").casefold().split("-")[0]
        segment = variant.find("seg")
        if segment is not None:
            texts.setdefault(language, _plain(segment))
    if not all(texts.get(language, "").strip() for language in languages):
        return None
    context: list[str | int | None] = [None, None]
    for prop in element.iter("prop"):
        kind, value = prop.get("type") or "", (prop.text or "").strip()
        if kind in _CONTEXTS and value:
            own = kind.startswith("x-amana")
            context[_CONTEXTS[kind]] = _number(value, name) if own else _MARKUP.sub("", value)
    origin = element.get("changeid") or element.get("creationid") or name
    changed = element.get("changedate") or element.get("creationdate") or ""
    return Unit(
        texts[languages[0]], texts[languages[1]], context[0], context[1], origin, _DATE.sub(_to_iso, changed)
    )


def _number(value: str, name: str) -> int:
    try:
        return int(value, 16)
    except ValueError as error:
        raise FormatError(f"{name}: {value!r} is no hexadecimal number of a neighbour; remove it") from error


def _to_iso(match: re.Match[str]) -> str:
    return "{}-{}-{}T{}:{}:{}Z".format(*match.groups())


def _plain(element: etree._Element) -> str:
    """Give the text of a segment without the codes of inline markup."""
    parts = [element.text or ""]
    for child in element:
        if child.tag not in _CODES:
            parts.append(_plain(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _write_unit(unit: Unit, languages: tuple[str, str]) -> etree._Element:
    element = etree.Element("tu")
    if unit.changed:
        element.set("changedate", re.sub(r"[-:]", "", unit.changed))
    if unit.origin:
        element.set("changeid", _FORBIDDEN.sub(" ", unit.origin))
    for kind, context in ((_PREVIOUS, unit.previous), (_FOLLOWING, unit.following)):
        if context is not None:
            etree.SubElement(element, "prop", {"type": kind}).text = f"{context_id(context):x}"
    for language, text in zip(languages, (unit.source, unit.target), strict=True):
        segment = etree.SubElement(etree.SubElement(element, "tuv", {_LANG: language}), "seg")
        segment.text = _FORBIDDEN.sub(" ", text)
    return element


def _forget(element: etree._Element) -> None:
    """Free a unit that was read, and what stands before it."""
    element.clear()
    while element.getprevious() is not None:
        parent = element.getparent()
        if parent is None:
            return
        del parent[0]
