"""Batches as replicas see them: leased, computed, finished; and leased anew when a replica falls silent.

Several replicas can share one database: a batch is leased to one of them for a time, which the
replica extends by heartbeats. A result counts only while the lease is held, so each batch is stored
once, and a job is done when its last batch is.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Select, or_, select, update

from service.http.storage.jobs import JobState
from service.http.storage.tables import job_batches, jobs

MOST_ATTEMPTS = 30
"""A batch that was begun so often and never finished fails its job. A server that is killed again and again
must not lose a job; one text that kills every server must not keep them all from working."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A batch that is leased to this replica.

    Attributes:
        job_id: its job.
        number: which batch of the job.
        first: number of its first text in the job.
        owner: whose job it is.
        options: how to translate, as JSON.
        texts: what to translate.
    """

    job_id: str
    number: int
    first: int
    owner: str
    options: str
    texts: tuple[str, ...]


def claim(
    connection: Connection,
    now: float,
    *,
    replica: str,
    lease_s: float,
    skip_locked: bool,
    oldest_first: bool,
) -> Lease | None:
    """Lease a batch: one that waits, or one whose replica fell silent.

    Args:
        connection: a transaction.
        now: by the clock of the database.
        replica: who asks.
        lease_s: how long the lease is.
        skip_locked: whether to pass over rows that others are about to take.
        oldest_first: whether the oldest job goes first, or the one with the fewest batches done: to
            alternate lets short jobs pass a long one, and the long one never stands still.

    Returns:
        The lease; None if there is nothing to do.
    """
    query = _to_do(now, oldest_first=oldest_first)
    row = connection.execute(
        query.with_for_update(of=job_batches, skip_locked=True) if skip_locked else query
    )
    found = row.first()
    if found is None:
        return None
    if found.attempts >= MOST_ATTEMPTS:
        fail_job(
            connection,
            found.job_id,
            now,
            reason=f"batch {found.number} was begun {found.attempts} times and never finished",
        )
        return claim(
            connection,
            now,
            replica=replica,
            lease_s=lease_s,
            skip_locked=skip_locked,
            oldest_first=oldest_first,
        )
    connection.execute(
        update(job_batches)
        .where(job_batches.c.job_id == found.job_id, job_batches.c.number == found.number)
        .values(state="leased", replica=replica, lease_until=now + lease_s, attempts=found.attempts + 1)
    )
    connection.execute(
        update(jobs)
        .where(jobs.c.id == found.job_id, jobs.c.state == JobState.QUEUED)
        .values(state=JobState.RUNNING, started=now)
    )
    texts = tuple(json.loads(found.texts))
    return Lease(found.job_id, found.number, found.first, found.owner, found.options, texts)


def _to_do(now: float, *, oldest_first: bool) -> Select[tuple[object, ...]]:
    columns = (
        job_batches.c.job_id,
        job_batches.c.number,
        job_batches.c.first,
        job_batches.c.attempts,
        job_batches.c.texts,
        jobs.c.owner,
        jobs.c.options,
    )
    order = (jobs.c.created, job_batches.c.number) if oldest_first else (job_batches.c.number, jobs.c.created)
    free = or_(
        job_batches.c.state == "waiting",
        (job_batches.c.state == "leased") & (job_batches.c.lease_until < now),
    )
    return (
        select(*columns)
        .join(jobs, jobs.c.id == job_batches.c.job_id)
        .where(jobs.c.state.in_((JobState.QUEUED, JobState.RUNNING)), free)
        .order_by(*order, job_batches.c.job_id)
        .limit(1)
    )


def extend(connection: Connection, now: float, *, replica: str, lease_s: float) -> None:
    """Extend all leases of a replica: its heartbeat."""
    connection.execute(
        update(job_batches)
        .where(job_batches.c.replica == replica, job_batches.c.state == "leased")
        .values(lease_until=now + lease_s)
    )


def give_back(connection: Connection, *, replica: str) -> None:
    """End all leases of a replica that stops; what it had begun is free at once."""
    connection.execute(
        update(job_batches)
        .where(job_batches.c.replica == replica, job_batches.c.state == "leased")
        .values(state="waiting", replica=None, lease_until=None, attempts=job_batches.c.attempts - 1)
    )


def finish(
    connection: Connection,
    now: float,
    lease: Lease,
    *,
    replica: str,
    results: Sequence[str],
    retention_s: float,
) -> bool:
    """Store the results of a batch, and end the job with its last one.

    Args:
        connection: a transaction.
        now: by the clock of the database.
        lease: of the batch.
        replica: who computed it.
        results: one JSON object on one line for each text.
        retention_s: how long a finished job is kept.

    Returns:
        Whether the results count: False if the lease was lost or the job was cancelled.
    """
    changed = connection.execute(
        update(job_batches)
        .where(
            job_batches.c.job_id == lease.job_id,
            job_batches.c.number == lease.number,
            job_batches.c.state == "leased",
            job_batches.c.replica == replica,
        )
        .values(
            state="done",
            results="\n".join(results),
            lease_until=None,
            computed=job_batches.c.computed + 1,
        )
    )
    if changed.rowcount == 0:
        return False
    connection.execute(update(jobs).where(jobs.c.id == lease.job_id).values(done=jobs.c.done + len(results)))
    connection.execute(
        update(jobs)
        .where(jobs.c.id == lease.job_id, jobs.c.done == jobs.c.total, jobs.c.state == JobState.RUNNING)
        .values(state=JobState.DONE, finished=now, expires=now + retention_s)
    )
    return True


def fail_job(connection: Connection, job_id: str, now: float, *, reason: str) -> None:
    """Let a job fail; what is done of it can still be read for a week."""
    connection.execute(
        update(jobs)
        .where(jobs.c.id == job_id)
        .values(state=JobState.FAILED, finished=now, expires=now + 7 * 86_400, error=reason)
    )
