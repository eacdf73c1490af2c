"""Characters that each key has used this month."""

from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, update

from service.http.storage.tables import usage


def period_of(now: float) -> str:
    """Give the calendar month of a time, in UTC.

    >>> period_of(0.0)
    '1970-01'
    """
    return datetime.fromtimestamp(now, UTC).strftime("%Y-%m")


def add_usage(connection: Connection, *, owner: str, period: str, characters: int) -> None:
    """Add characters to what an owner used in a month."""
    where = (usage.c.owner == owner, usage.c.period == period)
    changed = connection.execute(
        update(usage).where(*where).values(characters=usage.c.characters + characters)
    )
    if changed.rowcount == 0:
        connection.execute(insert(usage).values(owner=owner, period=period, characters=characters))


def used(connection: Connection, owner: str, period: str) -> int:
    """Give the characters that an owner used in a month."""
    found = connection.scalar(
        select(usage.c.characters).where(usage.c.owner == owner, usage.c.period == period)
    )
    return found or 0
