"""Inline markup of a source, carried over to its draft.

A marked phrase is also translated by itself, and goes where its draft is found again in the draft
of the whole sentence; a word that says the same in both (a number, a name in Latin letters) is the
simplest case of that. Where nothing is found, the markup takes its share of the words by position.

Whatever the words, the draft has every mark of the source exactly once, nested as before; marks
that stood beside each other do not overlap; and nothing crosses a line break.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from mt.arabic import normalise
from mt.documents.document import Mark, MarkedText, all_marks
from mt.documents.sentences import Piece, to_english
from mt.documents.spacing import space_points

_WORD = re.compile(r"\S+")
_CORE = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
_LEAST_MATCH = 0.5
"""Smallest F1 of words at which a phrase counts as found."""
_MOST_WORDS = 300
"""Longer drafts are not searched: their phrases take their share by position."""
_CONTEXT_WORDS = 2
"""How many words before a mark without text say where it stands."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DraftedPiece:
    """A piece of a source with what stands for it in the draft.

    Attributes:
        piece: where it is in the source.
        draft: its draft, or what is kept of it.
        phrases: drafts of phrases of the piece, by their offsets in the source text.
    """

    piece: Piece
    draft: str
    phrases: Mapping[Span, str]


def needed_phrases(unit: MarkedText, piece: Piece) -> tuple[Span, ...]:
    """Give the phrases of a sentence whose own drafts help to place the marks.

    Args:
        unit: text with marks.
        piece: a sentence of it.

    Returns:
        Offsets in the text, none twice; the first character and the one behind the last.
    """
    phrases = (_phrase(unit.text, mark, piece) for mark in all_marks(unit.marks))
    return tuple(dict.fromkeys(phrase for phrase in phrases if phrase is not None))


def project(unit: MarkedText, pieces: Sequence[DraftedPiece]) -> MarkedText:
    """Put the drafts of the pieces together and the marks of the source into them.

    Args:
        unit: the source.
        pieces: its pieces in order, which cover it.

    Returns:
        The draft, with every mark of the source once.
    """
    text = "".join(piece.draft for piece in pieces)
    if not unit.marks or not unit.text:
        return MarkedText(text, unit.marks)
    starts = [0, *accumulate(len(piece.draft) for piece in pieces)]
    projector = _Projector(unit.text, text, tuple(pieces), tuple(starts))
    return space_points(unit, MarkedText(text, projector.place(unit.marks, (0, len(text)))))


