"""Marks that a draft must have because its source has them: the question mark, paired quotes."""

import re
from collections.abc import Sequence

_CLOSERS = "\"')]} "


def set_marks(source: str, draft: str) -> str:
    """End the draft of a question as one, and take out a quotation mark without its pair.

    >>> set_marks("هل حضر؟", "Did he come."), set_marks("هل حضر؟", "Did he come?"), set_marks("نعم", "")
    ('Did he come?', 'Did he come?', '')
    >>> set_marks('قال "نعم"', 'He said "yes')
    'He said yes'
    """
    draft = pair_quotes(source, draft)
    if source.rstrip(_CLOSERS).endswith(("؟", "?")) and draft and "?" not in draft[-3:]:
        return draft.rstrip(" .") + "?"
    return draft


def pair_quotes(source: str, draft: str, *, kept: Sequence[str] = ()) -> str:
    """Take out the last quotation mark of a draft whose marks are no pairs, where those of its source are.

    Args:
        source: the normalised source.
        draft: its draft.
        kept: spans of the draft, in order, that are not touched; their marks do not count.

    >>> pair_quotes('قال "نعم"', 'He said yes"'), pair_quotes('5"', 'a 5" b', kept=['5"'])
    ('He said yes', 'a 5" b')
    """
    places = []
    position = 0
    for span in (*kept, None):
        found = len(draft) if span is None else draft.find(span, position)
        if found >= 0:
            places += [match.start() + position for match in re.finditer('"', draft[position:found])]
            position = found + len(span or "")
    inside = sum(span.count('"') for span in kept)
    if len(places) % 2 == 0 or (source.count('"') - inside) % 2:
        return draft
    return draft[: places[-1]] + draft[places[-1] + 1 :]
