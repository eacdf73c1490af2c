"""BLEU: clipped n-gram precision with a brevity penalty.

Papineni, Roukos, Ward, Zhu 2002, "BLEU: a method for automatic evaluation of machine translation",
ACL, section 2; smoothing "exp" is method 3 of Chen and Cherry 2014, WMT. Numbers are those of
sacreBLEU 2.6.0 (Post 2018, WMT), whose tokenizers are used as they are. Departure: the statistics
of all segments come first and every score is a function of their sums.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

import numpy as np

from eval.metrics.metric import (
    FloatArray,
    References,
    check_references,
    sacrebleu_version,
    segment_references,
)
from mt.errors import InputError

MAX_ORDER = 4
TOKENIZERS = ("13a", "intl", "none", "char")
_TOKENIZER_CLASSES = {"13a": "Tokenizer13a", "intl": "TokenizerV14International", "char": "TokenizerChar"}


@dataclass(frozen=True, slots=True)
class Bleu:
    """BLEU with exponential smoothing; statistics are lengths, matches and totals by order.

    Attributes:
        tokenizer: one of `TOKENIZERS`; ``13a`` is the one that published scores use.
        effective_order: True leaves out the orders that a short segment cannot have, which
            sentence-level BLEU needs; segments are scored so whatever this says.
    """

    tokenizer: str = "13a"
    effective_order: bool = False

    def __post_init__(self) -> None:
        if self.tokenizer not in TOKENIZERS:
            raise InputError(
                f"no BLEU tokenizer named {self.tokenizer!r}: take one of {', '.join(TOKENIZERS)}"
            )

    @property
    def id(self) -> str:
        """Name in options and JSON."""
        return "bleu" if self.tokenizer == "13a" else f"bleu-{self.tokenizer}"

    @property
    def name(self) -> str:
        """Name as sacreBLEU prints it."""
        return "BLEU"

    @property
    def lower_is_better(self) -> bool:
        """False."""
        return False

    def statistics(self, hypotheses: Sequence[str], references: References) -> FloatArray:
        """Count n-grams.

        >>> Bleu().statistics(["the cat sat"], [["the cat sat down"]]).astype(int).tolist()
        [[3, 4, 3, 2, 1, 0, 3, 2, 1, 0]]

        Args:
            hypotheses: the segments.
            references: their references.

        Returns:
            (n_segments, 10) float64: length of the hypothesis, of the closest reference, matches
            of order 1 to 4, n-grams of the hypothesis of order 1 to 4.

        Raises:
            EmptyTextError, LengthMismatchError: as in `check_references`.
        """
        check_references(hypotheses, references)
        tokenize = _tokenizer(self.tokenizer)
        rows = np.empty((len(hypotheses), 2 + 2 * MAX_ORDER))
        for row, hypothesis, texts in zip(rows, hypotheses, segment_references(references), strict=True):
            tokens = tokenize(hypothesis.rstrip()).split()
            row[:] = _segment_statistics(tokens, [tokenize(text.rstrip()).split() for text in texts])
        return rows

    def score(self, totals: FloatArray) -> FloatArray:
        """Score sums of statistics.

        >>> round(Bleu().score(np.array([4.0, 4, 4, 3, 2, 1, 4, 3, 2, 1])).item(), 9)
        100.0

        Args:
            totals: (…, 10), sums of rows of `statistics`.

        Returns:
            (…), BLEU in [0, 100].
        """
        return _score(totals, effective_order=self.effective_order)

    def segment_scores(self, statistics: FloatArray) -> FloatArray:
        """Score each segment by itself, with effective order.

        Args:
            statistics: (n_segments, 10).

        Returns:
            (n_segments,), sentence BLEU in [0, 100].
        """
        return _score(statistics, effective_order=True)

    def signature(self, references: str) -> str:
        """Give sacreBLEU's signature.

        >>> Bleu().signature("1").rpartition("|")[0]
        'nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp'
        """
        effective = "yes" if self.effective_order else "no"
        return (
            f"nrefs:{references}|case:mixed|eff:{effective}|tok:{self.tokenizer}|smooth:exp"
            f"|version:{sacrebleu_version()}"
        )


def _segment_statistics(tokens: list[str], references: Sequence[list[str]]) -> list[int]:
    length = len(tokens)
    closest = min((abs(len(words) - length), len(words)) for words in references)[1]
    matches, totals = [], []
    for order in range(1, MAX_ORDER + 1):
        counts = _ngrams(tokens, order)
        limits = _ngrams(references[0], order)
        for words in references[1:]:
            limits |= _ngrams(words, order)
        matches.append(sum(min(count, limits[ngram]) for ngram, count in counts.items() if ngram in limits))
        totals.append(max(0, length - order + 1))
    return [length, closest, *matches, *totals]


def _ngrams(tokens: list[str], order: int) -> "Counter[tuple[str, ...]]":
    return Counter(zip(*(tokens[start:] for start in range(order)), strict=False))


def _score(totals: FloatArray, *, effective_order: bool) -> FloatArray:
    length, reference_length = totals[..., 0], totals[..., 1]
    matches, counts = totals[..., 2 : 2 + MAX_ORDER], totals[..., 2 + MAX_ORDER :]
    # An order without n-grams ends the list, as in sacreBLEU; its logarithm counts as minus infinity.
    present = np.logical_and.accumulate(counts > 0, axis=-1)
    unmatched = present & (matches == 0)
    smoothed = 1.0 / np.exp2(np.cumsum(unmatched, axis=-1))
    precisions = np.where(unmatched, smoothed, matches) / np.where(present, counts, 1)
    logarithms = np.log(np.where(present, 100.0 * precisions, 1.0))
    orders = present.sum(axis=-1)
    divisor = np.maximum(orders, 1) if effective_order else np.full(orders.shape, MAX_ORDER)
    complete = (orders > 0) if effective_order else (orders == MAX_ORDER)
    with np.errstate(divide="ignore", over="ignore"):
        ratio = reference_length / np.where(length > 0, length, 1)
        penalty = np.where(length < reference_length, np.exp(1.0 - ratio), 1.0)
    scores = penalty * np.exp(logarithms.sum(axis=-1) / divisor)
    return np.where(complete & (matches > 0).any(axis=-1) & (length > 0), scores, 0.0)


def _tokenizer(name: str) -> Callable[[str], str]:
    """Give sacreBLEU's tokenizer of that name."""
    if name == "none":
        return str
    # Imported here: sacreBLEU's package loads its data sets and their parsers.
    tokenizer: Callable[[str], str] = getattr(
        import_module(f"sacrebleu.tokenizers.tokenizer_{name}"), _TOKENIZER_CLASSES[name]
    )()
    return tokenizer
