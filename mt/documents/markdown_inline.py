"""Inline Markdown: which marks it has, and where they stand in the source.

markdown-it tells what the marks are; that each of its rules starts and ends somewhere in the source
is noted here.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from mt.documents.inline import Tag
from mt.documents.tags import english_tag
from mt.errors import FormatError

EMPHASIS = {"strong": "strong", "em": "em", "s": "s"}
"""The HTML tags that say the same as Markdown's marks."""
_HTML_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)")

Rule = Callable[[StateInline, bool], bool]


@dataclass(frozen=True, slots=True)
class Piece:
    """Markup of an inline text.

    Attributes:
        start: offset in the content of its first character.
        end: offset behind its last one.
        sign: what a parser makes of it.
        alt: offsets of the alternative text of a picture; None for other markup.
    """

    start: int
    end: int
    sign: str
    alt: tuple[int, int] | None = None


def make_parser() -> MarkdownIt:
    """Give a parser of CommonMark with tables, strikethrough, footnotes, formulas and front matter.

    Its inline tokens have the span of their source in `meta["span"]`.
    """
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.use(front_matter_plugin).use(footnote_plugin).use(
        dollarmath_plugin, allow_space=False, allow_digits=False
    )
    parser.disable(["text_join", "fragments_join", "footnote_tail", "footnote_inline"], True)
    for rule in parser.inline.ruler.__rules__:
        rule.fn = _noting(rule.fn)
    parser.inline.ruler.__cache__ = None
    return parser


