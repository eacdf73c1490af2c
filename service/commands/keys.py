"""`amana keys`: API keys of a server."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from mt.errors import InputError
from service.console import notice, print_json, write_output
from service.http.metrics import Metrics
from service.http.settings import load_settings
from service.http.storage.database import Database
from service.http.storage.keys import SCOPES, create_key, list_keys, revoke_key

app = typer.Typer(help="Make, list and revoke API keys of a server.", no_args_is_help=True)

Result = TypeVar("Result")

DataDir = Annotated[Path | None, typer.Option(help="Where the SQLite database lies, as for amana serve.")]
Config = Annotated[Path | None, typer.Option(help="Settings in TOML, as for amana serve.")]


def register(parent: typer.Typer) -> None:
    """Add the commands to the application."""
    parent.add_typer(app, name="keys")


@app.command("create")
def create(
    name: Annotated[str, typer.Argument(help="What to call it: who uses it, and where.")],
    scope: Annotated[
        list[str] | None,
        typer.Option(help=f"What it is good for, of {', '.join(SCOPES)}; all but metrics without any."),
    ] = None,
    rate: Annotated[str | None, typer.Option(help="Most requests, as in 60/minute.")] = None,
    characters_per_month: Annotated[
        int | None, typer.Option(min=1, help="Most characters of a calendar month.")
    ] = None,
    data_dir: DataDir = None,
    config: Config = None,
) -> None:
    """Make a key and print it: this once, since only its hash is kept."""
    scopes = frozenset(scope) if scope else frozenset(SCOPES) - {"metrics"}
    key, secret = _in_database(
        lambda connection, now: create_key(
            connection, now, name=name, scopes=scopes, rate=rate, characters_per_month=characters_per_month
        ),
        data_dir=data_dir,
        config=config,
    )
    notice(f"amana: the key {key.id} for {name}; keep it, it is not shown again")
    write_output(None, secret + "\n")


@app.command("list")
def list_command(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    data_dir: DataDir = None,
    config: Config = None,
) -> None:
    """List the keys that are valid, without their secrets."""
    keys = _in_database(lambda connection, _now: list_keys(connection), data_dir=data_dir, config=config)
    if as_json:
        print_json(keys)
        return
    table = Table("Id", "Name", "Scopes", "Rate", "Characters a month", box=None, pad_edge=False)
    for key in keys:
        limit = "" if key.characters_per_month is None else str(key.characters_per_month)
        table.add_row(key.id, key.name, " ".join(sorted(key.scopes)), key.rate or "", limit)
    Console(soft_wrap=True, highlight=False).print(table)


@app.command("revoke")
def revoke(
    key_id: Annotated[str, typer.Argument(help="Id of the key, from amana keys list.")],
    data_dir: DataDir = None,
    config: Config = None,
) -> None:
    """Revoke a key; running servers notice within seconds."""
    gone = _in_database(
        lambda connection, now: revoke_key(connection, key_id, now), data_dir=data_dir, config=config
    )
    if not gone:
        raise InputError(f"there is no valid key {key_id!r}; see amana keys list")


def _in_database(
    work: Callable[[Connection, float], Result], *, data_dir: Path | None, config: Path | None
) -> Result:
    given = {} if data_dir is None else {"data_dir": data_dir}
    database = Database(load_settings(config, given).database, Metrics())
    try:
        return database.now_in(lambda connection: work(connection, database.clock(connection)))
    finally:
        database.close()
