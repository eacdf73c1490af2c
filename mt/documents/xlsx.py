"""Excel workbooks (ECMA-376 part 1, SpreadsheetML): a cell with text is a unit.

Cells, comments, text boxes, charts, descriptions of pictures and the title are translated; numbers,
formulas, names of sheets, lists to choose from and pivot tables stay. The header of a table is what
formulas call its columns, so both change together. Sheets become left to right.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from lxml import etree

from mt.documents.document import Document, MarkedText
from mt.documents.drawingml import drawing_slots, turn_drawing
from mt.documents.inline import Inline, join_items, unfold
from mt.documents.ooxml import (
    check_main_part,
    common_slots,
    find_parts,
    local,
    property_slots,
    sibling_tag,
    switch,
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
from mt.documents.safe_xml import XML_NAMESPACE, parse_xml, write_xml
from mt.documents.slots import Parts, Slot, fill, text_slot
from mt.documents.xlsx_tables import rename_columns

_MAIN = ("spreadsheetml.sheet.main+xml", "spreadsheetml.template.main+xml")
_STRINGS = "spreadsheetml.sharedStrings+xml"
_SHEET = "spreadsheetml.worksheet+xml"
_STYLES = "spreadsheetml.styles+xml"
_TABLE = "spreadsheetml.table+xml"
_COMMENTS = "spreadsheetml.comments+xml"
_THREADS = "threadedcomments+xml"
_DRAWINGS = ("drawing+xml", "drawingml.chart+xml", "drawingml.diagramData+xml")
_PROPERTIES = "core-properties+xml"
_KINDS = (_STRINGS, _SHEET, _COMMENTS, _THREADS, *_DRAWINGS, _PROPERTIES, _STYLES, _TABLE, *_MAIN)
_STRING_ITEMS = frozenset({"si", "is", "text"})
"""Elements that hold the text of a cell or comment."""


def read_xlsx(data: bytes, name: str) -> Document:
    """Read an Excel workbook.

    Args:
        data: the file.
        name: what to call it in an error message.

    Raises:
        UnsafeFileError: it has macros or XML entities, or unpacks to too much.
        FormatError: it is no workbook, damaged, or encrypted.
    """
    package = read_package(data, name)
    check_main_part(list(find_parts(package, name, _MAIN)), name, "Excel")
    units = tuple(slot.text for slot in _find(package, name=name).slots)

    def render(drafts: Sequence[MarkedText]) -> bytes:
        parts = _find(package, name=name)
        fill(parts.slots, drafts)
        if any(draft != unit for draft, unit in zip(drafts, units, strict=True)):
            by_kind = partial(_by_kind, package, name, parts.trees)
            rename_columns(package, by_kind(_SHEET), by_kind(_TABLE), by_kind(_STRINGS))
            for tree in by_kind(*_MAIN).values():
                _recalculate(tree.getroot())
        return package.write({part: write_xml(tree) for part, tree in parts.trees.items()})

    return Document(units, render)


def _by_kind(
    package: Package, name: str, trees: Mapping[str, "etree._ElementTree"], *kinds: str
) -> dict[str, "etree._ElementTree"]:
    return {part: trees[part] for part in find_parts(package, name, kinds)}


def _find(package: Package, *, name: str) -> Parts:
    trees = {
        part: parse_xml(package.parts[part], f"{name}/{part}") for part in find_parts(package, name, _KINDS)
    }
    slots: list[Slot] = []
    for part in find_parts(package, name, [_STRINGS, _SHEET, _COMMENTS]):
        root = trees[part].getroot()
        slots += (_string_slot(item) for item in root.iter(etree.Element) if local(item) in _STRING_ITEMS)
        for view in root.iter(sibling_tag(root, "sheetView")):
            switch(view, "rightToLeft", "0")
    for part in find_parts(package, name, [_THREADS]):
        slots += (text_slot(e) for e in trees[part].getroot().iter(etree.Element) if local(e) == "text")
    for part in find_parts(package, name, _DRAWINGS):
        root = trees[part].getroot()
        turn_drawing(root)
        slots += drawing_slots(root)
        slots += common_slots(root)
    for part in find_parts(package, name, [_PROPERTIES]):
        slots += property_slots(trees[part].getroot())
    for part in find_parts(package, name, [_STYLES]):
        for alignment in trees[part].getroot().iter(etree.Element):
            if local(alignment) == "alignment" and alignment.get("readingOrder") == "2":
                alignment.set("readingOrder", "1")
                switch(alignment, "horizontal", "left", when="right")
    return Parts(trees, tuple(slots))


def _string_slot(item: "etree._Element") -> Slot:
    formats: dict[str, etree._Element | None] = {}
    parts = list(_parts(item, formats))
    base = find_base(parts)
    inline: Inline[Formatting | Wrap | Fixed] = join_items(mark_formatting(parts, base))

    def write(draft: MarkedText) -> None:
        for child in list(item):
            if local(child) in {"t", "r", "rPh", "phoneticPr"}:  # how the old text is pronounced
                detach(child)
        if not any(isinstance(properties, etree._Element) for properties in formats.values()):
            item.insert(0, _characters(item, draft.text))
            return
        holder = etree.Element("holder")
        append_runs(
            holder,
            unfold(draft, inline.tags),
            base=base,
            make_run=lambda text, style: _make_run(item, text, formats.get(style)),
        )
        for index, run in enumerate(list(holder)):
            item.insert(index, run)

    return Slot(inline.text, write)


def _parts(item: "etree._Element", formats: dict[str, "etree._Element | None"]) -> Iterator[Styled | RunTag]:
    for child in item:
        if local(child) == "t":
            formats.setdefault("", None)
            yield Styled(child.text or "", "")
        elif local(child) == "r":
            properties = next((part for part in child if local(part) == "rPr"), None)
            style = "" if properties is None else etree.tostring(properties, method="c14n").decode()
            formats.setdefault(style, properties)
            yield Styled("".join(part.text or "" for part in child if local(part) == "t"), style)


def _make_run(item: "etree._Element", text: str, properties: "etree._Element | None") -> "etree._Element":
    run = etree.Element(sibling_tag(item, "r"))
    if properties is not None:
        run.append(etree.fromstring(etree.tostring(properties, with_tail=False)))
    run.append(_characters(item, text))
    return run


def _characters(item: "etree._Element", text: str) -> "etree._Element":
    element = etree.Element(sibling_tag(item, "t"))
    element.text = text
    element.set(f"{{{XML_NAMESPACE}}}space", "preserve")
    return element


def _recalculate(workbook: "etree._Element") -> None:
    """Ask for the results of formulas, of which some were texts that are English now."""
    for settings in workbook.iter(sibling_tag(workbook, "calcPr")):
        settings.set("fullCalcOnLoad", "1")
