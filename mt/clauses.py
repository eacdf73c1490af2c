"""Splitting a text that is too long for a model, where it hurts least.

A limit is in units of a cost function: tokens for a model, characters for a display. Breaks are
taken behind semicolons, colons and dashes before commas, behind commas before mere spaces, and
inside a word only where a single word is over the limit.
"""

import re
from collections.abc import Callable

_WORD = re.compile(r"\S+")
_CLOSERS = "\"'”“’»›)]}"
# How good a break behind a word is, by the last character of the word without closing marks.
_STRENGTH = {**dict.fromkeys(".!?؟…۔؛;", 3), **dict.fromkeys(":–—", 2), **dict.fromkeys("،,", 2)}
_SPACE_STRENGTH = 1


def split_clauses(text: str, limit: int, *, cost: Callable[[str], int] = len) -> tuple[tuple[int, int], ...]:
    r"""Split a text into pieces that cost at most a limit.

    Args:
        text: any text.
        limit: the largest cost of a piece, at least 1.
        cost: what a word costs, at least 1 for any character; a piece costs the sum of its words.

    Returns:
        Offsets ``(start, end)`` of the pieces in order; between them stands only white space, or
        nothing where a word had to be cut. Pieces are of similar cost, not full ones and a rest.

    >>> text = "أعلن الوزير ذلك، وأضاف أنه راض"
    >>> [text[start:end] for start, end in split_clauses(text, 18)]
    ['أعلن الوزير ذلك،', 'وأضاف أنه راض']
    >>> split_clauses("كلمة", 10)
    ((0, 4),)
    >>> split_clauses(" ", 10)
    ()
    """
    words = [word for match in _WORD.finditer(text) for word in _fitting(text, *match.span(), limit, cost)]
    costs = [cost(text[start:end]) for start, end in words]
    pieces: list[tuple[int, int]] = []
    first, rest = 0, sum(costs)
    while first < len(words):
        count = -(-rest // limit)
        last = _best_break(text, words, costs, first=first, target=rest / count, limit=limit)
        pieces.append((words[first][0], words[last][1]))
        rest -= sum(costs[first : last + 1])
        first = last + 1
    return tuple(pieces)


def _fitting(
    text: str, start: int, end: int, limit: int, cost: Callable[[str], int]
) -> list[tuple[int, int]]:
    """Cut a word that is over the limit by itself into halves until each part fits."""
    if end - start == 1 or cost(text[start:end]) <= limit:
        return [(start, end)]
    middle = (start + end) // 2
    return [*_fitting(text, start, middle, limit, cost), *_fitting(text, middle, end, limit, cost)]


def _best_break(
    text: str, words: list[tuple[int, int]], costs: list[int], *, first: int, target: float, limit: int
) -> int:
    """Give the index of the word to end the piece that starts at the word ``first``.

    The piece fits the limit. Among breaks behind half of the target, the strongest wins, then the
    one nearest to the target.
    """
    best, best_rank, total = first, (0, 0.0), 0
    for index in range(first, len(words)):
        total += costs[index]
        if total > limit and index > first:
            break
        last_word = index == len(words) - 1
        strength = 4 if last_word else _strength(text, words[index], words[index + 1])
        rank = (strength if total >= target / 2 or last_word else 0, -abs(total - target))
        if index == first or rank > best_rank:
            best, best_rank = index, rank
    return best


def _strength(text: str, word: tuple[int, int], following: tuple[int, int]) -> int:
    if word[1] == following[0]:
        return 0  # two parts of one word
    bare = text[slice(*word)].rstrip(_CLOSERS)
    return _STRENGTH.get(bare[-1:], _SPACE_STRENGTH)
