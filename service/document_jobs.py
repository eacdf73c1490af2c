"""Which documents a command drafts, and where each draft goes."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mt.documents.bilingual import ENDINGS, BilingualFormat
from mt.documents.registry import is_document, readers
from mt.errors import InputError, MissingFileError, OutputError
from mt.files import check_writable
from service.console import STDIN, notice

_BINARY = frozenset(".docx .pptx .xlsx .odt .epub".split())


@dataclass(frozen=True, slots=True)
class Job:
    """A document to draft.

    Attributes:
        source: its path.
        target: where the draft goes; None for standard output.
    """

    source: Path
    target: Path | None


def are_documents(files: Sequence[Path], output: Path | None, *, as_json: bool) -> bool:
    """Tell whether files are documents, which come back as files, and not just lines of text.

    Plain text is a document if it is one file that goes to one file.
    """
    if any(path.is_dir() or (is_document(path.name) and path.suffix.lower() != ".txt") for path in files):
        return True
    if output is None or output == STDIN or as_json or STDIN in files:
        return False
    return output.is_dir() or (len(files) == 1 and files[0].suffix.lower() == ".txt")


def plan_jobs(files: Sequence[Path], output: Path | None, bilingual: BilingualFormat | None) -> list[Job]:
    """Find out which documents go where.

    Args:
        files: documents and folders; of a folder all documents in it and below, hidden ones left out.
        output: a file for one document, or a folder; None for standard output.
        bilingual: the kind of file that is written.

    Raises:
        MissingFileError: there is no such file.
        InputError: the files cannot go there: several to one file, two of one name, a document of one
            format to a file of another, or onto itself.
        OutputError: there is no place for the output.
    """
    for path in files:
        if path != STDIN and not path.exists():
            raise MissingFileError(f"no such file: {path}; check the path")
    into_folder = output is not None and (
        output.is_dir() or len(files) > 1 or files[0].is_dir() or not output.suffix
    )
    if output is None or output == STDIN:
        return [_job_to_stdout(files, bilingual)]
    if not into_folder:
        check_writable(output)
        _check_ending(files[0], output, bilingual)
        jobs = [Job(files[0], output)]
    else:
        if output.exists() and not output.is_dir():
            raise OutputError(f"cannot write several documents to {output}: it is a file; name a folder")
        jobs = list(_folder_jobs(files, output, bilingual))
    sources = {job.source.resolve() for job in jobs}
    targets: set[Path] = set()
    for job in jobs:
        if job.target is None:
            continue
        if job.target.resolve() in sources:
            raise InputError(f"{job.target} is read and would be written over; choose another output")
        if job.target in targets:
            raise InputError(f"two documents would go to {job.target}; translate them one by one")
        targets.add(job.target)
    if not jobs:
        raise InputError(f"no document in {files[0]}; the endings that can be read: {', '.join(readers())}")
    return jobs


def _job_to_stdout(files: Sequence[Path], bilingual: BilingualFormat | None) -> Job:
    if len(files) > 1 or files[0].is_dir():
        raise InputError("several documents need a folder for their drafts; say which: -o drafts")
    binary = bilingual == "docx" or (bilingual is None and files[0].suffix.lower() in _BINARY)
    if binary and sys.stdout.isatty():
        suffix = ".docx" if bilingual else files[0].suffix
        raise InputError(f"a terminal cannot show {files[0]}; say where the draft goes: -o draft{suffix}")
    return Job(files[0], None)


def _check_ending(source: Path, target: Path, bilingual: BilingualFormat | None) -> None:
    if bilingual is not None:
        if target.suffix.lower() not in ENDINGS[bilingual]:
            raise InputError(f"{target} would be {bilingual}; let it end in {ENDINGS[bilingual][0]}")
        return
    known = readers()
    if known.get(target.suffix.lower()) is not known.get(source.suffix.lower()):
        raise InputError(
            f"the draft of {source} is a file of the same format; let {target} end in {source.suffix}"
        )


def _folder_jobs(files: Sequence[Path], output: Path, bilingual: BilingualFormat | None) -> Iterator[Job]:
    ending = ENDINGS[bilingual][0] if bilingual else ""
    for path in files:
        if not path.is_dir():
            yield Job(path, output / f"{path.name}{ending}")
            continue
        for found in sorted(path.rglob("*")):
            inside = found.relative_to(path)
            hidden = any(part.startswith((".", "~$")) for part in inside.parts)
            if hidden or not found.is_file() or found.resolve().is_relative_to(output.resolve()):
                continue
            if is_document(found.name):
                yield Job(found, output / inside.with_name(f"{inside.name}{ending}"))
            else:
                notice(f"amana: left out, since it is no document: {found}")
