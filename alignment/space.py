"""What the aligner knows of the two texts: centred vectors, span norms, lengths.

Merged sentences are never embedded: a span's vector is the sum of its sentences' vectors, each
weighted by its length, so that every cosine of two spans comes out of one matrix of dot products.
The two means are taken off first (centring): they carry the language and the genre, which all
sentences of a side share, and hide what tells the sentences apart.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.encoder import Vectors

Floats = NDArray[np.float32]

Anchors = tuple[NDArray[np.int64], NDArray[np.int64], Floats]

MAX_SPAN = 8
"""The largest number of sentences on one side of a bead."""
_CENTRING_PRIOR = 8.0
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Side:
    """One text as the search sees it.

    Attributes:
        vectors: (n, d) float32, centred sentence vectors times the sentence's weight.
        norms: (MAX_SPAN + 1, n + 1) float32; ``norms[a, i]`` is the Euclidean length of the sum of
            the ``a`` sentences that end before sentence ``i``, and 1 where there are fewer.
        lengths: (n + 1,) float64, characters before sentence ``i``.
        open_ends: (n + 1,) float32, as `open_ends` gives them.
    """

    vectors: Vectors
    norms: Floats
    lengths: NDArray[np.float64]
    open_ends: Floats

    @property
    def size(self) -> int:
        """Give the number of sentences."""
        return len(self.vectors)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts and what ties them.

    Attributes:
        source: the source side, n sentences.
        target: the target side, m sentences.
        source_hubs: (n,) float32, mean cosine of each sentence with its nearest on the other side.
        target_hubs: (m,) the same for the target.
        anchors: pairs of sentences that share rare words: source numbers ascending, target numbers, weights.
        length_ratio: characters of the target for a character of the source, in the texts as wholes.
    """

    source: Side
    target: Side
    source_hubs: Floats
    target_hubs: Floats
    anchors: Anchors
    length_ratio: float


def make_pair(source: Side, target: Side, hubs: tuple[Floats, Floats], anchors: Anchors) -> Pair:
    """Tie two whole texts; `hubs` and `anchors` are as `Pair` describes them."""
    ratio = float(max(target.lengths[-1], 1.0) / max(source.lengths[-1], 1.0))
    return Pair(source, target, *hubs, anchors, ratio)


def make_side(texts: Sequence[str], vectors: Vectors) -> Side:
    """Centre and weigh the vectors of a text.

    Args:
        texts: the n sentences.
        vectors: (n, d) float32, rows of length 1.

    The mean of few sentences is mostly those sentences; it is shrunk as if `_CENTRING_PRIOR`
    sentences with a mean of zero had been there too, and one sentence stays as it is.
    """
    n = len(texts)
    characters = np.array([len(text.strip()) for text in texts], dtype=np.float64)
    centred = vectors - vectors.sum(axis=0, dtype=np.float32) / np.float32(n + _CENTRING_PRIOR)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    weights = np.sqrt(np.maximum(characters, 1.0)).astype(np.float32)
    weighted = centred / np.maximum(lengths, _TINY) * weights[:, None]
    return Side(
        vectors=weighted.astype(np.float32),
        norms=_span_norms(weighted),
        lengths=np.concatenate([[0.0], np.cumsum(characters)]),
        open_ends=open_ends(texts),
    )


def cut_pair(pair: Pair, rows: range, columns: range) -> Pair:
    """Give the pair of a stretch of both texts; numbers count from its start."""
    first, last = np.searchsorted(pair.anchors[0], [rows.start, rows.stop])
    part = slice(int(first), int(last))
    left, right, weights = pair.anchors[0][part], pair.anchors[1][part], pair.anchors[2][part]
    inside = (right >= columns.start) & (right < columns.stop)
    return Pair(
        source=_cut_side(pair.source, rows),
        target=_cut_side(pair.target, columns),
        source_hubs=pair.source_hubs[rows.start : rows.stop],
        target_hubs=pair.target_hubs[columns.start : columns.stop],
        anchors=(left[inside] - rows.start, right[inside] - columns.start, weights[inside]),
        length_ratio=pair.length_ratio,
    )


def _cut_side(side: Side, part: range) -> Side:
    borders = slice(part.start, part.stop + 1)
    return Side(
        vectors=side.vectors[part.start : part.stop],
        norms=side.norms[:, borders],
        lengths=side.lengths[borders] - side.lengths[part.start],
        open_ends=side.open_ends[borders],
    )


_STOP = re.compile(r"[.!?؟۔。！？][\"'»”’)\]\s]*$")
_GOES_ON = re.compile(r"[)\]»”,;:.،؛]")


def open_ends(texts: Sequence[str]) -> Floats:
    """Say where a text goes on across the border of two of its sentences.

    Returns:
        (n + 1,) float32; 1 where the sentence before border ``i`` ends without a full stop of any
        kind, or the one behind it starts with a small letter or with what closes something.

    >>> open_ends(["He said:", "Yes.", "then he left", "No."]).tolist()
    [0.0, 1.0, 1.0, 1.0, 0.0]
    """
    borders = np.zeros(len(texts) + 1, dtype=np.float32)
    for i in range(1, len(texts)):
        following = texts[i].lstrip()
        letter = next((c for c in following if c.isalpha()), "")
        borders[i] = (
            _STOP.search(texts[i - 1]) is None or letter.islower() or _GOES_ON.match(following) is not None
        )
    return borders


def _span_norms(vectors: Vectors) -> Floats:
    n = len(vectors)
    norms = np.ones((MAX_SPAN + 1, n + 1), dtype=np.float32)
    squares = np.zeros(n + 1)
    # dots[k][i] is the dot product of sentences i and i + k.
    dots = [np.einsum("ij,ij->i", vectors[: n - k], vectors[k:]) for k in range(min(MAX_SPAN, n))]
    for a in range(1, min(MAX_SPAN, n) + 1):
        # A span of a sentences is the span of its last a - 1 and the sentence before them.
        grown = np.zeros(n + 1)
        first = np.arange(n - a + 1)
        grown[a:] = squares[a:] + dots[0][first]
        for k in range(1, a):
            grown[a:] += 2 * dots[k][first]
        squares = grown
        norms[a, a:] = np.sqrt(np.maximum(squares[a:], _TINY))
    return norms
