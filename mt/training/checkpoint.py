"""Keep the state of a training run on disk so that a kill at any moment loses little.

A run's directory holds `state/` (weights, averaged weights, optimiser, position), replaced as a
whole by renaming, and `log.jsonl` (`mt.training.curves`).
"""

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mt.errors import TrainingDataError

_STATE, _NEW, _OLD = "state", "state.new", "state.old"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands.

    Attributes:
        step: optimiser steps done.
        passes: passes over the data that are complete.
        used: batches of the current pass that were used.
        target_tokens: target tokens seen.
        trained_s: seconds spent in training, over all sessions.
        cooldown_from: step from which the rate falls, or None while it does not.
        cooldown_steps: over how many steps it falls.
        best_score: best chrF on the development set, or None before the first measurement.
        worse: measurements since the best one.
    """

    step: int = 0
    passes: int = 0
    used: int = 0
    target_tokens: int = 0
    trained_s: float = 0.0
    cooldown_from: int | None = None
    cooldown_steps: int = 0
    best_score: float | None = None
    worse: int = 0


def save_state(run: Path, tensors: dict[str, Any], progress: Progress) -> None:
    """Write the whole state beside the old one, then put it in its place.

    Args:
        run: the run's directory.
        tensors: what `torch.save` can write.
        progress: where the run stands.
    """
    import torch

    new, old, current = run / _NEW, run / _OLD, run / _STATE
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    torch.save(tensors, new / "tensors.pt")
    (new / "progress.json").write_text(json.dumps(asdict(progress)), encoding="utf-8")
    shutil.rmtree(old, ignore_errors=True)
    if current.exists():
        current.rename(old)
    new.rename(current)
    shutil.rmtree(old, ignore_errors=True)


def load_state(run: Path) -> tuple[dict[str, Any], Progress] | None:
    """Read the state of a run, or None where there is none.

    Args:
        run: the run's directory.

    Raises:
        TrainingDataError: the state is damaged.
    """
    import torch

    current = run / _STATE if (run / _STATE).exists() else run / _OLD
    if not current.exists():
        return None
    try:
        progress = Progress(**json.loads((current / "progress.json").read_text(encoding="utf-8")))
        tensors = torch.load(current / "tensors.pt", map_location="cpu", weights_only=True)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise TrainingDataError(
            f"{current}: the saved state cannot be read ({error}); train anew in another directory"
        ) from error
    return tensors, progress
