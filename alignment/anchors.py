"""Anchors: what two languages write alike — numbers, dates, Latin words, addresses.

Words that occur in few sentences of either text pair those sentences, as the hapax legomena of
Melamed (SIMR, ACL 1997) and Gomes and Lopes (EPIA 2016) do. Departures: a word may occur up to
`_MOST` times, and counts less the more often it does. Names in Arabic letters are left out: met by
the consonants that both scripts write, they added nothing to what the vectors know, for half the
time of the search.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

_MOST = 6
_WORD = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W\d_\u0621-\u064a]{3,}")
_PARTS = re.compile(r"[.,:/-]")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٬٫", "01234567890123456789,.")


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
            words = dict.fromkeys(_WORD.findall(text.translate(_DIGITS)))
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
    for word in _WORD.findall(text.translate(_DIGITS)):
        yield from _word_keys(word)


def _word_keys(word: str) -> Iterator[str]:
    if word[0].isdigit():
        yield "#" + word.replace(",", "")
        yield from ("#" + part for part in _PARTS.split(word) if len(part) > 2 and part != word)
    else:
        yield "=" + word.casefold()