@dataclass(frozen=True, slots=True)
class _Projector:
    source: str
    draft: str
    pieces: tuple[DraftedPiece, ...]
    starts: tuple[int, ...]

    def place(self, marks: tuple[Mark, ...], within: Span) -> tuple[Mark, ...]:
        """Place marks that stand beside each other, and what is in them."""
        placed: dict[int, Span] = {}
        wishes = {index: self._wish(mark) for index, mark in enumerate(marks) if mark.end > mark.start}
        for index, (_, wish, limits) in sorted(wishes.items(), key=lambda item: -item[1][0]):
            bounds = _clip(limits, within)
            placed[index] = _fit(self.draft, _clip(wish, bounds), bounds, list(placed.values()))
        previous = within[0]
        taken = list(placed.values())
        for index, mark in enumerate(marks):
            if index not in placed:
                previous = _free_point(min(max(self._point(mark), previous), within[1]), previous, taken)
                placed[index] = (previous, previous)
        result = [
            replace(mark, start=start, end=end, children=self.place(mark.children, (start, end)))
            for mark, (start, end) in ((marks[index], span) for index, span in placed.items())
        ]
        order = {mark.key: index for index, mark in enumerate(marks)}
        return tuple(sorted(result, key=lambda mark: (mark.start, mark.end, order[mark.key])))

    def _wish(self, mark: Mark) -> tuple[float, Span, Span]:
        """Say how sure the place of a mark is, where it should go, and what it must not leave."""
        first = self._piece_at(mark.start, behind=False)
        last = self._piece_at(mark.end, behind=True)
        limits = (self.starts[first], self.starts[last + 1])
        if first != last:
            return 2.0, (self._edge(first, mark.start), self._edge(last, mark.end)), limits
        drafted = self.pieces[first]
        piece, base = drafted.piece, self.starts[first]
        if not piece.translated:
            return 2.0, (self._edge(first, mark.start), self._edge(first, mark.end)), limits
        if _covers(self.source, mark, piece):
            whole = (mark.start == piece.start, mark.end == piece.end)
            core = _CORE.search(drafted.draft)
            inner = core.span() if core else (0, len(drafted.draft))
            return (
                2.0,
                (base if whole[0] else base + inner[0], limits[1] if whole[1] else base + inner[1]),
                limits,
            )
        phrase = drafted.phrases.get((mark.start, mark.end))
        centre = _share(self.source, piece, (mark.start + mark.end) // 2)
        found = _find(drafted.draft, phrase, centre) if phrase else None
        if found is not None:
            return found[0], (base + found[1][0], base + found[1][1]), limits
        span = _proportional(self.source, mark, piece, drafted.draft)
        return 0.0, (base + span[0], base + span[1]), limits

    def _piece_at(self, offset: int, *, behind: bool) -> int:
        """Give the piece in which a mark starts, or `behind` which it ends."""
        search = bisect_left if behind else bisect_right
        return min(search(self.pieces, offset, key=lambda drafted: drafted.piece.end), len(self.pieces) - 1)

    def _edge(self, index: int, offset: int) -> int:
        """Give the place in the draft of an offset in the source, by position."""
        drafted, base = self.pieces[index], self.starts[index]
        piece = drafted.piece
        if offset <= piece.start:
            return base
        if offset >= piece.end:
            return base + len(drafted.draft)
        if not piece.translated:
            return base + len(to_english(self.source[piece.start : offset]))
        words = _cores(drafted.draft)
        count = round(_share(self.source, piece, offset) * len(words))
        return base + (words[count][0] if count < len(words) else len(drafted.draft))

    def _point(self, mark: Mark) -> int:
        """Give the place of a mark without text: behind the words that it stands behind."""
        index = self._piece_at(mark.start, behind=True)
        drafted, base = self.pieces[index], self.starts[index]
        piece = drafted.piece
        if not piece.translated or mark.start in {piece.start, piece.end}:
            return self._edge(index, mark.start)
        share = _share(self.source, piece, mark.start)
        context = _phrase(self.source, mark, piece)
        found = _find(drafted.draft, drafted.phrases.get(context, ""), share) if context else None
        if found is not None:
            return base + found[1][1]
        words = _cores(drafted.draft)
        count = round(share * len(words))
        return base + (words[count - 1][1] if 0 < count <= len(words) else 0)


def _phrase(text: str, mark: Mark, piece: Piece) -> Span | None:
    """Give the phrase of a sentence to look for in its draft, to place a mark; None if it needs none."""
    if not piece.translated or mark.start < piece.start or mark.end > piece.end:
        return None
    if mark.end > mark.start:
        blank = _CORE.search(text, mark.start, mark.end) is None
        return None if blank or _covers(text, mark, piece) else (mark.start, mark.end)
    if mark.start in {piece.start, piece.end}:
        return None
    words = [word for word in _WORD.finditer(text, piece.start, mark.start) if _CORE.search(word.group())]
    return (words[-min(_CONTEXT_WORDS, len(words))].start(), mark.start) if words else None


def _covers(text: str, mark: Mark, piece: Piece) -> bool:
    """Tell whether a mark has all the letters and digits of a piece."""
    return not (_CORE.search(text, piece.start, mark.start) or _CORE.search(text, mark.end, piece.end))


def _share(text: str, piece: Piece, offset: int) -> float:
    """Give the share of the words of a piece that stand before an offset, in [0, 1]."""
    before = len(_WORD.findall(text, piece.start, max(piece.start, offset)))
    return before / max(1, len(_WORD.findall(text, piece.start, piece.end)))


def _cores(text: str) -> list[Span]:
    """Give the words of a text without the punctuation around them; those without a letter are left out."""
    cores = []
    for word in _WORD.finditer(text):
        core = _CORE.search(text, word.start(), word.end())
        if core is not None:
            cores.append(core.span())
    return cores


def _find(draft: str, phrase: str, centre: float) -> tuple[float, Span] | None:
    """Find a phrase in a draft, even if a word of it differs.

    Args:
        draft: where to look.
        phrase: what to look for.
        centre: where it should be if it is there twice, as a share of the words.

    Returns:
        F1 of the words in (0, 1], and the span; None if it is not there.

    >>> _find("The talks began in Paris, he said.", "in Paris", 0.5)
    (1.0, (16, 24))
    """
    words = _cores(draft)
    sought = Counter(_key(phrase[start:end]) for start, end in _cores(phrase))
    size = sought.total()
    if not size or not 0 < len(words) <= _MOST_WORDS or size > len(words) + 1:
        return None
    keys = [_key(draft[start:end]) for start, end in words]
    best: tuple[float, float, Span] | None = None
    for length in {size, max(1, size - 1), min(len(words), size + 1)}:
        for start in range(len(words) - length + 1):
            common = (Counter(keys[start : start + length]) & sought).total()
            score = 2 * common / (length + size)
            distance = abs((start + length / 2) / len(words) - centre)
            if score >= _LEAST_MATCH and (best is None or (-score, distance) < (-best[0], best[1])):
                best = score, distance, (words[start][0], words[start + length - 1][1])
    return None if best is None else (best[0], best[2])


def _key(word: str) -> str:
    return normalise(word).casefold()


def _proportional(text: str, mark: Mark, piece: Piece, draft: str) -> Span:
    """Give the words of a draft that stand where a mark stands in its source."""
    words = _cores(draft)
    if not words:
        return 0, len(draft)
    total = max(1, len(_WORD.findall(text, piece.start, piece.end)))
    inside = len(_WORD.findall(text, mark.start, mark.end))
    length = min(len(words), max(1, round(inside / total * len(words))))
    start = min(len(words) - length, round(_share(text, piece, mark.start) * len(words)))
    return words[start][0], words[start + length - 1][1]


def _clip(span: Span, limits: Span) -> Span:
    start = min(max(span[0], limits[0]), limits[1])
    return start, min(max(span[1], start), limits[1])


def _fit(draft: str, wish: Span, limits: Span, taken: list[Span]) -> Span:
    """Give the free span nearest to a wish: its largest free part, else a free word, else a point."""
    free: list[Span] = []
    position = limits[0]
    for start, end in sorted(_clip(span, limits) for span in taken):
        free.append((position, max(position, start)))
        position = max(position, end)
    free.append((position, limits[1]))
    parts = [(max(wish[0], start), min(wish[1], end)) for start, end in free]
    part = max(parts, key=lambda span: span[1] - span[0])
    if part[1] > part[0] and draft[part[0] : part[1]].strip():
        return part
    words = [core for start, end in free for core in _cores_within(draft, start, end)]
    if words:
        return min(words, key=lambda word: abs(word[0] - wish[0]))
    point = _free_point(wish[0], limits[0], taken)
    return point, point


def _cores_within(draft: str, start: int, end: int) -> list[Span]:
    return [(start + first, start + last) for first, last in _cores(draft[start:end])]


def _free_point(point: int, least: int, taken: list[Span]) -> int:
    """Give the place nearest to a point that is not within a taken span, and not before `least`."""
    for start, end in taken:
        if start < point < end:
            return start if start >= least and point - start <= end - point else end
    return point
