"""`amana align`: pair the sentences of an article with those of its reference."""

from pathlib import Path
from typing import Annotated

import typer

from alignment.formats.writers import Format
from alignment.gold import GoldScore
from mt.errors import InputError
from mt.files import check_writable
from mt.languages import LANGUAGES, language_named
from service.align_batch import align_folders
from service.align_summary import batch_facts, pair_facts, score_table, summary_line
from service.aligning import Settings, align_texts
from service.console import STDIN, notice, print_json, progress, read_argument, write_output


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("align")(align_command)


def align_command(
    article: Annotated[
        Path, typer.Argument(help="Arabic text, UTF-8; - for standard input. Or a folder of them.")
    ],
    reference: Annotated[
        Path, typer.Argument(help="Its English source, UTF-8; - for standard input. Or a folder of them.")
    ],
    segmented: Annotated[
        bool, typer.Option("--segmented", help="One sentence a line; ids are line numbers from 0.")
    ] = False,
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.BEADS,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write to a file; with folders to a folder.")
    ] = None,
    min_confidence: Annotated[
        float,
        typer.Option(min=0.0, max=1.0, help="Leave out beads that are less sure; HTML keeps and marks them."),
    ] = 0.0,
    gold: Annotated[
        Path | None,
        typer.Option(help="Score against these beads and print that; with folders a folder of NAME.gold."),
    ] = None,
    fail_under: Annotated[
        float | None, typer.Option(metavar="F1", min=0.0, max=1.0, help="Exit 1 if strict F1 is under this.")
    ] = None,
    source_lang: Annotated[
        str, typer.Option(help=f"Language of the article: {', '.join(LANGUAGES)}.")
    ] = "ar",
    target_lang: Annotated[str, typer.Option(help="Language of the reference, one of the same.")] = "en",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object: summary, score, and without -o the beads.")
    ] = False,
) -> None:
    """Align an Arabic article with its English reference, sentence by sentence.

    The alignment goes to standard output or to -o, a summary to standard error. With --gold the score
    takes the place of the alignment on standard output.

    With two folders (or twice the same), files are paired by name up to the first full stop; one that
    has no counterpart or cannot be used fails alone, and the exit code is 1.
    """
    settings = Settings(
        language_named(source_lang), language_named(target_lang), segmented, min_confidence, form
    )
    if fail_under is not None and gold is None:
        raise InputError("--fail-under needs beads to score against; give them with --gold")
    if article.is_dir() and reference.is_dir():
        score, complete = _align_folders(article, reference, settings, output, gold, as_json=as_json)
    else:
        place = None if output == STDIN else output
        score = _align_files(article, reference, settings, place, gold, as_json=as_json)
        complete = True
    if score is not None and fail_under is not None and score.strict.f1 < fail_under:
        notice(f"amana: failed: strict F1 is {score.strict.f1:.4f}, under {fail_under:g}")
        complete = False
    if not complete:
        raise typer.Exit(1)


def _align_files(
    article: Path,
    reference: Path,
    settings: Settings,
    output: Path | None,
    gold: Path | None,
    *,
    as_json: bool,
) -> GoldScore | None:
    _check_places((article, reference), output, gold)
    texts = [
        ("standard input" if path == STDIN else path.name, read_argument(path))
        for path in (article, reference)
    ]
    aligned = align_texts(texts[0], texts[1], settings, gold=gold, stage=progress)
    if output is not None:
        write_output(output, aligned.write(settings))
    if as_json:
        print_json(pair_facts(aligned, with_beads=output is None))
        return aligned.score
    if aligned.score is not None:
        write_output(None, score_table(aligned.score, aligned.calibration_error))
    elif output is None:
        write_output(None, aligned.write(settings))
    notice(summary_line(aligned))
    return aligned.score


def _check_places(texts: tuple[Path, Path], output: Path | None, gold: Path | None) -> None:
    """Find out before the work what would spoil it behind."""
    if texts == (STDIN, STDIN):
        raise InputError("both texts are -; standard input is one text: give a file for the other")
    if output is None:
        return
    check_writable(output)
    if output.resolve() in {path.resolve() for path in (*texts, gold) if path is not None}:
        raise InputError(f"-o {output} is one of the texts and would be overwritten; give another file")


def _align_folders(
    articles: Path,
    references: Path,
    settings: Settings,
    output: Path | None,
    gold: Path | None,
    *,
    as_json: bool,
) -> tuple[GoldScore | None, bool]:
    if output is None and gold is None and not as_json:
        raise InputError("with folders the alignments need a folder to go to; give it with -o")
    if output is not None and (output == STDIN or output.is_file()):
        raise InputError(f"-o {output} is no folder; with folders give one")
    if output is not None and output.resolve() in {articles.resolve(), references.resolve()}:
        raise InputError(
            f"-o {output} holds the texts; give another folder, so that no alignment is taken for a text"
        )
    if gold is not None and not gold.is_dir():
        raise InputError(f"--gold {gold} is no folder; with folders give one of files named like the pairs")
    batch = align_folders(articles, references, settings=settings, output=output, gold=gold)
    if as_json:
        print_json(batch_facts(batch, with_beads=output is None))
        return batch.score, batch.complete
    for done in batch.done:
        if done.aligned is not None:
            notice(f"{done.name}: {summary_line(done.aligned)}")
    if batch.score is not None:
        write_output(None, score_table(batch.score, batch.calibration_error))
    return batch.score, batch.complete
