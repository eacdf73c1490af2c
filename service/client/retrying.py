"""Trying again: after a connection that broke, and after an answer that says so."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx

_AGAIN = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """When to try again.

    Attributes:
        attempts: how often in all.
        first_pause_s: before the second attempt; doubled each time, up to `longest_pause_s`.
        longest_pause_s: also the longest `Retry-After` that is obeyed; a longer one ends it.
        jitter: share of a pause that is left to chance, so that clients do not come back all at once.
    """

    attempts: int = 5
    first_pause_s: float = 0.2
    longest_pause_s: float = 10.0
    jitter: float = 0.3

    def pause_s(self, attempt: int, response: httpx.Response | None) -> float | None:
        """Give the pause behind an attempt; None to give up.

        Args:
            attempt: its number from 1.
            response: what it gave; None if the connection broke.
        """
        if attempt >= self.attempts:
            return None
        pause = min(self.first_pause_s * 2.0 ** (attempt - 1), self.longest_pause_s)
        asked = response.headers.get("retry-after", "") if response is not None else ""
        if asked.isdecimal():
            if int(asked) > self.longest_pause_s:
                return None
            pause = max(pause, float(asked))
        return pause * (1 + self.jitter * random.random())  # noqa: S311 - no secret


class RetryTransport(httpx.BaseTransport):
    """Tries again over another transport."""

    def __init__(
        self, inner: httpx.BaseTransport, policy: RetryPolicy, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Wrap a transport.

        Args:
            inner: sends the requests.
            policy: when to try again.
            sleep: pauses.
        """
        self._inner = inner
        self._policy = policy
        self._sleep = sleep

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request until it is answered for good."""
        attempt = 0
        while True:
            attempt += 1
            try:
                response = self._inner.handle_request(request)
            except httpx.TransportError:
                pause = self._policy.pause_s(attempt, None) if _can_repeat(request) else None
                if pause is None:
                    raise
            else:
                again = response.status_code in _AGAIN and _can_repeat(request)
                pause = self._policy.pause_s(attempt, response) if again else None
                if pause is None:
                    return response
                response.close()
            self._sleep(pause)

    def close(self) -> None:
        """Close the transport below."""
        self._inner.close()


class AsyncRetryTransport(httpx.AsyncBaseTransport):
    """Tries again over another asynchronous transport."""

    def __init__(
        self,
        inner: httpx.AsyncBaseTransport,
        policy: RetryPolicy,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Wrap a transport.

        Args:
            inner: sends the requests.
            policy: when to try again.
            sleep: pauses.
        """
        self._inner = inner
        self._policy = policy
        self._sleep = sleep

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request until it is answered for good."""
        attempt = 0
        while True:
            attempt += 1
            try:
                response = await self._inner.handle_async_request(request)
            except httpx.TransportError:
                pause = self._policy.pause_s(attempt, None) if _can_repeat(request) else None
                if pause is None:
                    raise
            else:
                again = response.status_code in _AGAIN and _can_repeat(request)
                pause = self._policy.pause_s(attempt, response) if again else None
                if pause is None:
                    return response
                await response.aclose()
            await self._sleep(pause)

    async def aclose(self) -> None:
        """Close the transport below."""
        await self._inner.aclose()


def _can_repeat(request: httpx.Request) -> bool:
    """Tell whether a body is still there, which a stream is not once it was sent."""
    return isinstance(request.stream, httpx.ByteStream)
