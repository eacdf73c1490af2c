"""Decoding with CTranslate2 on the CPU: the default engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mt.engines.engine import Batch, Hypothesis
from mt.errors import EngineError, InvalidModelError

if TYPE_CHECKING:
    from ctranslate2 import TranslationResult

ComputeType = Literal["int8", "float32"]

_SCORED_TOKENS = 2048
"""Tokens that are scored together."""


class CTranslate2Engine:
    """A converted model in memory.

    Several batches at once on one thread each use the cores better than one batch on all of them:
    the matrices of a batch are small.
    """

    def __init__(self, path: Path, *, compute_type: ComputeType, workers: int, threads_per_worker: int = 1):
        """Load a conversion.

        Args:
            path: directory of the conversion, see `mt.conversion`.
            compute_type: ``int8`` or ``float32``, as the conversion was made.
            workers: batches decoded at once.
            threads_per_worker: threads for each of them.

        Raises:
            InvalidModelError: the conversion is damaged.
        """
        import ctranslate2

        self._workers = workers
        try:
            self._translator: Any = ctranslate2.Translator(
                str(path),
                device="cpu",
                compute_type=compute_type,
                inter_threads=workers,
                intra_threads=threads_per_worker,
            )
        except (RuntimeError, ValueError) as error:
            raise InvalidModelError(
                f"cannot load the converted model in {path}: {error}; make it anew with: "
                "amana model convert MODEL --again"
            ) from error

    @property
    def workers(self) -> int:
        """How many batches are decoded at once."""
        return self._workers

    def decode(self, batch: Batch, *, beam_size: int) -> Sequence[Hypothesis]:
        """Decode a batch by beam search, as `Engine.decode` says."""
        try:
            results: list[TranslationResult] = self._translator.translate_batch(
                batch.sources,
                beam_size=beam_size,
                max_decoding_length=batch.max_length,
                # Inputs are split to fit before; a cut here would be silent.
                max_input_length=0,
                no_repeat_ngram_size=batch.no_repeat_ngram,
                num_hypotheses=batch.count,
                return_scores=True,
                return_end_token=True,
                disable_unk=True,
            )
        except (RuntimeError, ValueError) as error:
            raise EngineError(f"CTranslate2 could not decode: {error}") from error
        ranked = [
            [_hypothesis(tuple(h), score) for h, score in zip(r.hypotheses, r.scores, strict=True)]
            for r in results
        ]
        return [replace(best, others=tuple(others)) if others else best for best, *others in ranked]

    def score(
        self, sources: Sequence[tuple[str, ...]], targets: Sequence[tuple[str, ...]]
    ) -> Sequence[float]:
        """Score given targets, as `Engine.score` says."""
        return [min(sum(row) / len(row), 0.0) for row in self.token_scores(sources, targets)]

    def token_scores(
        self, sources: Sequence[tuple[str, ...]], targets: Sequence[tuple[str, ...]]
    ) -> Sequence[tuple[float, ...]]:
        """Score each token of given targets, as `Engine.token_scores` says."""
        try:
            results = self._translator.score_batch(
                sources, targets, max_batch_size=_SCORED_TOKENS, batch_type="tokens", max_input_length=0
            )
        except (RuntimeError, ValueError) as error:
            raise EngineError(f"CTranslate2 could not score: {error}") from error
        return [tuple(result.log_probs) for result in results]


def _hypothesis(tokens: tuple[str, ...], score: float) -> Hypothesis:
    finished = tokens[-1:] == ("</s>",)
    # Rounding can lift the score of a certain target a hair above zero.
    return Hypothesis(tokens[:-1] if finished else tokens, min(score, 0.0), finished)
