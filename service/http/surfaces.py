"""Which API a path belongs to: our own, or one that we share with another service."""

from enum import StrEnum


class Surface(StrEnum):
    """An API with its own form of errors."""

    NATIVE = "native"
    LIBRETRANSLATE = "libretranslate"
    DEEPL = "deepl"
    APERTIUM = "apertium"


_LIBRETRANSLATE = ("/translate", "/detect", "/languages", "/translate_file", "/suggest", "/health")
_LIBRETRANSLATE_BELOW = ("/download_file/", "/frontend/")
_APERTIUM = ("/listPairs", "/listLanguageNames")


def surface_of(path: str) -> Surface:
    """Give the API of a path.

    >>> surface_of("/v1/translate").value, surface_of("/v2/usage").value, surface_of("/detect").value
    ('native', 'deepl', 'libretranslate')
    """
    if path == "/v2" or path.startswith("/v2/"):
        return Surface.DEEPL
    if path in _LIBRETRANSLATE or path.startswith(_LIBRETRANSLATE_BELOW):
        return Surface.LIBRETRANSLATE
    return Surface.APERTIUM if path in _APERTIUM else Surface.NATIVE
