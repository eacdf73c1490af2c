"""What of a text goes through the model, in which pieces, and how the drafts join again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mt.arabic import count_arabic_letters, normalise
from mt.clauses import split_clauses
from mt.clitics import english_of_short_words
from mt.english_forms import capitalise
from mt.glossary import FoundTerm, Glossary
from mt.placeholders import Protected, english_marks, find_protected, split_marks
from mt.segmentation import segment
from mt.tokenizer import END, Tokenizer

MAX_SOURCE_TOKENS = 200
"""Longer sentences are split: models were trained on few longer ones."""

_LINE_END = re.compile(r"\r?\n")
_STARTERS = frozenset(
    "A An The And But Or In On At By For From Of To With As He She It We They This That These Those "
    "There You Who Which".split()
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: a sentence, or a clause of an over-long one.

    Attributes:
        separator: what stands before it in the draft.
        text: the part, as the model reads it, or as it was where it is kept.
        tokens: its tokens with ``</s>``; empty where it is kept as it is.
        truncated: whether tokens had to be cut off.
        part: whether it is a part of a sentence that was cut around kept spans, without the marks
            at its ends.
        span: whether it is a kept span, that the draft must have.
        terms: terms of the glossary in it, whose English the draft must have.
    """

    separator: str
    text: str
    tokens: tuple[str, ...]
    truncated: bool = False
    part: bool = False
    span: bool = False
    terms: tuple[FoundTerm, ...] = ()

    @property
    def wanted(self) -> tuple[str, ...]:
        """The English that the draft must have."""
        return tuple(term.target for term in self.terms)


def plan_pieces(
    text: str,
    tokenizer: Tokenizer,
    *,
    max_positions: int,
    split_sentences: bool,
    glossary: Glossary | None = None,
) -> tuple[Piece, ...]:
    """Cut a text into the pieces that are decoded by themselves.

    Args:
        text: one text: a sentence, a bead, a paragraph.
        tokenizer: of the model.
        max_positions: longest source of the model in tokens.
        split_sentences: whether sentences are decoded one by one; over-long texts are split anyway.
        glossary: terms whose English is given; None for none.

    Returns:
        The pieces in order; none for a blank text. Sentences without Arabic letters are kept, and
        so are spans that have to come through byte for byte.

    Raises:
        UnicodeEncodeError: the text has half a surrogate pair, which is no character.
    """
    text.encode()
    if not count_arabic_letters(text):
        return (Piece("", text, ()),) if normalise(text) else ()
    kept = _kept_spans(text, glossary)
    spans = [(piece.start, piece.end) for piece in segment(text, language="ar")] if split_sentences else []
    spans = _without_cuts_in(kept, spans) if split_sentences else [(0, len(text))]
    pieces: list[Piece] = []
    position = 0
    for start, end in spans:
        separator = "" if not pieces else "".join(_LINE_END.findall(text, position, start)) or " "
        inside = [span for span in kept if start <= span.start and span.end <= end]
        if inside:
            new = cut_around(
                text,
                (start, end),
                kept=inside,
                tokenizer=tokenizer,
                max_positions=max_positions,
                glossary=glossary,
            )
            pieces += [replace(new[0], separator=separator), *new[1:]]
        else:
            pieces += _sentence_pieces(text[start:end], separator, tokenizer, max_positions, glossary)
        position = end
    return tuple(pieces)


def _kept_spans(text: str, glossary: Glossary | None) -> list[Protected]:
    """Give what is cut out: protected spans, and terms that stay Arabic; a term can replace a span."""
    spans = find_protected(text)
    terms = glossary.find(text) if glossary else ()
    equal = {(term.start, term.end): Protected(term.start, term.end, term.text) for term in terms}
    inner = [
        Protected(term.start, term.end, term.text)
        for term in terms
        if term.stays and not any(s.start < term.end and term.start < s.end for s in spans)
    ]
    return sorted(
        [*(equal.get((span.start, span.end), span) for span in spans), *inner], key=lambda span: span.start
    )


