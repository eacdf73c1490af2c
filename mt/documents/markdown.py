"""Markdown: paragraphs, headings, list items and table cells are units; all else stays as it is.

Code, formulas, addresses, front matter and definitions of links stay; HTML within is read as HTML. A
paragraph that is drafted comes back on one line, since where English breaks has to be another place.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from mt.documents.document import Document, MarkedText
from mt.documents.html import read_markup
from mt.documents.inline import Inline, Tag, join_items, unfold
from mt.documents.markdown_inline import (
    Piece,
    alt_text,
    make_parser,
    parse_alone,
    read_items,
    same_signs,
)
from mt.documents.markdown_writing import write_items
from mt.documents.sentences import drop_direction_marks
from mt.documents.tags import english_tag
from mt.errors import FormatError
from mt.files import decode_utf8

_LINE = re.compile(r"(\r\n|\r|\n)")
_PREFIX = re.compile(r"\[[ xX]\][ \t]+|\[![A-Za-z]+\][^\n]*\n[ \t]*")
"""The box of a task, and the first line of an alert."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Some units that stand together, and how to write them.

    Attributes:
        start: offset of the block in the source.
        end: offset behind it.
        units: its texts.
        write: gives its source, from one draft for each unit.
    """

    start: int
    end: int
    units: tuple[MarkedText, ...]
    write: Callable[[Sequence[MarkedText]], str]


@dataclass(frozen=True, slots=True)
class _Source:
    """A file in lines, and what reads it.

    Attributes:
        text: the file.
        lines: its lines without their ends.
        starts: offset of each line.
        parser: reads Markdown.
        env: what the parser knows of the file: definitions of links and notes.
    """

    text: str
    lines: tuple[str, ...]
    starts: tuple[int, ...]
    parser: MarkdownIt
    env: dict[str, Any]


def read_markdown(data: bytes, name: str) -> Document:
    r"""Read Markdown (CommonMark with tables, strikethrough, footnotes and formulas).

    Args:
        data: UTF-8.
        name: what to call it in an error message.

    Raises:
        EncodingError: the bytes are not UTF-8.

    >>> document = read_markdown("# نعم\n\n- لا `x`\n".encode(), "x.md")
    >>> [unit.text for unit in document.units]
    ['نعم', 'لا ']
    """
    text = decode_utf8(data, name)
    parts = _LINE.split(text)
    starts = [0]
    for line, end in zip(parts[::2], parts[1::2], strict=False):
        starts.append(starts[-1] + len(line) + len(end))
    source = _Source(text, tuple(parts[::2]), tuple(starts), make_parser(), {})
    tokens = source.parser.parse("\n".join(source.lines), source.env)
    blocks = tuple(_blocks(source, tokens))
    units = tuple(unit for block in blocks for unit in block.units)

    def render(drafts: Sequence[MarkedText]) -> bytes:
        if len(drafts) != len(units):
            raise ValueError(f"{len(drafts)} drafts for {len(units)} units; give one for each")
        written: list[str] = []
        position = taken = 0
        for block in blocks:
            mine = tuple(drafts[taken : taken + len(block.units)])
            taken += len(mine)
            written += [text[position : block.start], block.write(mine)]
            position = block.end
        return "".join([*written, text[position:]]).encode()

    return Document(units, render)


def _blocks(source: _Source, tokens: Sequence[Token]) -> Iterator[_Block]:
    row_end: dict[int, int] = {}
    for index, token in enumerate(tokens):
        if token.map is None:
            continue
        first = token.map[0]
        if token.type == "html_block":
            yield _html_block(source, token)
        elif token.type == "inline" and token.content:
            context = {"heading_open": "heading", "th_open": "cell", "td_open": "cell"}.get(
                tokens[index - 1].type, "paragraph"
            )
            if context == "heading" and tokens[index - 1].markup in {"=", "-"}:
                context = "paragraph"  # its own mark is the line below
            content = token.content
            prefix = _PREFIX.match(content) if context == "paragraph" else None
            children = token.children or []
            places = _find_lines(source, content, first, context, row_end)
            if prefix is not None:
                content = content[prefix.end() :]
                places = [place for place in (_shift(p, prefix.end()) for p in places) if place is not None]
                children = source.parser.parseInline(content, dict(source.env))[0].children or []
            if content:
                yield _inline_block(source, content, children, places, context)


_Place = tuple[int, int, int]
"""A line of a content: its offset in the content, its offset in the source, and its length."""


def _shift(place: _Place, cut: int) -> _Place | None:
    """Give a place when some characters at the beginning of the content were cut off."""
    offset, start, length = place
    if offset + length < cut:
        return None
    skipped = max(0, cut - offset)
    return max(0, offset - cut), start + skipped, length - skipped


def _find_lines(
    source: _Source, content: str, first: int, context: str, row_end: dict[int, int]
) -> list[_Place]:
    """Find the lines of a content in the source."""
    places: list[_Place] = []
    offset = 0
    for number, line in enumerate(content.split("\n"), first):
        whole = source.lines[number].replace("\0", "\N{REPLACEMENT CHARACTER}")
        bare = line.lstrip(" \t")
        lead = len(line) - len(bare)
        if context == "cell":
            escaped = bare.replace("|", "\\|")
            column = whole.find(escaped, row_end.get(number, 0))
            row_end[number] = column + len(escaped)
        elif context == "heading":
            closed = re.compile(rf"#[ \t]+({re.escape(bare)})[ \t]*(?:(?<=[ \t])#+[ \t]*)?$")
            found = closed.search(whole)
            column = found.start(1) if found else -1
        else:
            column = len(whole.rstrip(" \t")) - len(bare.rstrip(" \t"))
            column = column if whole.startswith(bare.rstrip(" \t"), column) else -1
        if column < 0:
            raise FormatError(f"cannot find {line!r} in line {number + 1} of the Markdown file")
        places.append((offset + lead, source.starts[number] + column, len(bare)))
        offset += len(line) + 1
    return places


def _inline_block(
    source: _Source,
    content: str,
    children: Sequence[Token],
    places: Sequence[_Place],
    context: str,
) -> _Block:
    def at(offset: int) -> int:
        place = next(p for p in reversed(places) if p[0] <= offset or p is places[0])
        return place[1] + max(0, min(offset - place[0], place[2]))

    in_table = context == "cell"
    items = list(read_items(content, children))
    inline: Inline[Piece] = join_items(items)
    pieces = [item.payload for item in items if isinstance(item, Tag)]
    pictures = [piece for piece in pieces if piece.alt is not None]
    images = iter([token for token in children if token.type == "image"])
    alts = {
        piece: alt_text(token)
        for piece, token in zip((p for p in pieces if p.sign.startswith("image ")), images, strict=True)
    }
    units = (inline.text, *(MarkedText(alts[piece]) for piece in pictures))
    start, last = places[0][1], places[-1]
    length = len(content.replace("|", "\\|")) if in_table else 0
    end = start + length if in_table else last[1] + last[2]

    def is_right(alone: str, signs: Sequence[str]) -> bool:
        found = parse_alone(source.parser, alone, source.env, context=context)
        return found is not None and same_signs(found, signs)

    labels = {
        closing.payload: content[opening.payload.end : closing.payload.start]
        for opening, closing in inline.tags.values()
        if closing is not None and content[closing.payload.start : closing.payload.end] in {"]", "][]"}
    }

    def sources(drafts: Sequence[MarkedText]) -> dict[Piece, tuple[str, str]]:
        found = {}
        texts = {piece: draft.text for piece, draft in zip(pictures, drafts[1:], strict=True)}
        for piece in pieces:
            alone = content[piece.start : piece.end]
            document = alone if in_table else source.text[at(piece.start) : at(piece.end)]
            if piece.sign != "hardbreak" and "\n" in alone:
                alone = document = alone.replace("\n", " ")
            if piece.sign.startswith("html "):
                alone, document = english_tag(alone), english_tag(document)
            if piece.alt is not None and texts[piece] != alts[piece]:
                cut = (piece.alt[0] - piece.start, piece.alt[1] - piece.start)
                text = re.sub(r"[\\`*_\[\]<>~$&!]", r"\\\g<0>", texts[piece])
                alone = document = alone[: cut[0]] + text + alone[cut[1] :]
            if piece in labels:  # the text of the link was its label, and is another one now
                alone = document = f"][{labels[piece]}]"
            found[piece] = (document, alone)
        return found

    def unchanged() -> str:
        """Give the source, its HTML tags made English."""
        written, position = [], start
        for piece in pieces if not (in_table and "|" in content) else ():
            if piece.sign.startswith("html "):
                first, behind = at(piece.start), at(piece.end)
                written += [source.text[position:first], english_tag(source.text[first:behind])]
                position = behind
        return "".join([*written, source.text[position:end]])

    def write(drafts: Sequence[MarkedText]) -> str:
        if tuple(drafts) == units:
            return unchanged()
        if not (drafts[0].text.strip() or drafts[1:]):
            return drop_direction_marks(unchanged())
        return write_items(
            list(unfold(drafts[0], inline.tags)),
            sources(drafts),
            is_right=is_right,
            escape_pipes=in_table,
        )

    return _Block(start, end, units, write)


def _html_block(source: _Source, token: Token) -> _Block:
    first = token.map[0] if token.map else 0
    lines = token.content.removesuffix("\n").split("\n")
    last = first + len(lines) - 1
    prefixes = [
        source.lines[number][: len(source.lines[number]) - len(line)]
        for number, line in enumerate(lines, first)
    ]
    start, end = source.starts[first], source.starts[last] + len(source.lines[last])
    text = source.text[start:end]
    inner = read_markup("\n".join(lines) if any(prefixes) else text, xml=False)
    ends = _LINE.findall(text)

    def write(drafts: Sequence[MarkedText]) -> str:
        written = inner.render(drafts).decode()
        if not any(prefixes):
            return written
        if tuple(drafts) == inner.units and written == "\n".join(lines):
            return text
        return (ends[0] if ends else "\n").join(
            prefixes[min(number, last - first)] + line for number, line in enumerate(written.split("\n"))
        )

    return _Block(start, end, inner.units, write)
