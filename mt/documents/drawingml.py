"""Texts in drawings of Office (DrawingML): slides, charts, diagrams, text boxes of sheets."""

import re
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from mt.documents.document import MarkedText
from mt.documents.inline import Inline, Tag, join_items, unfold
from mt.documents.ooxml import local, sibling_tag, switch
from mt.documents.runs import (
    Fixed,
    Formatting,
    RunTag,
    Styled,
    Wrap,
    append_runs,
    detach,
    find_base,
    mark_formatting,
)
from mt.documents.slots import Slot, text_slot

_NAMESPACES = frozenset(
    {
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://purl.oclc.org/ooxml/drawingml/main",
    }
)
_NOT_SEEN = frozenset("lang altLang dirty err smtClean smtId noProof bmk".split())
_FRAME = frozenset("pPr endParaRPr".split())
_WHITE_SPACE = re.compile(r"[\r\n]+")


def drawing_slots(root: "etree._Element") -> Iterator[Slot]:
    """Give the paragraphs of a part and the names that a chart shows, in order."""
    for element in root.iter(etree.Element):
        name = local(element)
        if name == "p" and etree.QName(element).namespace in _NAMESPACES:
            yield _paragraph_slot(element)
        elif name == "v" and any(local(parent) == "strCache" for parent in element.iterancestors()):
            yield text_slot(element)


def turn_drawing(root: "etree._Element") -> None:
    """Make a part left to right, in place.

    >>> properties = etree.fromstring('<a:pPr xmlns:a="a" algn="r" rtl="1"/>')
    >>> turn_drawing(properties)
    >>> sorted(properties.attrib.items())
    [('algn', 'l'), ('rtl', '0')]
    """
    for element in root.iter(etree.Element):
        if element.get("rtl") in {"1", "true"}:
            element.set("rtl", "0")
            switch(element, "algn", "l", when="r")
        switch(element, "rtlCol", "0")
        if local(element) in {"rPr", "endParaRPr", "defRPr"}:
            switch(element, "lang", "en-US", when="ar")


def _paragraph_slot(paragraph: "etree._Element") -> Slot:
    formats: dict[str, etree._Element | None] = {}
    parts = list(_parts(paragraph, formats))
    base = find_base(parts)
    inline: Inline[Formatting | Wrap | Fixed] = join_items(mark_formatting(parts, base))

    def write(draft: MarkedText) -> None:
        for child in list(paragraph):
            if local(child) not in _FRAME:
                detach(child)
        end = next((detach(child) for child in list(paragraph) if local(child) == "endParaRPr"), None)
        append_runs(
            paragraph,
            unfold(draft, inline.tags),
            base=base,
            make_run=lambda text, style: _make_run(paragraph, text, formats.get(style)),
        )
        if end is not None:
            paragraph.append(end)

    return Slot(inline.text, write)


def _parts(
    paragraph: "etree._Element", formats: dict[str, "etree._Element | None"]
) -> Iterator[Styled | RunTag]:
    for child in paragraph:
        name = local(child)
        if name == "r":
            properties = next((part for part in child if local(part) == "rPr"), None)
            style = _style(properties)
            formats.setdefault(style, properties)
            text = "".join(part.text or "" for part in child if local(part) == "t")
            yield Styled(_WHITE_SPACE.sub(" ", text), style)
        elif name not in _FRAME:
            yield Tag(_fixed(child), breaks=name == "br")


def _fixed(element: "etree._Element") -> Fixed:
    return Fixed(lambda: [detach(element)])


def _style(properties: "etree._Element | None") -> str:
    """Give what of the properties of a run shows."""
    if properties is None:
        return ""
    copy = deepcopy(properties)
    copy.tail = None
    etree.strip_attributes(copy, *_NOT_SEEN)
    return etree.tostring(copy, method="c14n").decode() if copy.attrib or len(copy) else ""


def _make_run(
    paragraph: "etree._Element", text: str, properties: "etree._Element | None"
) -> "etree._Element":
    run = etree.Element(sibling_tag(paragraph, "r"))
    if properties is not None:
        run.append(deepcopy(properties))
    etree.SubElement(run, sibling_tag(paragraph, "t")).text = text
    return run
