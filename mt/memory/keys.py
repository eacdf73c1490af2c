"""What a text is found by: its key, the number of that, and the stems of its words."""

import re
import zlib
from hashlib import blake2b

from mt.arabic import matching_key

_WORD = re.compile(r"[^\W_]+")
# Light stemming, after Larkey, Ballesteros and Connell, "Improving stemming for Arabic information
# retrieval", SIGIR 2002 (their light10). The endings are those of keys, in which ة is ه.
_PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال", "و")
_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")


def key_number(key: str) -> int:
    """Give a number for a key, the same on every machine: 63 bits of BLAKE2b, never 0."""
    digest = blake2b(key.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1 or 1


def context_id(text: str | int | None) -> int:
    """Give the number by which a neighbour is known; 0 where there is none.

    >>> context_id("نعم") == context_id("نعَم"), context_id(None), context_id(7)
    (True, 0, 7)
    """
    if isinstance(text, int):
        return text
    return key_number(matching_key(text)) if text else 0


def stem(word: str) -> str:
    """Take the commonest prefix and suffixes from a word of a key.

    >>> stem("والمدرسه"), stem("مدرستها"), stem("بيت"), stem("نعم")
    ('مدرس', 'مدرست', 'بيت', 'نعم')
    """
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= (3 if prefix == "و" else 2):
            word = word[len(prefix) :]
            break
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 2:
            word = word[: -len(suffix)]
    return word


def stem_codes(key: str) -> frozenset[int]:
    """Give the stems of a key as numbers of 32 bits; two stems with one number do no harm.

    >>> len(stem_codes("المدرسه مدرسه في"))
    2
    """
    return frozenset(zlib.crc32(stem(word).encode()) for word in _WORD.findall(key))
