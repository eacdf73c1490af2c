"""Who calls, what they may do, and how much of it."""

import hashlib
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from service.http.errors import (
    ForbiddenError,
    QuotaError,
    RateLimitedError,
    UnauthenticatedError,
    UnavailableError,
)
from service.http.settings import Settings, is_loopback
from service.http.storage.database import Database
from service.http.storage.keys import ApiKey, count_keys, find_key
from service.http.storage.usage import add_usage, period_of, used

ANYBODY = "anybody"
"""The owner of what is made while the server has no keys."""

_FRESH_S = 5.0
"""So long a key is believed without asking the database: the delay of a revocation."""
_STALE_S = 300.0
"""So long a key is believed while the database does not answer."""
_MOST_FRESH = 10_000


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes a request.

    Attributes:
        owner: id of the key, or `ANYBODY`.
        key: the key; None while the server has none.
    """

    owner: str
    key: ApiKey | None


class Gatekeeper:
    """Knows keys, counts requests and characters. For one event loop."""

    def __init__(self, database: Database, settings: Settings) -> None:
        """Know nobody yet.

        Args:
            database: where keys and usage are kept.
            settings: of the server.
        """
        self._database = database
        self._settings = settings
        self._fresh: dict[str, tuple[float, ApiKey | None]] = {}
        self._without: tuple[float, bool] = (0.0, False)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._stored: dict[tuple[str, str], tuple[float, int]] = {}
        self._unwritten: dict[tuple[str, str], int] = {}

    async def admit(self, presented: str | None, scope: str) -> Caller:
        """Find out who calls, and let them in.

        Args:
            presented: the key as the client gave it, or None.
            scope: what it has to be good for.

        Raises:
            UnauthenticatedError: the server has keys, and this is none of them.
            ForbiddenError: the key is not good for this.
            RateLimitedError: the key makes too many requests.
        """
        if await self._has_no_keys():
            return Caller(ANYBODY, None)
        if not presented:
            raise UnauthenticatedError(
                "this server wants an API key; send it as: Authorization: Bearer KEY (DeepL clients: "
                "DeepL-Auth-Key KEY, LibreTranslate clients: api_key)"
            )
        key = await self._find(presented)
        if key is None:
            raise UnauthenticatedError("the API key is not known here, or was revoked; ask the operator")
        if scope not in key.scopes:
            raise ForbiddenError(
                f"the key {key.id} is good for {', '.join(sorted(key.scopes))}, not for {scope}"
            )
        if key.rate is not None:
            rate = parse(key.rate)
            if not await self._limiter.hit(rate, key.id):
                reset = (await self._limiter.get_window_stats(rate, key.id)).reset_time
                wait = max(1, round(reset - time.time()))
                raise RateLimitedError(f"the key {key.id} may make {rate}", retry_after_s=wait)
        return Caller(key.id, key)

    @asynccontextmanager
    async def charged(self, caller: Caller, characters: int) -> AsyncGenerator[None, None]:
        """Count characters for a caller, unless the block fails.

        Raises:
            QuotaError: the key has not so many left this month.
        """
        limit = caller.key.characters_per_month if caller.key else None
        if limit is not None:
            left = limit - await self.usage(caller)
            if characters > left:
                raise QuotaError(
                    f"the key {caller.owner} has {max(0, left)} of {limit} characters left this month, and "
                    f"this request has {characters}"
                )
        self._add(caller, characters)
        try:
            yield
        except BaseException:
            self.refund(caller, characters)
            raise

    async def usage(self, caller: Caller) -> int:
        """Give the characters that a caller used this month, with other replicas' of a few seconds ago.

        Raises:
            UnavailableError: the database does not answer, and never told.
        """
        place = (caller.owner, period_of(time.time()))
        known = self._stored.get(place)
        if known is None or time.monotonic() - known[0] > _FRESH_S:
            try:
                found = await self._database.run(lambda connection: used(connection, *place))
            except UnavailableError:
                if known is None:
                    raise
            else:
                known = self._stored[place] = (time.monotonic(), found)
        return known[1] + self._unwritten.get(place, 0)

    def refund(self, caller: Caller, characters: int) -> None:
        """Take back what was charged for nothing."""
        self._add(caller, -characters)

    def _add(self, caller: Caller, characters: int) -> None:
        place = (caller.owner, period_of(time.time()))
        self._unwritten[place] = self._unwritten.get(place, 0) + characters

    async def write_usage(self) -> None:
        """Write what was counted since the last time.

        Raises:
            UnavailableError: the database does not answer; nothing is lost.
        """
        for place in list(self._unwritten):
            characters = self._unwritten.pop(place)
            owner, period = place
            try:
                add = partial(add_usage, owner=owner, period=period, characters=characters)
                await self._database.run(add)
            except UnavailableError:
                self._unwritten[place] = self._unwritten.get(place, 0) + characters
                raise
            if place in self._stored:
                read_at, found = self._stored[place]
                self._stored[place] = (read_at, found + characters)

    async def _has_no_keys(self) -> bool:
        """Tell whether the server has no keys, and may be used all the same."""
        if not is_loopback(self._settings.host) and self._settings.without_keys != "anyone":
            return False
        read_at, without = self._without
        if time.monotonic() - read_at > _FRESH_S or not read_at:
            try:
                without = not await self._database.run(count_keys)
            except UnavailableError:
                if not read_at:
                    raise
            self._without = (time.monotonic(), without)
        return without

    async def _find(self, presented: str) -> ApiKey | None:
        # By hash, so that no secret stays in memory.
        digest = hashlib.sha256(presented.encode(errors="replace")).hexdigest()
        found = self._fresh.get(digest)
        if found is not None and time.monotonic() - found[0] < _FRESH_S:
            return found[1]
        try:
            key = await self._database.run(lambda connection: find_key(connection, presented))
        except UnavailableError:
            if found is None or time.monotonic() - found[0] > _STALE_S:
                raise
            return found[1]
        if len(self._fresh) >= _MOST_FRESH:
            self._fresh.clear()
        self._fresh[digest] = (time.monotonic(), key)
        return key
