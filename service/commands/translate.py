"""`amana translate`: a line in is a line out, and a document in is a document out."""

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mt.errors import EngineError, InputError
from mt.files import check_writable, decode_utf8
from mt.models import DEFAULT_MODEL
from mt.translation import Flag, Translation
from service.console import STDIN, notice, progress, read_argument, to_json, write_output

if TYPE_CHECKING:
    from service.journal import Translates

_PIPE_WINDOW = 512


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("translate")(translate_command)


def translate_command(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Arabic text, documents, folders; standard input without any, or for -."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object a line: draft, score, flags.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="Write to a file, when all is translated; documents: or a folder."
        ),
    ] = None,
    bilingual: Annotated[
        Literal["xliff", "docx", "html"] | None,
        typer.Option("--bilingual", help="Of documents, write source and draft side by side."),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns", help="Of CSV and TSV: columns to translate, names or numbers, commas between."
        ),
    ] = None,
    keys: Annotated[
        str | None,
        typer.Option("--keys", help="Of JSON: keys whose values to translate, as in title,page.body."),
    ] = None,
    model: Annotated[
        str, typer.Option("--model", help="Bundled name, path of a checkpoint, or hub name.")
    ] = DEFAULT_MODEL,
    engine: Annotated[
        Literal["ctranslate2", "transformers"],
        typer.Option("--engine", help="transformers is the reference: slow on a CPU, fast on a GPU."),
    ] = "ctranslate2",
    compute_type: Annotated[
        Literal["int8", "float32"],
        typer.Option("--compute-type", help="Numbers that ctranslate2 computes with."),
    ] = "int8",
    beam_size: Annotated[
        int,
        typer.Option("--beam-size", min=1, max=32, help="1 is about three times as fast as 4, and worse."),
    ] = 4,
    deterministic: Annotated[
        bool, typer.Option("--deterministic", help="Decode each sentence by itself; several times slower.")
    ] = False,
    glossary: Annotated[
        Path | None,
        typer.Option(
            "--glossary", help="Terms and their English: .tsv, .csv or .tbx; one column: stays as it is."
        ),
    ] = None,
    terms: Annotated[
        list[str] | None,
        typer.Option(
            "--term", help="ARABIC=ENGLISH, or a word that stays as it is; before the glossary's; repeat it."
        ),
    ] = None,
    memory: Annotated[
        Path | None,
        typer.Option("--memory", help="Take what was translated before from here; see amana memory."),
    ] = None,
    min_confidence: Annotated[
        float | None,
        typer.Option("--min-confidence", min=0, max=1, help="Leave to a person what is less sure than this."),
    ] = None,
    alternatives: Annotated[
        int, typer.Option("--alternatives", min=0, max=8, help="Other drafts of each line, in JSON.")
    ] = 0,
    words: Annotated[
        bool, typer.Option("--words", help="Words that the model hardly chose, in JSON.")
    ] = False,
    cache_dir: Annotated[
        Path | None, typer.Option("--cache-dir", help="Where converted models are kept.")
    ] = None,
    server: Annotated[
        str | None,
        typer.Option(help="Translate with a server (amana serve) at this URL; its key is AMANA_API_KEY."),
    ] = None,
) -> None:
    """Translate Arabic text into English, line by line; empty lines are kept.

    A line may hold several sentences. Lines without Arabic letters pass through. Documents (.docx, .pptx,
    .xlsx, .odt, .epub, .html, .md, .srt, .vtt, .xlf, .tmx, .po, .json, .csv) come back in their own format.
    """
    from mt.documents.registry import Choice
    from mt.loading import load_translator
    from mt.pipeline import PipelineOptions
    from service.document_jobs import are_documents, plan_jobs
    from service.wanted import join_terms, open_memory

    jobs = None
    if files and (bilingual or are_documents(files, output, as_json=as_json)):
        jobs = plan_jobs(files, output, bilingual)
    elif bilingual or columns or keys:
        raise InputError("--bilingual, --columns and --keys are for documents; name one, such as report.csv")
    elif output is not None and output != STDIN:
        check_writable(output)
    if (alternatives or words) and not as_json:
        raise InputError("--alternatives and --words are shown in JSON only; add --json")
    wanted = join_terms(glossary, terms or ())
    lines = _file_lines(files) if files and jobs is None else None
    interactive = lines is None and jobs is None and sys.stdin.isatty()
    if server is not None and (
        deterministic or cache_dir or model != DEFAULT_MODEL or engine != "ctranslate2"
    ):
        raise InputError("--server decides about model and engine; leave those options out")
    if server is not None and (memory or alternatives or words or min_confidence is not None):
        raise InputError(
            "--memory, --min-confidence, --alternatives and --words need a model here; leave --server out"
        )
    options = PipelineOptions(
        beam_size=beam_size,
        deterministic=deterministic,
        window=1 if interactive else _PIPE_WINDOW,
        glossary=wanted,
        memory=open_memory(memory),
        min_confidence=min_confidence,
        alternatives=alternatives,
        words=words,
    )

    def load() -> tuple["Translates", str]:
        if server is not None:
            from service.remote import RemoteTranslator

            return RemoteTranslator(server, beam_size=beam_size, glossary=wanted), server
        with progress(f"Loading {model}"):
            translator = load_translator(
                model,
                engine=engine,
                compute_type=compute_type,
                options=options,
                cache_dir=cache_dir,
                announce=notice,
            )
        return translator, translator.model

    if jobs is None:
        _run(load()[0], lines, as_json=as_json, output=output)
        return
    from service.translate_documents import DocumentOptions, translate_documents

    choice = Choice(_names(columns), _names(keys))
    # Whatever decides about the drafts, as text that is the same in the next run.
    terms_text = wanted.terms if wanted is not None else ""
    made_with = (
        f"{engine} {compute_type} {replace(options, glossary=None, memory=None)} {terms_text} {memory or ''}"
    )
    translate_documents(
        jobs, load, DocumentOptions(choice, bilingual=bilingual, as_json=as_json, made_with=made_with)
    )


