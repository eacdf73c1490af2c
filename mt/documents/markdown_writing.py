"""Drafts written as Markdown, with exactly the marks that they should have.

What is written is parsed again. If the parser finds other marks or another text, characters that it
reads as markup are escaped, emphasis becomes HTML tags, and marks that cannot stand where they are are
moved a little; the first writing that is read as it should be is taken.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from mt.documents.inline import Tag
from mt.documents.markdown_inline import EMPHASIS, Piece
from mt.errors import FormatError

_ESCAPED = re.compile(r"[\\`*_\[\]<>~$|&]|^(?:[#+=:-]|\d+(?=[.)]))", re.MULTILINE)
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_ODD_SPACE = re.compile(r"[^\S \t\n]")
"""Spaces that a parser would take away at the ends of lines."""
_ODD_END = re.compile(r"[^\S \t\n]|\d(?=\s*\Z)")
"""These, and a digit at the end, which keeps a formula at the beginning from being one."""
_LEVELS = 4


def write_items(
    items: Sequence[str | Tag[Piece]],
    sources: Mapping[Piece, tuple[str, str]],
    *,
    is_right: Callable[[str, Sequence[str]], bool],
    escape_pipes: bool = False,
) -> str:
    """Write a draft as Markdown.

    Args:
        items: its characters and marks in order.
        sources: of each mark, how it is written in the document, and how within a text that stands
            by itself; they differ where a line break is followed by the mark of a quotation.
        is_right: tells whether a text by itself is parsed to some signs.
        escape_pipes: whether the text stands in a table.

    Raises:
        FormatError: there is no way to write it.
    """
    tight = _tighten(items)
    if not tight:
        return ""
    for level in range(_LEVELS):
        document, alone, signs = [], [], []
        for item in _eased(tight) if level else tight:
            if isinstance(item, str):
                text = _escape(item, level)
                document.append(text)
                alone.append(text)
                signs.append(f"text {item}")
                continue
            name, _, side = item.payload.sign.partition("_")
            tag = ""
            if level >= 2 and name in EMPHASIS:
                tag = f"<{'/' if side == 'close' else ''}{EMPHASIS[name]}>"
            elif level >= 2 and name == "hardbreak":
                tag = "<br>"
            if tag:
                document.append(tag)
                alone.append(tag)
                signs.append(f"html {tag}")
            else:
                document.append(sources[item.payload][0])
                alone.append(sources[item.payload][1])
                signs.append(item.payload.sign)
        if is_right("".join(alone), signs):
            written = "".join(document)
            return re.sub(r"\|", r"\\|", written) if escape_pipes else written
    text = "".join(item for item in items if isinstance(item, str))
    raise FormatError(f"cannot write {text!r} as Markdown with the marks of its source; simplify them there")


def _escape(text: str, level: int) -> str:
    if level == 0:
        return text
    text = (_ESCAPED if level < _LEVELS - 1 else _PUNCTUATION).sub(
        _escape_one if level < _LEVELS - 1 else _reference, text
    )
    return (_ODD_SPACE if level < 2 else _ODD_END).sub(_reference, text)


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match.group())};"


def _escape_one(match: re.Match[str]) -> str:
    found = match.group()
    return f"{found}\\" if found.isdigit() else f"\\{found}"


def _tighten(items: Sequence[str | Tag[Piece]]) -> list[str | Tag[Piece]]:
    """Take white space at the ends of emphasis out of it, since Markdown allows none there."""
    tight = list(items)
    for order in (1, -1):
        kind = "open" if order > 0 else "close"
        sequence = range(len(tight)) if order < 0 else range(len(tight) - 1, -1, -1)
        for index in sequence:
            item, beside = tight[index], index + order
            if isinstance(item, str) or item.kind != kind or item.name not in EMPHASIS:
                continue
            text = tight[beside] if 0 <= beside < len(tight) else None
            if isinstance(text, str):
                bare = text.lstrip() if order > 0 else text.rstrip()
                space = text[: len(text) - len(bare)] if order > 0 else text[len(bare) :]
                tight[beside] = bare
                other = index - order
                if space and 0 <= other < len(tight) and isinstance(tight[other], str):
                    tight[other] = f"{tight[other]}{space}" if order > 0 else f"{space}{tight[other]}"
                elif space:
                    tight.insert(index if order > 0 else index + 1, space)
    tight = [item for item in tight if item != ""]
    if tight and isinstance(tight[0], str):
        tight[0] = tight[0].lstrip(" \t")  # four spaces would make it code
    return [item for item in tight if item != ""]


def _eased(items: Sequence[str | Tag[Piece]]) -> list[str | Tag[Piece]]:
    """Put marks where Markdown can have them.

    HTML tags at the beginning of a line would begin a block: they come behind the first word. Formulas
    beside digits or other formulas would be none: they get spaces.
    """
    eased: list[str | Tag[Piece]] = []
    for item in items:
        formula = isinstance(item, Tag) and item.payload.sign.startswith("math_inline ")
        eased += [" ", item, " "] if formula else [item]
    first = next((index for index, item in enumerate(eased) if isinstance(item, str) and item.strip()), 0)
    item = eased[first]
    word = re.match(r"\s*\S+", item) if isinstance(item, str) else None
    if word is None or not any(
        isinstance(i, Tag) and i.payload.sign.startswith("html ") for i in eased[:first]
    ):
        return eased
    return [word.group().lstrip(), *eased[:first], word.string[word.end() :], *eased[first + 1 :]]
