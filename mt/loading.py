"""From the name of a model to a translator: the one way in for everyone."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from mt.checkpoint import Checkpoint
from mt.confidence import read_calibration
from mt.conversion import convert, default_cache_dir
from mt.engines.ctranslate2 import ComputeType, CTranslate2Engine
from mt.engines.engine import Engine
from mt.engines.transformers import TransformersEngine
from mt.models import DEFAULT_MODEL, fetch_model, find_checkpoint, needs_fetch
from mt.pipeline import PipelineOptions, Translator
from mt.selftest import check_goldens, read_goldens
from mt.tokenizer import Tokenizer

EngineName = Literal["ctranslate2", "transformers"]

_MOST_WORKERS = 8


def load_translator(
    model: str = DEFAULT_MODEL,
    *,
    engine: EngineName = "ctranslate2",
    compute_type: ComputeType = "int8",
    options: PipelineOptions | None = None,
    cache_dir: Path | None = None,
    announce: Callable[[str], None] | None = None,
) -> Translator:
    """Load a model: find it, convert it if need be, and run its self-test.

    Args:
        model: name of a bundled model, path of a checkpoint directory, or hub name.
        engine: ``ctranslate2``, or ``transformers`` for the reference in float32.
        compute_type: numbers that CTranslate2 computes with: ``int8``, or ``float32``.
        options: how to decode; None for the defaults.
        cache_dir: where conversions are kept; None for the user's cache directory.
        announce: called with a line for the user before a hub model that is not on this machine is
            fetched; None never fetches.

    Raises:
        ModelNotFoundError: there is no such model, or it would have to be fetched.
        ModelFetchError: it could not be fetched.
        InvalidModelError: it is damaged, or not MarianMT.
        SelfTestError: it loads and does not translate as it should.
        OutputError: the conversion cannot be written.
    """
    if announce is not None and needs_fetch(model):
        announce(f"{model} is not on this machine yet; fetching it from the hub, once")
        checkpoint = fetch_model(model, show_progress=True)
    else:
        checkpoint = find_checkpoint(model)
    return load_checkpoint(
        checkpoint, engine=engine, compute_type=compute_type, options=options, cache_dir=cache_dir
    )


def load_checkpoint(
    checkpoint: Checkpoint,
    *,
    engine: EngineName = "ctranslate2",
    compute_type: ComputeType = "int8",
    options: PipelineOptions | None = None,
    cache_dir: Path | None = None,
    self_test: bool = True,
) -> Translator:
    """Load a checkpoint that was found, and run its self-test.

    Args:
        checkpoint: from `mt.models.find_checkpoint` or `mt.checkpoint.open_checkpoint`.
        engine: see `load_translator`.
        compute_type: see `load_translator`.
        options: see `load_translator`.
        cache_dir: see `load_translator`.
        self_test: whether to run it; False for a checkpoint that is still being trained.

    Raises:
        InvalidModelError: see `load_translator`; or its calibration is damaged.
        ModelError: a least confidence is wanted and the model has no calibration.
        SelfTestError: see `load_translator`.
        OutputError: see `load_translator`.
    """
    loaded = load_engine(checkpoint, engine=engine, compute_type=compute_type, cache_dir=cache_dir)
    tokenizer = Tokenizer(checkpoint)
    if self_test:
        goldens = read_goldens(checkpoint.path)
        check_goldens(loaded, tokenizer, goldens=goldens, model=checkpoint.identity)
    return Translator(
        loaded,
        tokenizer,
        model=checkpoint.identity,
        max_positions=checkpoint.config.max_positions,
        options=options,
        calibration=read_calibration(checkpoint),
    )


def load_engine(
    checkpoint: Checkpoint,
    *,
    engine: EngineName = "ctranslate2",
    compute_type: ComputeType = "int8",
    cache_dir: Path | None = None,
) -> Engine:
    """Load a checkpoint into an engine, without a self-test.

    Args:
        checkpoint: what to load.
        engine: see `load_translator`.
        compute_type: see `load_translator`.
        cache_dir: see `load_translator`.

    Raises:
        InvalidModelError: the checkpoint is damaged.
        OutputError: the conversion cannot be written.
    """
    if engine == "transformers":
        return TransformersEngine(checkpoint)
    path = convert(checkpoint, quantisation=compute_type, cache_dir=cache_dir or default_cache_dir())
    # The cores that this process may use, which in a container are fewer than there are.
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    workers = min(cores, _MOST_WORKERS)
    return CTranslate2Engine(
        path, compute_type=compute_type, workers=workers, threads_per_worker=max(1, cores // workers)
    )
