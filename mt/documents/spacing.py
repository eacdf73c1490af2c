"""Spaces around markup without text: a picture or a piece of code between two words stays apart from them."""

from mt.documents.document import Closing, MarkedText, MarkedTextBuilder, Opening, all_marks, walk

_NO_SPACE_BEFORE = frozenset(".,;:!?)]}»”’%\N{HORIZONTAL ELLIPSIS}")


def space_points(source: MarkedText, draft: MarkedText) -> MarkedText:
    """Put the spaces around marks without text into a draft that stand around them in its source.

    Args:
        source: the source.
        draft: its draft, with the same marks.

    >>> from mt.documents.document import Mark
    >>> source = MarkedText("قال  هنا", (Mark(4, 4, key=1),))
    >>> space_points(source, MarkedText("He said here", (Mark(7, 7, key=1),))).marks
    (Mark(start=8, end=8, key=1, children=(), breaks=False),)
    >>> space_points(source, MarkedText("He said here", (Mark(7, 7, key=1),))).text
    'He said  here'
    """
    points = {
        mark.key: mark for mark in all_marks(source.marks) if mark.start == mark.end and not mark.breaks
    }
    if not points:
        return draft
    breaks = {mark.key for mark in all_marks(draft.marks) if mark.breaks}
    builder = MarkedTextBuilder()
    last, wanted, moved = "", False, False
    for part in walk(draft):
        match part:
            case Opening(key):
                point = points.get(key)
                before = point is not None and source.text[: point.start][-1:] == " "
                if (wanted or before) and last and not last.isspace():
                    builder.add(" ")
                    last, moved = " ", True
                wanted = False
                builder.open(key, breaks=key in breaks)
            case Closing(key):
                builder.close()
                point = points.get(key)
                if point is not None:
                    after = source.text[point.start : point.start + 1]
                    wanted = after == " "
                    moved = moved and after not in {"", " "}
                    last = "\N{OBJECT REPLACEMENT CHARACTER}"
            case text:
                if wanted and not text[0].isspace() and text[0] not in _NO_SPACE_BEFORE:
                    builder.add(" ")
                elif moved and text[0] == " ":
                    text = text[1:]
                builder.add(text)
                last, wanted, moved = text[-1:] or last, False, False
    return builder.build()
