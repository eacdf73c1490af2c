"""HTML and XHTML: what a browser shows as one paragraph is a unit, its inline tags are marks.

Attributes that people read (`alt`, `title`, …) are units of their own. What is not translated keeps
every character; `dir` and `lang` say English; code, scripts and what says `translate="no"` stay.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape

from mt.documents.document import Document, MarkedText
from mt.documents.inline import Inline, Tag, join_items, unfold
from mt.documents.markup import Token, tokenise
from mt.documents.tags import edit_attributes, english_css, english_tag
from mt.errors import EncodingError
from mt.files import decode_utf8

_BLOCKS = frozenset(
    "address article aside base blockquote body button caption center col colgroup dd details dialog dir "
    "div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup "
    "hr html legend li link main menu meta nav noframes noscript ol optgroup option p pre search section "
    "select source style summary table tbody td template textarea tfoot th thead title tr track ul".split()
)
_VOID = frozenset("area base br col embed frame hr img input link meta param source track wbr".split())
_KEPT_WHOLE = frozenset(
    "audio canvas code iframe kbd math object samp script svg tt var video".split()  # code and pictures
)
_READ_ATTRIBUTES = frozenset("alt aria-label label placeholder summary title".split())
_META = re.compile(
    r"description|keywords|title|(?:og|twitter):(?:title|description|site_name)", re.IGNORECASE
)
_BUTTONS = frozenset("button reset submit".split())
_SPACE = re.compile(r"[ \t\r\n\f]+")
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]*?\b(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_CHARSET_VALUE = re.compile(r"""(\b(?:charset|encoding)\s*=\s*["']?\s*)[\w.:-]+""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Source:
    """A tag, or what else comes through: its source, and its attributes that are units."""

    text: str
    attributes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A text in its place: its number, how it was written, and its tags."""

    number: int
    written: tuple["_Source", ...]
    inline: Inline[_Source]


_Chunk = _Source | _Unit


def read_html(data: bytes, name: str) -> Document:
    """Read HTML or XHTML.

    Args:
        data: the file, in UTF-8 or in the encoding that it names.
        name: what to call it in an error message.

    Raises:
        EncodingError: the bytes are not in the encoding that the file names, or not UTF-8.
        FormatError: inline tags are nested too deep.

    >>> document = read_html('<p dir="rtl">نعم <b>لا</b></p>'.encode(), "x.html")
    >>> document.units[0].text
    'نعم لا'
    >>> document.render(document.units).decode()
    '<p dir="ltr">نعم <b>لا</b></p>'
    """
    return read_markup(_decode(data, name), xml=name.lower().endswith((".xhtml", ".xht")))


def read_markup(text: str, *, xml: bool) -> Document:
    """Read HTML that was decoded, or a part of a page.

    Args:
        text: the page; comes back as UTF-8.
        xml: whether it is XHTML.
    """
    reader = _Reader()
    tokens = tuple(tokenise(text, xml=xml))
    reader.read(tokens)
    units, chunks = tuple(reader.units), tuple(reader.chunks)

    def render(drafts: Sequence[MarkedText]) -> bytes:
        if len(drafts) != len(units):
            raise ValueError(f"{len(drafts)} drafts for {len(units)} units; give one for each")
        return "".join(_write(chunk, units, drafts) for chunk in chunks).encode()

    return Document(units, render)


def _write(chunk: _Chunk, units: Sequence[MarkedText], drafts: Sequence[MarkedText]) -> str:
    if isinstance(chunk, _Source):
        return _write_source(chunk, units, drafts)
    if drafts[chunk.number] == units[chunk.number]:
        return "".join(_write_source(source, units, drafts) for source in chunk.written)
    return "".join(
        escape(item, quote=False) if isinstance(item, str) else _write_source(item.payload, units, drafts)
        for item in unfold(drafts[chunk.number], chunk.inline.tags)
    )


def _write_source(source: _Source, units: Sequence[MarkedText], drafts: Sequence[MarkedText]) -> str:
    if not source.attributes:
        return source.text

    def change(name: str, value: str) -> str | None:
        number = source.attributes.get(name)
        if number is None or drafts[number] == units[number]:
            return None
        return escape(drafts[number].text, quote=False)

    return edit_attributes(source.text, change)


class _Reader:
    """Gathers the tokens between two ends of blocks, and makes a unit of them."""

    def __init__(self) -> None:
        self.units: list[MarkedText] = []
        self.chunks: list[_Chunk] = []
        self._waiting: list[tuple[Token, _Source, bool]] = []
        self._preformatted = 0

    def read(self, tokens: Sequence[Token]) -> None:
        """Read a file."""
        ends = _find_ends(tokens)
        index = 0
        while index < len(tokens):
            token = tokens[index]
            index += 1
            if token.kind in {"start", "empty"} and _is_kept_whole(token):
                end = ends.get(index - 1, index - 1)
                whole = "".join(_english(part) for part in tokens[index - 1 : end + 1])
                self._gather(Token("other", whole), _Source(whole), block=token.name in _BLOCKS)
                index = end + 1
            elif token.kind in {"start", "end", "empty"}:
                source = _Source(english_tag(token.source), dict(self._attribute_units(token)))
                self._gather(token, source, block=token.name in _BLOCKS)
            else:
                self._gather(token, _Source(_english(token)), block=False)
        self._flush()

    def _gather(self, token: Token, source: _Source, *, block: bool) -> None:
        if not block:
            self._waiting.append((token, source, self._preformatted > 0))
            return
        self._flush()
        self.chunks.append(source)
        if token.name in {"pre", "textarea"} and token.kind != "empty":
            self._preformatted = max(0, self._preformatted + (1 if token.kind == "start" else -1))

    def _flush(self) -> None:
        """Make a unit of what waits, if there is anything to read in it."""
        waiting, self._waiting = self._waiting, []
        first = next((i for i, (token, _, _) in enumerate(waiting) if token.source.strip()), 0)
        before = [source for _, source, _ in waiting[:first]]
        items: list[str | Tag[_Source]] = []
        written: list[_Source] = []
        after: list[_Source] = []
        for index, (token, source, preformatted) in enumerate(waiting[first:], first):
            if token.kind != "text":
                items.append(_tag(token, source))
                written.append(source)
                continue
            raw = token.source
            body = raw.lstrip(" \t\r\n\f") if index == first else raw
            before += [_Source(raw[: len(raw) - len(body)])]
            rest = body.rstrip(" \t\r\n\f") if index == len(waiting) - 1 else body
            after = [_Source(body[len(rest) :])]
            text = unescape(rest)
            items.append(text if preformatted else _SPACE.sub(" ", text))
            written.append(_Source(rest))
        if any(isinstance(item, str) and item.strip() for item in items):
            inline = join_items(items)
            self.chunks += [*before, _Unit(len(self.units), tuple(written), inline), *after]
            self.units.append(inline.text)
        else:
            self.chunks += [*before, *written, *after]

    def _attribute_units(self, token: Token) -> Iterator[tuple[str, int]]:
        for name in _attributes_that_are_read(token):
            value = token.get(name)
            if value and value.strip():
                self.units.append(MarkedText(value))
                yield name, len(self.units) - 1


def _attributes_that_are_read(token: Token) -> Iterator[str]:
    if token.kind == "end":
        return
    yield from (name for name in sorted(_READ_ATTRIBUTES) if name in token.source.lower())
    if token.name == "meta" and _META.fullmatch(token.get("name") or token.get("property") or ""):
        yield "content"
    if token.name == "input" and (token.get("type") or "").lower() in _BUTTONS:
        yield "value"


def _tag(token: Token, source: _Source) -> Tag[_Source]:
    if token.kind in {"start", "end"} and token.name not in _VOID:
        return Tag(source, "open" if token.kind == "start" else "close", token.name)
    return Tag(source, breaks=token.name == "br")


def _is_kept_whole(token: Token) -> bool:
    if token.name in _KEPT_WHOLE or (token.get("translate") or "").lower() == "no":
        return True
    return "notranslate" in (token.get("class") or "").split()


def _find_ends(tokens: Sequence[Token]) -> dict[int, int]:
    """Give the place of the end tag of each start tag that has one."""
    ends: dict[int, int] = {}
    waiting: dict[str, list[int]] = {}
    for index, token in enumerate(tokens):
        if token.kind == "start" and token.name not in _VOID:
            waiting.setdefault(token.name, []).append(index)
        elif token.kind == "end" and waiting.get(token.name):
            ends[waiting[token.name].pop()] = index
    return ends


def _english(token: Token) -> str:
    """Give the source of a token, its direction and language changed if it is a tag or a style sheet."""
    if token.kind in {"start", "empty"}:
        return english_tag(token.source)
    return (
        english_css(token.source) if "direction" in token.source and token.kind == "other" else token.source
    )


def _decode(data: bytes, name: str) -> str:
    """Decode a page by the encoding that it names; it is UTF-8 from then on, and says so."""
    declared = _CHARSET.search(data[:2048])
    encoding = declared[1].decode().lower() if declared else "utf-8"
    if data.startswith(b"\xef\xbb\xbf") or encoding in {"utf-8", "utf8"}:
        return decode_utf8(data, name)
    try:
        text = data.decode(encoding)
    except (LookupError, UnicodeDecodeError) as error:
        raise EncodingError(
            f"{name} says that its encoding is {encoding}, and is not ({error}); save it as UTF-8"
        ) from error
    return _CHARSET_VALUE.sub(r"\g<1>utf-8", text, count=1)
