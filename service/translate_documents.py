"""Documents drafted into files: one or many, with progress, and from where it stopped if it was stopped."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mt.documents.bilingual import BilingualFormat, to_bilingual
from mt.documents.drafting import Drafted, plan_drafts
from mt.documents.registry import Choice, read_document
from mt.errors import AmanaError, EngineError, InputError, MissingFileError, OutputError
from mt.files import make_folder
from mt.translation import Flag, Translation
from service.console import notice, progress, to_json, write_output
from service.document_jobs import Job
from service.journal import Journal, Translates

_JOURNAL = ".amana-journal"


@dataclass(frozen=True, slots=True)
class DocumentOptions:
    """What is made of documents.

    Attributes:
        choice: what of a table or of JSON is translated.
        bilingual: write source and draft side by side instead, as such a file.
        as_json: print each document's sentences with scores and flags.
        made_with: whatever decides about the drafts, beside the model.
    """

    choice: Choice
    bilingual: BilingualFormat | None = None
    as_json: bool = False
    made_with: str = ""


def translate_documents(
    jobs: Sequence[Job], load: Callable[[], tuple[Translates, str]], options: DocumentOptions
) -> None:
    """Draft documents.

    All are read before the model is loaded, so that what cannot be read is told at once. Each is
    written when all of it is drafted, or not at all. Of several, those that fail do not keep the others
    from being drafted.

    Args:
        jobs: from `plan_jobs`.
        load: gives a translator, and the identity of its model.
        options: what to make of them.

    Raises:
        AmanaError: a document cannot be read, drafted or written.
    """
    failures: dict[Job, AmanaError] = {}
    counts: dict[Job, int] = {}
    for job in jobs:
        try:
            counts[job] = len(_read(job, options).texts)
        except AmanaError as error:
            failures[job] = error
    if not counts:
        _tell(jobs, Counter(), failures)
    translator, model = load()
    journal = _open_journal(jobs, f"{model}\n{options.made_with}")
    flagged: Counter[Flag] = Counter()
    shown = jobs[0].target is not None or not sys.stdout.isatty()
    try:
        with progress("Translating", sum(counts.values()), shown=shown) as advance:
            for job in counts:
                try:
                    drafted = _draft(job, options, translator, journal, advance)
                    flagged.update(flag for sentence in drafted.sentences for flag in sentence.flags)
                except OutputError:
                    raise
                except AmanaError as error:
                    failures[job] = error
    except KeyboardInterrupt:
        if journal is not None:
            notice("amana: stopped; the same command goes on with what is drafted")
        raise
    finally:
        if journal is not None:
            journal.close()
    if journal is not None and not failures:
        journal.remove()
    _tell(jobs, flagged if not options.as_json else Counter(), failures)


def _tell(jobs: Sequence[Job], flagged: Counter[Flag], failures: Mapping[Job, AmanaError]) -> None:
    """Tell what has to be looked at; raise what went wrong."""
    if flagged:
        told = ", ".join(f"{count} {flag}" for flag, count in sorted(flagged.items()))
        notice(f"amana: check these drafts: {told}; --json or --bilingual says which")
    if len(jobs) == 1 and failures:
        raise failures[jobs[0]]
    for job, reason in failures.items():
        notice(f"amana: not drafted: {job.source}: {reason}")
    if failures:
        unusable = all(isinstance(reason, InputError) for reason in failures.values())
        kind = InputError if unusable else EngineError
        raise kind(f"{len(failures)} of {len(jobs)} documents were not drafted; the reasons stand above")


def _open_journal(jobs: Sequence[Job], made_with: str) -> Journal | None:
    targets = [job.target for job in jobs if job.target is not None]
    if not targets:
        return None
    first = targets[0]
    if len(jobs) == 1 and first.parent.is_dir():
        path = first.with_name(f".{first.name}{_JOURNAL}")
    else:
        folder = _common_folder(targets)
        make_folder(folder)
        path = folder / _JOURNAL
    journal = Journal(path, made_with=made_with)
    if journal.known:
        notice(f"amana: going on with {journal.known:,} sentences that were drafted before")
    return journal


def _common_folder(targets: Sequence[Path]) -> Path:
    folders = [{target, *target.parents} for target in targets]
    common = set.intersection(*folders) - set(targets)
    return max(common, key=lambda folder: len(folder.parts))


@dataclass(frozen=True, slots=True)
class _Reading:
    texts: tuple[str, ...]
    finish: Callable[[Iterable[Translation]], Drafted]
    render: Callable[[Drafted], bytes]


def _read(job: Job, options: DocumentOptions) -> _Reading:
    try:
        data = job.source.read_bytes()
    except OSError as error:
        raise MissingFileError(f"cannot read {job.source}: {error.strerror}") from error
    document = read_document(data, str(job.source), options.choice)
    plan = plan_drafts(document.units)

    def render(drafted: Drafted) -> bytes:
        if options.bilingual is not None:
            return to_bilingual(drafted, job.source.name, options.bilingual)
        return document.render(drafted.drafts)

    return _Reading(plan.texts, plan.finish, render)


def _draft(
    job: Job,
    options: DocumentOptions,
    translator: Translates,
    journal: Journal | None,
    advance: Callable[[int], None],
) -> Drafted:
    reading = _read(job, options)
    stream = (
        translator.translate(reading.texts)
        if journal is None
        else journal.translate(reading.texts, translator)
    )
    drafted = reading.finish(_advancing(stream, advance))
    failed = [sentence for sentence in drafted.sentences if Flag.FAILED in sentence.flags]
    if failed:
        raise EngineError(
            f"{len(failed)} sentences of {job.source} could not be translated; "
            f"the first is {failed[0].source!r}: {failed[0].error}"
        )
    content = reading.render(drafted)
    if job.target is not None:
        make_folder(job.target.parent)
    write_output(job.target, content)
    if options.as_json and job.target is not None:
        line = {"document": job.source, "draft": job.target, "sentences": drafted.sentences}
        write_output(None, to_json(line) + "\n")
    return drafted


def _advancing(translations: Iterable[Translation], advance: Callable[[int], None]) -> Iterator[Translation]:
    for translation in translations:
        yield translation
        advance(1)
