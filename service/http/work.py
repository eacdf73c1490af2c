"""What the scheduler is asked for, and what it takes on."""

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum

from mt.pipeline import PipelineOptions
from mt.translation import Translation


class Priority(StrEnum):
    """Who goes first."""

    INTERACTIVE = "interactive"
    BULK = "bulk"


@dataclass(frozen=True, slots=True)
class Variant:
    """A way to decode.

    Attributes:
        key: names everything that decides a draft, beside text and model.
        options: the same as options of the pipeline.
    """

    key: str
    options: PipelineOptions = field(compare=False)


@dataclass(frozen=True, slots=True)
class Limits:
    """What the scheduler takes on.

    Attributes:
        lanes: batches decoded at once.
        batch_tokens: most tokens of a batch, padding counted.
        queue_tokens: most tokens that wait, by priority.
        queue_s: longest expected time in a queue, by the speed of late.
        wait_s: how long a request waits for room.
        waiters: how many requests do so at once.
        cache_characters: size of the cache.
    """

    lanes: int
    batch_tokens: int
    queue_tokens: dict[Priority, int]
    queue_s: float
    wait_s: float
    waiters: int
    cache_characters: int


@dataclass(slots=True, eq=False)
class Entry:
    """Texts that wait for a lane, or are on one.

    Attributes:
        texts: one, or those of a batch that shares with nobody.
        variant: how to decode them.
        tokens: what they cost.
        owner: whose they are.
        priority: the queue that they count for.
        fixed: whether they are such a batch.
        future: will have one translation a text.
        queued_at: on the clock of `time.perf_counter`.
        waiters: how many want them.
        taken: whether they left the queue.
    """

    texts: tuple[str, ...]
    variant: Variant
    tokens: int
    owner: str
    priority: Priority
    fixed: bool
    future: asyncio.Future[list[Translation]]
    queued_at: float
    waiters: int = 0
    taken: bool = False

    @property
    def kin(self) -> Variant | None:
        """What they can share a batch with."""
        return None if self.fixed else self.variant

    @property
    def waiting(self) -> bool:
        """Whether they are still to be computed."""
        return self.waiters > 0 and not self.taken
