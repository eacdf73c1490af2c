"""`amana memory`: translation memories, filled from TMX and columns, written as TMX, and searched."""

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from mt.errors import FormatError, InputError
from mt.files import check_writable, read_text, write_chunks_atomically
from mt.memory.store import Memory
from mt.memory.tmx import read_tmx, tmx_chunks
from mt.memory.unit import Unit
from service.console import STDIN, notice, print_json, progress

app = typer.Typer(no_args_is_help=True, help="Import, export and search translation memories.")

MemoryFile = Annotated[Path, typer.Argument(help="The file of the memory.", show_default=False)]


def register(application: typer.Typer) -> None:
    """Add the command to the application."""
    application.add_typer(app, name="memory")


@app.command("import")
def import_command(
    memory: MemoryFile,
    files: Annotated[
        list[Path],
        typer.Argument(
            help="TMX; or .tsv with Arabic, English and, if you like, the origin.", show_default=False
        ),
    ],
    origin: Annotated[
        str | None, typer.Option(help="What to call where the units come from; else what the files say.")
    ] = None,
) -> None:
    """Add the units of files to a memory; it is made if there is none. Several can do so at once."""
    absent = next((path for path in files if not path.is_file()), None)
    if absent is not None:
        raise InputError(f"no such file: {absent}; nothing was imported")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with Memory(memory, create=True) as store:
        for path in files:
            with progress(f"Importing {path.name}"):
                added = store.add(_with_origin(_read(path, now), origin))
            empty = f", {added.empty} with an empty side left out" if added.empty else ""
            notice(f"amana: {path}: {added.new} new, {added.known} known{empty}")


@app.command("export")
def export_command(
    memory: MemoryFile,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The TMX file; - for standard output.")
    ] = STDIN,
) -> None:
    """Write a memory as TMX 1.4."""
    with Memory(memory) as store:
        chunks = tmx_chunks(store.units())
        if output == STDIN:
            sys.stdout.buffer.writelines(chunks)
            sys.stdout.buffer.flush()
        else:
            check_writable(output)
            write_chunks_atomically(output, chunks)


@app.command("search")
def search_command(
    memory: MemoryFile,
    text: Annotated[str, typer.Argument(help="An Arabic text.", show_default=False)],
    least: Annotated[float, typer.Option(min=0.3, max=1, help="Lowest score that is shown.")] = 0.7,
    limit: Annotated[int, typer.Option(min=1, max=100, help="Most units that are shown.")] = 5,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the units of a memory that are like a text, with their scores and where they come from."""
    with Memory(memory) as store:
        matches = store.lookup(text, least=least, limit=limit)
    if json:
        print_json(matches)
        return
    console = Console(highlight=False, soft_wrap=True)
    for match in matches:
        where = ", ".join(part for part in (match.kind.value, match.origin, match.changed) if part)
        console.print(f"{match.score:.2f}  {match.target}", markup=False)
        console.print(f"      {match.source}", markup=False)
        console.print(f"      {where}", markup=False, style="dim")
    if not matches:
        notice(f"amana: nothing in {memory} is like this text; a lower --least shows less alike units")


@app.command("stats")
def stats_command(
    memory: MemoryFile, json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False
) -> None:
    """Count the units of a memory, by where they come from."""
    with Memory(memory) as store:
        stats = store.stats()
    if json:
        print_json(stats)
        return
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{stats.units} units of {stats.sources} sources, {stats.bytes / 1e6:.1f} MB", markup=False)
    for origin, count in stats.origins.items():
        console.print(f"{count:>9}  {origin or '(no origin)'}", markup=False)


def _read(path: Path, now: str) -> Iterator[Unit]:
    """Yield the units of a file; columns have neighbours, since a file of them is a text."""
    if path.suffix.casefold() in {".tmx", ".xml"}:
        yield from read_tmx(path)
        return
    rows = [line.split("\t") for line in read_text(path).splitlines()]
    for number, row in enumerate(rows, 1):
        if not 2 <= len(row) <= 3 and row != [""]:
            raise FormatError(
                f"{path}, line {number}: {len(row)} columns; write Arabic, English and, if you like, origin"
            )
    for index, row in enumerate(rows):
        if row == [""]:
            continue
        before = rows[index - 1][0] if index else None
        behind = rows[index + 1][0] if index + 1 < len(rows) else None
        yield Unit(row[0], row[1], before, behind, row[2] if len(row) > 2 else path.name, now)


def _with_origin(units: Iterable[Unit], origin: str | None) -> Iterator[Unit]:
    for unit in units:
        if origin is None:
            yield unit
        else:
            yield Unit(unit.source, unit.target, unit.previous, unit.following, origin, unit.changed)
