"""Runs the batches of jobs: leases them, computes them, stores them, and beats its heart meanwhile."""

import asyncio
import os
import socket
import uuid
from collections.abc import Awaitable, Callable
from functools import partial

from sqlalchemy import Connection

from mt.translation import Translation
from service.http.errors import OverloadedError, UnavailableError
from service.http.logs import Logger
from service.http.metrics import Metrics
from service.http.scheduler import Scheduler
from service.http.settings import Settings
from service.http.storage.database import Database
from service.http.storage.jobs import forget_expired
from service.http.storage.leases import Lease, claim, extend, finish, give_back
from service.http.streaming import json_line
from service.http.wishes import wish_from_json
from service.http.work import Priority, Variant

_LONGEST_PAUSE_S = 5.0
_SWEEP_S = 60.0


class Runner:
    """One replica's share of the jobs. For one event loop."""

    def __init__(
        self, database: Database, scheduler: Scheduler, settings: Settings, *, metrics: Metrics, log: Logger
    ) -> None:
        """Do nothing yet.

        Args:
            database: where the jobs are.
            scheduler: what computes.
            settings: of the server.
            metrics: what is counted.
            log: where trouble is told.
        """
        self._database = database
        self._scheduler = scheduler
        self._settings = settings
        self._metrics = metrics
        self._log = log
        self._replica = f"{socket.gethostname()[:20]}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._stopping = asyncio.Event()
        self._news = asyncio.Event()
        self._batches: set[asyncio.Task[None]] = set()
        self._services: list[asyncio.Task[None]] = []
        self._turn = 0

    def start(self) -> None:
        """Begin to look for jobs."""
        self._services = [
            asyncio.create_task(self._take_batches()),
            asyncio.create_task(self._repeat(self._settings.lease_s / 3, self._beat)),
            asyncio.create_task(self._repeat(_SWEEP_S, self._sweep)),
        ]

    def wake(self) -> None:
        """Look at once: a job was made."""
        self._news.set()

    async def stop(self) -> None:
        """Take no more batches, finish those that are begun, and give back what cannot be finished."""
        self._stopping.set()
        self._news.set()
        await asyncio.gather(self._services[0], *self._batches, return_exceptions=True)
        for service in self._services:
            service.cancel()
        await asyncio.gather(*self._services, return_exceptions=True)
        try:
            await self._database.run(partial(give_back, replica=self._replica))
        except UnavailableError:
            self._log.warning("leases kept", reason="the database does not answer; they run out")

    async def _take_batches(self) -> None:
        pause = 0.25
        while not self._stopping.is_set():
            if len(self._batches) > self._settings.lanes:
                await asyncio.wait(self._batches, return_when=asyncio.FIRST_COMPLETED)
                continue
            self._news.clear()
            try:
                lease = await self._database.run(self._claim)
            except UnavailableError as error:
                self._log.warning("no batches", reason=str(error), cause=repr(error.__cause__)[:300])
                await _wait_for(self._stopping, pause)
                pause = min(2 * pause, _LONGEST_PAUSE_S)
                continue
            pause = 0.25
            if lease is None:
                await _wait_for(self._news, self._settings.poll_s)
            else:
                task = asyncio.create_task(self._run(lease))
                self._batches.add(task)
                task.add_done_callback(self._batches.discard)

    def _claim(self, connection: Connection) -> Lease | None:
        self._turn += 1
        return claim(
            connection,
            self._database.clock(connection),
            replica=self._replica,
            lease_s=self._settings.lease_s,
            skip_locked=self._database.skips_locked,
            oldest_first=self._turn % 2 == 0,
        )

    async def _run(self, lease: Lease) -> None:
        try:
            variant = wish_from_json(lease.options).to_variant()
            found = await self._translate(lease, variant)
        except (UnavailableError, asyncio.CancelledError):
            return  # the server stops; the lease is given back
        except Exception as error:  # the batch is begun again, and fails its job in the end
            self._log.error("batch failed", job=lease.job_id, batch=lease.number, exc_info=error)
            self._metrics.job_batches.labels("failed").inc()
            return
        results = [result_line(lease.first + number, translation) for number, translation in enumerate(found)]
        await self._store(lease, results)

    async def _translate(self, lease: Lease, variant: Variant) -> list[Translation]:
        """Translate a batch, however long requests fill the queue."""
        while True:
            try:
                return await self._scheduler.translate_together(
                    lease.texts, variant, owner=lease.owner, priority=Priority.BULK
                )
            except OverloadedError:
                await asyncio.sleep(0.5)

    async def _store(self, lease: Lease, results: list[str]) -> None:
        """Store results, however long the database is away; the lease decides whether they count."""

        def store(connection: Connection) -> bool:
            return finish(
                connection,
                self._database.clock(connection),
                lease,
                replica=self._replica,
                results=results,
                retention_s=self._settings.job_retention_s,
            )

        pause = 0.25
        while True:
            try:
                counted = await self._database.run(store)
            except UnavailableError as error:
                self._log.warning("not stored", job=lease.job_id, batch=lease.number, reason=str(error))
                if await _wait_for(self._stopping, pause):
                    return
                pause = min(2 * pause, _LONGEST_PAUSE_S)
            else:
                self._metrics.job_batches.labels("done" if counted else "lost").inc()
                return

    async def _repeat(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await work()
            except UnavailableError as error:
                self._log.warning("database", reason=str(error))
            await asyncio.sleep(seconds)

    async def _beat(self) -> None:
        if self._batches:
            await self._database.run(
                lambda connection: extend(
                    connection,
                    self._database.clock(connection),
                    replica=self._replica,
                    lease_s=self._settings.lease_s,
                )
            )

    async def _sweep(self) -> None:
        forgotten = await self._database.run(
            lambda connection: forget_expired(connection, self._database.clock(connection))
        )
        if forgotten:
            self._log.info("forgotten", jobs=forgotten)


async def _wait_for(event: asyncio.Event, seconds: float) -> bool:
    """Wait for an event, and tell whether it came."""
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True


def result_line(index: int, translation: Translation) -> str:
    """Give the result of one text as one line of JSON, always the same for the same translation."""
    return json_line(
        {
            "index": index,
            "text": translation.text,
            "score": translation.score,
            "flags": sorted(translation.flags),
            "error": translation.error,
            "confidence": translation.confidence,
            "alternatives": list(translation.alternatives),
            # A server can be started again with another model in the middle of a job.
            "model": translation.model,
        }
    )
