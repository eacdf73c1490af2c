"""Sentences of a text, with their place in the original.

Rules, not a model: a news text has to come out the same on every machine and in every release.
A line is a paragraph, and a sentence never crosses a line. Within a line a sentence ends

* behind ``.``, ``!``, ``?``, ``؟`` and ``۔`` with the quotes and brackets that close there, unless
  the stop belongs to a number, an address, an abbreviation, an initial, a list number or an
  ellipsis, or the sentence goes on behind it (a comma; in languages with capitals a small letter);
* behind the full-width stops of Chinese and Japanese, where no space has to follow;
* behind a colon only before a quotation of its own, that is one with a sentence end inside;
* before a bullet.

``،`` and ``؛`` never end a sentence. Thai writes no stops: its sentences are its lines. In doubt two
sentences stay together: an aligner repairs that with a bead, while nothing repairs a sentence cut in
two.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from mt.abbreviations import ends_arabic_abbreviation, ends_latin_abbreviation, is_latin
from mt.clauses import split_clauses
from mt.languages import Language, ends_abbreviation, orthography
from mt.segment import Segment
from mt.wide_stops import wide_ends

__all__ = ["Language", "segment"]

_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_LINE = re.compile("[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_VISIBLE = re.compile(rf"[^\s{_INVISIBLE}]")
_ALPHANUMERIC = re.compile(r"[^\W_]")
_QUOTES = "\"'”“’‘»«›‹„"
# A stop (or several, also apart: «؟ !»), then what closes there. A quotation mark closes only if it
# is attached and nothing follows at once, since Arabic newspapers write ” on both sides of a word.
_STOP = re.compile(
    rf"(?P<stop>[.!?؟…۔‼⁇-⁉]+(?:[ \u00a0]?[!?؟]+)*+)[{_INVISIBLE}]*+"
    rf"(?:(?:[\"'”“’»›)\]}}*_][{_INVISIBLE}]*)+(?![^\s.,،؛;:!?؟…—–\-])"
    r"|(?:[ \u00a0][»)\]}]+(?=\s|$))+|[»)\]}]+)?"
    r"(?:[ \u00a0]?[.!?؟]+(?=\s|$))?"
)
_ELLIPSIS = re.compile(r"\.{2,}|\.?…+\.?")
_BULLET = re.compile(r"(?<=[\s])[•▪●◦‣■◆►⁃](?=\s?\S)")
_COLON_QUOTE = re.compile(r":[ \u00a0]*(?P<open>[«“\"”„‹])")
_CLOSING = {"«": "»", "“": "”", '"': '"', "”": "”“", "„": "“”", "‹": "›"}
_LIST_NUMBER = re.compile(r"[(\[]?\d{1,3}(?:\.\d{1,3})*")
_CONTINUES = frozenset(",،؛;:")
_ADDRESS = re.compile(r"://|www\.|@", re.IGNORECASE)
_OPENERS = _QUOTES + "([{-–—*_¿¡"
_WINDOW = 200
"""How far to look for the words around a stop, in characters: keeps the whole linear."""
_QUOTATION_WINDOW = 5000
_ARABIC_LETTER = re.compile("[\u0621-\u064a\u066e-\u06d3]")


def segment(text: str, *, language: Language, max_chars: int | None = None) -> tuple[Segment, ...]:
    r"""Split a text into sentences.

    Args:
        text: the text; every kind of line end is one.
        language: one of the sixteen of `mt.languages`. In Arabic and English an abbreviation follows
            the rules of its own script.
        max_chars: split longer sentences further, at clause boundaries; None for no limit.

    Returns:
        The sentences in order. Each is ``text[start:end]``; what stands between them and around
        them is white space and invisible controls only. Nothing for a blank text.

    >>> [s.text for s in segment("بلغت 3.45٪. هل قال د. محمد ذلك؟ نعم ، قاله .", language="ar")]
    ['بلغت 3.45٪.', 'هل قال د. محمد ذلك؟', 'نعم ، قاله .']
    >>> [s.text for s in segment("Mr. Pompeo left the U.S. today. He said so!", language="en")]
    ['Mr. Pompeo left the U.S. today.', 'He said so!']
    >>> segment("أ.\n\nب", language="ar")[1]
    Segment(text='ب', start=4, end=5, paragraph=1)
    """
    segments: list[Segment] = []
    paragraph = 0
    # Text in small letters throughout (a transcript) has no small letters that say "it goes on".
    cased = orthography(language).cased and any(map(str.isupper, text))
    for line in _LINE.finditer(text):
        if not _VISIBLE.search(line.group()):
            continue
        for start, end in _sentences(line.group(), language, cased):
            for piece_start, piece_end in _pieces(line.group(), start, end, max_chars):
                first, last = line.start() + piece_start, line.start() + piece_end
                segments.append(Segment(text[first:last], first, last, paragraph))
        paragraph += 1
    return tuple(segments)


def _pieces(line: str, start: int, end: int, max_chars: int | None) -> Iterator[tuple[int, int]]:
    """Yield the stripped span of a sentence, or of its clauses if it is too long."""
    sentence = line[start:end]
    start += len(sentence) - len(sentence.lstrip())
    end -= len(sentence) - len(sentence.rstrip())
    if max_chars is None or end - start <= max_chars:
        yield start, end
        return
    # A space is paid with each word, so that a piece with its spaces keeps the limit.
    for first, last in split_clauses(line[start:end], max_chars, cost=lambda word: len(word) + 1):
        yield start + first, start + last


def _sentences(line: str, language: Language, cased: bool) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences of a line, the last one with what is left of the line."""
    start = searched = 0
    pending: tuple[int, int] | None = None
    for boundary in _boundaries(line, language, cased):
        # A piece without a letter or digit («!!!», a bullet) joins what follows, or what is before
        # it at the end of the line.
        if not _ALPHANUMERIC.search(line, searched, boundary):
            searched = boundary
            continue
        if pending is not None:
            yield pending
        pending = (start, boundary)
        start = searched = boundary
    if pending is None:
        yield 0, len(line)
    elif _ALPHANUMERIC.search(line, start):
        yield pending
        yield start, len(line)
    else:
        yield pending[0], len(line)


