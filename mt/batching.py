"""Which sources are decoded together: those of like length, so that little is padded."""

from collections.abc import Sequence

MOST_TARGET_TOKENS = 400


def make_batches(lengths: Sequence[int], max_tokens: int, *, workers: int = 1) -> list[list[int]]:
    """Group sources by length.

    Args:
        lengths: length of each source in tokens, at least 1.
        max_tokens: most tokens of a batch, padding counted; a longer source is a batch of its own.
        workers: how many batches are decoded at once: a small input is spread over them.

    Returns:
        Indices into `lengths`, each once, longest sources first: a worker that starts a long batch
        last would keep the others waiting.

    >>> make_batches([3, 9, 4, 10], 20)
    [[3, 1], [2, 0]]
    >>> make_batches([5, 5], 100, workers=2)
    [[0], [1]]
    """
    budget = min(max_tokens, -(-sum(lengths) // workers))
    batches: list[list[int]] = []
    longest = 0
    for index in sorted(range(len(lengths)), key=lambda i: (-lengths[i], i)):
        if batches and longest * (len(batches[-1]) + 1) <= budget:
            batches[-1].append(index)
        else:
            batches.append([index])
            longest = lengths[index]
    return batches


def target_limit(source_length: int, max_positions: int) -> int:
    """Give the most target tokens for a source: twice its length and a little, at most 400.

    A draft that is longer loops. The positions of the model are the last bound.

    >>> target_limit(20, 512), target_limit(300, 512), target_limit(20, 32)
    (50, 400, 31)
    """
    return min(MOST_TARGET_TOKENS, 2 * source_length + 10, max_positions - 1)
