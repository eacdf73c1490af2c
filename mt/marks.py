"""Marks that a draft must have because its source has them: the question mark, paired quotes."""

_CLOSERS = "\"')]} "


def set_marks(source: str, draft: str) -> str:
    """End the draft of a question as one, and take out a quotation mark without its pair.

    >>> set_marks("هل حضر؟", "Did he come."), set_marks("هل حضر؟", "Did he come?"), set_marks("نعم", "")
    ('Did he come?', 'Did he come?', '')
    >>> set_marks('قال "نعم"', 'He said "yes')
    'He said yes'
    """
    if draft.count('"') % 2 and source.count('"') % 2 == 0:
        before, _, behind = draft.rpartition('"')
        draft = before + behind
    if source.rstrip(_CLOSERS).endswith(("؟", "?")) and draft and "?" not in draft[-3:]:
        return draft.rstrip(" .") + "?"
    return draft
