"""What the aligner knows of the two texts: centred vectors, span norms, lengths.

Merged sentences are never embedded: a span's vector is the sum of its sentences' vectors, each
weighted by its length, so that every cosine of two spans comes out of one matrix of dot products.
The two means are taken off first (centring): they carry the language and the genre, which all
sentences of a side share, and hide what tells the sentences apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.encoder import Vectors

Floats = NDArray[np.float32]

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
    """

    vectors: Vectors
    norms: Floats
    lengths: NDArray[np.float64]

    @property
    def size(self) -> int:
        """Give the number of sentences."""
        return len(self.vectors)


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
    )


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
