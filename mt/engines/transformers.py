"""Decoding with transformers and torch: the reference, on a GPU where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mt.checkpoint import TARGET_VOCABULARY, VOCABULARY, Checkpoint, read_vocabulary
from mt.engines.engine import Batch, Hypothesis
from mt.errors import EngineError, InvalidModelError

if TYPE_CHECKING:
    import torch
    from transformers import GenerationConfig


class TransformersEngine:
    """A checkpoint in torch, float32, eager attention."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        """Load a checkpoint.

        Raises:
            InvalidModelError: transformers cannot load it.
        """
        import torch
        from transformers import MarianMTModel

        source = read_vocabulary(checkpoint.path / VOCABULARY)
        shared = checkpoint.config.shared_vocabulary
        self._target = source if shared else read_vocabulary(checkpoint.path / TARGET_VOCABULARY)
        self._source_ids = {token: number for number, token in enumerate(source)}
        try:
            # Typed as Any: the generation mixin of transformers has no usable annotations.
            model: Any = MarianMTModel.from_pretrained(
                checkpoint.path,
                attn_implementation="eager",
                dtype=torch.float32,
                local_files_only=True,
            )
        except (OSError, ValueError, RuntimeError) as error:
            raise InvalidModelError(f"transformers cannot load {checkpoint.path}: {error}") from error
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        # What a call leaves open is filled from here: the defaults of transformers, nothing else.
        model.generation_config = type(model.generation_config)()
        self._model = model.to(self._device).eval()
        self._start = checkpoint.config.decoder_start_id
        self._target_ids = {token: number for number, token in enumerate(self._target)}
        self._end = self._target_ids["</s>"]
        self._unknown = self._target_ids["<unk>"]

    @property
    def workers(self) -> int:
        """One: torch spreads a batch over the cores, or over the GPU, by itself."""
        return 1

    def decode(self, batch: Batch, *, beam_size: int) -> Sequence[Hypothesis]:
        """Decode a batch by beam search, as `Engine.decode` says."""
        import torch

        ids, mask = self._tensors(batch.sources)
        try:
            with torch.inference_mode():
                output = self._model.generate(
                    input_ids=ids,
                    attention_mask=mask,
                    generation_config=self._settings(beam_size, batch),
                )
        except (RuntimeError, ValueError, IndexError) as error:
            raise EngineError(f"transformers could not decode: {error}") from error
        scores = output.sequences_scores if beam_size > 1 else self._greedy_scores(output)
        flat = [
            self._hypothesis(row, score)
            for row, score in zip(output.sequences.tolist(), scores.tolist(), strict=True)
        ]
        ranked = [flat[start : start + batch.count] for start in range(0, len(flat), batch.count)]
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
            return [self._score_pair(source, target) for source, target in zip(sources, targets, strict=True)]
        except (RuntimeError, IndexError) as error:
            raise EngineError(f"transformers could not score: {error}") from error

    def _score_pair(self, source: tuple[str, ...], target: tuple[str, ...]) -> tuple[float, ...]:
        import torch

        ids, mask = self._tensors([source])
        labels = [*(self._target_ids.get(token, self._unknown) for token in target), self._end]
        shifted = torch.tensor([[self._start, *labels[:-1]]], device=self._device)
        with torch.inference_mode():
            logits = self._model(input_ids=ids, attention_mask=mask, decoder_input_ids=shifted).logits[0]
            if self._start != self._end:
                logits[:, self._start] = -torch.inf  # which CTranslate2 has no row for
            chosen = logits.log_softmax(dim=1)[torch.arange(len(labels)), labels]
        return tuple(chosen.tolist())

    def _tensors(self, sources: Sequence[tuple[str, ...]]) -> tuple[torch.Tensor, torch.Tensor]:
        """Give the ids of sources and the mask of real tokens (1), both ``(n, longest) int64``."""
        import torch

        unknown = self._source_ids["<unk>"]
        rows = [[self._source_ids.get(token, unknown) for token in source] for source in sources]
        longest = max(map(len, rows))
        ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows], device=self._device)
        mask = torch.tensor(
            [[1] * len(row) + [0] * (longest - len(row)) for row in rows], device=self._device
        )
        return ids, mask

    def _settings(self, beam_size: int, batch: Batch) -> GenerationConfig:
        """Give the settings of a search that equals CTranslate2's.

        Not the checkpoint's own: their forced end at the limit would hide that a target was cut.
        What may not be produced is taken out before the softmax, hence the renormalisation.
        """
        from transformers import GenerationConfig

        banned = {self._start, self._unknown} - {self._end}
        settings: GenerationConfig = GenerationConfig(  # type: ignore[no-untyped-call]
            do_sample=False,
            num_beams=beam_size,
            early_stopping=True if beam_size > 1 else None,
            length_penalty=1.0,
            max_new_tokens=batch.max_length,
            no_repeat_ngram_size=batch.no_repeat_ngram or None,
            num_return_sequences=batch.count,
            decoder_start_token_id=self._start,
            eos_token_id=self._end,
            pad_token_id=self._start,
            suppress_tokens=sorted(banned),
            renormalize_logits=True,
            output_scores=True,
            return_dict_in_generate=True,
        )
        return settings

    def _greedy_scores(self, output: Any) -> torch.Tensor:
        """Give the mean log probability of the tokens of each sequence, ``(n,) float32``."""
        import torch

        # `compute_transition_scores` of transformers knows the size of the source vocabulary only.
        targets = output.sequences[:, 1:]
        log_probabilities = torch.stack(output.scores, dim=1)  # (n, length, vocabulary), normalised
        chosen = log_probabilities.gather(2, targets.unsqueeze(2)).squeeze(2)
        # From the pad behind the end on nothing counts, and its log probability is minus infinity.
        counts = targets != self._start
        totals: torch.Tensor = chosen.masked_fill(~counts, 0.0).sum(dim=1) / counts.sum(dim=1)
        return totals

    def _hypothesis(self, row: list[int], score: float) -> Hypothesis:
        row = row[1:]  # without the start token
        finished = self._end in row
        length = row.index(self._end) if finished else len(row)
        return Hypothesis(tuple(self._target[i] for i in row[:length]), min(score, 0.0), finished)
