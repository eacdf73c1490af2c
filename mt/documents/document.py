"""What all formats have in common: texts with marks in them, and a way to write them back.

A format reads a file into units, in reading order. A unit is what a reader sees as one text (a
paragraph, a table cell, a subtitle) together with its inline markup as marks over characters, so
that a sentence with a bold word in it is translated as one sentence.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """Inline markup over some characters of a text.

    Attributes:
        start: offset of the first character, in Unicode code points from 0.
        end: offset behind the last character; `start` for markup that holds no text (an image).
        key: what the format knows the markup by; unique within the text.
        children: marks inside, in order.
        breaks: whether a sentence ends here, as at a line break.
    """

    start: int
    end: int
    key: int
    children: tuple["Mark", ...] = ()
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text with inline markup.

    Attributes:
        text: the characters, without markup.
        marks: the outermost marks, in order; they do not overlap, nor do the children of a mark,
            which lie within it.
    """

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a mark begins."""

    key: int


@dataclass(frozen=True, slots=True)
class Closing:
    """Where a mark ends."""

    key: int


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read.

    Attributes:
        units: what is to be translated, in reading order.
        render: makes the file again, given one draft for each unit, with the same marks; what is
            not translated stays as it was, and calling it twice is fine.
    """

    units: tuple[MarkedText, ...]
    render: Callable[[Sequence[MarkedText]], bytes]


def walk(text: MarkedText) -> Iterator[str | Opening | Closing]:
    """Yield the characters and the ends of the marks as they stand in the text.

    >>> list(walk(MarkedText("abc", (Mark(1, 2, key=7),))))
    ['a', Opening(key=7), 'b', Closing(key=7), 'c']
    """
    yield from _walk(text.text, text.marks, 0, len(text.text))


def _walk(text: str, marks: tuple[Mark, ...], start: int, end: int) -> Iterator[str | Opening | Closing]:
    position = start
    for mark in marks:
        if mark.start > position:
            yield text[position : mark.start]
        yield Opening(mark.key)
        yield from _walk(text, mark.children, mark.start, mark.end)
        yield Closing(mark.key)
        position = mark.end
    if end > position:
        yield text[position:end]


def all_marks(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Yield marks with their descendants, outer ones first."""
    for mark in marks:
        yield mark
        yield from all_marks(mark.children)


def same_markup(one: MarkedText, other: MarkedText) -> bool:
    """Tell whether two texts have the same marks, each as often, in whatever places.

    >>> same_markup(MarkedText("ab", (Mark(0, 1, key=1),)), MarkedText("c", (Mark(1, 1, key=1),)))
    True
    """
    keys = [Counter(mark.key for mark in all_marks(text.marks)) for text in (one, other)]
    return keys[0] == keys[1]


class MarkedTextBuilder:
    """Puts a text with marks together, piece by piece, as a reader meets them."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._parts: list[str] = []
        self._length = 0
        self._open: list[tuple[int, int, bool]] = []
        self._levels: list[list[Mark]] = [[]]

    @property
    def depth(self) -> int:
        """How many marks are open."""
        return len(self._open)

    def add(self, text: str) -> None:
        """Append characters."""
        self._parts.append(text)
        self._length += len(text)

    def open(self, key: int, *, breaks: bool = False) -> None:
        """Begin a mark here."""
        self._open.append((self._length, key, breaks))
        self._levels.append([])

    def close(self) -> None:
        """End the mark that was opened last."""
        start, key, breaks = self._open.pop()
        children = tuple(self._levels.pop())
        self._levels[-1].append(Mark(start, self._length, key, children, breaks))

    def point(self, key: int, *, breaks: bool = False) -> None:
        """Put a mark without text here."""
        self.open(key, breaks=breaks)
        self.close()

    def build(self) -> MarkedText:
        """Give the text.

        Raises:
            ValueError: a mark is still open.
        """
        if self._open:
            raise ValueError(f"{len(self._open)} marks are still open; close them before building")
        return MarkedText("".join(self._parts), tuple(self._levels[0]))
