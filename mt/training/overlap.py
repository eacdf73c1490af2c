"""Find what training data and test sets have in common, so that a score means something.

Two texts overlap where they share a run of eight words, the length that GPT-3's and later reports
use for the same purpose as a lower bound (Brown et al. 2020, NeurIPS, appendix C takes 8 to 13).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What must not be trained on, since a score is measured on it.

    Attributes:
        sentences: whole sentences, normalised.
        runs: runs of words, from `runs`.
    """

    sentences: frozenset[str] = frozenset()
    runs: frozenset[Run] = frozenset()

    @classmethod
    def of(cls, development: Iterable[str] = (), test: Iterable[str] = ()) -> "HeldOut":
        """Collect what must stay out.

        Args:
            development: sentences that only must not be trained on as they are, since they are of
                the same texts as the training data.
            test: sentences of which no run of words may be trained on either.
        """
        tested = frozenset(test)
        runs_in_test = frozenset(run for sentence in tested for run in runs(sentence))
        return cls(frozenset(development) | tested, runs_in_test)

    def covers(self, text: str) -> bool:
        """Say whether a sentence must stay out.

        >>> HeldOut.of(["نعم"]).covers("نعم")
        True
        """
        return text in self.sentences or any(run in self.runs for run in (runs(text) if self.runs else ()))


NOTHING = HeldOut()
