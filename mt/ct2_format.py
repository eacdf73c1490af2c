"""The file `model.bin` of CTranslate2, and its quantisation to 8 bits.

CTranslate2 writes it from `ctranslate2.specs`, which imports torch; this does the same from arrays
alone, so that a first translation on a laptop needs no torch. Layout (binary version 6, which every
CTranslate2 4 reads), little-endian::

    u32 binary version · string specification · u32 its revision
    u32 number of variables, each: string name · u8 rank · u32 × rank shape · u8 type · u32 bytes · data
    u32 number of aliases, each: string alias · string variable
    (string: u16 length with the closing zero · UTF-8 · zero)
"""

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

_BINARY_VERSION = 6
_SPECIFICATION = "TransformerSpec"
_REVISION = 7
_TYPES = {"float32": 0, "int8": 1, "int16": 2, "int32": 3, "float16": 4}

Variables = Mapping[str, NDArray[np.generic]]


def write_model(path: Path, variables: Variables, aliases: Mapping[str, str]) -> None:
    """Write a `model.bin`.

    Args:
        path: the file.
        variables: arrays by their names in CTranslate2's Transformer specification.
        aliases: names that stand for another variable.

    Raises:
        OSError: the file cannot be written.
    """
    with path.open("wb") as file:
        file.write(struct.pack("<I", _BINARY_VERSION))
        _write_string(file, _SPECIFICATION)
        file.write(struct.pack("<II", _REVISION, len(variables)))
        for name, value in variables.items():
            _write_string(file, name)
            file.write(struct.pack(f"<B{value.ndim}I", value.ndim, *value.shape))
            file.write(struct.pack("<BI", _TYPES[value.dtype.name], value.nbytes))
            file.write(np.ascontiguousarray(value).astype(value.dtype.newbyteorder("<"), copy=False).data)
        file.write(struct.pack("<I", len(aliases)))
        for alias, name in aliases.items():
            _write_string(file, alias)
            _write_string(file, name)


def quantise_rows(weight: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Quantise a matrix to 8 bits with a scale for each row.

    Args:
        weight: ``(rows, columns) float32``.

    Returns:
        The matrix times its scales, rounded, ``(rows, columns) int8`` in [-127, 127], and the
        scales, ``(rows,) float32``: 127 over the largest magnitude in the row, 1 for a row of zeros.

    >>> quantised, scale = quantise_rows(np.array([[0.5, -1.0], [0.0, 0.0]], dtype=np.float32))
    >>> quantised.tolist(), scale.tolist()
    ([[64, -127], [0, 0]], [127.0, 1.0])
    """
    largest = np.abs(weight).max(axis=1)
    scale = (127.0 / np.where(largest == 0, np.float32(127.0), largest)).astype(np.float32)
    return np.rint(weight * scale[:, None]).astype(np.int8), scale


def _write_string(file: BinaryIO, text: str) -> None:
    data = text.encode() + b"\0"
    file.write(struct.pack("<H", len(data)) + data)
