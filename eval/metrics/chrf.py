"""chrF and chrF++: an F-score of character n-grams, and of words.

Popović 2015, "chrF: character n-gram F-score for automatic MT evaluation", WMT; Popović 2017,
"chrF++: words helping character n-grams", WMT. Numbers are those of sacreBLEU 2.6.0 with its
defaults: characters without white space up to order 6, β = 2, only orders that both sides have.
"""

import string
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.metrics.metric import (
    FloatArray,
    References,
    check_references,
    sacrebleu_version,
    segment_references,
)

CHAR_ORDER = 6
BETA = 2
_PUNCTUATION = frozenset(string.punctuation)


@dataclass(frozen=True, slots=True)
class Chrf:
    """chrF, or chrF++ with words; statistics are counts by order.

    Attributes:
        word_order: 0 for chrF, 2 for chrF++.
    """

    word_order: int = 0

    @property
    def id(self) -> str:
        """Name in options and JSON."""
        return "chrf" + "+" * self.word_order

    @property
    def name(self) -> str:
        """Name as sacreBLEU prints it."""
        return f"chrF{BETA}" + "+" * self.word_order

    @property
    def lower_is_better(self) -> bool:
        """False."""
        return False

    def statistics(self, hypotheses: Sequence[str], references: References) -> FloatArray:
        """Count n-grams against the best reference of each segment.

        >>> Chrf().statistics(["abc"], [["ab d"]]).astype(int).tolist()[0][:6]
        [3, 3, 2, 2, 2, 1]

        Args:
            hypotheses: the segments.
            references: their references.

        Returns:
            (n_segments, 3 · orders) float64: for each order, characters first, the n-grams of the
            hypothesis (0 where the reference has none), those of the reference, and the matches.

        Raises:
            EmptyTextError, LengthMismatchError: as in `check_references`.
        """
        check_references(hypotheses, references)
        rows = np.empty((len(hypotheses), 3 * (CHAR_ORDER + self.word_order)))
        for row, hypothesis, texts in zip(rows, hypotheses, segment_references(references), strict=True):
            counted = _count(hypothesis, self.word_order)
            candidates = [_compare(counted, _count(text, self.word_order)) for text in texts]
            row[:] = max(candidates, key=_exact_score) if len(candidates) > 1 else candidates[0]
        return rows

    def score(self, totals: FloatArray) -> FloatArray:
        """Score sums of statistics.

        >>> Chrf().score(Chrf().statistics(["same"], [["same"]]).sum(0)).item()
        100.0

        Args:
            totals: (…, 3 · orders), sums of rows of `statistics`.

        Returns:
            (…), chrF in [0, 100].
        """
        return _score(totals)

    def segment_scores(self, statistics: FloatArray) -> FloatArray:
        """Score each segment by itself.

        Args:
            statistics: (n_segments, 3 · orders).

        Returns:
            (n_segments,), chrF in [0, 100].
        """
        return _score(statistics)

    def signature(self, references: str) -> str:
        """Give sacreBLEU's signature.

        >>> Chrf(word_order=2).signature("1").rpartition("|")[0]
        'nrefs:1|case:mixed|eff:yes|nc:6|nw:2|space:no'
        """
        return (
            f"nrefs:{references}|case:mixed|eff:yes|nc:{CHAR_ORDER}|nw:{self.word_order}|space:no"
            f"|version:{sacrebleu_version()}"
        )


def _count(text: str, word_order: int) -> "list[Counter[str]]":
    characters = "".join(text.split())
    counts = [
        Counter([characters[start : start + order] for start in range(len(characters) - order + 1)])
        for order in range(1, CHAR_ORDER + 1)
    ]
    if word_order:
        words = split_punctuation(text)
        counts += [
            Counter([" ".join(words[start : start + order]) for start in range(len(words) - order + 1)])
            for order in range(1, word_order + 1)
        ]
    return counts


def split_punctuation(text: str) -> list[str]:
    """Split a text into words, with one punctuation mark at an end of a word by itself.

    >>> split_punctuation("(hi), there!")
    ['(hi)', ',', 'there', '!']
    """
    words: list[str] = []
    for word in text.split():
        if len(word) > 1 and word[-1] in _PUNCTUATION:
            words += [word[:-1], word[-1]]
        elif len(word) > 1 and word[0] in _PUNCTUATION:
            words += [word[0], word[1:]]
        else:
            words.append(word)
    return words


def _compare(hypothesis: "list[Counter[str]]", reference: "list[Counter[str]]") -> list[int]:
    row: list[int] = []
    for counts, limits in zip(hypothesis, reference, strict=True):
        matches = sum(min(count, limits[ngram]) for ngram, count in counts.items() if ngram in limits)
        row += [counts.total() if limits else 0, limits.total(), matches]
    return row


def _exact_score(row: Sequence[int]) -> float:
    """Score one segment with sacreBLEU's order of operations.

    Two references may be equally good but for the last bit, and which of them counts then has to be
    the same.
    """
    precision, recall, orders = 0.0, 0.0, 0
    for in_hypothesis, in_reference, matches in zip(row[0::3], row[1::3], row[2::3], strict=True):
        if in_hypothesis and in_reference:
            precision += matches / in_hypothesis
            recall += matches / in_reference
            orders += 1
    if not precision + recall:
        return 0.0
    precision /= orders
    recall /= orders
    weight = BETA**2
    return (1 + weight) * precision * recall / (weight * precision + recall)


def _score(totals: FloatArray) -> FloatArray:
    in_hypothesis, in_reference, matches = totals[..., 0::3], totals[..., 1::3], totals[..., 2::3]
    effective = (in_hypothesis > 0) & (in_reference > 0)
    orders = np.maximum(effective.sum(axis=-1), 1)
    matches = np.where(effective, matches, 0.0)
    precision = (matches / np.where(effective, in_hypothesis, 1.0)).sum(axis=-1) / orders
    recall = (matches / np.where(effective, in_reference, 1.0)).sum(axis=-1) / orders
    weight = BETA**2
    divisor = weight * precision + recall
    scores = 100.0 * (1 + weight) * precision * recall / np.where(divisor > 0, divisor, 1.0)
    return np.asarray(scores, dtype=np.float64)
