"""The queue of one priority: fair between owners, and ready to give texts of like length together.

Self-clocked fair queueing (Golestani, INFOCOM 1994): an entry is tagged with the virtual time at
which a server that gives every owner an equal share would be done with it, and the lowest tag goes
first. The virtual time is the tag of what was taken last.
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Generic, Protocol, TypeVar

_LOOK_AHEAD = 128
"""Entries among which a batch looks for its company."""


class Entry(Protocol):
    """What can be queued."""

    @property
    def owner(self) -> str:
        """Whose it is."""
        ...

    @property
    def tokens(self) -> int:
        """What it costs."""
        ...

    @property
    def kin(self) -> object:
        """What it can share a batch with: entries of an equal kin; None for nobody."""
        ...

    @property
    def waiting(self) -> bool:
        """Whether anybody still wants it, and nobody took it."""
        ...


E = TypeVar("E", bound=Entry)


@dataclass(slots=True)
class FairQueue(Generic[E]):
    """Entries in the order in which they are served. For one thread.

    Entries that nobody waits for any more are passed over.
    """

    _heap: list[tuple[float, int, E]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)
    _last: dict[str, float] = field(default_factory=dict)
    _now: float = 0.0

    def push(self, entry: E) -> None:
        """Add an entry behind its owner's others."""
        tag = max(self._now, self._last.get(entry.owner, 0.0)) + entry.tokens
        self._last[entry.owner] = tag
        heapq.heappush(self._heap, (tag, next(self._order), entry))

    def __bool__(self) -> bool:
        """Tell whether there is anything to take."""
        while self._heap and not self._heap[0][2].waiting:
            heapq.heappop(self._heap)
        if not self._heap:  # nobody is owed anything
            self._last.clear()
            self._now = 0.0
        return bool(self._heap)

    def __len__(self) -> int:
        """Give how many entries there are, those counted that nobody waits for any more."""
        return len(self._heap)

    def take(self, max_tokens: int, *, share: int = 1) -> list[E]:
        """Take the next entry, and others of its kind and about its length.

        Args:
            max_tokens: most tokens of a batch, padding counted; a longer entry comes alone.
            share: over how many batches what waits is spread.

        Returns:
            Entries for one batch; none if the queue is empty.
        """
        if not self:
            return []
        tag, _, first = heapq.heappop(self._heap)
        self._now = tag
        if first.kin is None:
            return [first]
        seen: list[tuple[float, int, E]] = []
        while self._heap and len(seen) < _LOOK_AHEAD:
            found = heapq.heappop(self._heap)
            if found[2].waiting:
                seen.append(found)
        like = [index for index, found in enumerate(seen) if found[2].kin == first.kin]
        limit = -(-(len(like) + 1) // share) - 1
        lengths = [seen[index][2].tokens for index in like]
        chosen = {like[index] for index in choose_company(first.tokens, lengths, max_tokens)[:limit]}
        for index, found in enumerate(seen):
            if index not in chosen:
                heapq.heappush(self._heap, found)
        return [first, *(seen[index][2] for index in sorted(chosen))]


def choose_company(first: int, lengths: Sequence[int], max_tokens: int) -> list[int]:
    """Choose what is decoded together with a text, so that little is padded.

    Args:
        first: length of the text in tokens.
        lengths: of the others.
        max_tokens: most tokens of all, padding counted.

    Returns:
        Numbers of the others, those nearest in length first.

    >>> choose_company(10, [50, 9, 12, 11], 40)
    [1, 3]
    """
    longest, shortest, chosen = first, first, list[int]()
    for index in sorted(range(len(lengths)), key=lambda i: (abs(lengths[i] - first), i)):
        longest, shortest = max(longest, lengths[index]), min(shortest, lengths[index])
        # Beyond twice the length and a little, more would be padded than is gained.
        if longest * (len(chosen) + 2) > max_tokens or longest > 2 * shortest + 8:
            break
        chosen.append(index)
    return chosen
