"""PowerPoint presentations (ECMA-376 part 1, PresentationML): a paragraph of a slide is a unit.

Slides in their order, their notes, tables, charts, diagrams, comments, descriptions of pictures and the
title are translated. What the writer made right to left becomes left to right, in masters and layouts, too.
"""

from functools import partial

from lxml import etree

from mt.documents.document import Document
from mt.documents.drawingml import drawing_slots, turn_drawing
from mt.documents.ooxml import check_main_part, common_slots, find_parts, local, property_slots, switch
from mt.documents.package import Package, read_package
from mt.documents.safe_xml import parse_xml
from mt.documents.slots import Parts, Slot, package_document, text_slot

_MAIN = ("presentationml.presentation.main+xml", "presentationml.slideshow.main+xml")
_TEXTS = (
    *(f"presentationml.{kind}+xml" for kind in ("slide", "notesSlide")),
    *(f"drawingml.{kind}+xml" for kind in ("chart", "diagramData")),
    "ms-office.drawingml.diagramDrawing+xml",
    "ms-powerpoint.comments+xml",
)
_OLD_COMMENTS = "presentationml.comments+xml"
_LOOKS = tuple(f"presentationml.{kind}+xml" for kind in ("slideMaster", "slideLayout", "notesMaster"))
_PROPERTIES = "core-properties+xml"


def read_pptx(data: bytes, name: str) -> Document:
    """Read a PowerPoint presentation.

    Args:
        data: the file.
        name: what to call it in an error message.

    Raises:
        UnsafeFileError: it has macros or XML entities, or unpacks to too much.
        FormatError: it is no presentation, damaged, or encrypted.
    """
    package = read_package(data, name)
    check_main_part(list(find_parts(package, name, _MAIN)), name, "PowerPoint")
    return package_document(package, partial(_find, name=name))


def _find(package: Package, *, name: str) -> Parts:
    names = list(find_parts(package, name, [*_TEXTS, _OLD_COMMENTS, *_MAIN, *_LOOKS, _PROPERTIES]))
    trees = {part: parse_xml(package.parts[part], f"{name}/{part}") for part in names}
    texts = set(find_parts(package, name, _TEXTS))
    comments = set(find_parts(package, name, [_OLD_COMMENTS]))
    properties = set(find_parts(package, name, [_PROPERTIES]))
    slots: list[Slot] = []
    for part, tree in trees.items():
        root = tree.getroot()
        turn_drawing(root)
        if local(root) == "presentation":
            switch(root, "rtl", "0")
        if part in texts:
            slots += drawing_slots(root)
            slots += common_slots(root)
        elif part in comments:
            slots += (text_slot(e) for e in root.iter(etree.Element) if local(e) == "text")
        elif part in properties:
            slots += property_slots(root)
    return Parts(trees, tuple(slots))
