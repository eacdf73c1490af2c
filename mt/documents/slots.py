"""Places in parsed files that hold a text: what stands there, and how a draft is put there."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from mt.arabic import count_arabic_letters
from mt.documents.document import Document, MarkedText
from mt.documents.package import Package
from mt.documents.safe_xml import parse_xml, write_xml


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for one text.

    Attributes:
        text: what stands there.
        write: puts a draft with the same marks there.
    """

    text: MarkedText
    write: Callable[[MarkedText], None]


@dataclass(frozen=True, slots=True)
class Parts:
    """Parsed files of a container, and the places for texts in them.

    Attributes:
        trees: by the names of the files.
        slots: in reading order.
    """

    trees: Mapping[str, "etree._ElementTree"]
    slots: tuple[Slot, ...]


def package_document(package: Package, find: Callable[[Package], Parts]) -> Document:
    """Make a document of a container.

    Args:
        package: the container.
        find: parses what has text, and changes its direction; called again for each rendering, so
            that nobody sees a tree that was written to.
    """
    units = tuple(slot.text for slot in find(package).slots)

    def render(drafts: Sequence[MarkedText]) -> bytes:
        parts = find(package)
        fill(parts.slots, drafts)
        return package.write({name: write_xml(tree) for name, tree in parts.trees.items()})

    return Document(units, render)


def exchange_document(
    data: bytes, name: str, find: "Callable[[etree._ElementTree, str], Iterator[Slot]]"
) -> Document:
    """Make a document of a file that has a source beside its target, as translators exchange it.

    What has no draft gets no target; a text without Arabic is its own.

    Args:
        data: the file.
        name: what to call it in an error message.
        find: gives the places; called again for each rendering.

    Raises:
        FormatError: it is not well-formed.
        UnsafeFileError: it declares XML entities.
    """
    units = tuple(slot.text for slot in find(parse_xml(data, name, doctype=True), name))

    def render(drafts: Sequence[MarkedText]) -> bytes:
        tree = parse_xml(data, name, doctype=True)
        for slot, draft in zip(tuple(find(tree, name)), drafts, strict=True):
            if draft.text.strip() and (draft != slot.text or not count_arabic_letters(draft.text)):
                slot.write(draft)
        return write_xml(tree)

    return Document(units, render)


def fill(slots: Iterable[Slot], drafts: Sequence[MarkedText]) -> None:
    """Write the drafts that differ from what stands there."""
    for slot, draft in zip(slots, drafts, strict=True):
        if draft != slot.text:
            slot.write(draft)


def text_slot(element: "etree._Element") -> Slot:
    """Give the place of the text of an element without children."""

    def write(draft: MarkedText) -> None:
        element.text = draft.text

    return Slot(MarkedText(element.text or ""), write)


def attribute_slots(root: "etree._Element", names: Iterable[str]) -> Iterator[Slot]:
    """Give the places of all attributes of some names that have text, in the order of the elements."""
    wanted = tuple(names)
    for element in root.iter(etree.Element):
        for name in wanted:
            value = element.get(name)
            if value:
                yield _attribute_slot(element, name, value)


def _attribute_slot(element: "etree._Element", name: str, value: str) -> Slot:
    return Slot(MarkedText(value), lambda draft: element.set(name, draft.text))
