"""Anchors: what two languages write alike — numbers, dates, Latin words, addresses, names.

Words that occur in few sentences of either text pair those sentences, as the hapax legomena of
Melamed (SIMR, ACL 1997) and Gomes and Lopes (EPIA 2016) do. Departures: a word may occur up to
`_MOST` times, and counts less the more often it does; Arabic names meet Latin ones by the
consonants that both scripts write.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from mt.arabic import normalise

_MOST = 6
_WORD = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W\d_]+")
_PARTS = re.compile(r"[.,:/-]")
_ARABIC_CONSONANTS = {
    **dict.fromkeys("بپ", "B"),
    **dict.fromkeys("تطةدضذظث", "T"),
    **dict.fromkeys("جغگ", "G"),
    **dict.fromkeys("سصزش", "S"),
    **dict.fromkeys("كقخچح", "K"),
    **dict.fromkeys("فڤ", "F"),
    "ر": "R",
    "ل": "L",
    "م": "M",
    "ن": "N",
}
_LATIN_CONSONANTS = {
    **dict.fromkeys("bp", "B"),
    **dict.fromkeys("td", "T"),
    **dict.fromkeys("gj", "G"),
    **dict.fromkeys("sz", "S"),
    **dict.fromkeys("kqcx", "K"),
    **dict.fromkeys("fv", "F"),
    "r": "R",
    "l": "L",
    "m": "M",
    "n": "N",
}
_DIGRAPHS = (
    ("sh", "s"),
    ("ch", "s"),
    ("th", "t"),
    ("dh", "t"),
    ("kh", "k"),
    ("gh", "g"),
    ("ph", "f"),
    ("ck", "k"),
    ("dj", "g"),
)


def shared_anchors(source: Sequence[str], target: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find the pairs of sentences that share a rare word.

    Returns:
        Source numbers ascending, target numbers, and float32 weights: a word that occurs once on
        each side weighs 1.
    """
    where: tuple[dict[str, list[int]], dict[str, list[int]]] = (defaultdict(list), defaultdict(list))
    known: dict[str, tuple[str, ...]] = {}
    for side, texts in enumerate((source, target)):
        for number, text in enumerate(texts):
            words = dict.fromkeys(_WORD.findall(normalise(text)))
            known |= {word: tuple(_word_keys(word)) for word in words if word not in known}
            for key in dict.fromkeys(key for word in words for key in known[word]):
                where[side][key].append(number)
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for key, left in where[0].items():
        right = where[1].get(key, [])
        if right and max(len(left), len(right)) <= _MOST:
            for i in left:
                for j in right:
                    weights[i, j] += (len(left) * len(right)) ** -0.5
    pairs = sorted(weights)
    return (
        np.array([i for i, _ in pairs], dtype=np.int64),
        np.array([j for _, j in pairs], dtype=np.int64),
        np.array([weights[pair] for pair in pairs], dtype=np.float32),
    )


def anchor_keys(text: str) -> Iterator[str]:
    """Give the keys under which a text's words meet their like in another language.

    >>> sorted(anchor_keys("قال 1٬250 من IBM"))
    ['#1250', '#250', '=ibm']
    """
    for word in _WORD.findall(normalise(text)):
        yield from _word_keys(word)


def _word_keys(word: str) -> Iterator[str]:
    if word[0].isdigit():
        yield "#" + word.replace(",", "")
        yield from ("#" + part for part in _PARTS.split(word) if len(part) > 2 and part != word)
    elif "\u0621" <= word[0] <= "\u064a":
        for stem in _stems(word):
            skeleton = "".join(_ARABIC_CONSONANTS.get(c, "") for c in stem)
            if len(skeleton) > 2:
                yield "@" + _single(skeleton)
    elif len(word) > 2:
        folded = word.casefold()
        if word[0].isupper() and word.isascii():
            for pair, single in _DIGRAPHS:
                folded = folded.replace(pair, single)
            skeleton = "".join(_LATIN_CONSONANTS.get(c, "") for c in folded)
            if len(skeleton) > 2:
                yield "@" + _single(skeleton)
        yield "=" + word.casefold()


def _stems(word: str) -> Iterator[str]:
    yield word
    for prefix in ("وال", "بال", "ال", "لل", "و", "ب", "ل", "ف", "ك"):
        if word.startswith(prefix) and len(word) - len(prefix) > 3:
            yield word[len(prefix) :]
            break


def _single(skeleton: str) -> str:
    return re.sub(r"(.)\1+", r"\1", skeleton)
