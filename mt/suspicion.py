"""What a draft looks like when the model failed: loops, copies, nothing."""

import re
from collections.abc import Sequence

from mt.arabic import count_arabic_letters, normalise

_LONGEST_PERIOD = 12
_LETTER = re.compile(r"[^\W\d_]")
# One to four letters or digits, six times and more: "1999999", "smuggggggle", "nananananana".
_STUTTER = re.compile(r"([^\W_]{1,4}?)\1{5,}")


def is_repeated(source: str, draft: str) -> bool:
    """Tell whether a draft loops and its source does not.

    A loop is a word four times in a row, a group of up to twelve words three times, or a few
    characters six times.

    >>> is_repeated("قال نعم", "the man of the man of the man of the man")
    True
    >>> is_repeated("لا لا لا لا", "no no no no"), is_repeated("مرة بعد مرة", "time and again and again")
    (False, False)
    >>> is_repeated("عام ١٩٩٩", "the year 19999999"), is_repeated("١٠٠٠٠٠٠٠", "10000000")
    (True, False)
    """
    plain = normalise(source)
    if any(match.group() not in plain for match in _STUTTER.finditer(draft)):
        return True
    return _loop_size(draft.casefold().split()) > _loop_size(plain.split())


def is_untranslated(source: str, draft: str) -> bool:
    """Tell whether a draft keeps Arabic letters, or has letters and equals its source.

    >>> is_untranslated("قال نعم", "he said نعم"), is_untranslated("OK", "OK"), is_untranslated("25", "25")
    (True, True, False)
    """
    if count_arabic_letters(draft):
        return True
    return _LETTER.search(draft) is not None and normalise(draft) == normalise(source)


def _loop_size(words: Sequence[str]) -> int:
    """Give how many words the longest loop repeats; 0 without a loop.

    >>> _loop_size("a b a b a b".split()), _loop_size("a a a a".split()), _loop_size("a b a b".split())
    (4, 3, 0)
    """
    largest = 0
    for period in range(1, min(_LONGEST_PERIOD, len(words) // 3) + 1):
        least = 3 if period == 1 else 2 * period
        run = 0
        for word, earlier in zip(words[period:], words, strict=False):
            run = run + 1 if word == earlier else 0
            if run >= least:
                largest = max(largest, run)
    return largest
