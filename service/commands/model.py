"""`amana model`: the models on this machine, and how to get and check one."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

from mt.checkpoint import SELF_TEST, TARGET_VOCABULARY, VOCABULARY, Checkpoint, read_vocabulary
from mt.models import DEFAULT_MODEL, fetch_model, find_checkpoint, list_models
from service.commands import train
from service.console import print_json, progress, write_output

app = typer.Typer(help="List, inspect, fetch, convert and check translation models.", no_args_is_help=True)

Model = Annotated[str, typer.Argument(help="Bundled name, path of a checkpoint, or hub name.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
CacheDir = Annotated[Path | None, typer.Option("--cache-dir", help="Where converted models are kept.")]


def register(parent: typer.Typer) -> None:
    """Add the commands to the application."""
    parent.add_typer(app, name="model")


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    origin: str
    path: Path
    size_bytes: int
    default: bool


@app.command("list")
def list_command(as_json: Json = False) -> None:
    """List the models on this machine."""
    rows = [
        _Row(place.name, place.origin, place.path, _size(place.path), place.name == DEFAULT_MODEL)
        for place in list_models()
    ]
    if as_json:
        print_json(rows)
        return
    width = max((len(row.name) for row in rows), default=0)
    lines = [
        f"{row.name:<{width}}  {row.origin}  {row.size_bytes / 1e6:6.1f} MB"
        f"{'  default' if row.default else ''}\n"
        for row in rows
    ]
    write_output(None, "".join(lines) or "no models here; fetch one with: amana model fetch OWNER/NAME\n")


@app.command("info")
def info_command(model: Model = DEFAULT_MODEL, as_json: Json = False, cache_dir: CacheDir = None) -> None:
    """Show what a model is and which conversions of it are in the cache."""
    facts = _facts(find_checkpoint(model), cache_dir)
    if as_json:
        print_json(facts)
        return
    width = max(map(len, facts))
    lines = [f"{name.replace('_', ' '):<{width}}  {_shown(value)}\n" for name, value in facts.items()]
    write_output(None, "".join(lines))


@app.command("fetch")
def fetch_command(
    model: Annotated[str, typer.Argument(help="Hub name, as in Helsinki-NLP/opus-mt-ar-en.")],
    as_json: Json = False,
) -> None:
    """Fetch a model from the hub, so that it can be used without a network."""
    checkpoint = fetch_model(model, show_progress=True)
    _report(checkpoint, {"path": str(checkpoint.path)}, f"fetched {checkpoint.identity}", as_json=as_json)


@app.command("convert")
def convert_command(
    model: Model = DEFAULT_MODEL,
    compute_type: Annotated[
        Literal["int8", "float32"], typer.Option("--compute-type", help="Numbers to compute with.")
    ] = "int8",
    again: Annotated[bool, typer.Option("--again", help="Even if it was converted before.")] = False,
    cache_dir: CacheDir = None,
    as_json: Json = False,
) -> None:
    """Convert a model for CTranslate2 now, instead of at its first use."""
    from mt.conversion import convert, default_cache_dir

    checkpoint = find_checkpoint(model)
    with progress(f"Converting {checkpoint.name}"):
        path = convert(
            checkpoint, quantisation=compute_type, cache_dir=cache_dir or default_cache_dir(), again=again
        )
    _report(checkpoint, {"path": str(path)}, f"{checkpoint.identity} is converted in {path}", as_json=as_json)


@app.command("check")
def check_command(
    model: Model = DEFAULT_MODEL,
    write: Annotated[
        bool, typer.Option("--write", help=f"Write what the model gives now to {SELF_TEST} beside it.")
    ] = False,
    engine: Annotated[
        Literal["ctranslate2", "transformers"], typer.Option("--engine", help="Engine to check.")
    ] = "ctranslate2",
    compute_type: Annotated[
        Literal["int8", "float32"],
        typer.Option("--compute-type", help="Numbers that ctranslate2 computes with."),
    ] = "int8",
    cache_dir: CacheDir = None,
    as_json: Json = False,
) -> None:
    """Translate the golden sentences of a model and compare with what it gave when it was made."""
    from mt.loading import load_engine
    from mt.selftest import check_goldens, make_goldens, read_goldens, write_goldens
    from mt.tokenizer import Tokenizer

    checkpoint = find_checkpoint(model)
    with progress(f"Checking {checkpoint.name}"):
        loaded = load_engine(checkpoint, engine=engine, compute_type=compute_type, cache_dir=cache_dir)
        tokenizer = Tokenizer(checkpoint)
        if write:
            write_goldens(make_goldens(loaded, tokenizer), checkpoint.path)
        goldens = read_goldens(checkpoint.path)
        drafts = check_goldens(loaded, tokenizer, goldens=goldens, model=checkpoint.identity)
    kind = "golden" if goldens is not None else "plausible"
    pairs = [{"source": draft.source, "draft": draft.draft, "score": draft.score} for draft in drafts]
    lines = "".join(f"\n  {draft.source}\n  {draft.draft}" for draft in drafts)
    facts: dict[str, object] = {"passed": True, "compared_with": kind, "sentences": pairs}
    _report(checkpoint, facts, f"{checkpoint.identity} gives {kind} translations{lines}", as_json=as_json)


def _report(checkpoint: Checkpoint, facts: dict[str, object], line: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"model": checkpoint.identity, **facts})
    else:
        write_output(None, line + "\n")


def _facts(checkpoint: Checkpoint, cache_dir: Path | None) -> dict[str, object]:
    from mt.conversion import Quantisation, default_cache_dir, is_converted

    quantisations: tuple[Quantisation, ...] = ("int8", "float32")
    config = checkpoint.config
    source = read_vocabulary(checkpoint.path / VOCABULARY)
    target = source if config.shared_vocabulary else read_vocabulary(checkpoint.path / TARGET_VOCABULARY)
    return {
        "name": checkpoint.name,
        "path": checkpoint.path,
        "content_hash": checkpoint.content_hash,
        "size_bytes": _size(checkpoint.path),
        "weights": checkpoint.weights.name,
        "encoder_layers": config.encoder_layers,
        "decoder_layers": config.decoder_layers,
        "width": config.width,
        "heads": config.heads,
        "max_positions": config.max_positions,
        "shared_vocabulary": config.shared_vocabulary,
        "source_tokens": len(source),
        "target_tokens": len(target),
        "self_test": (checkpoint.path / SELF_TEST).is_file(),
        "converted": [
            quantisation
            for quantisation in quantisations
            if is_converted(checkpoint, quantisation=quantisation, cache_dir=cache_dir or default_cache_dir())
        ],
    }


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return str(value)


def _size(path: Path) -> int:
    return sum(file.stat().st_size for file in path.iterdir() if file.is_file())


train.register(app)
