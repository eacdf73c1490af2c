"""What a draft looks like when the model failed: loops, copies, nothing."""

import re
from collections.abc import Callable, Sequence

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
    >>> is_repeated("فزنا! فزنا! فزنا!", "We won! We won! We won!")
    False
    >>> is_repeated("عام ١٩٩٩", "the year 19999999"), is_repeated("١٠٠٠٠٠٠٠", "10000000")
    (True, False)
    """
    stutters = [match.group() for match in _STUTTER.finditer(draft)]
    if stutters:
        plain = normalise(source)
        if any(stutter not in plain for stutter in stutters):
            return True
    repeats = _repeats(draft.casefold().split(), least=_least)
    return repeats > 0 and repeats > _repeats(normalise(source).split(), least=lambda period: period)


def is_untranslated(source: str, draft: str) -> bool:
    """Tell whether a draft keeps Arabic letters, or has letters and equals its source.

    >>> is_untranslated("قال نعم", "he said نعم"), is_untranslated("OK", "OK"), is_untranslated("25", "25")
    (True, True, False)
    """
    if count_arabic_letters(draft):
        return True
    if count_arabic_letters(source):
        return False
    return _LETTER.search(draft) is not None and normalise(draft) == normalise(source)


def _repeats(words: Sequence[str], *, least: Callable[[int], int]) -> int:
    """Give how often the longest loop says again what it said; 0 without a loop.

    Args:
        words: of a text.
        least: for a period, how many words in a row have to equal the one a period before.

    >>> [_repeats(text.split(), least=_least) for text in ("a b a b a b", "a a a a", "a b a b")]
    [2, 3, 0]
    """
    largest = 0
    for period in _periods(words):
        run = 0
        for word, earlier in zip(words[period:], words, strict=False):
            run = run + 1 if word == earlier else 0
            if run >= least(period):
                largest = max(largest, run // period)
    return largest


def _periods(words: Sequence[str]) -> list[int]:
    """Give the periods that a loop can have: distances between equal words, of those there are thrice.

    Most drafts have none, which is what makes the check cheap.

    >>> _periods("the a of the b".split()), _periods("a b a b a b".split())
    ([], [2])
    """
    places: dict[str, list[int]] = {}
    for index, word in enumerate(words):
        places.setdefault(word, []).append(index)
    most = min(_LONGEST_PERIOD, len(words) // 3)
    found: set[int] = set()
    for where in places.values():
        if len(where) < 3:
            continue
        for number, later in enumerate(where):
            for earlier in reversed(where[:number]):
                if later - earlier > most:
                    break
                found.add(later - earlier)
    return sorted(found)


def _least(period: int) -> int:
    """Give how many words in a row equal the one a period before where there is a loop."""
    return 3 if period == 1 else 2 * period


def cut_loops(draft: str) -> str:
    """Take out what a loop says again.

    >>> cut_loops("the man of the man of the man of the man"), cut_loops("smuggggggglers in 19999999")
    ('the man of the man', 'smuglers in 19')
    """
    text = _STUTTER.sub(r"\1", draft)
    words = text.split()
    for period in range(1, min(_LONGEST_PERIOD, len(words) // 3) + 1):
        if not _loops(words, period):
            continue
        kept: list[str] = []
        for word in words:
            kept.append(word)
            tail = [w.casefold() for w in kept[-2 * period :]]
            if len(kept) >= 2 * period and tail[:period] == tail[period:]:
                del kept[-period:]
        words = kept
    return " ".join(words)


def is_out_of_proportion(source: str, draft: str) -> bool:
    """Tell whether a draft is far too long or too short for its source, in words.

    English takes about 1.3 words for an Arabic one.

    >>> is_out_of_proportion("قال نعم", "he said yes"), is_out_of_proportion("كلمة " * 20, "word")
    (False, True)
    """
    words, made = len(normalise(source).split()), len(draft.split())
    return made > 4 * words + 8 or (words >= 8 and made < words / 4)


def _loops(words: Sequence[str], period: int) -> bool:
    """Tell whether there is a loop of a period in words."""
    run, least = 0, _least(period)
    for word, earlier in zip(words[period:], words, strict=False):
        run = run + 1 if word.casefold() == earlier.casefold() else 0
        if run >= least:
            return True
    return False
