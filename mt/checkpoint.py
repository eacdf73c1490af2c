"""A MarianMT checkpoint directory: which files it has, what its configuration says, what it is."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from mt.errors import InvalidModelError, ModelNotFoundError

SAFETENSORS = "model.safetensors"
PYTORCH_BIN = "pytorch_model.bin"
CONFIG = "config.json"
VOCABULARY = "vocab.json"
TARGET_VOCABULARY = "target_vocab.json"
SOURCE_SPM = "source.spm"
TARGET_SPM = "target.spm"
SELF_TEST = "selftest.json"
CONFIDENCE = "confidence.json"
REQUIRED = (CONFIG, VOCABULARY, SOURCE_SPM, TARGET_SPM)


@dataclass(frozen=True, slots=True)
class MarianConfig:
    """The part of `config.json` that decides what the network computes.

    Attributes:
        width: size of a token's vector.
        heads: attention heads of a layer, the same on both sides.
        encoder_layers: number of layers that read the source.
        decoder_layers: number of layers that write the target.
        activation: name of the feed-forward activation, as in transformers.
        scale_embedding: whether token vectors are multiplied by the root of the width.
        max_positions: longest source or target, in tokens.
        shared_vocabulary: whether source and target have one vocabulary and one embedding.
        decoder_start_id: target id that decoding starts from; its vector counts as zero.
    """

    width: int
    heads: int
    encoder_layers: int
    decoder_layers: int
    activation: str
    scale_embedding: bool
    max_positions: int
    shared_vocabulary: bool
    decoder_start_id: int


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint on disk.

    Attributes:
        name: what the user calls it.
        path: its directory.
        content_hash: 64 hexadecimal digits of SHA-256 over what decides a translation.
        config: its configuration.
    """

    name: str
    path: Path
    content_hash: str
    config: MarianConfig

    @property
    def identity(self) -> str:
        """Name and the start of the content hash: what a translation says that it was made with."""
        return f"{self.name}@{self.content_hash[:12]}"

    @property
    def weights(self) -> Path:
        """The file of the weights: safetensors where there is one."""
        return weights_file(self.path)


def open_checkpoint(path: Path, *, name: str) -> Checkpoint:
    """Check the files of a checkpoint directory, read its configuration and hash its content.

    Raises:
        ModelNotFoundError: there is no such directory.
        InvalidModelError: a file is missing, or the checkpoint is not MarianMT.
    """
    if not path.is_dir():
        raise ModelNotFoundError(f"no model directory at {path}; `amana model list` shows what there is")
    missing = missing_files(path)
    if missing:
        raise InvalidModelError(f"{path} is no MarianMT checkpoint: it has no {', '.join(missing)}")
    config = _read_config(path / CONFIG)
    if not config.shared_vocabulary and not (path / TARGET_VOCABULARY).is_file():
        raise InvalidModelError(
            f"{path} has separate vocabularies by its {CONFIG}, and no {TARGET_VOCABULARY}; add that file"
        )
    return Checkpoint(name, path, _content_hash(path), config)


def missing_files(path: Path) -> tuple[str, ...]:
    """Name the files that a MarianMT checkpoint needs and a directory does not have."""
    missing = [name for name in REQUIRED if not (path / name).is_file()]
    if not any((path / name).is_file() for name in (SAFETENSORS, PYTORCH_BIN)):
        missing.append(SAFETENSORS)
    return tuple(missing)


def weights_file(path: Path) -> Path:
    """Give the file that the weights of a checkpoint directory are read from."""
    safetensors = path / SAFETENSORS
    return safetensors if safetensors.is_file() else path / PYTORCH_BIN


def read_json_object(path: Path) -> dict[str, object]:
    """Read a JSON file of a checkpoint that holds an object.

    Raises:
        InvalidModelError: the file is missing, damaged, or holds something else.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidModelError(f"cannot read {path}: {error}; fetch or copy the model again") from error
    if not isinstance(value, dict):
        raise InvalidModelError(f"{path} holds no JSON object; fetch or copy the model again")
    return value


def read_vocabulary(path: Path) -> tuple[str, ...]:
    """Read a `vocab.json`: the tokens in the order of their ids.

    Raises:
        InvalidModelError: the ids are not 0, 1, 2 … without a gap, or a token is missing.
    """
    ids = read_json_object(path)
    tokens = sorted(ids, key=lambda token: _whole(ids, token, path))
    if [ids[token] for token in tokens] != list(range(len(tokens))):
        raise InvalidModelError(f"the ids in {path} are not 0 to {len(tokens) - 1}, each once")
    for special in ("</s>", "<unk>"):
        if special not in ids:
            raise InvalidModelError(f"{path} has no {special}; it is no vocabulary of a MarianMT model")
    return tuple(tokens)


def _read_config(path: Path) -> MarianConfig:
    values = read_json_object(path)
    if values.get("model_type") != "marian":
        raise InvalidModelError(
            f"{path} describes a model of type {values.get('model_type')!r}; Amana runs MarianMT models"
        )
    heads = _whole(values, "encoder_attention_heads", path)
    if _whole(values, "decoder_attention_heads", path) != heads:
        raise InvalidModelError(f"{path}: encoder and decoder have different numbers of attention heads")
    pad = _whole(values, "pad_token_id", path)
    return MarianConfig(
        width=_whole(values, "d_model", path),
        heads=heads,
        encoder_layers=_whole(values, "encoder_layers", path),
        decoder_layers=_whole(values, "decoder_layers", path),
        activation=str(values.get("activation_function", "gelu")),
        scale_embedding=bool(values.get("scale_embedding", False)),
        max_positions=_whole(values, "max_position_embeddings", path),
        shared_vocabulary=bool(values.get("share_encoder_decoder_embeddings", True)),
        decoder_start_id=_whole(values, "decoder_start_token_id", path)
        if "decoder_start_token_id" in values
        else pad,
    )


def _whole(values: dict[str, object], key: str, path: Path) -> int:
    value = values.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InvalidModelError(f"{path}: {key!r} is {value!r}, not a whole number")
    return value


def _content_hash(path: Path) -> str:
    digest = hashlib.sha256()
    names = (*REQUIRED, TARGET_VOCABULARY, weights_file(path).name)
    try:
        for name in sorted(names):
            if (path / name).is_file():
                with (path / name).open("rb") as file:
                    digest.update(f"{name}:{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    except OSError as error:
        raise InvalidModelError(f"cannot read the model at {path}: {error}") from error
    return digest.hexdigest()
