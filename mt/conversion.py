"""A checkpoint in the form that CTranslate2 reads, made once and kept in a cache directory.

A conversion stands under the content hash of its checkpoint, so a changed checkpoint is converted
anew and an old conversion is never taken for it. It is written beside its place under a lock and
renamed when it is whole: two processes at once convert once, and a kill in the middle leaves
nothing that is mistaken for a model.
"""

import json
import shutil
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mt.checkpoint import TARGET_VOCABULARY, VOCABULARY, Checkpoint, read_vocabulary
from mt.ct2_format import quantise_rows, write_model
from mt.errors import OutputError
from mt.marian import Network, build_network
from mt.weights import read_weights

Quantisation = Literal["int8", "float32"]

CONVERTER_VERSION = 1
"""Counted up whenever the same checkpoint would give other files."""


def default_cache_dir() -> Path:
    """Give the user's cache directory for Amana; does not make it."""
    from platformdirs import user_cache_path

    return user_cache_path("amana", appauthor=False)


def conversion_dir(checkpoint: Checkpoint, *, quantisation: Quantisation, cache_dir: Path) -> Path:
    """Give the place where the conversion of a checkpoint is kept, whether or not it is there."""
    name = f"{checkpoint.content_hash[:32]}-{quantisation}-v{CONVERTER_VERSION}"
    return cache_dir / "ctranslate2" / name


def is_converted(checkpoint: Checkpoint, *, quantisation: Quantisation, cache_dir: Path) -> bool:
    """Tell whether the conversion of a checkpoint is in the cache."""
    return conversion_dir(checkpoint, quantisation=quantisation, cache_dir=cache_dir).is_dir()


def convert(
    checkpoint: Checkpoint, *, quantisation: Quantisation, cache_dir: Path, again: bool = False
) -> Path:
    """Convert a checkpoint unless its conversion is in the cache.

    Waits while another process converts the same checkpoint.

    Args:
        checkpoint: what to convert.
        quantisation: ``int8`` for matrices of 8 bits with a scale for each row, or ``float32``.
        cache_dir: the cache directory, made if need be.
        again: whether to convert even if the conversion is in the cache, for one that was damaged.

    Returns:
        The directory of the conversion.

    Raises:
        InvalidModelError: the checkpoint is damaged.
        OutputError: the conversion cannot be written, for instance because the disk is full.
    """
    final = conversion_dir(checkpoint, quantisation=quantisation, cache_dir=cache_dir)
    if final.is_dir() and not again:
        return final
    from filelock import FileLock

    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(final.with_name(f"{final.name}.lock")):
            if again or not final.is_dir():
                partial = final.with_name(f"{final.name}.partial")
                shutil.rmtree(partial, ignore_errors=True)  # of a process that was killed
                try:
                    _write(_network(checkpoint), partial, quantisation)
                    shutil.rmtree(final, ignore_errors=True)
                    partial.rename(final)
                finally:
                    shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise OutputError(
            f"cannot write the converted model to {final}: {error.strerror or error}; "
            "make room there or choose another cache directory"
        ) from error
    return final


def _network(checkpoint: Checkpoint) -> Network:
    source_tokens = read_vocabulary(checkpoint.path / VOCABULARY)
    target_tokens = (
        source_tokens
        if checkpoint.config.shared_vocabulary
        else read_vocabulary(checkpoint.path / TARGET_VOCABULARY)
    )
    weights = read_weights(checkpoint.weights)
    return build_network(checkpoint.config, weights, source_tokens=source_tokens, target_tokens=target_tokens)


def _write(network: Network, path: Path, quantisation: Quantisation) -> None:
    variables: dict[str, NDArray[np.generic]] = {}
    for name, value in network.variables.items():
        if quantisation == "int8" and name.endswith("/weight"):
            variables[name], variables[f"{name}_scale"] = quantise_rows(value.astype(np.float32, copy=False))
        else:
            variables[name] = value
    path.mkdir()
    write_model(path / "model.bin", variables, network.aliases)
    if network.source_tokens == network.target_tokens:
        _write_json(path / "shared_vocabulary.json", network.source_tokens)
    else:
        _write_json(path / "source_vocabulary.json", network.source_tokens)
        _write_json(path / "target_vocabulary.json", network.target_tokens)
    config = {
        "add_source_bos": False,
        "add_source_eos": False,  # the tokenizer appends it
        "bos_token": "<s>",
        "decoder_start_token": network.start_token,
        "eos_token": "</s>",
        "layer_norm_epsilon": None,
        "multi_query_attention": False,
        "unk_token": "<unk>",
    }
    _write_json(path / "config.json", config)


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2), encoding="utf-8")
