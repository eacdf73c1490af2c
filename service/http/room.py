"""Room in the queues: who gets in, who waits briefly, who is sent away and for how long."""

import asyncio
import math
from collections import deque

from service.http.errors import OverloadedError
from service.http.metrics import Metrics
from service.http.work import Limits, Priority

_LONGEST_RETRY_S = 60


class Room:
    """Counts the tokens that wait, and lets requests in. For one event loop."""

    def __init__(self, limits: Limits, metrics: Metrics) -> None:
        """Start empty.

        Args:
            limits: what is taken on.
            metrics: what is counted.
        """
        self._limits = limits
        self._metrics = metrics
        self._queued = dict.fromkeys(Priority, 0)
        self._turns: deque[asyncio.Future[None]] = deque()
        self._rate = 0.0

    async def admit(self, tokens: int, priority: Priority) -> None:
        """Wait for room, briefly. A request larger than the queue gets in when the queue is empty.

        Args:
            tokens: what the request costs; nothing always gets in.
            priority: whose queue.

        Raises:
            OverloadedError: there was none.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._limits.wait_s
        while not self._fits(tokens, priority):
            remaining = deadline - loop.time()
            if remaining <= 0 or len(self._turns) >= self._limits.waiters:
                raise self._overloaded(priority)
            turn: asyncio.Future[None] = loop.create_future()
            self._turns.append(turn)
            try:
                await asyncio.wait_for(turn, remaining)
            except TimeoutError:
                raise self._overloaded(priority) from None
            finally:
                self._turns.remove(turn)

    def add(self, tokens: int, priority: Priority) -> None:
        """Note that tokens wait from now on."""
        self._note(tokens, priority)

    def remove(self, tokens: int, priority: Priority) -> None:
        """Note that tokens wait no more, and let those look who want in."""
        self._note(-tokens, priority)
        for turn in self._turns:
            if not turn.done():
                turn.set_result(None)

    def note_rate(self, tokens_per_s: float) -> None:
        """Learn how fast tokens go, for those who ask when to come again."""
        self._rate = 0.8 * self._rate + 0.2 * tokens_per_s if self._rate else tokens_per_s

    def _fits(self, tokens: int, priority: Priority) -> bool:
        queued = self._queued[priority]
        return not tokens or not queued or queued + tokens <= self._limits.queue_tokens[priority]

    def _note(self, tokens: int, priority: Priority) -> None:
        self._queued[priority] += tokens
        self._metrics.queued_tokens.labels(priority).set(self._queued[priority])

    def _overloaded(self, priority: Priority) -> OverloadedError:
        tokens = self._queued[priority]
        seconds = min(max(1, math.ceil(tokens / self._rate)), _LONGEST_RETRY_S) if self._rate else 1
        return OverloadedError(
            f"{tokens} tokens are waiting already; try again in {seconds} s, or use a job for bulk",
            retry_after_s=seconds,
        )
