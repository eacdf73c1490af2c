"""Which models there are, and where: bundled with Amana, fetched from the hub, or at a path."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from mt.checkpoint import (
    CONFIDENCE,
    PYTORCH_BIN,
    REQUIRED,
    SAFETENSORS,
    SELF_TEST,
    TARGET_VOCABULARY,
    Checkpoint,
    missing_files,
    open_checkpoint,
)
from mt.errors import ModelFetchError, ModelNotFoundError

DEFAULT_MODEL = "ar-en"
"""The model that is bundled with Amana."""

_BUNDLED = Path(__file__).parent / "bundled"
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_SMALL_FILES = (
    *REQUIRED,
    TARGET_VOCABULARY,
    SELF_TEST,
    CONFIDENCE,
    "generation_config.json",
    "tokenizer_config.json",
)


@dataclass(frozen=True, slots=True)
class ModelPlace:
    """A model that can be used at once.

    Attributes:
        name: what to call it by.
        origin: ``bundled`` or ``fetched``.
        path: its checkpoint directory.
    """

    name: str
    origin: Literal["bundled", "fetched"]
    path: Path


def list_models(*, hub_cache_dir: Path | None = None) -> tuple[ModelPlace, ...]:
    """List the models on this machine: the bundled ones, then those fetched from the hub.

    Args:
        hub_cache_dir: the cache of the hub's client; None for the user's.
    """
    bundled = sorted(path for path in _BUNDLED.glob("*") if path.is_dir())
    places = [ModelPlace(path.name, "bundled", path) for path in bundled]
    return (*places, *_fetched_models(hub_cache_dir))


def find_checkpoint(model: str, *, hub_cache_dir: Path | None = None) -> Checkpoint:
    """Open a model that is on this machine.

    Args:
        model: name of a bundled model, path of a checkpoint directory, or hub name of a model that
            was fetched; the first that fits, in this order.
        hub_cache_dir: the cache of the hub's client; None for the user's.

    Raises:
        ModelNotFoundError: there is no such model here.
        InvalidModelError: it is no MarianMT checkpoint, or a damaged one.
    """
    if re.fullmatch(r"[\w.-]+", model) and (_BUNDLED / model).is_dir():
        return open_checkpoint(_BUNDLED / model, name=model)
    path = Path(model).expanduser()
    if path.exists():
        return open_checkpoint(path, name=path.resolve().name)
    if is_hub_name(model):
        fetched = _fetched_path(model, hub_cache_dir)
        if fetched is None:
            raise ModelNotFoundError(
                f"{model} is not on this machine; fetch it with: amana model fetch {model}"
            )
        return open_checkpoint(fetched, name=model)
    names = ", ".join(place.name for place in list_models(hub_cache_dir=hub_cache_dir))
    raise ModelNotFoundError(
        f"no model {model!r}: neither a directory nor one of {names or 'no bundled models'}; "
        "give a path, a name, or a hub name such as Helsinki-NLP/opus-mt-ar-en"
    )


def is_hub_name(model: str) -> bool:
    """Tell whether a text can be the name of a model on the hub.

    >>> is_hub_name("Helsinki-NLP/opus-mt-ar-en"), is_hub_name("./models/mine"), is_hub_name("ar-en")
    (True, False, False)
    """
    return _HUB_NAME.fullmatch(model) is not None


def needs_fetch(model: str, *, hub_cache_dir: Path | None = None) -> bool:
    """Tell whether a name means a hub model that is not on this machine yet."""
    if (_BUNDLED / model).is_dir() or Path(model).expanduser().exists() or not is_hub_name(model):
        return False
    return _fetched_path(model, hub_cache_dir) is None


def fetch_model(name: str, *, hub_cache_dir: Path | None = None, show_progress: bool = False) -> Checkpoint:
    """Fetch a model from the hub, or complete a fetch that was interrupted.

    Fetches `model.safetensors` where the repository has it, `pytorch_model.bin` only where not.

    Args:
        name: hub name, as in ``Helsinki-NLP/opus-mt-ar-en``.
        hub_cache_dir: the cache of the hub's client; None for the user's.
        show_progress: whether to draw progress bars on standard error if that is a terminal.

    Raises:
        ModelFetchError: the name is none of the hub, there is no network, or no such model.
        InvalidModelError: what was fetched is no MarianMT checkpoint.
    """
    if not is_hub_name(name):
        raise ModelFetchError(f"{name!r} is no hub name; give owner/name, as in Helsinki-NLP/opus-mt-ar-en")
    path = _snapshot(name, [*_SMALL_FILES, SAFETENSORS], hub_cache_dir, show_progress)
    if missing_files(path) == (SAFETENSORS,):
        path = _snapshot(name, [*_SMALL_FILES, PYTORCH_BIN], hub_cache_dir, show_progress)
    return open_checkpoint(path, name=name)


def _snapshot(name: str, files: list[str], hub_cache_dir: Path | None, show_progress: bool) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError, RepositoryNotFoundError
    from tqdm.auto import tqdm

    class Bar(tqdm):  # type: ignore[misc]
        def __init__(self, *args: Any, **options: Any) -> None:
            options["disable"] = None if show_progress else True  # None: on a terminal only
            super().__init__(*args, **options)

    # The hub's client maps answers to its own errors, but not a connection that breaks: that comes
    # as the base class of whichever HTTP library it is built on.
    transport_error = cast(type[Exception], HfHubHTTPError.__mro__[1])
    try:
        return Path(snapshot_download(name, allow_patterns=files, cache_dir=hub_cache_dir, tqdm_class=Bar))
    except RepositoryNotFoundError as error:
        raise ModelFetchError(
            f"the hub has no public model {name}; check the spelling, or log in if it is private"
        ) from error
    except LocalEntryNotFoundError as error:
        raise ModelFetchError(
            f"cannot reach the hub to fetch {name}; connect to the network and try again, copy the model's "
            f"directory here and give its path, or use the bundled model {DEFAULT_MODEL}"
        ) from error
    except (OSError, ValueError, transport_error) as error:
        reason = str(error).strip().splitlines()
        raise ModelFetchError(
            f"fetching {name} failed: {reason[0] if reason else type(error).__name__}; "
            f"try again, what has arrived is kept"
        ) from error


def _fetched_path(name: str, hub_cache_dir: Path | None) -> Path | None:
    """Give the directory of a fetched model; None if it is not here, or not whole."""
    from huggingface_hub import try_to_load_from_cache

    config = try_to_load_from_cache(name, "config.json", cache_dir=hub_cache_dir)
    if not isinstance(config, str) or missing_files(Path(config).parent):
        return None
    return Path(config).parent


def _fetched_models(hub_cache_dir: Path | None) -> list[ModelPlace]:
    from huggingface_hub import scan_cache_dir
    from huggingface_hub.errors import CacheNotFound

    try:
        repositories = scan_cache_dir(hub_cache_dir).repos
    except CacheNotFound:
        return []
    places = []
    for name in sorted(repository.repo_id for repository in repositories if repository.repo_type == "model"):
        path = _fetched_path(name, hub_cache_dir)
        if path is not None:
            places.append(ModelPlace(name, "fetched", path))
    return places
