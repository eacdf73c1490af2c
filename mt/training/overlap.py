"""Find what training data and test sets have in common, so that a score means something.

Two texts overlap where they share a run of eight words, the length that GPT-3's and later reports
use for the same purpose as a lower bound (Brown et al. 2020, NeurIPS, appendix C takes 8 to 13).
"""

import re
from collections.abc import Iterable, Iterator

RUN = 8
_WORD = re.compile(r"\w+")

Run = tuple[str, ...]


def runs(text: str) -> Iterator[Run]:
    """Give each eight words in a row of a text, without case and punctuation.

    >>> [" ".join(run) for run in runs("One, two three four five six seven eight nine.")]
    ['one two three four five six seven eight', 'two three four five six seven eight nine']
    """
    words = tuple(_WORD.findall(text.casefold()))
    yield from (words[start : start + RUN] for start in range(len(words) - RUN + 1))


def runs_of(texts: Iterable[str]) -> frozenset[Run]:
    """Collect the runs of texts.

    Args:
        texts: sentences of both sides of a test set.
    """
    return frozenset(run for text in texts for run in runs(text))


def overlaps(text: str, known: frozenset[Run]) -> bool:
    """Say whether a text shares a run with others.

    Args:
        text: a sentence.
        known: from `runs_of`.
    """
    return bool(known) and any(run in known for run in runs(text))
