"""`/v1/memories`: translation memories that are kept here."""

import asyncio
import tempfile
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import Connection

from mt.memory.store import Added
from mt.memory.tmx import read_tmx
from mt.memory.unit import Unit
from service.http.keeping import Caller
from service.http.memories import find_memory_of
from service.http.resources import AddedBody, MemoriesResponse, MemoryBody, MemoryRequest, UnitsRequest
from service.http.services import Services
from service.http.serving import OffLoopRoute, ServicesOf, caller_for, problem_responses
from service.http.storage.memories import (
    StoredMemory,
    create_memory,
    delete_memory,
    list_memories,
)

router = APIRouter(prefix="/v1/memories", tags=["memories"], route_class=OffLoopRoute)

Translator = Annotated[Caller, Depends(caller_for("translate"))]

_TMX: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"application/xml": {"schema": {"type": "string"}}}}
}


@router.post(
    "", response_model=MemoryBody, status_code=201, responses=problem_responses(), summary="Make a memory"
)
async def create(body: MemoryRequest, services: ServicesOf, caller: Translator) -> MemoryBody:
    """Make an empty memory, for use by `memory_id`."""

    def create_in(connection: Connection) -> StoredMemory:
        now = services.database.clock(connection)
        return create_memory(connection, now, owner=caller.owner, name=body.name)

    made = await services.database.run(create_in)
    await asyncio.to_thread(services.shelf.create, made.id)
    return await _body(services, made)


@router.get("", response_model=MemoriesResponse, responses=problem_responses(), summary="List memories")
async def index(services: ServicesOf, caller: Translator) -> MemoriesResponse:
    """List the caller's memories."""
    found = await services.database.run(lambda connection: list_memories(connection, caller.owner))
    return MemoriesResponse(
        memories=[MemoryBody(id=m.id, name=m.name, created=m.created, units=None) for m in found]
    )


@router.get(
    "/{memory_id}", response_model=MemoryBody, responses=problem_responses(404), summary="Show a memory"
)
async def show(memory_id: str, services: ServicesOf, caller: Translator) -> MemoryBody:
    """Give name and size of a memory."""
    return await _body(services, await find_memory_of(services, caller, memory_id))


@router.post(
    "/{memory_id}/units", response_model=AddedBody, responses=problem_responses(404), summary="Add units"
)
async def add_units(
    memory_id: str, body: UnitsRequest, services: ServicesOf, caller: Translator
) -> AddedBody:
    """Add translations to a memory."""
    await find_memory_of(services, caller, memory_id)
    units = [
        Unit(unit.source, unit.target, unit.previous, unit.following, unit.origin) for unit in body.units
    ]
    return await asyncio.to_thread(_add, services, memory_id, units)


@router.post(
    "/{memory_id}/tmx",
    response_model=AddedBody,
    responses=problem_responses(404),
    openapi_extra=_TMX,
    summary="Add the units of a TMX file",
)
async def add_tmx(memory_id: str, request: Request, services: ServicesOf, caller: Translator) -> AddedBody:
    """Add the translations of a TMX file, which is the body."""
    await find_memory_of(services, caller, memory_id)
    with tempfile.NamedTemporaryFile(suffix=".tmx") as file:
        async for chunk in request.stream():
            await asyncio.to_thread(file.write, chunk)
        file.flush()
        async with services.heavy.turn():
            return await asyncio.to_thread(_add_file, services, memory_id, Path(file.name))


@router.delete("/{memory_id}", status_code=204, responses=problem_responses(404), summary="Delete a memory")
async def delete(memory_id: str, services: ServicesOf, caller: Translator) -> Response:
    """Delete a memory and all that is in it."""
    await find_memory_of(services, caller, memory_id)
    await services.database.run(partial(delete_memory, owner=caller.owner, memory_id=memory_id))
    await asyncio.to_thread(services.shelf.delete, memory_id)
    return Response(status_code=204)


def _add(services: Services, memory_id: str, units: list[Unit]) -> AddedBody:
    return _added(services.shelf.get(memory_id).add(units))


def _add_file(services: Services, memory_id: str, path: Path) -> AddedBody:
    return _added(services.shelf.get(memory_id).add(read_tmx(path)))


def _added(added: Added) -> AddedBody:
    return AddedBody(new=added.new, known=added.known, empty=added.empty)


async def _body(services: Services, memory: StoredMemory) -> MemoryBody:
    stats = await asyncio.to_thread(lambda: services.shelf.get(memory.id).stats())
    return MemoryBody(id=memory.id, name=memory.name, created=memory.created, units=stats.units)
