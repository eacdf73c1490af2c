"""Following a job until it ends."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from service.http.services import Services
from service.http.storage.jobs import FINISHED, Job


async def watch_job(services: Services, read: Callable[[], Awaitable[Job]]) -> AsyncIterator[Job]:
    """Yield a job whenever it changed, at most a few times a second, and last when it is finished.

    Args:
        services: the server.
        read: reads the job.
    """
    seen: tuple[object, ...] | None = None
    while True:
        job = await read()
        if (job.state, job.done) != seen:
            seen = (job.state, job.done)
            yield job
        if job.state in FINISHED or services.draining:
            return
        await asyncio.sleep(min(0.5, services.settings.poll_s))