def _noting(rule: Rule) -> Rule:
    def noting(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        found = rule(state, silent)
        if found and not silent and len(state.tokens) > count:
            span = {"span": (start, state.pos)}
            new = state.tokens[count:]
            new[-1].meta = {**new[-1].meta, **span}
            if new[-1].type == "link_close":
                opening = next(token for token in new if token.type == "link_open")
                opening.meta = {**opening.meta, **span}
        return found

    return noting


def read_items(content: str, tokens: Sequence[Token]) -> Iterator[str | Tag[Piece]]:
    """Give the characters and the marks of an inline text.

    Args:
        content: the source.
        tokens: what the parser made of it.

    Raises:
        FormatError: the tokens do not follow from the source.
    """
    position, index = 0, 0
    while index < len(tokens):
        token = tokens[index]
        span: tuple[int, int] = token.meta.get("span", (position, position))
        start = position
        if token.type == "text":
            start = content.find(token.content, position)
            if content[position:start].strip(" \t") or start < 0:
                raise FormatError(f"cannot find {token.content!r} in the Markdown {content[position:]!r}")
            position = start + len(token.content)
            yield token.content
        elif token.type == "text_special":
            position = span[1]
            yield token.content
        elif token.type == "softbreak":
            position = span[1]
            yield " "
        elif token.type.endswith(("_open", "_close")) and token.type.partition("_")[0] in EMPHASIS:
            position += len(token.markup)
            kind = "open" if token.nesting > 0 else "close"
            name = token.type.partition("_")[0]
            yield Tag(Piece(start, position, token.type), "open" if kind == "open" else "close", name)
        elif token.type == "link_open" and token.markup == "autolink":
            index = next(i for i in range(index, len(tokens)) if tokens[i].type == "link_close")
            position = span[1]
            yield Tag(Piece(span[0], position, f"autolink {token.attrs['href']}"))
        elif token.type == "link_open":
            position = span[0] + 1
            yield Tag(Piece(span[0], position, sign_of(token)), "open", "link")
        elif token.type == "link_close":
            position = span[1]
            yield Tag(Piece(start, position, "link_close"), "close", "link")
        else:
            position = span[1]
            yield _point(token, start if token.type == "hardbreak" else span[0], position)
        index += 1


def _point(token: Token, start: int, end: int) -> Tag[Piece]:
    if token.type == "html_inline":
        piece = Piece(start, end, sign_of(token))
        match = _HTML_TAG.match(token.content)
        name = match[2].lower() if match else ""
        if match is None or name in {"br", "img", "wbr", "hr"} or token.content.endswith("/>"):
            return Tag(piece, breaks=name == "br")
        return Tag(piece, "close" if match[1] else "open", f"<{name}")
    if token.type == "image" and token.children is not None:
        plain = all(child.type in {"text", "text_special"} for child in token.children)
        alt = (start + 2, start + 2 + len(token.content)) if plain and token.content.strip() else None
        return Tag(Piece(start, end, sign_of(token), alt))
    return Tag(Piece(start, end, sign_of(token)), breaks=token.type == "hardbreak")


def alt_text(token: Token) -> str:
    """Give the alternative text of a picture as it is read."""
    return "".join(child.content for child in token.children or [])


def sign_of(token: Token) -> str:
    """Give what a token stands for, to be compared with that of another parse."""
    sign = _sign(token)
    return sign.replace("\n", " ")


def _sign(token: Token) -> str:
    match token.type:
        case "html_inline":
            return f"html {english_tag(token.content)}"
        case "link_open" | "image":
            return (
                f"{token.type} {token.attrs.get('href', token.attrs.get('src'))} {token.attrs.get('title')}"
            )
        case "footnote_ref":
            return f"{token.type} {token.meta.get('label')}"
        case "hardbreak":
            return token.type
        case _:
            return f"{token.type} {token.content}"


def signs_of(tokens: Sequence[Token]) -> list[str]:
    """Give the signs of a parsed text, in order."""
    signs: list[str] = []
    skipped = False
    for token in tokens:
        if token.type == "link_open" and token.markup == "autolink":
            signs.append(f"autolink {token.attrs['href']}")
            skipped = True
        elif token.type == "link_close" and skipped:
            skipped = False
        elif token.type in {"text", "text_special"}:
            if not skipped:
                signs.append(f"text {token.content}")
        elif token.type == "softbreak":
            signs.append("text  ")
        elif token.type.partition("_")[0] in EMPHASIS or token.type == "link_close":
            signs.append(token.type)
        else:
            signs.append(sign_of(token))
    return signs


def same_signs(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether two texts have the same marks and characters, but for white space at the ends of lines.

    >>> same_signs(["text a", "text b "], ["text ab"]), same_signs(["em_open", "em_close"], [])
    (True, False)
    """
    return _joined(one) == _joined(other)


def _joined(signs: Sequence[str]) -> list[str]:
    joined: list[str] = []
    for sign in signs:
        if sign.startswith("text ") and joined and joined[-1].startswith("text "):
            joined[-1] += sign[5:]
        else:
            joined.append(sign)
    last = len(joined) - 1
    tidy: list[str] = []
    for index, sign in enumerate(joined):
        if not sign.startswith("text "):
            tidy.append(sign)
            continue
        text = re.sub(r"[ \t]+", " ", sign[5:])
        if index == 0 or joined[index - 1] == "hardbreak":
            text = text.lstrip(" ")
        if index == last or joined[index + 1] == "hardbreak":
            text = text.rstrip(" ")
        if text:
            tidy.append(f"text {text}")
    return tidy


def parse_alone(parser: MarkdownIt, text: str, env: Mapping[str, Any], *, context: str) -> list[str] | None:
    """Parse a text that should be one paragraph, heading or table cell; give its signs, or None.

    Args:
        parser: from `make_parser`.
        text: the text.
        env: what the parser knows of the document (its references).
        context: ``paragraph``, ``heading`` or ``cell``.
    """
    # That a note was referred to is not known, since each text is parsed as if it were the first.
    notes = dict.fromkeys(env.get("footnotes", {}).get("refs", {}), -1)
    known = {**env, "footnotes": {"refs": notes}}
    wrapped = {
        "paragraph": text,
        "heading": f"# {text}",
        "cell": f"|{text.replace('|', chr(92) + '|')}|\n|-|",
    }
    tokens = parser.parse(wrapped[context], known)
    inlines = [token for token in tokens if token.type == "inline"]
    if len(inlines) != 1 or tokens[0].type != {"cell": "table_open"}.get(context, f"{context}_open"):
        return None
    return signs_of(inlines[0].children or [])
