"""Which words of a draft the reference does not have, and the other way round.

Ratcliff and Metzener's matching (Dr. Dobb's Journal, July 1988), as `difflib` has it, on words
without letter case and without punctuation: two sentences that differ in a comma do not differ.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_WORD = re.compile(r"\w+(?:[.,'’]\w+)*")

MAX_WORDS = 1500
"""Words of one side up to which a bead is compared; the time grows with the square."""

Range = tuple[int, int]
"""Start and end offset in a sentence, in code points."""


def differing_words(
    drafts: Sequence[str], references: Sequence[str]
) -> tuple[list[list[Range]], list[list[Range]]] | None:
    """Compare the sentences of two sides as one text each.

    Args:
        drafts: sentences of the draft.
        references: sentences of the reference.

    Returns:
        For each side, the differing stretches of each of its sentences; neighbouring words that
        differ are one stretch. None where a side has more than `MAX_WORDS` words.

    >>> differing_words(["He said no."], ["He said", "yes"])
    ([[(8, 10)]], [[], [(0, 3)]])
    >>> differing_words(["Two new partners"], ["two partners"])
    ([[(4, 7)]], [[]])
    """
    sides = [
        [(n, word) for n, text in enumerate(texts) for word in _WORD.finditer(text)]
        for texts in (drafts, references)
    ]
    if max(map(len, sides)) > MAX_WORDS:
        return None
    draft_keys, reference_keys = ([word.group().casefold() for _, word in side] for side in sides)
    opcodes = SequenceMatcher(None, draft_keys, reference_keys, autojunk=False).get_opcodes()
    result: tuple[list[list[Range]], list[list[Range]]] = ([[] for _ in drafts], [[] for _ in references])
    for tag, draft_start, draft_end, reference_start, reference_end in opcodes:
        if tag != "equal":
            for side, ranges, start, end in (
                (sides[0], result[0], draft_start, draft_end),
                (sides[1], result[1], reference_start, reference_end),
            ):
                _add(ranges, side[start:end])
    return result


def _add(ranges: list[list[Range]], words: Sequence[tuple[int, re.Match[str]]]) -> None:
    previous = -1
    for sentence, word in words:
        if sentence == previous:
            ranges[sentence][-1] = (ranges[sentence][-1][0], word.end())
        else:
            ranges[sentence].append(word.span())
        previous = sentence