def _boundaries(line: str, language: Language, cased: bool) -> list[int]:
    """Give the offsets in a line where a sentence ends, in order."""
    ends: list[int] = []
    for stop in _STOP.finditer(line):
        start = ends[-1] if ends else 0
        if _ends_sentence(line, stop, start, language, cased):
            ends.append(stop.end())
    colons = [colon.start() + 1 for colon in _COLON_QUOTE.finditer(line) if _introduces(line, colon, ends)]
    bullets = [bullet.start() for bullet in _BULLET.finditer(line)]
    wide = list(wide_ends(line))
    return sorted({*ends, *colons, *bullets, *wide}) if colons or bullets or wide else ends


def _introduces(line: str, colon: re.Match[str], ends: list[int]) -> bool:
    """Tell whether behind a colon stands a quotation with a sentence end inside."""
    opening = colon.start("open")
    closing = _CLOSING[colon["open"]]
    found = [line.find(mark, opening + 1, opening + _QUOTATION_WINDOW) for mark in closing]
    close = min((offset for offset in found if offset >= 0), default=-1)
    if close < 0:
        return False
    index = bisect_left(ends, opening + 1)
    # A stop before the closing mark ends behind that mark; one behind it («…».) is not inside.
    return index < len(ends) and (ends[index] <= close or line[close - 1] in ".!?؟")


def _ends_sentence(line: str, stop: re.Match[str], start: int, language: Language, cased: bool) -> bool:
    marks, rest = stop["stop"], line[stop.end() : stop.end() + _WINDOW]
    if not rest:
        return True
    following = rest.lstrip().lstrip(_OPENERS)
    if rest.lstrip()[:1] in _CONTINUES or (cased and following[:1].islower()):
        return False
    if _ELLIPSIS.fullmatch(marks):
        # Newspapers use dots as pauses; four with a capital behind them are an ellipsis and a stop.
        return cased and len(marks) == 4 and rest[:1].isspace() and following[:1].isupper()
    if not rest[0].isspace():
        return _misses_space(line, stop, rest)
    return marks != "." or not _is_abbreviation(line, stop.start(), start, following, language)


def _misses_space(line: str, stop: re.Match[str], rest: str) -> bool:
    """Tell whether a stop that is followed at once ends a sentence whose space was forgotten.

    Only between Arabic words of two letters or more («انتهى.وقال», «لماذا؟لأنه»): anything else may
    be a number, an address, a file name or initials.
    """
    before = line[max(0, stop.start() - _WINDOW) : stop.start()].rsplit(None, 1)[-1:]
    token = (before[0] if before else "") + stop.group() + rest.split(None, 1)[0]
    if _ADDRESS.search(token):
        return False
    word = before[0].rstrip(_QUOTES) if before else ""
    opened = rest.lstrip(_OPENERS)
    return (
        len(word) > 1
        and _ARABIC_LETTER.match(word[-1]) is not None
        and _ARABIC_LETTER.match(word[-2]) is not None
        and len(opened) > 1
        and _ARABIC_LETTER.match(opened[0]) is not None
        and _ARABIC_LETTER.match(opened[1]) is not None
    )


def _is_abbreviation(line: str, stop: int, start: int, following: str, language: Language) -> bool:
    """Tell whether the full stop at an offset belongs to the word before it."""
    words = line[max(start, stop - _WINDOW) : stop].split()
    if not words:
        return False
    word = words[-1].lstrip(_OPENERS)
    previous = words[-2] if len(words) > 1 else ""
    if not previous and _LIST_NUMBER.fullmatch(words[-1]):
        return True
    if language not in {"ar", "en"}:
        return ends_abbreviation(word, previous, following, language)
    if is_latin(word):
        # Before Arabic nothing tells whether "Inc." ends its sentence; it may well not.
        next_words = following.split(None, 1)  # none where only openers follow
        next_word = next_words[0].strip(",;:.!?\"'”’)") if next_words else ""
        return ends_latin_abbreviation(word, next_word, starts_sentence=not previous)
    return ends_arabic_abbreviation(word, previous)
