"""What of a text goes through the model, in which pieces, and how the drafts join again."""

from dataclasses import dataclass

from mt.arabic import count_arabic_letters, normalise
from mt.clauses import split_clauses
from mt.segmentation import segment
from mt.tokenizer import END, Tokenizer

MAX_SOURCE_TOKENS = 200
"""Longer sentences are split: models were trained on few longer ones."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: a sentence, or a clause of an over-long one.

    Attributes:
        separator: what stands before it in the draft.
        text: the part, as the model reads it, or as it was where it is kept.
        tokens: its tokens with ``</s>``; empty where it is kept as it is.
        truncated: whether tokens had to be cut off.
    """

    separator: str
    text: str
    tokens: tuple[str, ...]
    truncated: bool = False


def plan_pieces(
    text: str, tokenizer: Tokenizer, *, max_positions: int, split_sentences: bool
) -> tuple[Piece, ...]:
    """Cut a text into the pieces that are decoded by themselves.

    Args:
        text: one text: a sentence, a bead, a paragraph.
        tokenizer: of the model.
        max_positions: longest source of the model in tokens.
        split_sentences: whether sentences are decoded one by one; over-long texts are split anyway.

    Returns:
        The pieces in order; none for a blank text. Sentences without Arabic letters are kept.

    Raises:
        UnicodeEncodeError: the text has half a surrogate pair, which is no character.
    """
    text.encode()
    if split_sentences:
        spans = [(piece.start, piece.end) for piece in segment(text, language="ar")]
    else:
        spans = [(0, len(text))] if text.strip() else []
    pieces: list[Piece] = []
    position = 0
    for start, end in spans:
        separator = "" if not pieces else "\n" * text.count("\n", position, start) or " "
        pieces += _sentence_pieces(text[start:end], separator, tokenizer, max_positions)
        position = end
    return tuple(pieces)


def _sentence_pieces(text: str, separator: str, tokenizer: Tokenizer, max_positions: int) -> list[Piece]:
    if not count_arabic_letters(text):
        return [Piece(separator, text, ())]
    plain = normalise(text)
    tokens = tokenizer.encode(plain)
    limit = min(MAX_SOURCE_TOKENS, max_positions - 1)
    if len(tokens) <= limit + 1:
        return [Piece(separator, plain, tokens)]
    pieces: list[Piece] = []
    for start, end in split_clauses(plain, limit, cost=tokenizer.count):
        tokens = tokenizer.encode(plain[start:end])
        # Words cost what they cost alone; should they cost more together, the end is cut and said so.
        truncated = len(tokens) > max_positions
        if truncated:
            tokens = (*tokens[: max_positions - 1], END)
        pieces.append(Piece(" " if pieces else separator, plain[start:end], tokens, truncated))
    return pieces
