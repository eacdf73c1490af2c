"""ZIP containers of documents, read with limits and written again in the order that they had."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from mt.errors import FormatError, UnsafeFileError

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "macrosheets/")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a container may hold; beyond that it is taken for a bomb.

    Attributes:
        entries: most files.
        total_bytes: most bytes of all files, unpacked.
        ratio: how many times as large as packed a file of more than `ratio_from_bytes` may be.
        ratio_from_bytes: size from which the ratio counts; small files of spaces pack very well.
    """

    entries: int = 20_000
    total_bytes: int = 512 << 20
    ratio: int = 200
    ratio_from_bytes: int = 10 << 20


@dataclass(frozen=True, slots=True)
class Package:
    """The files in a container, in order.

    Attributes:
        parts: content by name.
        infos: name, time and way of packing of each.
    """

    parts: Mapping[str, bytes]
    infos: tuple[ZipInfo, ...]

    def write(self, changed: Mapping[str, bytes]) -> bytes:
        """Give the container with some files changed; the others keep their bytes."""
        output = BytesIO()
        with ZipFile(output, "w") as archive:
            for info in self.infos:
                copy = ZipInfo(info.filename, info.date_time)
                copy.compress_type, copy.external_attr = info.compress_type, info.external_attr
                archive.writestr(copy, changed.get(info.filename, self.parts[info.filename]))
        return output.getvalue()


def read_package(data: bytes, name: str, *, limits: Limits | None = None) -> Package:
    """Read a container.

    Args:
        data: the file.
        name: what to call it in an error message.
        limits: what it may hold; None for the defaults.

    Raises:
        UnsafeFileError: it goes beyond the limits, has macros, or has two files of one name.
        FormatError: it is no ZIP file, is cut off or damaged, or is encrypted.
    """
    limits = limits or Limits()
    if data.startswith(_OLE_MAGIC):
        raise FormatError(
            f"{name} is encrypted with a password, or in the old binary format of Office; "
            "save it without a password in the new format"
        )
    try:
        with ZipFile(BytesIO(data)) as archive:
            infos = tuple(archive.infolist())
            _check(infos, name, limits)
            parts = {info.filename: archive.read(info) for info in infos}
    except (BadZipFile, EOFError, zlib.error, NotImplementedError, OSError, ValueError) as error:
        raise FormatError(
            f"{name} is damaged or cut off, or is no such document at all ({error}); save or fetch it again"
        ) from error
    return Package(parts, infos)


def _check(infos: tuple[ZipInfo, ...], name: str, limits: Limits) -> None:
    """Refuse a container by its directory, before anything is unpacked."""
    if len(infos) > limits.entries:
        raise UnsafeFileError(f"{name} holds {len(infos):,} files; at most {limits.entries:,} are unpacked")
    total = sum(info.file_size for info in infos)
    if total > limits.total_bytes:
        raise UnsafeFileError(
            f"{name} unpacks to {total:,} bytes; at most {limits.total_bytes:,} are unpacked. Split it"
        )
    names: set[str] = set()
    for info in infos:
        if info.flag_bits & 1:
            raise FormatError(f"{name} is encrypted ({info.filename}); save it without a password")
        if info.file_size > limits.ratio_from_bytes and info.file_size > limits.ratio * info.compress_size:
            raise UnsafeFileError(
                f"{name} looks like a ZIP bomb: {info.filename} unpacks to {info.file_size:,} bytes, "
                f"more than {limits.ratio} times its size; save it again with the program that made it"
            )
        if info.filename in names:
            raise UnsafeFileError(f"{name} holds {info.filename} twice; save it again")
        if any(macro in info.filename.lower() for macro in _MACRO_PARTS):
            raise UnsafeFileError(f"{name} has macros ({info.filename}); save it without macros")
        names.add(info.filename)
