"""Glossaries that clients keep here."""

import uuid
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from service.http.storage.tables import glossaries


@dataclass(frozen=True, slots=True)
class StoredGlossary:
    """A glossary as it is kept.

    Attributes:
        id: names it.
        name: what its owner calls it.
        entries: Arabic, a tab and English a line.
        size: number of lines.
        created: when, in seconds since 1970.
    """

    id: str
    name: str
    entries: str
    size: int
    created: float


def create_glossary(
    connection: Connection, now: float, *, owner: str, name: str, entries: str
) -> StoredGlossary:
    """Keep a glossary whose entries were checked."""
    made = StoredGlossary(str(uuid.uuid4()), name, entries, len(entries.splitlines()), now)
    connection.execute(
        insert(glossaries).values(
            id=made.id, owner=owner, name=name, entries=entries, size=made.size, created=now
        )
    )
    return made


def list_glossaries(connection: Connection, owner: str) -> tuple[StoredGlossary, ...]:
    """List the glossaries of an owner, oldest first."""
    rows = connection.execute(
        select(glossaries).where(glossaries.c.owner == owner).order_by(glossaries.c.created, glossaries.c.id)
    )
    return tuple(StoredGlossary(r.id, r.name, r.entries, r.size, r.created) for r in rows)


def find_glossary(connection: Connection, owner: str, glossary_id: str) -> StoredGlossary | None:
    """Give a glossary of an owner, or None."""
    row = connection.execute(
        select(glossaries).where(glossaries.c.owner == owner, glossaries.c.id == glossary_id)
    ).first()
    return None if row is None else StoredGlossary(row.id, row.name, row.entries, row.size, row.created)


def delete_glossary(connection: Connection, owner: str, glossary_id: str) -> bool:
    """Delete a glossary of an owner, and tell whether there was one."""
    gone = connection.execute(
        delete(glossaries).where(glossaries.c.owner == owner, glossaries.c.id == glossary_id)
    )
    return gone.rowcount == 1
