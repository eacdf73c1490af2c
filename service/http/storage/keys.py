"""API keys: made once, shown once, kept as hashes."""

import hashlib
import hmac
import json
import re
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, update

from mt.errors import InputError
from service.http.storage.tables import api_keys

SCOPES = ("translate", "align", "score", "report", "jobs", "metrics")
"""What a key can be good for."""

_KEY = re.compile(r"amana_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_NOBODY = hashlib.sha256(b"nobody").hexdigest()


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key, without its secret.

    Attributes:
        id: names it; also the owner of jobs and glossaries.
        name: what its maker calls it.
        scopes: what it is good for, of `SCOPES`.
        rate: most requests, as in ``60/minute``; None for no limit.
        characters_per_month: most characters of a calendar month; None for no limit.
        created: when, in seconds since 1970.
    """

    id: str
    name: str
    scopes: frozenset[str]
    rate: str | None
    characters_per_month: int | None
    created: float


def create_key(
    connection: Connection,
    now: float,
    *,
    name: str,
    scopes: frozenset[str],
    rate: str | None = None,
    characters_per_month: int | None = None,
) -> tuple[ApiKey, str]:
    """Make a key and give it with its secret form, which is kept nowhere.

    Raises:
        InputError: a scope or the rate is none.
    """
    unknown = scopes - set(SCOPES)
    if unknown or not scopes:
        raise InputError(f"no scope {', '.join(sorted(unknown)) or 'given'}; take of {', '.join(SCOPES)}")
    if rate is not None:
        from limits import parse

        try:
            parse(rate)
        except ValueError as error:
            raise InputError(f"{rate!r} is no rate; write it as in 60/minute") from error
    key = ApiKey(secrets.token_hex(6), name, scopes, rate, characters_per_month, now)
    secret = secrets.token_urlsafe(32)
    connection.execute(
        insert(api_keys).values(
            id=key.id,
            name=name,
            secret_hash=_hash(secret),
            scopes=json.dumps(sorted(scopes)),
            rate=rate,
            characters_per_month=characters_per_month,
            created=now,
        )
    )
    return key, f"amana_{key.id}_{secret}"


def find_key(connection: Connection, presented: str) -> ApiKey | None:
    """Give the key that a client presents; None if there is none, or it was revoked.

    The secret has 256 random bits, so one round of SHA-256 keeps it; the comparison takes the same
    time whatever is presented.
    """
    match = _KEY.fullmatch(presented)
    if match is None:
        return None
    row = connection.execute(select(api_keys).where(api_keys.c.id == match[1])).mappings().first()
    expected = row["secret_hash"] if row else _NOBODY
    equal = hmac.compare_digest(_hash(match[2]), expected)
    if row is None or not equal or row["revoked"] is not None:
        return None
    return _key(dict(row))


def list_keys(connection: Connection) -> tuple[ApiKey, ...]:
    """List the keys that are not revoked, oldest first."""
    rows = connection.execute(
        select(api_keys).where(api_keys.c.revoked.is_(None)).order_by(api_keys.c.created)
    )
    return tuple(_key(dict(row)) for row in rows.mappings())


def count_keys(connection: Connection) -> int:
    """Count the keys that are not revoked."""
    return connection.scalar(select(func.count()).where(api_keys.c.revoked.is_(None))) or 0


def revoke_key(connection: Connection, key_id: str, now: float) -> bool:
    """Revoke a key and tell whether there was one."""
    changed = connection.execute(
        update(api_keys).where(api_keys.c.id == key_id, api_keys.c.revoked.is_(None)).values(revoked=now)
    )
    return changed.rowcount == 1


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _key(row: dict[str, object]) -> ApiKey:
    limit = row["characters_per_month"]
    return ApiKey(
        str(row["id"]),
        str(row["name"]),
        frozenset(json.loads(str(row["scopes"]))),
        None if row["rate"] is None else str(row["rate"]),
        limit if isinstance(limit, int) else None,
        float(str(row["created"])),
    )
