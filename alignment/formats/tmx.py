"""Translation memories: TMX 1.4 (OSCAR, LISA 2005, level 1), for CAT tools.

TMX holds pairs only, in order: null beads are left out with a note of their number, and a moved
bead keeps the source's order and carries a note of its own.
"""

import re
from dataclasses import dataclass

from lxml import etree

from alignment.bead import Bead
from alignment.bitext import Bitext
from mt.errors import FormatError

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What XML 1.0 cannot hold, not even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """One unit of a translation memory.

    Attributes:
        source: text in the source language.
        target: text in the target language.
        confidence: of the bead it came from, where the file says so.
    """

    source: str
    target: str
    confidence: float | None = None


def write_tmx(bitext: Bitext) -> str:
    """Give the memory of a bitext, with the confidence of each unit as a property."""
    root = etree.Element("tmx", version="1.4")
    etree.SubElement(
        root,
        "header",
        {
            "creationtool": "amana",
            "creationtoolversion": "1",
            "segtype": "block",
            "o-tmf": "amana",
            "adminlang": "en",
            "srclang": bitext.source_language,
            "datatype": "plaintext",
        },
    )
    nulls = sum(len(bead.source + bead.target) for bead in bitext.beads if not (bead.source and bead.target))
    if nulls:
        _child(root[0], "note", f"sentences without counterpart that are left out: {nulls}")
    body = etree.SubElement(root, "body")
    for bead in bitext.beads:
        if bead.source and bead.target:
            _add_unit(body, bitext, bead)
    text = etree.tostring(root, encoding="unicode", pretty_print=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n{text}'


def read_tmx(
    text: str, *, source_language: str = "ar", target_language: str = "en"
) -> tuple[TranslationUnit, ...]:
    """Read the units that have both languages; a region (`en-GB`) counts as its language.

    Raises:
        FormatError: the text is no TMX.
    """
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise FormatError(f"this is no TMX file: {error}; export it again as TMX 1.4") from error
    if root.tag != "tmx":
        raise FormatError(f"this is no TMX file: its root is <{root.tag}>; export it as TMX 1.4")
    units = []
    for unit in root.iter("tu"):
        texts = {}
        for variant in unit.iter("tuv"):
            language = (variant.get(_LANG) or variant.get("lang") or "").lower().split("-")[0]
            segment = variant.find("seg")
            if segment is not None:
                texts[language] = "".join(str(part) for part in segment.itertext())
        if source_language in texts and target_language in texts:
            units.append(TranslationUnit(texts[source_language], texts[target_language], _confidence(unit)))
    return tuple(units)


def _add_unit(body: etree._Element, bitext: Bitext, bead: Bead) -> None:
    unit = etree.SubElement(body, "tu")
    if bead.moved:
        _child(unit, "note", "this passage stands in another order in the target text")
    _child(unit, "prop", f"{bead.confidence:.4f}").set("type", "x-confidence")
    for language, text in (
        (bitext.source_language, bitext.source_text(bead)),
        (bitext.target_language, bitext.target_text(bead)),
    ):
        variant = etree.SubElement(unit, "tuv", {_LANG: language})
        _child(variant, "seg", text)


def _child(parent: etree._Element, tag: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, tag)
    element.text = _FORBIDDEN.sub(" ", text)
    return element


def _confidence(unit: etree._Element) -> float | None:
    for prop in unit.iter("prop"):
        if prop.get("type") == "x-confidence" and prop.text:
            try:
                return float(prop.text)
            except ValueError as error:
                raise FormatError(
                    f"a confidence is no number: {prop.text!r}; correct or remove it"
                ) from error
    return None
