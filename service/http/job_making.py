"""How jobs come to be: texts arrive in a stream and are stored batch by batch, never all in memory."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from mt.errors import EncodingError, FormatError
from service.http.errors import ConflictError, TooLargeError
from service.http.keeping import Caller
from service.http.services import Services
from service.http.storage.jobs import (
    Job,
    add_batches,
    begin_job,
    delete_job,
    find_idempotent,
    find_job,
    queue_job,
    remember_idempotent,
)
from service.http.storage.tables import job_files
from service.http.wishes import Wish

_STORED_AT_ONCE = 32
"""Batches that are written in one transaction while texts arrive."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A document that a job translates.

    Attributes:
        name: of the file, without folders.
        data: its content.
        secret_hash: of the key that DeepL's clients show for it.
    """

    name: str
    data: bytes
    secret_hash: str = ""


async def make_job(
    services: Services,
    caller: Caller,
    texts: AsyncIterable[str],
    *,
    wish: Wish,
    upload: Upload | None = None,
    idempotency_key: str | None = None,
) -> Job:
    """Store the texts of a job as they arrive, and queue it.

    Args:
        services: the server.
        caller: whose job it is.
        texts: what to translate.
        wish: how.
        upload: the document that the texts are of; None for texts alone.
        idempotency_key: names the request: made again with the same texts it gives the same job.

    Raises:
        ConflictError: the idempotency key was used for something else.
        TooLargeError: a text is too long.
        QuotaError: the caller has not so many characters left.
    """
    database, settings = services.database, services.settings
    kind, options = ("document" if upload else "texts"), wish.to_json()

    def begin(connection: Connection) -> str:
        now = database.clock(connection)
        return begin_job(connection, now, owner=caller.owner, kind=kind, options=options)

    job_id = await database.run(begin)
    try:
        number = total = characters = 0
        fingerprint = hashlib.sha256(f"{kind}{options}".encode(errors="surrogatepass"))
        async for part in _parts(texts, _STORED_AT_ONCE * settings.job_batch_texts):
            longest = max(map(len, part))
            if longest > settings.max_text_characters:
                raise TooLargeError(
                    f"a text of {longest} characters, and one may have {settings.max_text_characters}; "
                    "send its paragraphs as texts"
                )
            characters += sum(map(len, part))
            fingerprint.update(json.dumps(part).encode())
            add = partial(add_batches, job_id=job_id, texts=part, number=number, first=total)
            number, total = await database.run(partial(add, size=settings.job_batch_texts))
        async with services.gatekeeper.charged(caller, characters):
            job = await database.run(
                partial(
                    _promise,
                    services=services,
                    caller=caller,
                    job_id=job_id,
                    total=total,
                    characters=characters,
                    upload=upload,
                    idempotency_key=idempotency_key,
                    fingerprint=fingerprint.hexdigest(),
                )
            )
    except BaseException:
        await asyncio.shield(database.run(partial(delete_job, job_id=job_id)))
        raise
    if job.id != job_id:  # the same request was made before
        services.gatekeeper.refund(caller, characters)
        await database.run(partial(delete_job, job_id=job_id))
    services.runner.wake()
    return job


def _promise(
    connection: Connection,
    *,
    services: Services,
    caller: Caller,
    job_id: str,
    total: int,
    characters: int,
    upload: Upload | None,
    idempotency_key: str | None,
    fingerprint: str,
) -> Job:
    """Queue a job whose texts have arrived, or find the one that the same request made before."""
    now = services.database.clock(connection)
    if idempotency_key is not None:
        earlier = find_idempotent(connection, caller.owner, idempotency_key)
        if earlier is not None:
            job = find_job(connection, caller.owner, earlier[1])
            if earlier[0] != fingerprint or job is None:
                raise ConflictError(
                    f"the idempotency key {idempotency_key!r} was used for another request; use a new one"
                )
            return job
        remember_idempotent(connection, caller.owner, idempotency_key, fingerprint=fingerprint, job_id=job_id)
    if upload is not None:
        values = {"name": upload.name, "data": upload.data, "secret_hash": upload.secret_hash}
        connection.execute(job_files.insert().values(job_id=job_id, **values))
    retention_s = services.settings.job_retention_s
    queue_job(connection, job_id, now, total=total, characters=characters, retention_s=retention_s)
    job = find_job(connection, caller.owner, job_id)
    assert job is not None  # noqa: S101 - it was just queued
    return job


async def _parts(texts: AsyncIterable[str], size: int) -> AsyncIterator[list[str]]:
    part: list[str] = []
    async for text in texts:
        part.append(text)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


async def read_lines(chunks: AsyncIterable[bytes], *, longest: int) -> AsyncIterator[str]:
    """Yield the lines of a body as it arrives, without their ends.

    Args:
        chunks: the body.
        longest: most bytes of a line.

    Raises:
        EncodingError: a line is not UTF-8.
        TooLargeError: a line is too long.
    """
    rest = b""
    number = 0
    async for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        if len(rest) > longest:
            raise TooLargeError(f"line {number + len(lines) + 1} has more than {longest} bytes; split it")
        for line in lines:
            number += 1
            yield _decode(line, number)
    if rest:
        yield _decode(rest, number + 1)


async def read_ndjson(chunks: AsyncIterable[bytes], *, longest: int) -> AsyncIterator[str]:
    """Yield the texts of lines that are JSON: strings, or objects with `text`.

    Raises:
        FormatError: a line is neither.
        EncodingError: see `read_lines`.
        TooLargeError: see `read_lines`.
    """
    number = 0
    async for line in read_lines(chunks, longest=longest):
        number += 1
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            text = value if isinstance(value, str) else value["text"]
            if not isinstance(text, str):
                raise TypeError
            text.encode()
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise FormatError(
                f'line {number} is no JSON string, and no object with a string "text"; see /openapi.json'
            ) from error
        yield text


def _decode(line: bytes, number: int) -> str:
    try:
        return line.removesuffix(b"\r").decode()
    except UnicodeDecodeError as error:
        raise EncodingError(f"line {number} is not UTF-8 at byte {error.start}; send UTF-8") from error
