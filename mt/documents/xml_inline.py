"""Texts with elements in them, as translation formats have them: read as marks, written as copies."""

import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from mt.documents.inline import Tag

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Role = Literal["wraps", "unwrapped", "opens", "closes", "stands", "skipped"]


@dataclass(frozen=True, slots=True)
class Markup:
    """What an inline element does.

    Attributes:
        role: it wraps text; wraps text and is of no consequence; opens or closes a stretch, with an
            element of its own; stands by itself with all that is in it; or is left out.
        name: what the opening and the closing element of a stretch have in common.
        breaks: whether a sentence ends here.
    """

    role: Role
    name: str = ""
    breaks: bool = False


Judge = Callable[["etree._Element"], Markup]
ElementTag = Tag["etree._Element"]


def element_items(parent: "etree._Element", judge: Judge) -> Iterator[str | ElementTag]:
    """Give the characters and inline elements of an element.

    Args:
        parent: the element.
        judge: tells what an inline element does.
    """
    if parent.text:
        yield parent.text
    for child in parent:
        markup = judge(child) if isinstance(child.tag, str) else Markup("skipped")
        if markup.role == "wraps":
            yield Tag(child, "open", "wraps", markup.breaks)
            yield from element_items(child, judge)
            yield Tag(child, "close", "wraps")
        elif markup.role == "unwrapped":
            yield from element_items(child, judge)
        elif markup.role == "opens":
            yield Tag(child, "open", markup.name)
        elif markup.role == "closes":
            yield Tag(child, "close", markup.name)
        elif markup.role == "stands":
            yield Tag(child, breaks=markup.breaks)
        if child.tail:
            yield child.tail


def append_items(
    parent: "etree._Element",
    items: Iterable[str | ElementTag],
    *,
    move: bool = False,
    add: Callable[["etree._Element", str], None] | None = None,
) -> None:
    """Write characters and inline elements at the end of an element.

    Args:
        parent: the element.
        items: what to write; an element that wraps text is made anew.
        move: whether other elements are moved here, with the texts in them, and not copied.
        add: writes characters behind what an element has; None for `add_text`.
    """
    add = add or add_text
    stack = [parent]
    for item in items:
        if isinstance(item, str):
            add(stack[-1], item)
        elif item.name == "wraps" and item.kind == "close":
            stack.pop()
        elif item.name == "wraps" and item.kind == "open":
            copy = etree.SubElement(stack[-1], item.payload.tag)
            for key, value in item.payload.items():
                copy.set(key, value)
            stack.append(copy)
        else:
            element = item.payload if move else deepcopy(item.payload)
            element.tail = None
            stack[-1].append(element)


def text_of(element: "etree._Element") -> str:
    """Give all characters in an element."""
    return "".join(str(text) for text in element.itertext())


def add_text(parent: "etree._Element", text: str) -> None:
    """Add characters behind what an element has; those that XML cannot hold are left out."""
    clean = _FORBIDDEN.sub("", text)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + clean
    else:
        parent.text = (parent.text or "") + clean
