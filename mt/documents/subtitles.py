"""Subtitles, SubRip (.srt) and WebVTT (.vtt): a cue is a unit, its lines are joined and broken again.

Numbers, times, settings, notes and styles keep every character. A line that begins with a dash is
somebody else's, and stays a line of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from html import escape, unescape

from mt.documents.document import Document, MarkedText
from mt.documents.inline import Inline, Tag, join_items, unfold
from mt.errors import FormatError
from mt.files import decode_utf8

_TIMES = re.compile(r"[ \t]*(?:\d+:)?\d+:\d+[.,]\d+[ \t]*-->[ \t]*(?:\d+:)?\d+:\d+[.,]\d+.*")
_LINE = re.compile(r"(\r\n|\r|\n)")
_TAG = re.compile(r"<(?P<slash>/?)(?P<name>[A-Za-z]*)[^<>]*>|\{\\[^{}]*\}")
_SPEAKER = re.compile(r"[ \t]*[-‐–—][ \t]*\S")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LONGEST_LINE = 42
"""Characters of a line of subtitles, as broadcasters want it; a shorter draft is not broken."""


@dataclass(frozen=True, slots=True)
class _Cue:
    """The text of a cue: where it stands in the file, how many lines it has, and what it says."""

    start: int
    end: int
    lines: int
    line_end: str
    inline: Inline[str]


def read_srt(data: bytes, name: str) -> Document:
    r"""Read SubRip subtitles.

    Args:
        data: UTF-8; a byte order mark stays.
        name: what to call it in an error message.

    Raises:
        EncodingError: the bytes are not UTF-8.
        FormatError: there is text and no time.

    >>> document = read_srt("1\n00:00:01,000 --> 00:00:02,000\nنعم\nلا\n".encode(), "x.srt")
    >>> document.units[0].text
    'نعم لا'
    """
    return _read(data, name, web=False)


def read_vtt(data: bytes, name: str) -> Document:
    """Read WebVTT subtitles.

    Args:
        data: UTF-8; a byte order mark stays.
        name: what to call it in an error message.

    Raises:
        EncodingError: the bytes are not UTF-8.
        FormatError: the first line is not `WEBVTT`.
    """
    return _read(data, name, web=True)


def _read(data: bytes, name: str, *, web: bool) -> Document:
    text = decode_utf8(data, name)
    if web and not re.match(r"WEBVTT(?:[ \t].*)?(?:\r|\n|\Z)", text):
        raise FormatError(f"{name} is not WebVTT: its first line is not WEBVTT; check its ending")
    cues = tuple(_cues(text, web=web))
    if not web and re.search(r"\w", text) and not any(map(_TIMES.fullmatch, _LINE.split(text))):
        raise FormatError(f"{name} has no cue, such as 00:00:01,000 --> 00:00:02,000 and text below it")
    head = _BYTE_ORDER_MARK if data.startswith(_BYTE_ORDER_MARK) else b""
    units = tuple(cue.inline.text for cue in cues)

    def render(drafts: Sequence[MarkedText]) -> bytes:
        written, position = [], 0
        for cue, draft in zip(cues, drafts, strict=True):
            written.append(text[position : cue.start])
            written.append(
                text[cue.start : cue.end] if draft == cue.inline.text else _write(cue, draft, web=web)
            )
            position = cue.end
        return head + "".join([*written, text[position:]]).encode()

    return Document(units, render)


def _cues(text: str, *, web: bool) -> list[_Cue]:
    parts = _LINE.split(text)
    lines, ends = parts[::2], [*parts[1::2], ""]
    starts = [0]
    for line, end in zip(lines, ends, strict=True):
        starts.append(starts[-1] + len(line) + len(end))
    cues: list[_Cue] = []
    number = 0
    while number < len(lines):
        number += 1
        if not _TIMES.fullmatch(lines[number - 1]):
            continue
        first = number
        while number < len(lines) and lines[number].strip() and not _TIMES.fullmatch(lines[number]):
            number += 1
        body = lines[first:number]
        if any(line.strip() for line in body):
            inline = join_items(_items(body, ends[first], web=web))
            end = starts[number - 1] + len(lines[number - 1])
            cues.append(_Cue(starts[first], end, len(body), ends[first] or "\n", inline))
    return cues


def _items(lines: Sequence[str], line_end: str, *, web: bool) -> list[str | Tag[str]]:
    items: list[str | Tag[str]] = []
    for number, line in enumerate(lines):
        if number:
            items.append(Tag(line_end, breaks=True) if _SPEAKER.match(line) else " ")
        position = 0
        for match in _TAG.finditer(line):
            items.append(_decode(line[position : match.start()], web=web))
            position = match.end()
            if match["name"]:
                kind = "close" if match["slash"] else "open"
                items.append(
                    Tag(match.group(), "close" if kind == "close" else "open", match["name"].lower())
                )
            else:
                items.append(Tag(match.group()))
        items.append(_decode(line[position:], web=web))
    return [item for item in items if item != ""]


def _decode(text: str, *, web: bool) -> str:
    return unescape(text) if web else text


def _write(cue: _Cue, draft: MarkedText, *, web: bool) -> str:
    """Write a draft on at most as many lines as its source had, as even as words allow."""
    encode = partial(escape, quote=False) if web else str
    items = list(unfold(draft, cue.inline.tags))
    fixed = sum(isinstance(item, Tag) and item.breaks for item in items)
    breaks = _line_breaks(items, cue.lines - fixed)
    written: list[str] = []
    offset = 0
    for item in items:
        if isinstance(item, Tag):
            written.append(item.payload)
            continue
        for character in item:
            written.append(cue.line_end if offset in breaks else encode(character))
            offset += 1
    # A blank line would end the cue.
    return re.sub(r"(?>\r\n|\r|\n)[ \t]*+(?=\r|\n|\Z)", "", "".join(written))


def _line_breaks(items: Sequence[str | Tag[str]], most_lines: int) -> set[int]:
    """Choose the spaces that become line ends, by their offsets in the characters of a draft."""
    breaks: set[int] = set()
    offset = 0
    segments: list[str] = [""]
    for item in items:
        if isinstance(item, Tag) and item.breaks:
            segments.append("")
        elif isinstance(item, str):
            segments[-1] += item
    longest = max(range(len(segments)), key=lambda index: len(segments[index]))
    for index, text in enumerate(segments):
        if index == longest and most_lines > 1 and len(text) > LONGEST_LINE:
            for line in range(1, most_lines):
                wish = len(text) * line // most_lines
                spaces = [
                    place for place, character in enumerate(text) if character == " " and text[:place].strip()
                ]
                spaces = [place for place in spaces if text[place:].strip() and offset + place not in breaks]
                if spaces:
                    breaks.add(offset + min(spaces, key=lambda place: abs(place - wish)))
        offset += len(text)
    return breaks
