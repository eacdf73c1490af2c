"""A caller's translation memories."""

import asyncio
from functools import partial

from mt.memory.store import Memory
from service.http.errors import NotFoundError
from service.http.keeping import Caller
from service.http.services import Services
from service.http.storage.memories import StoredMemory, find_memory


async def open_memory(services: Services, caller: Caller, memory_id: str) -> Memory:
    """Open a memory of a caller.

    Raises:
        NotFoundError: there is none of that id.
        UnavailableError: it lies on another machine.
    """
    found = await find_memory_of(services, caller, memory_id)
    return await asyncio.to_thread(services.shelf.get, found.id)


async def find_memory_of(services: Services, caller: Caller, memory_id: str) -> StoredMemory:
    """Find a memory of a caller.

    Raises:
        NotFoundError: there is none of that id.
    """
    found = await services.database.run(partial(find_memory, owner=caller.owner, memory_id=memory_id))
    if found is None:
        raise NotFoundError(f"there is no memory {memory_id[:64]!r}; GET /v1/memories lists yours")
    return found
