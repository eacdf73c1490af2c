"""BERTScore with a model of the user's: how alike hypothesis and reference are to an encoder.

Zhang, Kishore, Wu, Weinberger, Artzi 2020, "BERTScore: evaluating text generation with BERT", ICLR,
section 3: each token is matched with the nearest one of the other side, and F1 is taken of the mean
similarities. Without idf weights and without rescaling, which the paper leaves to choose. Learned
scores depend on their model; they stand beside the others and never alone, and reward a copy of the
source (docs/reports.md).

COMET is not offered: unbabel-comet 2.2.7 asks for transformers 4, and Amana for transformers 5.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from eval.metrics.metric import FloatArray, check_references
from eval.metrics.resampling import resampled_totals
from eval.metrics.scores import LEVEL, RESAMPLES, SEED, Interval, Score
from mt.errors import InputError, ModelNotFoundError

if TYPE_CHECKING:
    import torch

LEARNED = ("bertscore",)
"""Metrics that need a model."""
_BATCH = 32
_IDENTITY_CHARACTERS = 12


def check_learned(name: str, model: Path | None) -> None:
    """Find out before the work whether a learned metric can be computed.

    Raises:
        InputError: it is not offered, or no model was given.
        ModelNotFoundError: there is no model in the directory.
    """
    if name == "comet":
        raise InputError(
            "COMET cannot be computed here: unbabel-comet needs transformers 4 and Amana transformers 5; "
            "run it in an environment of its own, or take --metric bertscore"
        )
    if model is None:
        raise InputError(f"{name} needs an encoder: give its directory with --model")
    if not (model / "config.json").is_file():
        raise ModelNotFoundError(f"no model in {model}: it needs config.json, weights and tokenizer files")


def bert_score(
    hypotheses: Sequence[str],
    references: Sequence[str],
    *,
    model: Path,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> tuple[Score, FloatArray]:
    """Score a corpus by BERTScore F1.

    Args:
        hypotheses: the segments.
        references: their references, one text a segment.
        model: directory of an encoder as transformers saves it; its last layer is used.
        resamples: bootstrap samples behind the interval; 0 for none.
        seed: of the random numbers.

    Returns:
        The score, whose value is the mean over segments in per cent, and (n_segments,) the scores of
        the segments.

    Raises:
        InputError: the model's libraries are not installed.
        ModelNotFoundError: the directory has no model, or one that cannot be read.
        EmptyTextError, LengthMismatchError: as in `check_references`.
    """
    check_learned("bertscore", model)
    check_references(hypotheses, [references])
    values = _segments(hypotheses, references, model)
    interval = None
    if resamples and len(values) > 1:
        sampled = resampled_totals(values[:, None], resamples=resamples, seed=seed)[:, 0] / len(values)
        low, high = np.quantile(sampled, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        interval = Interval(float(low), float(high), LEVEL, resamples, seed)
    config = hashlib.sha256((model / "config.json").read_bytes()).hexdigest()[:_IDENTITY_CHARACTERS]
    signature = f"nrefs:1|model:{model.name}|config:{config}|layer:last|idf:no|rescale:no"
    score = Score("bertscore", "BERTScore", float(values.mean()), signature, len(values), False, interval)
    return score, values


def _segments(hypotheses: Sequence[str], references: Sequence[str], model: Path) -> FloatArray:
    try:
        import torch
        from transformers import AutoModel, AutoTokenizer
    except ImportError as error:
        raise InputError(f"bertscore needs torch and transformers ({error}); install Amana anew") from error
    try:
        tokenizer = AutoTokenizer.from_pretrained(str(model), local_files_only=True)
        encoder = AutoModel.from_pretrained(str(model), local_files_only=True).eval()
    except (OSError, ValueError) as error:
        raise ModelNotFoundError(f"cannot read the model in {model}: {error}") from error

    def embed(texts: Sequence[str]) -> list["torch.Tensor"]:
        """Give (tokens, d) of each text, rows of length 1, special tokens left out."""
        vectors: list[torch.Tensor] = []
        for start in range(0, len(texts), _BATCH):
            batch = tokenizer(
                list(texts[start : start + _BATCH]),
                padding=True,
                truncation=False,
                return_tensors="pt",
                return_special_tokens_mask=True,
            )
            special = batch.pop("special_tokens_mask")
            with torch.inference_mode():
                hidden = torch.nn.functional.normalize(encoder(**batch).last_hidden_state, dim=-1)
            vectors += [rows[mask == 0] for rows, mask in zip(hidden, special, strict=True)]
        return vectors

    try:
        pairs = list(zip(embed(hypotheses), embed(references), strict=True))
    except (RuntimeError, IndexError) as error:
        raise InputError(
            f"the model in {model} cannot read a segment ({error}); split segments that are too long for it"
        ) from error
    return np.array([_f1(hypothesis, reference) for hypothesis, reference in pairs], dtype=np.float64)


def _f1(hypothesis: "torch.Tensor", reference: "torch.Tensor") -> float:
    if not len(hypothesis) or not len(reference):
        return 100.0 if len(hypothesis) == len(reference) else 0.0
    cosines = hypothesis @ reference.T
    precision = float(cosines.max(dim=1).values.mean())
    recall = float(cosines.max(dim=0).values.mean())
    return 100 * 2 * precision * recall / (precision + recall) if precision + recall else 0.0
