"""`amana serve`: the HTTP service."""

from pathlib import Path
from typing import Annotated, Any

import typer


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("serve")(serve_command)


def serve_command(
    host: Annotated[str | None, typer.Option(help="Address to listen on [default: 127.0.0.1].")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on [default: 8013].")] = None,
    model: Annotated[str | None, typer.Option(help="Model that drafts [default: the bundled one].")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Where the SQLite database lies.")] = None,
    config: Annotated[Path | None, typer.Option(help="Settings in TOML; see docs/service.md.")] = None,
    open_to_anyone: Annotated[
        bool, typer.Option("--open-to-anyone", help="Listen beyond this machine without any API key.")
    ] = False,
) -> None:
    """Serve the HTTP API, and those of LibreTranslate, DeepL and Apertium.

    Everything that can be set stands in docs/service.md: by AMANA_… in the environment, or in the
    file that --config or AMANA_CONFIG names. Stops on SIGTERM when what it has begun is done.
    """
    from service.http.server import run
    from service.http.settings import load_settings

    given: dict[str, Any] = {"host": host, "port": port, "model": model, "data_dir": data_dir}
    if open_to_anyone:
        given["without_keys"] = "anyone"
    run(load_settings(config, {name: value for name, value in given.items() if value is not None}))
