"""Units smaller than a sentence: overlapping windows of a few tokens, each with its own vector.

They say what part of a sentence the other side covers, which a vector of the whole sentence cannot,
and word by word as BERTScore does (Zhang et al., ICLR 2020). Departure: windows of five tokens and
not single ones, because the meaning of a single token is too vague to be found in another language.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from alignment.encoder import Encoder, Vectors

WINDOW = 5
STRIDE = 2
_WORD = re.compile(r"\S+")
_WORDS = 3
"""Words in a window where the encoder gives texts only."""


@dataclass(frozen=True, slots=True)
class Units:
    """The units of one sentence, in order.

    Attributes:
        vectors: (k, d) float32, rows of length 1; k is 0 for a sentence without a word.
        spans: (k, 2) int64, first character of each unit and the one behind its last.
    """

    vectors: Vectors
    spans: NDArray[np.int64]


@runtime_checkable
class UnitEncoder(Protocol):
    """An encoder that sees its units inside their sentence."""

    def encode_units(self, texts: Sequence[str], /) -> list[Units]:
        """Give the units of each text."""
        ...


def units_of(encoder: Encoder, texts: Sequence[str]) -> list[Units]:
    """Give the units of texts; those of an encoder that embeds whole texts only are embedded alone."""
    if isinstance(encoder, UnitEncoder):
        return encoder.encode_units(texts)
    spans = [windows(word_spans(text), size=_WORDS, stride=1) for text in texts]
    pieces = [text[a:b] for text, own in zip(texts, spans, strict=True) for a, b in own]
    vectors = encoder.encode(pieces)
    ends = np.cumsum([len(own) for own in spans])
    return [
        Units(part, np.array(own, dtype=np.int64).reshape(-1, 2))
        for part, own in zip(np.split(vectors, ends[:-1]), spans, strict=True)
    ]


def join_units(one: Units, other: Units) -> Units:
    """Put the units of two forms of a sentence together."""
    return Units(np.concatenate([one.vectors, other.vectors]), np.concatenate([one.spans, other.spans]))


def word_spans(text: str) -> list[tuple[int, int]]:
    """Give where the words of a text start and end.

    >>> word_spans("نعم، he said")
    [(0, 4), (5, 7), (8, 12)]
    """
    return [match.span() for match in _WORD.finditer(text)]


def windows(spans: Sequence[tuple[int, int]], *, size: int, stride: int) -> list[tuple[int, int]]:
    """Give the spans of the windows over some tokens; the last window ends with the last token.

    >>> windows([(0, 2), (3, 4), (5, 9), (10, 11)], size=2, stride=2)
    [(0, 4), (5, 11)]
    """
    return [(spans[a][0], spans[b - 1][1]) for a, b in window_bounds(len(spans), size=size, stride=stride)]


def window_bounds(count: int, *, size: int, stride: int) -> list[tuple[int, int]]:
    """Give the first token of each window and the one behind its last.

    >>> window_bounds(6, size=5, stride=2)
    [(0, 5), (1, 6)]
    >>> window_bounds(3, size=5, stride=2)
    [(0, 3)]
    """
    if count <= size:
        return [(0, count)] if count else []
    starts = [*range(0, count - size, stride), count - size]
    return [(start, start + size) for start in starts]
