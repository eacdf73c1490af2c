"""Which translation memories there are; their units lie in files of their own."""

import uuid
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from service.http.storage.tables import memories


@dataclass(frozen=True, slots=True)
class StoredMemory:
    """A translation memory.

    Attributes:
        id: names it.
        name: what its owner calls it.
        created: when, in seconds since 1970.
    """

    id: str
    name: str
    created: float


def create_memory(connection: Connection, now: float, *, owner: str, name: str) -> StoredMemory:
    """Note a new memory."""
    made = StoredMemory(str(uuid.uuid4()), name, now)
    connection.execute(insert(memories).values(id=made.id, owner=owner, name=name, created=now))
    return made


def list_memories(connection: Connection, owner: str) -> tuple[StoredMemory, ...]:
    """List the memories of an owner, oldest first."""
    rows = connection.execute(
        select(memories).where(memories.c.owner == owner).order_by(memories.c.created, memories.c.id)
    )
    return tuple(StoredMemory(row.id, row.name, row.created) for row in rows)


def find_memory(connection: Connection, *, owner: str, memory_id: str) -> StoredMemory | None:
    """Give a memory of an owner, or None."""
    row = connection.execute(
        select(memories).where(memories.c.owner == owner, memories.c.id == memory_id)
    ).first()
    return None if row is None else StoredMemory(row.id, row.name, row.created)


def delete_memory(connection: Connection, *, owner: str, memory_id: str) -> bool:
    """Forget a memory of an owner, and tell whether there was one."""
    gone = connection.execute(delete(memories).where(memories.c.owner == owner, memories.c.id == memory_id))
    return gone.rowcount == 1
