"""Evidence quoted in a list: the words in question and a few around them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.finding import Span
from mt.segment import Segment

_AROUND = 36
_LONGEST = 150
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quotation of one sentence.

    Attributes:
        number: number of the sentence on its side, from 1.
        before: what stands before the evidence, shortened.
        evidence: the words in question, from the first span to the last.
        after: what stands behind the evidence, shortened.
    """

    number: int
    before: str
    evidence: str
    after: str


def excerpts(sentences: Sequence[Segment], spans: Iterable[Span]) -> list[Excerpt]:
    """Quote the evidence, one excerpt per sentence in order of first mention.

    >>> excerpts([Segment("We freed 110 km.", 0, 16, 0)], [Span(0, 9, 12, "110")])
    [Excerpt(number=1, before='We freed ', evidence='110', after=' km.')]
    """
    ranges: dict[int, tuple[int, int]] = {}
    for span in spans:
        start, end = ranges.get(span.sentence, (span.start, span.end))
        ranges[span.sentence] = (min(start, span.start), max(end, span.end))
    result = []
    for number, (start, end) in ranges.items():
        text = sentences[number].text
        evidence = _head(text[start:end], _LONGEST)
        result.append(Excerpt(number + 1, _tail(text[:start], _AROUND), evidence, _head(text[end:], _AROUND)))
    return result


def _head(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    cut = text.rfind(" ", 1, length)
    return text[: cut if cut > 0 else length] + _ELLIPSIS


def _tail(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    cut = text.find(" ", len(text) - length, len(text) - 1)
    return _ELLIPSIS + text[cut + 1 if cut >= 0 else len(text) - length :]