def _names(option: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in option.split(",") if name.strip()) if option else ()


def _run(translator: "Translates", lines: list[str] | None, *, as_json: bool, output: Path | None) -> None:
    to_file = output is not None and output != STDIN
    kept: list[str] = []
    flagged: dict[Flag, int] = {}
    first_failure: tuple[int, Translation] | None = None
    total = None if lines is None else len(lines)
    ends: deque[str] = deque()
    translations = translator.translate(_without_returns(_stdin_lines() if lines is None else lines, ends))
    shown = to_file or not sys.stdout.isatty()
    with progress("Translating", total, shown=shown) as advance, closing(translations):
        for number, translation in enumerate(translations, 1):
            end = ends.popleft()
            text = f"{to_json(translation)}\n" if as_json else translation.text + end
            if to_file:
                kept.append(text)
            else:
                write_output(None, text)
            for flag in translation.flags:
                flagged[flag] = flagged.get(flag, 0) + 1
            if Flag.FAILED in translation.flags and first_failure is None:
                first_failure = (number, translation)
            advance(1)
    if to_file:
        write_output(output, "".join(kept))
    failed = flagged.pop(Flag.FAILED, 0)
    if flagged and not as_json:
        counts = ", ".join(f"{count} {flag}" for flag, count in sorted(flagged.items()))
        notice(f"amana: check these drafts: {counts}; --json says which lines")
    if first_failure is not None:
        number, translation = first_failure
        raise EngineError(
            f"{failed} lines could not be translated; the first is line {number}: {translation.error}"
        )


def _file_lines(files: Iterable[Path]) -> list[str]:
    """Read all files before the model is loaded, so that a wrong name is told at once."""
    return [line for path in files for line in _lines(read_argument(path))]


def _lines(text: str) -> list[str]:
    r"""Split at line feeds alone, which is what `wc -l` counts.

    >>> _lines("a\r\n\nb"), _lines("a\n"), _lines("")
    (['a\r', '', 'b'], ['a'], [])
    """
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return lines


def _without_returns(lines: Iterable[str], ends: deque[str]) -> Iterator[str]:
    r"""Yield lines without their carriage returns, and append how each has to end.

    >>> ends = deque()
    >>> list(_without_returns(["a\r", "b"], ends)), list(ends)
    (['a', 'b'], ['\r\n', '\n'])
    """
    for line in lines:
        ends.append("\r\n" if line.endswith("\r") else "\n")
        yield line.removesuffix("\r")


def _stdin_lines() -> Iterator[str]:
    """Yield the lines of standard input as they come."""
    for number, line in enumerate(sys.stdin.buffer, 1):
        yield from _lines(decode_utf8(line, "standard input", first_line=number)) or [""]
