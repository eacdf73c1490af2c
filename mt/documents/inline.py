"""Inline tags as a reader meets them, and the marks that they make.

Whatever a format's markup looks like (`<b>…</b>`, `**…**`, runs of one font, a field with a beginning
and an end), a reader gives it as tags between characters. Tags that open and close each other become
one mark; a tag without its partner becomes a mark without text, which keeps its place.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from mt.documents.document import Closing, MarkedText, MarkedTextBuilder, Opening, walk
from mt.errors import FormatError

MOST_LEVELS = 100
"""How deep inline markup may be nested; no text for readers goes beyond ten."""

Payload = TypeVar("Payload")


@dataclass(frozen=True, slots=True)
class Tag(Generic[Payload]):
    """Inline markup at one place of a text.

    Attributes:
        payload: what the format needs to write it again.
        kind: whether it opens, closes, or stands by itself.
        name: what an opening tag and the closing one have in common.
        breaks: whether a sentence ends here.
    """

    payload: Payload
    kind: Literal["open", "close", "point"] = "point"
    name: str = ""
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class Inline(Generic[Payload]):
    """A text with marks, and the tags that each mark stands for.

    Attributes:
        text: the text with its marks.
        tags: by the key of a mark, the tag that opens it and the one that closes it; the latter is
            None for a mark without text.
    """

    text: MarkedText
    tags: Mapping[int, tuple[Tag[Payload], Tag[Payload] | None]]


def join_items(items: Iterable[str | Tag[Payload]]) -> Inline[Payload]:
    """Make marks of tags.

    Args:
        items: characters and tags, as they stand in the text.

    Raises:
        FormatError: tags are nested deeper than `MOST_LEVELS`.

    >>> bold = [Tag("<b>", "open", "b"), "x", Tag("</b>", "close", "b")]
    >>> [(mark.start, mark.end) for mark in join_items([*bold, Tag("<i>", "open", "i")]).text.marks]
    [(0, 1), (1, 1)]
    """
    sequence = list(items)
    partners = _pair(sequence)
    builder = MarkedTextBuilder()
    tags: dict[int, tuple[Tag[Payload], Tag[Payload] | None]] = {}
    for index, item in enumerate(sequence):
        if isinstance(item, str):
            builder.add(item)
        elif index not in partners:
            builder.point(index, breaks=item.breaks)
            tags[index] = (item, None)
        elif partners[index] > index:
            closing = sequence[partners[index]]
            if not isinstance(closing, str):
                tags[index] = (item, closing)
            builder.open(index, breaks=item.breaks)
            if builder.depth > MOST_LEVELS:
                raise FormatError(
                    f"markup within a text is nested deeper than {MOST_LEVELS} levels; simplify the file"
                )
        else:
            builder.close()
    return Inline(builder.build(), tags)


def unfold(
    draft: MarkedText, tags: Mapping[int, tuple[Tag[Payload], Tag[Payload] | None]]
) -> Iterator[str | Tag[Payload]]:
    """Give the characters and tags of a draft, as they are to be written.

    >>> inline = join_items([Tag("<b>", "open", "b"), "x", Tag("</b>", "close", "b")])
    >>> [item if isinstance(item, str) else item.payload for item in unfold(inline.text, inline.tags)]
    ['<b>', 'x', '</b>']
    """
    for part in walk(draft):
        match part:
            case Opening(key):
                yield tags[key][0]
            case Closing(key):
                closing = tags[key][1]
                if closing is not None:
                    yield closing
            case text:
                yield text


def _pair(items: Sequence[str | Tag[Payload]]) -> dict[int, int]:
    """Give the place of the partner of each tag that has one."""
    partners: dict[int, int] = {}
    waiting: list[tuple[int, str]] = []
    for index, item in enumerate(items):
        if isinstance(item, str) or item.kind == "point":
            continue
        if item.kind == "open":
            waiting.append((index, item.name))
            continue
        depth = next((d for d in range(len(waiting) - 1, -1, -1) if waiting[d][1] == item.name), None)
        if depth is not None:
            partners[index], partners[waiting[depth][0]] = waiting[depth][0], index
            del waiting[depth:]
    return partners
