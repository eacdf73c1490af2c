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
        self._turns = {priority: deque[tuple[int, asyncio.Future[None]]]() for priority in Priority}
        self._rate = 0.0

    async def admit(self, tokens: int, priority: Priority) -> None:
        """Wait for room, briefly, first come first served.

        What is admitted counts as waiting from now on: `settle` takes it back where it is queued.
        A request larger than the queue gets in when the queue is empty.

        Args:
            tokens: what the request costs; nothing always gets in.
            priority: whose queue.

        Raises:
            OverloadedError: there was none.
        """
        turns = self._turns[priority]
        if not turns and self._fits(tokens, priority):
            self._note(tokens, priority)
            return
        if not tokens:
            return
        self.check_turns(priority)
        granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        turn = (tokens, granted)
        turns.append(turn)
        try:
            await asyncio.wait_for(granted, self._limits.wait_s)
        except TimeoutError:
            raise self._overloaded(priority) from None
        except asyncio.CancelledError:
            if granted.done() and not granted.cancelled():
                self.remove(tokens, priority)
            raise
        finally:
            if turn in turns:
                turns.remove(turn)

    def check_turns(self, priority: Priority) -> None:
        """Send a request away at once if too many wait for room already.

        Raises:
            OverloadedError: too many do.
        """
        if self._turns[priority] and len(self._turns[priority]) >= self._limits.waiters:
            raise self._overloaded(priority)

    def settle(self, tokens: int, priority: Priority) -> None:
        """Take back what `admit` noted; it is noted anew entry by entry."""
        self._note(-tokens, priority)

    def add(self, tokens: int, priority: Priority) -> None:
        """Note that tokens wait from now on."""
        self._note(tokens, priority)

    def remove(self, tokens: int, priority: Priority) -> None:
        """Note that tokens wait no more, and let in whom there is room for now."""
        self._note(-tokens, priority)
        turns = self._turns[priority]
        while turns and self._fits(turns[0][0], priority):
            wanted, granted = turns.popleft()
            if not granted.done():
                self._note(wanted, priority)
                granted.set_result(None)

    def note_rate(self, tokens_per_s: float) -> None:
        """Learn how fast tokens go, for those who ask when to come again."""
        self._rate = 0.8 * self._rate + 0.2 * tokens_per_s if self._rate else tokens_per_s

    def _fits(self, tokens: int, priority: Priority) -> bool:
        queued, most = self._queued[priority], self._limits.queue_tokens[priority]
        if self._rate:  # nobody is kept who could not be served in time
            most = min(most, int(self._rate * self._limits.queue_s))
        return not tokens or not queued or queued + tokens <= most

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
