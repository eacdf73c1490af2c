"""Word documents (ECMA-376 part 1, WordprocessingML): a paragraph is a unit, wherever it stands.

Text, headers, footers, notes, comments, text boxes, charts, descriptions of pictures and the title
are translated. What the writer made right to left becomes left to right.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import partial

from lxml import etree

from mt.documents.document import Document, MarkedText
from mt.documents.drawingml import drawing_slots, turn_drawing
from mt.documents.inline import Inline, Tag, join_items, unfold
from mt.documents.ooxml import (
    attribute,
    check_main_part,
    common_slots,
    find_parts,
    local,
    property_slots,
    sibling_tag,
)
from mt.documents.package import Package, read_package
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
from mt.documents.safe_xml import XML_NAMESPACE, parse_xml
from mt.documents.slots import Parts, Slot, package_document
from mt.documents.word_direction import turn_word

_MAIN = "wordprocessingml.document.main+xml"
_STORIES = (
    _MAIN,
    *(f"wordprocessingml.{kind}+xml" for kind in "header footer footnotes endnotes comments".split()),
)
_LOOKS = ("wordprocessingml.styles+xml", "wordprocessingml.numbering+xml")
_DRAWINGS = ("drawingml.chart+xml", "drawingml.diagramData+xml", "drawingml.diagramDrawing+xml")
_PROPERTIES = "core-properties+xml"

_WRAPPERS = frozenset("hyperlink ins moveTo smartTag sdt customXml dir bdo".split())
_WRAPPER_PROPERTIES = frozenset("sdtPr sdtEndPr smartTagPr customXmlPr".split())
_DROPPED = frozenset("proofErr lastRenderedPageBreak".split())
_NOT_SEEN = frozenset("lang noProof rtl cs".split())
"""Properties of a run that change nothing in how English looks."""
_CHARACTERS = {"tab": "\t", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_NEW_LINE = re.compile(r"[\t\r\n]+")


def read_docx(data: bytes, name: str) -> Document:
    """Read a Word document.

    Args:
        data: the file.
        name: what to call it in an error message.

    Raises:
        UnsafeFileError: it has macros or XML entities, or unpacks to too much.
        FormatError: it is no Word document, damaged, or encrypted.
    """
    package = read_package(data, name)
    check_main_part(list(find_parts(package, name, [_MAIN])), name, "Word")
    return package_document(package, partial(_find, name=name))


def _find(package: Package, *, name: str) -> Parts:
    trees = {
        part: parse_xml(package.parts[part], f"{name}/{part}")
        for part in find_parts(package, name, [*_STORIES, *_LOOKS, *_DRAWINGS, _PROPERTIES])
    }
    slots: list[Slot] = []
    for part in find_parts(package, name, [*_STORIES, *_LOOKS]):
        turn_word(trees[part].getroot())
    for part in find_parts(package, name, _STORIES):
        root = trees[part].getroot()
        slots += (_paragraph_slot(p) for p in root.iter(sibling_tag(root, "p")))
        slots += common_slots(root)
    for part in find_parts(package, name, _DRAWINGS):
        turn_drawing(trees[part].getroot())
        slots += drawing_slots(trees[part].getroot())
    for part in find_parts(package, name, [_PROPERTIES]):
        slots += property_slots(trees[part].getroot())
    return Parts(trees, tuple(slots))


def _paragraph_slot(paragraph: "etree._Element") -> Slot:
    formats: dict[str, etree._Element | None] = {}
    parts = list(_parts(paragraph, formats))
    base = find_base(parts)
    inline: Inline[Formatting | Wrap | Fixed] = join_items(mark_formatting(parts, base))

    def write(draft: MarkedText) -> None:
        for tag, _ in inline.tags.values():
            if isinstance(tag.payload, Wrap):
                _empty(tag.payload.inner)
        _empty(paragraph)
        append_runs(
            paragraph,
            unfold(draft, inline.tags),
            base=base,
            make_run=lambda text, style: _make_run(paragraph, text, formats.get(style)),
        )

    return Slot(inline.text, write)


def _empty(element: "etree._Element") -> None:
    for child in list(element):
        if local(child) != "pPr" and local(child) not in _WRAPPER_PROPERTIES:
            detach(child)


@dataclass(frozen=True, slots=True)
class _Atom:
    """The least that can be moved: a child of a run, with the run's properties, or another element."""

    element: "etree._Element"
    in_run: bool = False
    properties: "etree._Element | None" = None

    def take(self) -> "etree._Element":
        """Take it out, in a run of its own if it needs one."""
        if not self.in_run:
            return detach(self.element)
        tag = sibling_tag(self.element, "r")
        if etree.QName(self.element).namespace not in _WORD:
            tag = f"{{{_WORD[0]}}}r"  # mc:AlternateContent stands in a run, too
        run = etree.Element(tag)
        if self.properties is not None:
            run.append(deepcopy(self.properties))
        run.append(detach(self.element))
        return run


