"""The weights of a MarianMT checkpoint under the names of CTranslate2's Transformer.

Marian (Junczys-Dowmunt et al. 2018, ACL demonstrations) is the Transformer of Vaswani et al. (2017,
NeurIPS) with layer normalisation behind each sublayer and sinusoidal positions. Its decoder starts
from a zero vector; transformers stores that as a `<pad>` row of zeros at the end of the vocabulary,
which is left out here. A checkpoint that was trained with another first vector keeps its row.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mt.checkpoint import MarianConfig
from mt.errors import InvalidModelError
from mt.weights import Weights

_ACTIVATIONS = {"relu": 0, "gelu_fast": 1, "gelu_new": 1, "silu": 2, "swish": 2, "gelu": 3, "quick_gelu": 4}
_PAD = "<pad>"
_NEVER_PRODUCED = np.float32(-1e3)
"""A `final_logits_bias` at or below this takes a token out of the softmax for good."""


@dataclass(frozen=True, slots=True)
class Network:
    """A network ready to be written for CTranslate2.

    Attributes:
        variables: arrays by their names in CTranslate2's Transformer specification; matrices that
            may be quantised are those whose name ends in ``/weight``.
        aliases: names that stand for another variable.
        source_tokens: the source vocabulary in the order of the encoder's embedding.
        target_tokens: the target vocabulary in the order of the decoder's embedding and the output.
        start_token: the target token that decoding starts from; which one does not matter where the
            first vector is zero.
    """

    variables: dict[str, NDArray[np.generic]]
    aliases: dict[str, str]
    source_tokens: tuple[str, ...]
    target_tokens: tuple[str, ...]
    start_token: str


def build_network(
    config: MarianConfig, weights: Weights, *, source_tokens: tuple[str, ...], target_tokens: tuple[str, ...]
) -> Network:
    """Rename and join the weights of a checkpoint.

    Target tokens that can never be produced are left out, with their rows of the embedding and of
    the output, since a token that is not produced is not read either.

    Args:
        config: the configuration of the checkpoint.
        weights: its tensors by their names in transformers.
        source_tokens: its source vocabulary in the order of the ids.
        target_tokens: its target vocabulary in the order of the ids.

    Raises:
        InvalidModelError: a tensor is missing or of the wrong shape, or the activation is unknown.
    """
    if config.activation not in _ACTIVATIONS:
        raise InvalidModelError(
            f"unknown activation {config.activation!r}; known are {', '.join(sorted(_ACTIVATIONS))}"
        )
    source = _rows(weights, ("model.encoder.embed_tokens.weight", "model.shared.weight"), source_tokens)
    target = _rows(weights, ("model.decoder.embed_tokens.weight", "model.shared.weight"), target_tokens)
    output = _rows(weights, ("lm_head.weight",), target_tokens) if "lm_head.weight" in weights else target
    bias = _bias(weights, len(target_tokens))
    start = config.decoder_start_id
    if start >= len(target_tokens):
        raise InvalidModelError(
            f"decoder_start_token_id {start} is not in a vocabulary of {len(target_tokens)}"
        )
    zero_start = not target[start].any()
    if not zero_start:
        bias[start] = min(bias[start], 10 * _NEVER_PRODUCED)
    needed = {"</s>", "<unk>"} if zero_start else {"</s>", "<unk>", target_tokens[start]}
    source_kept = [i for i, token in enumerate(source_tokens) if token != _PAD]
    target_kept = [
        i
        for i, token in enumerate(target_tokens)
        if token in needed or (token != _PAD and bias[i] > _NEVER_PRODUCED)
    ]

    variables: dict[str, NDArray[np.generic]] = {}
    aliases: dict[str, str] = {}
    _add_stack(variables, config, weights, "encoder")
    _add_stack(variables, config, weights, "decoder")
    variables["decoder/start_from_zero_embedding"] = np.asarray(np.int8(zero_start))
    aliases["encoder/position_encodings/encodings"] = "decoder/position_encodings/encodings"
    variables["decoder/position_encodings/encodings"] = sinusoids(config.max_positions, config.width)
    variables["decoder/embeddings/weight"] = target[target_kept]
    if source is target and source_kept == target_kept:
        aliases["encoder/embeddings_0/weight"] = "decoder/embeddings/weight"
    else:
        variables["encoder/embeddings_0/weight"] = source[source_kept]
    if output is target:
        aliases["decoder/projection/weight"] = "decoder/embeddings/weight"
    else:
        variables["decoder/projection/weight"] = output[target_kept]
    if bias[target_kept].any():
        variables["decoder/projection/bias"] = bias[target_kept]
    return Network(
        variables,
        aliases,
        tuple(source_tokens[i] for i in source_kept),
        tuple(target_tokens[i] for i in target_kept),
        "</s>" if zero_start else target_tokens[start],
    )


def sinusoids(positions: int, width: int) -> NDArray[np.float32]:
    """Give Marian's position vectors: all sines, then all cosines.

    Departs from Vaswani et al. (2017), section 3.5, in that sines and cosines do not alternate.

    Returns:
        ``(positions, width) float32`` in [-1, 1].

    >>> sinusoids(2, 4).round(2).tolist()
    [[0.0, 0.0, 1.0, 1.0], [0.8399999737739563, 0.009999999776482582, 0.5400000214576721, 1.0]]
    """
    half = (width + 1) // 2
    rates = np.power(10000.0, -2.0 * np.arange(half) / width)
    angles = np.arange(positions)[:, None] * rates[None, :]
    return np.concatenate([np.sin(angles), np.cos(angles[:, : width - half])], axis=1).astype(np.float32)


def _add_stack(
    variables: dict[str, NDArray[np.generic]], config: MarianConfig, weights: Weights, side: str
) -> None:
    """Add the settings and the layers of the encoder or the decoder."""
    scale = np.sqrt(config.width) if config.scale_embedding else 1.0
    settings: dict[str, np.generic] = {
        "num_heads": np.int16(config.heads),
        "pre_norm": np.int8(0),
        "activation": np.int8(_ACTIVATIONS[config.activation]),
        "scale_embeddings": np.float32(scale),
    }
    if side == "encoder":
        settings |= {"embeddings_merge": np.int8(0), "multi_query_attention": np.int8(0)}
    else:
        settings |= {
            "alibi": np.int8(0),
            "alibi_use_positive_positions": np.int8(0),
            "scale_alibi": np.int8(0),
            "alignment_heads": np.int16(1),
            "alignment_layer": np.int16(-1),
        }
    variables |= {f"{side}/{name}": np.asarray(value) for name, value in settings.items()}
    for number in range(config.encoder_layers if side == "encoder" else config.decoder_layers):
        old, new = f"model.{side}.layers.{number}", f"{side}/layer_{number}"
        attention = f"{old}.self_attn"
        _add_linear(variables, weights, f"{new}/self_attention/linear_0", attention, ("q", "k", "v"))
        _add_linear(variables, weights, f"{new}/self_attention/linear_1", attention, ("out",))
        _add_norm(variables, weights, f"{new}/self_attention", f"{old}.self_attn_layer_norm")
        if side == "decoder":
            attention = f"{old}.encoder_attn"
            _add_linear(variables, weights, f"{new}/attention/linear_0", attention, ("q",))
            _add_linear(variables, weights, f"{new}/attention/linear_1", attention, ("k", "v"))
            _add_linear(variables, weights, f"{new}/attention/linear_2", attention, ("out",))
            _add_norm(variables, weights, f"{new}/attention", f"{old}.encoder_attn_layer_norm")
        for index, name in enumerate(("fc1", "fc2")):
            variables[f"{new}/ffn/linear_{index}/weight"] = _tensor(weights, f"{old}.{name}.weight")
            variables[f"{new}/ffn/linear_{index}/bias"] = _tensor(weights, f"{old}.{name}.bias")
        _add_norm(variables, weights, f"{new}/ffn", f"{old}.final_layer_norm")


def _add_linear(
    variables: dict[str, NDArray[np.generic]],
    weights: Weights,
    name: str,
    attention: str,
    projections: tuple[str, ...],
) -> None:
    """Add one matrix for the projections of an attention that are computed together."""
    for kind in ("weight", "bias"):
        parts = [_tensor(weights, f"{attention}.{projection}_proj.{kind}") for projection in projections]
        variables[f"{name}/{kind}"] = np.concatenate(parts)


def _add_norm(variables: dict[str, NDArray[np.generic]], weights: Weights, name: str, old: str) -> None:
    variables[f"{name}/layer_norm/gamma"] = _tensor(weights, f"{old}.weight")
    variables[f"{name}/layer_norm/beta"] = _tensor(weights, f"{old}.bias")


def _rows(weights: Weights, names: tuple[str, ...], tokens: tuple[str, ...]) -> NDArray[np.float32]:
    """Give the first of some tensors that there is, and check that it has a row for each token."""
    name = next((name for name in names if name in weights), names[0])
    value = _tensor(weights, name)
    if len(value) != len(tokens):
        raise InvalidModelError(
            f"{name} has {len(value)} rows and the vocabulary {len(tokens)} tokens; they are not of one model"
        )
    return value


def _bias(weights: Weights, size: int) -> NDArray[np.float32]:
    """Give a copy of the bias of the output, ``(size,)``; zeros where a checkpoint has none."""
    bias = weights.get("final_logits_bias", np.zeros((1, size), dtype=np.float32))
    if bias.shape != (1, size):
        raise InvalidModelError(f"final_logits_bias is of shape {bias.shape}, expected {(1, size)}")
    row: NDArray[np.float32] = bias[0].copy()
    return row


def _tensor(weights: Weights, name: str) -> NDArray[np.float32]:
    if name not in weights:
        raise InvalidModelError(f"the weights have no {name}; the checkpoint is not a whole MarianMT model")
    return weights[name]
