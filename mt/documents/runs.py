"""Paragraphs made of runs: Office writes a text as pieces, each with all of its formatting.

The formatting that most of a paragraph has is that of the paragraph; where a run differs, that is a
mark. Runs that differ in nothing that a reader sees are joined, since Office cuts words anywhere.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from mt.documents.inline import Tag


@dataclass(frozen=True, slots=True)
class Styled:
    """Characters of one formatting.

    Attributes:
        text: the characters.
        style: the formatting; equal for what looks equal.
    """

    text: str
    style: str


@dataclass(frozen=True, slots=True)
class Formatting:
    """A stretch whose formatting is not that of its paragraph."""

    style: str


@dataclass(frozen=True, slots=True)
class Wrap:
    """An element around text, such as a link.

    Attributes:
        outer: the element.
        inner: the element that holds the text: the same, or one within it.
    """

    outer: "etree._Element"
    inner: "etree._Element"


@dataclass(frozen=True, slots=True)
class Fixed:
    """What comes through as it is.

    Attributes:
        take: takes the elements out of where they stand, in order, to be put elsewhere.
    """

    take: Callable[[], Iterable["etree._Element"]]


_STOPS = " \t\u00a0.,:;!?،؛؟…"

RunTag = Tag[Formatting | Wrap | Fixed]


def find_base(parts: Sequence[Styled | RunTag]) -> str:
    """Give the formatting of most characters; of the first, where several have as many.

    >>> find_base([Styled("a", "plain"), Styled("bcd", "bold"), Styled("ef", "plain")])
    'plain'
    """
    counts: Counter[str] = Counter()
    for part in parts:
        if isinstance(part, Styled):
            counts[part.style] += len(part.text.strip()) or 0
    return counts.most_common(1)[0][0] if counts else ""


def mark_formatting(parts: Sequence[Styled | RunTag], base: str) -> Iterator[str | RunTag]:
    """Make tags of all formatting that is not that of the paragraph.

    Args:
        parts: characters with their formatting, and tags, in order.
        base: formatting of the paragraph.
    """
    current: str | None = None
    for index, part in enumerate(parts):
        style = None
        if isinstance(part, Styled):
            style = _effective(parts, index, base)
            style = None if style == base else style
        if style != current and current is not None:
            yield Tag(Formatting(current), "close", "formatting")
        if style != current and style is not None:
            yield Tag(Formatting(style), "open", "formatting")
        current = style
        yield part.text if isinstance(part, Styled) else part
    if current is not None:
        yield Tag(Formatting(current), "close", "formatting")


def _effective(parts: Sequence[Styled | RunTag], index: int, base: str) -> str:
    """Give the formatting of characters; that of spaces and stops is their neighbours' where they agree.

    Office gives them another font than the Arabic around them, and that says nothing.
    """
    part = parts[index]
    if not isinstance(part, Styled):
        raise TypeError("only characters have a formatting")
    if part.text.strip(_STOPS):
        return part.style
    around = [parts[i] for i in (index - 1, index + 1) if 0 <= i < len(parts)]
    styles = {other.style for other in around if isinstance(other, Styled)}
    return styles.pop() if len(around) == 2 and len(styles) == 1 else base


def append_runs(
    parent: "etree._Element",
    items: Iterable[str | RunTag],
    *,
    base: str,
    make_run: Callable[[str, str], "etree._Element"],
) -> None:
    """Write characters and tags into a paragraph whose old runs were taken out.

    Args:
        parent: the paragraph.
        items: what to write, in order.
        base: formatting of the paragraph.
        make_run: gives a run of some characters in some formatting.
    """
    parents, styles = [parent], [base]
    for item in items:
        if isinstance(item, str):
            parents[-1].append(make_run(item, styles[-1]))
            continue
        match item.payload:
            case Fixed(take):
                parents[-1].extend(take())
            case Formatting(style):
                styles = [*styles, style] if item.kind == "open" else styles[:-1]
            case Wrap(outer, inner) if item.kind == "open":
                parents[-1].append(outer)
                parents.append(inner)
            case Wrap():
                parents.pop()


def detach(element: "etree._Element") -> "etree._Element":
    """Take an element out of its parent, without the white space behind it."""
    element.tail = None
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
    return element
