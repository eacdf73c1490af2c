"""How sure a reader can be of a draft, as a probability that holds.

Logistic regression over what a translation costs nothing to know: the mean log probability of its
tokens and its lead over the next best hypothesis, lengths, unknown and rare words, and what the
checks and the retry ladder had to say. The coefficients belong to the weights of one model: they lie
beside them with the model's hash (`confidence.json`), and other weights have no confidence until
`bench/confidence.py` has fitted them. A confidence is the probability that the draft reaches a bar
of chrF against a reference (Popović, "chrF", WMT 2015), so it is calibrated, not a rank.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mt.checkpoint import CONFIDENCE, Checkpoint, read_json_object
from mt.errors import InvalidModelError
from mt.files import write_text_atomically

_VERSION = 1
_RIDGE = 1.0
_ROUNDS = 50
FEATURES = (
    "score",
    "lead",
    "log_tokens",
    "log_ratio",
    "tokens_per_word",
    "unknown",
    "flags",
    "steps",
    "cuts",
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about a draft without a reference.

    Attributes:
        score: mean natural log probability of a target token, ≤ 0.
        lead: how far that is above the next best hypothesis.
        source_tokens: tokens of the source that were decoded, at least 1.
        target_tokens: tokens of the draft, at least 1.
        source_words: words of the source that were decoded, at least 1.
        unknown: share of unknown tokens in the source.
        flags: how many checks find fault with the draft.
        steps: how many kinds of second tries it took.
        cuts: how often the text was cut: pieces beyond the first.
    """

    score: float
    lead: float
    source_tokens: int
    target_tokens: int
    source_words: int
    unknown: float
    flags: int
    steps: int
    cuts: int

    def features(self) -> tuple[float, ...]:
        """Give the values of `FEATURES`."""
        return (
            self.score,
            min(self.lead, 1.0),
            math.log(self.source_tokens),
            abs(math.log(self.target_tokens / self.source_tokens)),
            self.source_tokens / self.source_words,
            self.unknown,
            float(min(self.flags, 2)),
            float(min(self.steps, 2)),
            float(min(self.cuts, 3)),
        )


class Estimator(Protocol):
    """What gives a draft a confidence; `Calibration` is one."""

    def estimate(self, evidence: Evidence) -> float:
        """Give the probability that a draft is usable, in [0, 1]."""
        ...


@dataclass(frozen=True, slots=True)
class Calibration:
    """The coefficients of a model.

    Attributes:
        content_hash: of the checkpoint that they belong to.
        bar: chrF that a usable draft reaches.
        bias: log odds of a draft whose features are the means.
        means: of the features.
        scales: their standard deviations, or 1.
        weights: log odds for each standard deviation.
    """

    content_hash: str
    bar: float
    bias: float
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]

    def estimate(self, evidence: Evidence) -> float:
        """Give the probability that a draft reaches the bar, in [0, 1]."""
        odds = self.bias
        for value, mean, scale, weight in zip(
            evidence.features(), self.means, self.scales, self.weights, strict=True
        ):
            odds += weight * (value - mean) / scale
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def fit(
    evidence: Sequence[Evidence], reached: Sequence[bool], *, content_hash: str, bar: float
) -> Calibration:
    """Fit coefficients by Newton's method, with a ridge of one standard deviation.

    Args:
        evidence: of the drafts.
        reached: whether each reaches the bar.
        content_hash: of the checkpoint that made them.
        bar: the chrF.
    """
    values = np.array([item.features() for item in evidence])  # (n, features) float64
    labels = np.array(reached, dtype=np.float64)
    means, scales = values.mean(axis=0), values.std(axis=0)
    scales[scales < 1e-9] = 1.0
    design = np.column_stack([np.ones(len(values)), (values - means) / scales])
    ridge = _RIDGE * np.diag([0.0] + [1.0] * values.shape[1])
    weights: NDArray[np.float64] = np.zeros(design.shape[1])
    for _ in range(_ROUNDS):
        probability = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (labels - probability) - ridge @ weights
        curvature = (design * (probability * (1 - probability))[:, None]).T @ design + ridge
        step = np.linalg.solve(curvature + 1e-9 * np.eye(len(weights)), gradient)
        weights = weights + step
        if np.abs(step).max() < 1e-9:
            break
    return Calibration(
        content_hash,
        bar,
        round(float(weights[0]), 6),
        *(tuple(np.round(part, 6).tolist()) for part in (means, scales, weights[1:])),
    )


def calibration_error(confidences: Sequence[float], reached: Sequence[bool], *, bins: int = 10) -> float:
    """Give the expected calibration error: how far the shares that reach the bar are from the confidences.

    Naeini, Cooper and Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning",
    AAAI 2015: the mean over bins of equal width, weighed by their sizes.

    >>> calibration_error([0.25, 0.25, 0.75, 0.75], [False, False, True, True])
    0.25
    """
    groups: dict[int, list[tuple[float, bool]]] = {}
    for confidence, good in zip(confidences, reached, strict=True):
        groups.setdefault(min(int(confidence * bins), bins - 1), []).append((confidence, good))
    off = (abs(sum(c for c, _ in group) - sum(good for _, good in group)) for group in groups.values())
    return sum(off) / len(confidences)


def read_calibration(checkpoint: Checkpoint) -> Calibration | None:
    """Read the coefficients beside a model; None if it has none, or those of other weights.

    Raises:
        InvalidModelError: the file does not follow its format.
    """
    path = checkpoint.path / CONFIDENCE
    if not path.is_file():
        return None
    value = read_json_object(path)
    try:
        if value["version"] != _VERSION or value["features"] != list(FEATURES):
            return None  # fitted for another version of this module
        numbers = value["calibration"]
        if not isinstance(numbers, dict):
            raise TypeError("no calibration")
        rows = {name: tuple(map(float, numbers[name])) for name in ("means", "scales", "weights")}
        if {len(row) for row in rows.values()} != {len(FEATURES)}:
            raise ValueError("as many numbers as features are wanted")
        found = Calibration(
            str(numbers["content_hash"]), float(numbers["bar"]), float(numbers["bias"]), **rows
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidModelError(f"{path} is no calibration of version {_VERSION}: {error!r}") from error
    return found if found.content_hash == checkpoint.content_hash else None


def write_calibration(calibration: Calibration, model_dir: Path, *, measured: dict[str, float]) -> Path:
    """Write the coefficients beside a model, with what was measured on other data, and give the path.

    Raises:
        OutputError: the file cannot be written.
    """
    path = model_dir / CONFIDENCE
    value = {
        "version": _VERSION,
        "features": FEATURES,
        "calibration": asdict(calibration),
        "measured": measured,
    }
    write_text_atomically(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    return path
