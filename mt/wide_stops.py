"""Sentence ends of Chinese and Japanese: full-width stops, behind which no space stands."""

import re
from collections.abc import Iterator

_LETTER = "\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9d"
_CLOSERS = "」』）】》〉〕”’)\\]"
_STOP = re.compile(
    f'(?:[。！？｡]+[。！？｡!?]*|(?<=[{_LETTER}])[!?]+(?=[{_LETTER}{_CLOSERS}"]))'
    f'(?P<closed>[{_CLOSERS}]*)(?P<straight>"?)(?:[…—]+)?'
)
_CONTINUES = frozenset("、，；：,;:")
# A particle behind a closing bracket takes the quotation into its sentence: 「はい。」と言った。
_HIRAGANA = re.compile("[\u3041-\u3096]")


def wide_ends(line: str) -> Iterator[int]:
    """Yield the offsets in a line behind the full-width stops that end a sentence, in order.

    >>> list(wide_ends("他来了。她说：“好！”然后走了。"))
    [4, 11, 16]
    >>> list(wide_ends("「はい。」と言った。"))
    [10]
    """
    for stop in _STOP.finditer(line):
        end, closed = stop.end(), bool(stop["closed"])
        if stop["straight"]:
            # A straight quotation mark opens or closes; which of the two, only the count can tell.
            if line.count('"', 0, stop.start("straight")) % 2:
                closed = True
            else:
                end = stop.start("straight")
        following = line[end : end + 1]
        if following not in _CONTINUES and not (closed and _HIRAGANA.match(following)):
            yield end
