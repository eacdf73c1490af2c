"""`amana align`: pair the sentences of an article with those of its reference."""

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
from service.console import print_json, progress, read_argument, write_output


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("align")(align_command)


def align_command(
    article: Annotated[Path, typer.Argument(help="Arabic text, UTF-8; - for standard input.")],
    reference: Annotated[Path, typer.Argument(help="Its English source, UTF-8; - for standard input.")],
    segmented: Annotated[
        bool, typer.Option("--segmented", help="One sentence a line; ids are line numbers from 0.")
    ] = False,
    format: Annotated[  # noqa: A002  the option is called --format
        str, typer.Option("--format", help="beads, tsv, jsonl or tmx.")
    ] = "beads",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to a file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Align an Arabic article with its English reference, sentence by sentence."""
    texts = [read_argument(path) for path in (article, reference)]
    if segmented:
        source, target = (tuple(text.splitlines()) for text in texts)
    else:
        source = tuple(s.text for s in segment(texts[0], language="ar"))
        target = tuple(s.text for s in segment(texts[1], language="en"))
    with progress("Aligning"):
        beads = align(source, target, encoder=load_encoder())
    bitext = Bitext(source, target, beads)
    if as_json:
        print_json({"beads": [bead_object(bitext, bead) for bead in beads]})
        return
    writers = {"tsv": write_tsv, "jsonl": write_jsonl, "tmx": write_tmx}
    write_output(output, write_beads(beads) if format == "beads" else writers[format](bitext))
