"""The protocol that every engine follows, and the values that cross it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Batch:
    """Sources that are decoded together.

    Attributes:
        sources: the tokens of each source, the last one ``</s>``.
        max_length: most target tokens for any of them, ``</s>`` counted.
        no_repeat_ngram: runs of that many tokens may occur once in a target; 0 for no limit.
        count: how many hypotheses a source is given; at most the size of the beam.
    """

    sources: tuple[tuple[str, ...], ...]
    max_length: int
    no_repeat_ngram: int = 0
    count: int = 1


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """The best target for one source.

    Attributes:
        tokens: the target tokens without ``</s>``.
        score: mean natural log probability of a target token, ``</s>`` counted, ≤ 0.
        finished: whether the model ended the target itself; False where the limit cut it.
        others: the next best targets, without others of their own, where the batch asks for them.
    """

    tokens: tuple[str, ...]
    score: float
    finished: bool
    others: tuple["Hypothesis", ...] = ()


class Engine(Protocol):
    """Decodes batches of tokens with one model. Safe to call from several threads at once."""

    @property
    def workers(self) -> int:
        """How many batches it decodes at once with gain."""
        ...

    def decode(self, batch: Batch, *, beam_size: int) -> Sequence[Hypothesis]:
        """Decode a batch by beam search.

        Returns:
            One hypothesis a source, in order.

        Raises:
            EngineError: the batch could not be decoded.
        """
        ...

    def score(
        self, sources: Sequence[tuple[str, ...]], targets: Sequence[tuple[str, ...]]
    ) -> Sequence[float]:
        """Score given targets instead of searching for the best.

        Args:
            sources: the tokens of each source, the last one ``</s>``.
            targets: the tokens of its target, without ``</s>``.

        Returns:
            For each pair the mean natural log probability of a target token, ``</s>`` counted, ≤ 0.

        Raises:
            EngineError: the pairs could not be scored.
        """
        ...

    def token_scores(
        self, sources: Sequence[tuple[str, ...]], targets: Sequence[tuple[str, ...]]
    ) -> Sequence[tuple[float, ...]]:
        """Score the tokens of given targets one by one.

        Args:
            sources: as in `score`.
            targets: as in `score`.

        Returns:
            For each pair the natural log probability of each target token, ``</s>`` last.

        Raises:
            EngineError: the pairs could not be scored.
        """
        ...
