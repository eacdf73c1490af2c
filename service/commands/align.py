"""`amana align`: pair the sentences of an article with those of its reference."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from alignment.align import align
from alignment.bitext import Bitext
from alignment.encoder import load_encoder
from alignment.formats.beads import write_beads
from alignment.formats.jsonl import bead_object, write_jsonl
from alignment.formats.tmx import write_tmx
from alignment.formats.tsv import write_tsv
from mt.segmentation import segment
from service.console import progress, read_argument, to_json, write_output

FORMAT_VERSION = 1


class Format(StrEnum):
    """The formats of an alignment."""

    BEADS = "beads"
    TSV = "tsv"
    JSONL = "jsonl"
    TMX = "tmx"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("align")(align_command)


def align_command(
    article: Annotated[Path, typer.Argument(help="Arabic text, UTF-8; - for standard input.")],
    reference: Annotated[Path, typer.Argument(help="Its English source, UTF-8; - for standard input.")],
    segmented: Annotated[
        bool, typer.Option("--segmented", help="One sentence a line; ids are line numbers from 0.")
    ] = False,
    format: Annotated[  # noqa: A002 - the option is called --format
        Format, typer.Option("--format", help="What to write.")
    ] = Format.BEADS,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to a file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Align an Arabic article with its English reference, sentence by sentence."""
    texts = [read_argument(path) for path in (article, reference)]
    if segmented:
        source, target = (tuple(_lines(text)) for text in texts)
    else:
        source = tuple(s.text for s in segment(texts[0], language="ar"))
        target = tuple(s.text for s in segment(texts[1], language="en"))
    with progress("Aligning"):
        beads = align(source, target, encoder=load_encoder())
    bitext = Bitext(source, target, beads)
    if as_json:
        document = {"version": FORMAT_VERSION, "beads": [bead_object(bitext, bead) for bead in beads]}
        write_output(output, to_json(document, indent=2) + "\n")
        return
    write_output(output, _WRITERS[format](bitext))


def _lines(text: str) -> tuple[str, ...]:
    """Give the lines of a text; nothing else that Unicode calls a line end counts."""
    lines = text.replace("\r\n", "\n").split("\n")
    return tuple(lines[:-1] if not lines[-1] else lines)


def _write_ids(bitext: Bitext) -> str:
    return write_beads(bitext.beads)


_WRITERS: dict[Format, Callable[[Bitext], str]] = {
    Format.BEADS: _write_ids,
    Format.TSV: write_tsv,
    Format.JSONL: write_jsonl,
    Format.TMX: write_tmx,
}
