"""Reading and writing text files: UTF-8 or an error, the whole file or none of it."""

import os
from collections.abc import Iterable
from pathlib import Path
from threading import get_ident

from mt.errors import EncodingError, MissingFileError, OutputError

_BYTE_ORDER_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def read_text(path: Path) -> str:
    """Read a UTF-8 text file.

    A byte order mark is dropped; line ends stay as they are.

    Raises:
        MissingFileError: there is no such file, it is a directory, or it may not be read.
        EncodingError: the bytes are not UTF-8.
    """
    return decode_utf8(read_bytes(path), str(path))


def read_bytes(path: Path) -> bytes:
    """Read a file.

    Raises:
        MissingFileError: there is no such file, it is a directory, or it may not be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise MissingFileError(f"no such file: {path}; check the path") from error
    except IsADirectoryError as error:
        raise MissingFileError(f"{path} is a directory; give a file in it") from error
    except OSError as error:
        raise MissingFileError(f"cannot read {path}: {error.strerror}") from error


def decode_utf8(data: bytes, name: str, *, first_line: int = 1) -> str:
    r"""Decode UTF-8, without a byte order mark.

    Args:
        data: the bytes.
        name: what to call them in an error message.
        first_line: number of the first line of the bytes; only line 1 can have a byte order mark.

    Raises:
        EncodingError: the bytes are not UTF-8; the message says where.

    >>> decode_utf8("\N{ZERO WIDTH NO-BREAK SPACE}نعم".encode(), "x")
    'نعم'
    """
    try:
        return data.decode("utf-8-sig" if first_line == 1 else "utf-8")
    except UnicodeDecodeError as error:
        encoding = _BYTE_ORDER_MARKS.get(data[:2], "windows-1256")
        # The count of the codec starts behind a byte order mark; the line is counted from the same place.
        line = error.object.count(b"\n", 0, error.start) + first_line
        raise EncodingError(
            f"{name} is not UTF-8 (byte 0x{error.object[error.start]:02x} in line {line}); "
            f"save it as UTF-8, for instance with: iconv -f {encoding} -t UTF-8"
        ) from error


def check_writable(path: Path) -> None:
    """Check, before a long job, that its result has a place to go.

    Raises:
        OutputError: the path is a directory, or its directory does not exist.
    """
    if path.is_dir():
        raise OutputError(f"cannot write {path}: it is a directory; give the name of a file")
    if not path.resolve().parent.is_dir():
        raise OutputError(f"cannot write {path}: there is no directory {path.parent}; make it first")


def make_folder(path: Path) -> None:
    """Make a folder and those above it, unless it is there.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make the folder {path}: {error.strerror}; choose another place") from error


def write_text_atomically(path: Path, text: str) -> None:
    """Write a UTF-8 file, so that a reader sees the old content or the new, never a part.

    Pipes and devices are written as they are.

    Raises:
        OutputError: the file could not be written; what was there before is still there.
    """
    write_bytes_atomically(path, text.encode())


def write_bytes_atomically(path: Path, data: bytes) -> None:
    """Write a file as `write_text_atomically` does.

    Raises:
        OutputError: the file could not be written.
    """
    write_chunks_atomically(path, (data,))


def write_chunks_atomically(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file as `write_text_atomically` does, from chunks that need not be in memory together.

    Raises:
        OutputError: the file could not be written.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as file:  # a directory fails here, as it should
                file.writelines(chunks)
            return
        target = path.resolve()  # replacing a link would leave what it points to as it was
        partial = target.with_name(f".{target.name}.{os.getpid()}-{get_ident()}.partial")
        try:
            with partial.open("wb") as file:
                file.writelines(chunks)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"cannot write {path}: {error.strerror}; choose another place or make room"
        ) from error
