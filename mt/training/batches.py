"""Group sentences of like length into batches, and lay them out as padded arrays."""

import random
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_EDGES = (8, 16, 24, 32, 40, 48, 64, 80, 96, 128, 192, 256, 384, 512)
"""Lengths that a side is padded to: few, since each new shape costs a CPU kernel a compilation."""


def padded_length(length: int) -> int:
    """Give the padded length of a sentence of `length` tokens.

    >>> padded_length(17), padded_length(48), padded_length(600)
    (24, 48, 600)
    """
    return next((edge for edge in _EDGES if length <= edge), length)


def plan_batches(lengths: Sequence[tuple[int, ...]], *, max_tokens: int, seed: int) -> list[list[int]]:
    """Plan one pass over a data set in batches of like length, in random order.

    Args:
        lengths: for each example the lengths of its sides, in tokens.
        max_tokens: the longest side of a batch, padded, times its rows stays under this; an
            example that is longer by itself makes a batch of one.
        seed: of the order; the same seed gives the same plan.

    Returns:
        Lists of indices into `lengths`; every index once.

    >>> sorted(map(sorted, plan_batches([(3, 4), (60, 50), (5, 2)], max_tokens=100, seed=0)))
    [[0, 2], [1]]
    """
    rng = random.Random(seed)  # noqa: S311 - shuffling, not cryptography
    order = list(range(len(lengths)))
    rng.shuffle(order)
    buckets: dict[tuple[int, ...], list[int]] = defaultdict(list)
    batches: list[list[int]] = []
    for index in order:
        shape = tuple(padded_length(length) for length in lengths[index])
        bucket = buckets[shape]
        bucket.append(index)
        if (len(bucket) + 1) * max(shape) > max_tokens:
            batches.append(bucket)
            buckets[shape] = []
    batches.extend(_join_remainders(buckets, max_tokens))
    rng.shuffle(batches)
    return batches


def _join_remainders(buckets: dict[tuple[int, ...], list[int]], max_tokens: int) -> list[list[int]]:
    """Join what is left in the buckets, shortest first, so that no batch is nearly empty."""
    joined: list[list[int]] = []
    current: list[int] = []
    for shape, bucket in sorted(buckets.items(), key=lambda item: (max(item[0]), item[0])):
        for index in bucket:
            if current and (len(current) + 1) * max(shape) > max_tokens:
                joined.append(current)
                current = []
            current.append(index)
    if current:
        joined.append(current)
    return joined


def pad(rows: Sequence[Sequence[int]], *, value: int) -> NDArray[np.int64]:
    """Lay token ids out as a rectangle.

    Args:
        rows: token ids of each sentence.
        value: what fills the rest of a row.

    Returns:
        ``(n_rows, padded length of the longest) int64``.

    >>> pad([[5, 6], [7]], value=2).tolist()
    [[5, 6, 2, 2, 2, 2, 2, 2], [7, 2, 2, 2, 2, 2, 2, 2]]
    """
    width = padded_length(max(map(len, rows)))
    out = np.full((len(rows), width), value, dtype=np.int64)
    for row, ids in enumerate(rows):
        out[row, : len(ids)] = ids
    return out