def _without_cuts_in(
    kept: Sequence[Protected], sentences: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Join sentences whose boundary lies within a kept span."""
    joined: list[tuple[int, int]] = []
    for start, end in sentences:
        if joined and any(span.start < start and joined[-1][1] < span.end for span in kept):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def cut_around(
    text: str,
    within: tuple[int, int],
    *,
    kept: Sequence[Protected],
    tokenizer: Tokenizer,
    max_positions: int,
    glossary: Glossary | None = None,
) -> list[Piece]:
    """Cut a sentence around its kept spans, and what is between them into marks and words."""
    pieces: list[Piece] = []
    start, end = within
    spaced = False

    def add(raw: str, *, span: str | None = None) -> None:
        nonlocal spaced
        shown = english_marks(raw) if span is None else span
        if shown:
            space = (spaced or raw[:1].isspace()) and (span is not None or shown[0] not in ",.;:!?)]}")
            if span is None and count_arabic_letters(raw):
                english = english_of_short_words(normalise(raw))
                if english is None:
                    new = _sentence_pieces(raw, " " if space else "", tokenizer, max_positions, glossary)
                    pieces.extend(replace(piece, part=True) for piece in new)
                else:
                    pieces.append(Piece(" ", english, ()))
            else:
                pieces.append(Piece(" " if space else "", shown, (), span=span is not None))
        spaced = raw[-1:].isspace() if raw else spaced

    position = start
    for item in kept:
        for raw in split_marks(text[position : item.start]):
            add(raw)
        # A letter written onto a Latin word is a word of its own in English.
        spaced = spaced or count_arabic_letters(text[max(position, item.start - 1) : item.start]) > 0
        add(text[item.start : item.end], span=item.text)
        spaced = spaced or count_arabic_letters(text[item.end : item.end + 1]) > 0
        position = item.end
    for raw in split_marks(text[position:end]):
        add(raw)
    return pieces


def _sentence_pieces(
    text: str, separator: str, tokenizer: Tokenizer, max_positions: int, glossary: Glossary | None = None
) -> list[Piece]:
    if not count_arabic_letters(text):
        return [Piece(separator, text, ())]
    plain = normalise(text)
    tokens = tokenizer.encode(plain)
    limit = min(MAX_SOURCE_TOKENS, max_positions - 1)
    if len(tokens) <= limit + 1:
        return [Piece(separator, plain, tokens, terms=glossary.find(plain) if glossary else ())]
    pieces: list[Piece] = []
    for start, end in split_clauses(plain, limit, cost=tokenizer.count):
        tokens = tokenizer.encode(plain[start:end])
        # Words cost what they cost alone; should they cost more together, the end is cut and said so.
        truncated = len(tokens) > max_positions
        if truncated:
            tokens = (*tokens[: max_positions - 1], END)
        part = plain[start:end]
        terms = glossary.find(part) if glossary else ()
        pieces.append(Piece(" " if pieces else separator, part, tokens, truncated, terms=terms))
    return pieces


def capitalised(piece: Piece) -> Piece:
    """Give a kept piece as it starts a sentence."""
    return replace(piece, text=capitalise(piece.text))


def join_drafts(pieces: Sequence[Piece], drafts: Sequence[str]) -> str:
    """Join the drafts of pieces, one each.

    A part of a sentence ends without a stop of its own, and starts small where a common word
    starts it.
    """
    joined = ""
    for piece, draft in zip(pieces, drafts, strict=True):
        text = draft
        if piece.part:
            text = text.rstrip(" .,;:") or text
            if joined and joined[-1] not in '.!?"\n' and text.split(" ", 1)[0] in _STARTERS:
                text = text[0].lower() + text[1:]
        if text:
            joined += (piece.separator if joined else "") + text
    return joined
