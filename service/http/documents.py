"""Documents: their sentences are a job, and the file is put together when its result is asked for."""

import asyncio
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import AsyncIterator, Iterable
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import quote

from fastapi import Response
from sqlalchemy import Connection, select

from mt.documents.document import Document
from mt.documents.drafting import DraftPlan, plan_drafts
from mt.documents.registry import read_document
from mt.translation import Flag, Translation
from service.http.errors import ConflictError, NotFoundError, TooLargeError
from service.http.job_making import Upload, make_job
from service.http.job_watching import watch_job
from service.http.keeping import Caller
from service.http.services import Services
from service.http.storage.jobs import Job, JobState, find_job, read_results, read_texts
from service.http.storage.tables import job_files, jobs
from service.http.wishes import Wish

_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\ud800-\udfff]')
_LONGEST_NAME = 100
_TYPES = {
    ".txt": "text/plain; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def safe_name(name: str) -> str:
    r"""Give the name of an uploaded file without folders and without what a file system could mind.

    >>> safe_name("..\\..\\etc/a:b.docx"), safe_name("")
    ('a_b.docx', 'document')
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    path = PurePosixPath(_UNSAFE.sub("_", last).strip(". ") or "document")
    return path.stem[:_LONGEST_NAME] + path.suffix[:12]


async def make_document_job(
    services: Services,
    caller: Caller,
    data: bytes,
    *,
    name: str,
    wish: Wish,
    idempotency_key: str | None = None,
) -> tuple[Job, str]:
    """Read a document and queue its sentences.

    Returns:
        The job, and a secret that lets whoever has it fetch the result.

    Raises:
        InputError: the document cannot be read.
        TooLargeError: it is too long.
    """
    if len(data) > services.settings.max_document_bytes:
        raise TooLargeError(
            f"a document of {len(data)} bytes, and one may have {services.settings.max_document_bytes}"
        )
    name = safe_name(name)
    async with services.heavy.turn():
        _, plan = await asyncio.to_thread(_read, data, name)
    secret = secrets.token_urlsafe(24)
    job = await make_job(
        services,
        caller,
        _each(plan.texts),
        wish=wish,
        upload=Upload(name, data, _hash(secret)),
        idempotency_key=idempotency_key,
    )
    return job, secret


async def wait_for_job(services: Services, caller: Caller, job: Job) -> Job:
    """Wait until a job is finished.

    Raises:
        ConflictError: it failed or was cancelled.
    """

    async def read() -> Job:
        found = await services.database.run(partial(find_job, owner=caller.owner, job_id=job.id))
        if found is None:
            raise NotFoundError("the job was deleted while it ran")
        return found

    last = [seen async for seen in watch_job(services, read)][-1]
    if last.state is not JobState.DONE:
        raise ConflictError(f"the document was not translated: {last.error or last.state}")
    return last


def find_upload(connection: Connection, *, job_id: str, secret: str) -> str | None:
    """Give the owner of a document's job if the secret is right; None else."""
    row = connection.execute(
        select(job_files.c.secret_hash, jobs.c.owner)
        .join(jobs, jobs.c.id == job_files.c.job_id)
        .where(job_files.c.job_id == job_id)
    ).first()
    expected = row.secret_hash if row is not None else _hash("")
    equal = hmac.compare_digest(_hash(secret), expected)
    return row.owner if row is not None and equal else None


async def document_result(services: Services, job_id: str) -> Response:
    """Put the translated document together.

    Raises:
        NotFoundError: there is no such document.
        ConflictError: it is not translated yet.
    """

    def read(connection: Connection) -> tuple[str, bytes, list[str], list[str]] | None:
        row = connection.execute(
            select(job_files.c.name, job_files.c.data, jobs.c.state)
            .join(jobs, jobs.c.id == job_files.c.job_id)
            .where(job_files.c.job_id == job_id)
        ).first()
        if row is None:
            return None
        if row.state != JobState.DONE:
            raise ConflictError(f"the document is {row.state}; ask for its state until it is done")
        lines, _ = read_results(connection, job_id, first_batch=0, batches=2**31 - 1)
        return row.name, row.data, list(read_texts(connection, job_id)), lines

    found = await services.database.run(read)
    if found is None:
        raise NotFoundError(f"there is no document {job_id[:64]!r}")
    name, data, texts, lines = found
    async with services.heavy.turn():
        made = await asyncio.to_thread(_render, data, name, texts, lines)
    path = PurePosixPath(name)
    shown = f"{path.stem}.en{path.suffix}"
    return Response(
        made,
        media_type=_TYPES.get(path.suffix.lower(), "application/octet-stream"),
        headers={"content-disposition": f"attachment; filename*=UTF-8''{quote(shown, safe='')}"},
    )


def _render(data: bytes, name: str, texts: list[str], lines: list[str]) -> bytes:
    document, plan = _read(data, name)
    results = [_translation(text, line) for text, line in zip(texts, lines, strict=True)]
    return document.render(plan.finish(results).drafts)


def _translation(text: str, line: str) -> Translation:
    value = json.loads(line)
    flags = frozenset(Flag(flag) for flag in value["flags"])
    return Translation(text, value["text"], value["score"], flags, "", value["error"])


def _read(data: bytes, name: str) -> tuple[Document, DraftPlan]:
    document = read_document(data, name)
    return document, plan_drafts(document.units)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


async def _each(texts: Iterable[str]) -> AsyncIterator[str]:
    for text in texts:
        yield text
