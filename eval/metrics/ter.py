"""TER: the edits, with shifts of phrases, that turn a hypothesis into its reference.

Snover, Dorr, Schwartz, Micciulla, Makhoul 2006, "A study of translation edit rate with targeted
human annotation", AMTA. The search for shifts is a heuristic in which the details decide the
number, so sacreBLEU's own (after Tercom) is used as it is; the statistics and their sums are ours.
"""

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


@dataclass(frozen=True, slots=True)
class Ter:
    """TER in lower case, as sacreBLEU has it by default; statistics are edits and lengths."""

    @property
    def id(self) -> str:
        """Name in options and JSON."""
        return "ter"

    @property
    def name(self) -> str:
        """Name as sacreBLEU prints it."""
        return "TER"

    @property
    def lower_is_better(self) -> bool:
        """True: TER counts edits."""
        return True

    def statistics(self, hypotheses: Sequence[str], references: References) -> FloatArray:
        """Count edits against the closest reference of each segment.

        >>> Ter().statistics(["a c d b"], [["a b c d"]]).tolist()
        [[1.0, 4.0]]

        Args:
            hypotheses: the segments.
            references: their references.

        Returns:
            (n_segments, 2) float64: edits, and the mean length of the references in words.

        Raises:
            EmptyTextError, LengthMismatchError: as in `check_references`.
        """
        # Imported here: sacreBLEU's package loads its data sets and their parsers.
        from sacrebleu.metrics.lib_ter import translation_edit_rate
        from sacrebleu.tokenizers.tokenizer_ter import TercomTokenizer

        check_references(hypotheses, references)
        tokenize = TercomTokenizer()
        rows = np.empty((len(hypotheses), 2))
        for row, hypothesis, texts in zip(rows, hypotheses, segment_references(references), strict=True):
            words = tokenize(hypothesis.rstrip()).split()
            counted = [translation_edit_rate(words, tokenize(text.rstrip()).split()) for text in texts]
            row[0] = min(edits for edits, _ in counted)
            row[1] = sum(length for _, length in counted) / len(counted)
        return rows

    def score(self, totals: FloatArray) -> FloatArray:
        """Score sums of statistics.

        >>> Ter().score(np.array([[1.0, 4.0], [2.0, 0.0], [0.0, 0.0]])).tolist()
        [25.0, 100.0, 0.0]

        Args:
            totals: (…, 2), sums of rows of `statistics`.

        Returns:
            (…), TER in per cent, 0 or more; above 100 where the hypothesis is much too long.
        """
        edits, length = totals[..., 0], totals[..., 1]
        scores = np.where(length > 0, edits / np.where(length > 0, length, 1.0), edits > 0)
        return np.asarray(100.0 * scores, dtype=np.float64)

    def segment_scores(self, statistics: FloatArray) -> FloatArray:
        """Score each segment by itself.

        Args:
            statistics: (n_segments, 2).

        Returns:
            (n_segments,), TER in per cent.
        """
        return self.score(statistics)

    def signature(self, references: str) -> str:
        """Give sacreBLEU's signature.

        >>> Ter().signature("1").rpartition("|")[0]
        'nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no'
        """
        return (
            f"nrefs:{references}|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:{sacrebleu_version()}"
        )
