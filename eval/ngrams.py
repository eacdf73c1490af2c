"""Which n-grams of the references one system gets right more often than another."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from eval.metrics.chrf import split_punctuation

MAX_ORDER = 4


@dataclass(frozen=True, slots=True)
class NgramGap:
    """An n-gram that two systems match unequally often.

    Attributes:
        ngram: its words, joined by spaces.
        baseline: how often the baseline has it where the reference has it.
        system: how often the system does.
    """

    ngram: str
    baseline: int
    system: int


def ngram_gaps(
    baseline: Sequence[str], system: Sequence[str], references: Sequence[str], *, count: int = 10
) -> tuple[tuple[NgramGap, ...], tuple[NgramGap, ...]]:
    """Find the n-grams that tell two systems apart, after Neubig et al. 2019, "compare-mt", NAACL.

    Departure: n-grams are ranked by the plain difference of matches, longer ones first where it is
    equal, and one that is part of a listed n-gram with the same counts is left out.

    >>> ngram_gaps(["a b"], ["a c d"], ["a c d"])[0]
    (NgramGap(ngram='a c d', baseline=0, system=1),)

    Args:
        baseline: the baseline's segments.
        system: the system's segments.
        references: their references.
        count: how many to give each way, at most.

    Returns:
        What the system gets right more often, then what the baseline does, the largest gap first.
    """
    matches = [_matches(texts, references) for texts in (baseline, system)]
    gaps = [
        NgramGap(" ".join(ngram), matches[0][ngram], matches[1][ngram])
        for ngram in matches[0].keys() | matches[1].keys()
    ]
    gaps.sort(key=lambda gap: (-abs(gap.system - gap.baseline), -len(gap.ngram.split()), gap.ngram))
    better = _without_parts([gap for gap in gaps if gap.system > gap.baseline], count)
    worse = _without_parts([gap for gap in gaps if gap.system < gap.baseline], count)
    return better, worse


def _matches(texts: Sequence[str], references: Sequence[str]) -> "Counter[tuple[str, ...]]":
    matches: Counter[tuple[str, ...]] = Counter()
    for text, reference in zip(texts, references, strict=True):
        matches.update(_ngrams(text) & _ngrams(reference))
    return matches


def _ngrams(text: str) -> "Counter[tuple[str, ...]]":
    words = split_punctuation(text)
    return Counter(
        tuple(words[start : start + order])
        for order in range(1, MAX_ORDER + 1)
        for start in range(len(words) - order + 1)
    )


def _without_parts(gaps: Sequence[NgramGap], count: int) -> tuple[NgramGap, ...]:
    kept: list[NgramGap] = []
    for gap in gaps:
        if len(kept) == count:
            break
        covered = any(
            f" {gap.ngram} " in f" {other.ngram} "
            and (gap.baseline, gap.system) == (other.baseline, other.system)
            for other in kept
        )
        if not covered:
            kept.append(gap)
    return tuple(kept)
