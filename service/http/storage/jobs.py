"""Jobs as clients see them: made, listed, cancelled, their results read, and forgotten in the end."""

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from service.http.storage.tables import idempotency, job_batches, jobs

_RECEIVE_LIMIT_S = 3600.0


class JobState(StrEnum):
    """Where a job stands."""

    RECEIVING = "receiving"
    """Its texts are still arriving; nobody was told of it yet."""
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


FINISHED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Job:
    """A job without its texts.

    Attributes:
        id: names it.
        owner: id of the key that made it.
        kind: ``texts`` or ``document``.
        state: where it stands.
        options: how its texts are translated, as JSON.
        total: how many texts it has.
        done: how many of them are translated.
        characters: length of all texts.
        created: when it was made, in seconds since 1970; so are the other times.
        started: when its first batch was taken.
        finished: when its last batch was done.
        expires: when it will be forgotten.
        error: why it failed.
    """

    id: str
    owner: str
    kind: str
    state: JobState
    options: str
    total: int
    done: int
    characters: int
    created: float
    started: float | None
    finished: float | None
    expires: float | None
    error: str | None

    def seconds_left(self, now: float) -> float | None:
        """Estimate the time to its end from its own speed; None while nothing is done.

        >>> job = Job("a", "", "texts", JobState.RUNNING, "", 30, 10, 99, 0.0, 5.0, None, None, None)
        >>> job.seconds_left(10.0)
        10.0
        """
        if self.state in FINISHED:
            return 0.0
        if self.started is None or not self.done:
            return None
        return (now - self.started) / self.done * (self.total - self.done)


def begin_job(connection: Connection, now: float, *, owner: str, kind: str, options: str) -> str:
    """Make a job that is still receiving its texts, and give its id."""
    job_id = str(uuid.uuid4())
    connection.execute(
        insert(jobs).values(
            id=job_id,
            owner=owner,
            kind=kind,
            state=JobState.RECEIVING,
            options=options,
            total=0,
            done=0,
            characters=0,
            created=now,
        )
    )
    return job_id


def add_batches(
    connection: Connection, *, job_id: str, texts: Iterable[str], number: int, first: int, size: int
) -> tuple[int, int]:
    """Add texts to a job that is receiving.

    Args:
        connection: a transaction.
        job_id: the job.
        texts: the texts.
        number: of the next batch.
        first: number of the first of the texts in the job.
        size: texts of a batch.

    Returns:
        The next `number` and `first`.
    """
    iterator = iter(texts)
    rows = []
    while batch := list(islice(iterator, size)):
        rows.append(
            {
                "job_id": job_id,
                "number": number,
                "first": first,
                "state": "waiting",
                "attempts": 0,
                "computed": 0,
                "texts": json.dumps(batch, ensure_ascii=False),
            }
        )
        number, first = number + 1, first + len(batch)
    if rows:
        connection.execute(insert(job_batches), rows)
    return number, first


def queue_job(
    connection: Connection, job_id: str, now: float, *, total: int, characters: int, retention_s: float
) -> None:
    """End the receiving: from now on the job is a promise. One without texts is done at once."""
    values: dict[str, object] = {"total": total, "characters": characters, "state": JobState.QUEUED}
    if not total:
        values |= {"state": JobState.DONE, "started": now, "finished": now, "expires": now + retention_s}
    connection.execute(update(jobs).where(jobs.c.id == job_id).values(**values))


def find_job(connection: Connection, owner: str, job_id: str) -> Job | None:
    """Give a job of an owner, or None."""
    row = connection.execute(
        select(jobs).where(jobs.c.id == job_id, jobs.c.owner == owner, jobs.c.state != JobState.RECEIVING)
    ).first()
    return None if row is None else _job(row)


def list_jobs(connection: Connection, owner: str, *, limit: int, offset: int) -> tuple[Job, ...]:
    """List jobs of an owner, the newest first."""
    rows = connection.execute(
        select(jobs)
        .where(jobs.c.owner == owner, jobs.c.state != JobState.RECEIVING)
        .order_by(jobs.c.created.desc(), jobs.c.id)
        .limit(limit)
        .offset(offset)
    )
    return tuple(_job(row) for row in rows)


def count_unfinished(connection: Connection) -> int:
    """Count the jobs that wait or run."""
    states = (JobState.QUEUED, JobState.RUNNING)
    return connection.scalar(select(func.count()).select_from(jobs).where(jobs.c.state.in_(states))) or 0


def cancel_job(connection: Connection, job_id: str, now: float, *, retention_s: float) -> None:
    """Cancel a job unless it is finished; batches that are being computed come to nothing."""
    # Batches before jobs, as everywhere, so that no two transactions wait for each other.
    connection.execute(
        update(job_batches)
        .where(job_batches.c.job_id == job_id, job_batches.c.state != "done")
        .values(state="cancelled", replica=None, lease_until=None)
    )
    connection.execute(
        update(jobs)
        .where(jobs.c.id == job_id, jobs.c.state.not_in(FINISHED))
        .values(state=JobState.CANCELLED, finished=now, expires=now + retention_s)
    )


def delete_job(connection: Connection, job_id: str) -> None:
    """Forget a job and all that it has."""
    connection.execute(delete(jobs).where(jobs.c.id == job_id))


def read_results(
    connection: Connection, job_id: str, *, first_batch: int, batches: int
) -> tuple[list[str], int]:
    """Read results in order, up to the first batch that is not done.

    Args:
        connection: a transaction.
        job_id: the job.
        first_batch: number of the batch to begin with.
        batches: how many to read at most.

    Returns:
        One JSON object a text, and the number of the batch to go on with.
    """
    rows = connection.execute(
        select(job_batches.c.number, job_batches.c.results)
        .where(
            job_batches.c.job_id == job_id,
            job_batches.c.number >= first_batch,
            job_batches.c.state == "done",
        )
        .order_by(job_batches.c.number)
        .limit(batches)
    )
    found: list[str] = []
    for row in rows:
        if row.number != first_batch:
            break
        found += row.results.split("\n")
        first_batch += 1
    return found, first_batch


def read_texts(connection: Connection, job_id: str) -> Iterator[str]:
    """Yield the texts of a job, in order."""
    rows = connection.execute(
        select(job_batches.c.texts).where(job_batches.c.job_id == job_id).order_by(job_batches.c.number)
    )
    for (texts,) in rows:
        yield from json.loads(texts)


def forget_expired(connection: Connection, now: float) -> int:
    """Delete jobs whose time is over, and those whose texts never arrived; give how many."""
    abandoned = (jobs.c.state == JobState.RECEIVING) & (jobs.c.created < now - _RECEIVE_LIMIT_S)
    return connection.execute(delete(jobs).where(or_(jobs.c.expires < now, abandoned))).rowcount


def find_idempotent(connection: Connection, owner: str, key: str) -> tuple[str, str] | None:
    """Give fingerprint and job of an earlier request with an idempotency key, or None."""
    row = connection.execute(
        select(idempotency.c.fingerprint, idempotency.c.job_id).where(
            idempotency.c.owner == owner, idempotency.c.key == key
        )
    ).first()
    return None if row is None else (row.fingerprint, row.job_id)


def remember_idempotent(
    connection: Connection, owner: str, key: str, *, fingerprint: str, job_id: str
) -> None:
    """Remember which job a request with an idempotency key made."""
    connection.execute(
        insert(idempotency).values(owner=owner, key=key, fingerprint=fingerprint, job_id=job_id)
    )


def _job(row: Row[tuple[object, ...]]) -> Job:
    return Job(**{**row._mapping, "state": JobState(row.state)})
