"""The scheduler on the bundled model, and the queue below it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mt.pipeline import PipelineOptions
from service.http.errors import OverloadedError
from service.http.fair_queue import FairQueue
from service.http.metrics import Metrics
from service.http.model import Model, load_model
from service.http.scheduler import Scheduler
from service.http.work import Limits, Priority, Variant

PLAIN = Variant("plain", PipelineOptions(beam_size=1, retry=False))
LIMITS = Limits(
    lanes=1,
    batch_tokens=256,
    queue_tokens={Priority.INTERACTIVE: 100_000, Priority.BULK: 100_000},
    queue_s=1e6,
    wait_s=0.05,
    waiters=4,
    cache_characters=100_000,
)
Result = TypeVar("Result")


@pytest.fixture(scope="module")
def model() -> Model:
    """The bundled model, with a lane more than the limits have."""
    return load_model("ar-en", lanes=2)


def run(model: Model, work: Callable[[Scheduler], Awaitable[Result]], limits: Limits = LIMITS) -> Result:
    """Run work with a scheduler of its own."""

    async def main() -> Result:
        scheduler = Scheduler(model, limits, Metrics())
        try:
            return await work(scheduler)
        finally:
            await scheduler.close()

    return asyncio.run(main())


def texts_of(name: str, count: int) -> list[str]:
    """Give different texts of about one length."""
    return [f"قال {name} رقم {number} إن الحكومة ستدعم الاقتصاد." for number in range(count)]


@dataclass(slots=True, eq=False)
class Item:
    """Something that can be queued."""

    owner: str
    tokens: int
    kin: object = "kin"
    waiting: bool = True
    taken: list[str] = field(default_factory=list)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 60)), max_size=60), st.integers(1, 4))
def test_a_queue_gives_everything_once_in_batches_that_fit(
    entries: list[tuple[str, int]], share: int
) -> None:
    queue: FairQueue[Item] = FairQueue()
    items = [Item(owner, tokens) for owner, tokens in entries]
    for item in items:
        queue.push(item)
    found: list[Item] = []
    while batch := queue.take(100, share=share):
        assert len(batch) == 1 or len(batch) * max(item.tokens for item in batch) <= 100
        found += batch
    assert sorted(map(id, found)) == sorted(map(id, items))


def test_an_owner_with_much_does_not_keep_one_with_little_waiting() -> None:
    queue: FairQueue[Item] = FairQueue()
    for _ in range(100):
        queue.push(Item("much", 10, kin=None))
    queue.push(Item("little", 10, kin=None))
    taken = [queue.take(100)[0].owner for _ in range(3)]
    assert "little" in taken


def test_what_nobody_waits_for_is_passed_over() -> None:
    queue: FairQueue[Item] = FairQueue()
    queue.push(Item("a", 1, waiting=False))
    queue.push(Item("a", 2))
    assert [item.tokens for item in queue.take(100)] == [2]
    assert not queue


def test_interactive_texts_pass_bulk(model: Model) -> None:
    async def work(scheduler: Scheduler) -> tuple[float, float]:
        started = time.perf_counter()
        bulk = asyncio.create_task(
            scheduler.translate(texts_of("الوزير", 200), PLAIN, owner="a", priority=Priority.BULK)
        )
        await asyncio.sleep(0)
        await scheduler.translate(["نعم."], PLAIN, owner="b", priority=Priority.INTERACTIVE)
        interactive = time.perf_counter() - started
        await bulk
        return interactive, time.perf_counter() - started

    interactive, bulk = run(model, work)
    assert interactive < bulk / 2


def test_bulk_goes_on_while_interactive_is_busy(model: Model) -> None:
    async def work(scheduler: Scheduler) -> bool:
        bulk = asyncio.create_task(scheduler.translate(["لا."], PLAIN, owner="a", priority=Priority.BULK))
        busy = asyncio.create_task(
            scheduler.translate(texts_of("الرئيس", 400), PLAIN, owner="b", priority=Priority.INTERACTIVE)
        )
        await bulk
        early = not busy.done()
        busy.cancel()
        await asyncio.gather(busy, return_exceptions=True)
        return early

    assert run(model, work)


def test_a_full_queue_sends_away_soon_and_says_when_to_come_again(model: Model) -> None:
    small = replace(LIMITS, queue_tokens={Priority.INTERACTIVE: 200, Priority.BULK: 200})

    async def work(scheduler: Scheduler) -> tuple[list[float], list[OverloadedError], list[int]]:
        seconds: list[float] = []

        async def ask(number: int) -> int:
            started = time.perf_counter()
            texts = texts_of(f"المدير {number}", 10)
            try:
                found = await scheduler.translate(texts, PLAIN, owner="a", priority=Priority.INTERACTIVE)
            except OverloadedError:
                seconds.append(time.perf_counter() - started)
                raise
            return len(found)

        answers = await asyncio.gather(*map(ask, range(20)), return_exceptions=True)
        refused = [answer for answer in answers if isinstance(answer, OverloadedError)]
        return seconds, refused, [answer for answer in answers if isinstance(answer, int)]

    seconds, refused, served = run(model, work, small)
    assert len(refused) + len(served) == 20
    assert len(refused) > 5
    assert served
    assert max(seconds) < 1.0
    assert all(error.retry_after_s and error.retry_after_s >= 1 for error in refused)


def test_giving_up_empties_the_queue(model: Model) -> None:
    async def work(scheduler: Scheduler) -> int:
        asked = asyncio.create_task(
            scheduler.translate(texts_of("الكاتب", 300), PLAIN, owner="a", priority=Priority.BULK)
        )
        await asyncio.sleep(0.2)
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)
        started = time.perf_counter()
        await scheduler.translate(["نعم."], PLAIN, owner="a", priority=Priority.BULK)
        return round(time.perf_counter() - started)

    assert run(model, work) < 5


def test_a_second_waiter_keeps_what_the_first_gave_up(model: Model) -> None:
    async def work(scheduler: Scheduler) -> str:
        texts = texts_of("الطبيب", 40)
        first = asyncio.create_task(scheduler.translate(texts, PLAIN, owner="a", priority=Priority.BULK))
        second = asyncio.create_task(
            scheduler.translate(texts[-1:], PLAIN, owner="b", priority=Priority.BULK)
        )
        await asyncio.sleep(0.1)
        first.cancel()
        return (await second)[0].text

    assert run(model, work)


def test_drafts_of_other_options_are_not_taken_from_the_cache(model: Model) -> None:
    wide = Variant("wide", PipelineOptions(beam_size=4, alternatives=2))

    async def work(scheduler: Scheduler) -> list[int]:
        counts = []
        for variant in (PLAIN, wide, PLAIN, wide):
            found = await scheduler.translate(
                ["شكرت الوزيرة المشاركين."], variant, owner="a", priority=Priority.INTERACTIVE
            )
            counts.append(len(found[0].alternatives))
        return counts

    counts = run(model, work)
    assert counts[0] == counts[2] == 0
    assert counts[1] == counts[3] > 0


def test_the_event_loop_turns_while_batches_are_computed(model: Model) -> None:
    async def work(scheduler: Scheduler) -> list[float]:
        asked = asyncio.create_task(
            scheduler.translate(texts_of("الشاعر", 60), PLAIN, owner="a", priority=Priority.BULK)
        )
        gaps, last = [], time.perf_counter()
        while not asked.done():
            await asyncio.sleep(0.001)
            gaps.append(time.perf_counter() - last)
            last = time.perf_counter()
        return sorted(gaps)

    gaps = run(model, work)
    assert gaps[len(gaps) * 9 // 10] < 0.2
