"""Reading the weights of a checkpoint into float32 arrays."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mt.errors import InvalidModelError

Weights = dict[str, NDArray[np.float32]]


def read_weights(path: Path) -> Weights:
    """Read all tensors of a weights file.

    safetensors are read without torch; `pytorch_model.bin`, which many older repositories hold
    alone, needs torch and is read without running any code in it.

    Returns:
        Tensors by name, float32, in the shapes of the file.

    Raises:
        InvalidModelError: the file is damaged, holds no floats, or holds a value that is not finite.
    """
    weights = _read_safetensors(path) if path.suffix == ".safetensors" else _read_pytorch(path)
    for name, value in weights.items():
        if not np.isfinite(value).all():
            raise InvalidModelError(
                f"{path}: {name} holds values that are not numbers; fetch or train the model again"
            )
    return weights


def _read_safetensors(path: Path) -> Weights:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as file:
            return _as_float32(path, ((name, file.get_tensor(name)) for name in file.keys()))  # noqa: SIM118
    except (SafetensorError, OSError, TypeError) as error:
        raise InvalidModelError(f"cannot read {path}: {error}; fetch or copy the model again") from error


def _read_pytorch(path: Path) -> Weights:
    import pickle

    import torch

    try:
        tensors = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, OSError, EOFError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InvalidModelError(f"cannot read {path}: {reason}; fetch or copy the model again") from error
    return _as_float32(path, ((name, tensor.float().numpy()) for name, tensor in tensors.items()))


def _as_float32(path: Path, tensors: Iterable[tuple[str, NDArray[np.generic]]]) -> Weights:
    weights: Weights = {}
    for name, tensor in tensors:
        if not np.issubdtype(tensor.dtype, np.floating):
            raise InvalidModelError(f"{path}: {name} is {tensor.dtype}, not a floating point tensor")
        weights[name] = np.ascontiguousarray(tensor, dtype=np.float32)
    return weights
