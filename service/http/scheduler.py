"""From requests to batches: texts of all requests share batches, and the event loop never waits.

Texts are tokenised in threads before they queue. Whenever a lane is free the next batch is made of
what waits at that moment, so there is no artificial delay. Interactive texts go first; while bulk
occupies the lanes they have one lane more, so that they need not wait for a bulk batch to end.
Bulk that waits gets every ninth batch at least. A text that is in flight is not computed again for
a second request, and one that nobody waits for any more is dropped.
"""

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import AsyncGenerator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing

from mt.pipeline import Translator
from mt.translation import Flag, Translation
from service.http.cache import SizedCache
from service.http.computing import Outcome, compute
from service.http.errors import UnavailableError
from service.http.fair_queue import FairQueue
from service.http.metrics import Metrics
from service.http.model import Model
from service.http.room import Room
from service.http.work import Entry, Limits, Priority, Variant

_MOST_TRANSLATORS = 64
_BULK_SHARE = 8
"""Interactive batches in a row while bulk waits; then a bulk batch goes."""
_FULL_BATCH = 16
"""Texts from which on a larger batch gains little."""
_ENTRY_CHARACTERS = 200
"""What an entry of the cache costs beside its texts."""


class Scheduler:
    """Queues, lanes and cache of one model. For one event loop."""

    def __init__(self, model: Model, limits: Limits, metrics: Metrics) -> None:
        """Start with empty queues.

        Args:
            model: what drafts; its engine has a lane more than `limits.lanes`.
            limits: what is taken on.
            metrics: what is counted.
        """
        self._model = model
        self._limits = limits
        self._metrics = metrics
        self._queues = {priority: FairQueue[Entry]() for priority in Priority}
        self._room = Room(limits, metrics)
        self._in_flight: dict[tuple[str, str], Entry] = {}
        self._cache = SizedCache[tuple[str, str], Translation](limits.cache_characters)
        self._translators: OrderedDict[str, Translator] = OrderedDict()
        self._running = dict.fromkeys(Priority, 0)
        self._in_a_row = 0
        self._closed = False
        self._lanes = ThreadPoolExecutor(limits.lanes + 1, thread_name_prefix="amana-lane")
        self._counters = ThreadPoolExecutor(2, thread_name_prefix="amana-tokenise")
        self.last_success = -math.inf

    async def translate(
        self, texts: Sequence[str], variant: Variant, *, owner: str, priority: Priority
    ) -> list[Translation]:
        """Translate texts, one translation each, in order.

        Raises:
            OverloadedError: there was no room in the queue.
        """
        async with aclosing(self.stream(texts, variant, owner=owner, priority=priority)) as stream:
            return [translation async for translation in stream]

    async def stream(
        self, texts: Sequence[str], variant: Variant, *, owner: str, priority: Priority
    ) -> AsyncGenerator[Translation, None]:
        """Yield the translations of texts in order, each as soon as those before it are done.

        Closing the generator gives up what is not computed yet.

        Args:
            texts: what to translate.
            variant: how.
            owner: whose it is, for fairness.
            priority: who goes first.

        Raises:
            OverloadedError: there was no room in the queue.
        """
        self._room.check_turns(priority)
        cost = await self._count(tuple(dict.fromkeys(texts)))
        tokens = sum(cost[text] for text in cost if self._known(variant, text) is None)
        await self._room.admit(tokens, priority)
        self._room.settle(tokens, priority)
        if self._closed:
            raise UnavailableError("the server is about to stop; try again in a moment", retry_after_s=2)
        places = [self._place(text, cost[text], variant, owner=owner, priority=priority) for text in texts]
        self._pump()
        try:
            for place in places:
                if isinstance(place, Translation):
                    yield place
                else:
                    yield (await asyncio.shield(place.future))[0]
        finally:
            for place in places:
                if not isinstance(place, Translation):
                    self._release(place)

    async def translate_together(
        self, texts: Sequence[str], variant: Variant, *, owner: str, priority: Priority
    ) -> list[Translation]:
        """Translate texts as one batch of their own, in order, as neighbours, and without the cache.

        What a draft is may depend, in rare ties, on its company. These texts have the same company each
        time, so that a batch that is computed again after a crash gives the same bytes.

        Raises:
            OverloadedError: there was no room in the queue.
        """
        tokens = sum((await self._count(tuple(dict.fromkeys(texts)))).values())
        await self._room.admit(tokens, priority)
        self._room.settle(tokens, priority)
        if self._closed:
            raise UnavailableError("the server is about to stop; try again in a moment", retry_after_s=2)
        entry = self._enqueue(tuple(texts), tokens, variant, owner=owner, priority=priority, fixed=True)
        entry.waiters += 1
        self._pump()
        try:
            return await asyncio.shield(entry.future)
        finally:
            self._release(entry)

    async def check(self) -> None:
        """Run the self-test of the model, beside the lanes."""
        await asyncio.get_running_loop().run_in_executor(self._counters, self._model.check)
        self.last_success = time.monotonic()

    async def close(self) -> None:
        """Let running batches end; what waits is given up."""
        self._closed = True
        for queue in self._queues.values():
            while entries := queue.take(self._limits.batch_tokens):
                for entry in entries:
                    entry.taken = True
                    entry.future.cancel()
        for pool in (self._lanes, self._counters):
            await asyncio.to_thread(pool.shutdown, cancel_futures=True)

    async def _count(self, texts: tuple[str, ...]) -> dict[str, int]:
        started = time.perf_counter()
        counts = await asyncio.get_running_loop().run_in_executor(
            self._counters, lambda: [self._model.count_tokens(text) for text in texts]
        )
        self._metrics.tokenise_seconds.observe(time.perf_counter() - started)
        return dict(zip(texts, counts, strict=True))

    def _known(self, variant: Variant, text: str) -> Translation | Entry | None:
        key = (variant.key, text)
        return self._cache.get(key) or self._in_flight.get(key)

    def _place(
        self, text: str, tokens: int, variant: Variant, *, owner: str, priority: Priority
    ) -> Translation | Entry:
        """Give the draft of a text from the cache, or the entry that will have it."""
        found = self._known(variant, text)
        if isinstance(found, Translation):
            self._metrics.texts.labels("cache").inc()
            return found
        if found is None:
            found = self._enqueue((text,), tokens, variant, owner=owner, priority=priority, fixed=False)
            self._in_flight[variant.key, text] = found
        else:
            self._metrics.texts.labels("shared").inc()
            if priority is Priority.INTERACTIVE and found.priority is Priority.BULK and not found.taken:
                self._queues[priority].push(found)
        found.waiters += 1
        return found

    def _enqueue(
        self,
        texts: tuple[str, ...],
        tokens: int,
        variant: Variant,
        *,
        owner: str,
        priority: Priority,
        fixed: bool,
    ) -> Entry:
        future: asyncio.Future[list[Translation]] = asyncio.get_running_loop().create_future()
        entry = Entry(texts, variant, tokens, owner, priority, fixed, future, time.perf_counter())
        self._queues[priority].push(entry)
        self._room.add(tokens, priority)
        return entry

    def _release(self, entry: Entry) -> None:
        """Give up an entry; the last to do so takes it out of the queue."""
        entry.waiters -= 1
        if entry.waiters or entry.taken:
            return
        entry.future.cancel()
        self._room.remove(entry.tokens, entry.priority)
        if not entry.fixed:
            del self._in_flight[entry.variant.key, entry.texts[0]]
        self._metrics.dropped.inc(len(entry.texts))

    def _pump(self) -> None:
        """Start batches on free lanes."""
        while (priority := self._next_priority()) is not None:
            entries = self._queues[priority].take(self._limits.batch_tokens, share=self._share(priority))
            self._in_a_row = self._in_a_row + 1 if priority is Priority.INTERACTIVE else 0
            self._start(entries, priority)

    def _share(self, priority: Priority) -> int:
        """Say over how many batches the texts of a queue are spread.

        Over the lanes that are idle. With none idle but this one, and many texts, something is left for
        the lane that is free next, whose clients are about to send their next texts: it would else begin
        with the first of them alone.
        """
        idle = self._limits.lanes - sum(self._running.values())
        many = len(self._queues[priority]) > _FULL_BATCH * self._limits.lanes
        return max(idle, self._limits.lanes if many else 1)

    def _next_priority(self) -> Priority | None:
        running, lanes = sum(self._running.values()), self._limits.lanes
        interactive, bulk = (bool(self._queues[priority]) for priority in Priority)
        if self._closed or running > lanes:
            return None
        if bulk and running < lanes and (not interactive or self._in_a_row >= _BULK_SHARE):
            return Priority.BULK
        if interactive and (running < lanes or self._running[Priority.BULK]):
            return Priority.INTERACTIVE
        return None

    def _start(self, entries: list[Entry], priority: Priority) -> None:
        now = time.perf_counter()
        for entry in entries:
            entry.taken = True
            self._room.remove(entry.tokens, entry.priority)
            self._metrics.queue_seconds.labels(priority).observe(now - entry.queued_at)
        self._running[priority] += 1
        translator = self._translator(entries[0].variant)
        asked = [entry.texts for entry in entries]
        work = asyncio.get_running_loop().run_in_executor(self._lanes, compute, translator, asked)
        work.add_done_callback(lambda done: self._finish(entries, priority, done, started=now))

    def _finish(
        self,
        entries: list[Entry],
        priority: Priority,
        done: asyncio.Future[list[Outcome]],
        *,
        started: float,
    ) -> None:
        self._running[priority] -= 1
        outcomes: Sequence[Outcome]
        if done.cancelled():
            outcomes = [UnavailableError("the server stops; try again", retry_after_s=2)] * len(entries)
        else:
            outcomes = done.result()
            self._note_batch(entries, time.perf_counter() - started)
        for entry, outcome in zip(entries, outcomes, strict=True):
            if not entry.fixed:
                del self._in_flight[entry.variant.key, entry.texts[0]]
            if isinstance(outcome, Exception):
                entry.future.set_exception(outcome)
                entry.future.exception()  # nobody may be waiting, which is no reason to complain
            else:
                self._keep(entry, outcome)
                entry.future.set_result(outcome)
        self._pump()

    def _keep(self, entry: Entry, outcome: list[Translation]) -> None:
        self._metrics.texts.labels("computed").inc(len(outcome))
        self.last_success = time.monotonic()
        if entry.fixed or Flag.FAILED in outcome[0].flags:
            return
        size = len(entry.texts[0]) + len(outcome[0].text) + _ENTRY_CHARACTERS
        self._cache.put((entry.variant.key, entry.texts[0]), outcome[0], size=size)
        self._metrics.cache_characters.set(self._cache.size)

    def _note_batch(self, entries: list[Entry], seconds: float) -> None:
        tokens = sum(entry.tokens for entry in entries)
        self._room.note_rate(self._limits.lanes * tokens / max(seconds, 1e-6))
        self._metrics.compute_seconds.observe(seconds)
        self._metrics.batch_texts.observe(sum(len(entry.texts) for entry in entries))
        padded = tokens if entries[0].fixed else len(entries) * max(entry.tokens for entry in entries)
        self._metrics.batch_tokens.observe(padded)

    def _translator(self, variant: Variant) -> Translator:
        found = self._translators.pop(variant.key, None) or self._model.translator(variant.options)
        self._translators[variant.key] = found
        if len(self._translators) > _MOST_TRANSLATORS:
            self._translators.popitem(last=False)
        return found