def _atoms(parent: "etree._Element") -> Iterator[_Atom]:
    for child in parent:
        name = local(child)
        if name == "r":
            properties = next((part for part in child if local(part) == "rPr"), None)
            yield from (_Atom(part, True, properties) for part in child if part is not properties)
        elif name != "pPr" and name not in _WRAPPER_PROPERTIES:
            yield _Atom(child)


def _parts(
    parent: "etree._Element", formats: dict[str, "etree._Element | None"]
) -> Iterator[Styled | RunTag]:
    """Give what is in a paragraph or in an element around text, in order.

    What stands between the beginning of a field and its result is one tag, so that no draft can come
    between.
    """
    instruction: list[_Atom] = []
    depth = 0
    for atom in _atoms(parent):
        kind = attribute(atom.element, "fldCharType") if local(atom.element) == "fldChar" else None
        depth += kind == "begin"
        if not depth:
            if kind == "end":
                yield Tag(_fixed([atom]), "close", "field")
            else:
                yield from _part(atom, formats)
            continue
        instruction.append(atom)
        depth -= kind == "end"
        if kind == "separate" and depth == 1:
            yield Tag(_fixed(instruction), "open", "field")
            instruction, depth = [], 0
        elif not depth:
            yield Tag(_fixed(instruction))
            instruction = []
    if instruction:
        yield Tag(_fixed(instruction))


def _fixed(atoms: list[_Atom]) -> Fixed:
    return Fixed(lambda: [atom.take() for atom in atoms])


def _part(atom: _Atom, formats: dict[str, "etree._Element | None"]) -> Iterator[Styled | RunTag]:
    name = local(atom.element)
    if name in _DROPPED:
        return
    if not atom.in_run:
        if name in _WRAPPERS:
            inner = next((child for child in atom.element if local(child) == "sdtContent"), atom.element)
            wrap = Wrap(atom.element, inner)
            yield Tag(wrap, "open", "wrap")
            yield from _parts(inner, formats)
            yield Tag(wrap, "close", "wrap")
        else:
            yield Tag(_fixed([atom]))
        return
    style = _style(atom.properties)
    formats.setdefault(style, atom.properties)
    if name == "t":
        text = atom.element.text or ""
        kept = atom.element.get(f"{{{XML_NAMESPACE}}}space") == "preserve"
        yield Styled(_NEW_LINE.sub(" ", text if kept else text.strip()), style)
    elif name in _CHARACTERS:
        yield Styled(_CHARACTERS[name], style)
    else:
        yield Tag(_fixed([atom]), breaks=name in {"br", "cr"})


def _style(properties: "etree._Element | None") -> str:
    """Give what of the properties of a run shows."""
    if properties is None:
        return ""
    shown = []
    for child in properties:
        copy = deepcopy(child)
        etree.strip_attributes(copy, sibling_tag(child, "hint"))
        copy.tail = None
        if local(child) not in _NOT_SEEN and (copy.attrib or local(child) != "rFonts"):
            shown.append(etree.tostring(copy, method="c14n").decode())
    return "".join(shown)


def _make_run(
    paragraph: "etree._Element", text: str, properties: "etree._Element | None"
) -> "etree._Element":
    run = etree.Element(sibling_tag(paragraph, "r"))
    if properties is not None:
        run.append(deepcopy(properties))
    for index, part in enumerate(text.split("\t")):
        if index:
            etree.SubElement(run, sibling_tag(paragraph, "tab"))
        if part:
            characters = etree.SubElement(run, sibling_tag(paragraph, "t"))
            characters.text = part
            characters.set(f"{{{XML_NAMESPACE}}}space", "preserve")
    return run
