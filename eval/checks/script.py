"""Wrong script: what was left untranslated, and characters that broken encodings leave behind.

A name or a title in Latin letters is normal in an Arabic text. A whole sentence is not, nor a run
of words that stands in the reference word for word; both gate, as do replacement characters.
"""

import re
from collections.abc import Iterator

from eval.checks.pair import Check, CheckedPair, Sentence
from eval.finding import Finding, Severity, Span
from mt.arabic import arabic_share, count_arabic_letters

MIN_LATIN_WORDS = 3
"""Fewer words in Latin letters are a name, not an untranslated sentence; addresses do not count."""
MAX_ARABIC_SHARE = 0.3
"""Below this share of Arabic among the letters, a sentence of the article is not in Arabic."""
RUN_WORDS = 5
"""This many words of the reference in a row, in Latin letters, are untranslated."""

_WITHOUT_ARABIC = re.compile(
    "[^\u0620-\u06ff\u0750-\u077f]+(?:[\u060c\u061b]+[^\u0620-\u06ff\u0750-\u077f]+)*"
)
_ARABIC_RUN = re.compile("[\u0621-\u064a]{2,}(?:[\\s\u060c]+[\u0621-\u064a]+)*")
_LATIN_WORD = re.compile(r"\W*[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’-]*\W*")
# U+FFFD, and what UTF-8 Arabic looks like when it is read as Latin-1 or Windows-1252.
_BROKEN = re.compile("\N{REPLACEMENT CHARACTER}+|(?:[\u00d8-\u00db][\u0080-\u00bf\u0192-\u2122]){3,}|\\?{4,}")


def find_wrong_script(pairs: tuple[CheckedPair, ...]) -> Iterator[Finding]:
    """Give a finding for each sentence or run of words in the wrong script.

    >>> text = "The minister left for Cairo yesterday."
    >>> pair = CheckedPair(0, (Sentence(0, text),), (Sentence(0, text),))
    >>> [finding.message for finding in find_wrong_script((pair,))]
    ['A sentence of the article is not in Arabic: it was left untranslated.']
    """
    for pair in pairs:
        for sentence in pair.article:
            yield from _untranslated(pair, sentence)
            yield from _broken(pair.bead, sentence, side="article")
        for sentence in pair.reference:
            yield from _arabic_in_reference(pair.bead, sentence)
            yield from _broken(pair.bead, sentence, side="reference")


def _untranslated(pair: CheckedPair, sentence: Sentence) -> Iterator[Finding]:
    if sum(map(bool, map(_LATIN_WORD.fullmatch, sentence.text.split()))) < MIN_LATIN_WORDS:
        return
    if arabic_share(sentence.text) < MAX_ARABIC_SHARE:
        message = "A sentence of the article is not in Arabic: it was left untranslated."
        yield _finding(pair.bead, message, article=(sentence.span(),))
        return
    words = [word for other in pair.reference for word in _words(other.text)]
    runs = {tuple(words[start : start + RUN_WORDS]) for start in range(len(words) - RUN_WORDS + 1)}
    for match in _WITHOUT_ARABIC.finditer(sentence.text):
        own = _words(match[0])
        if any(tuple(own[start : start + RUN_WORDS]) in runs for start in range(len(own) - RUN_WORDS + 1)):
            start, end = match.start() + _margin(match[0]), match.end() - _margin(match[0][::-1])
            message = "Words of the reference stand untranslated in the article."
            yield _finding(pair.bead, message, article=(sentence.span(start, end),))


def _margin(text: str) -> int:
    return len(text) - len(text.lstrip(" \t.,،;؛:"))


def _arabic_in_reference(bead: int, sentence: Sentence) -> Iterator[Finding]:
    if not count_arabic_letters(sentence.text):
        return
    if arabic_share(sentence.text) > 1 - MAX_ARABIC_SHARE:
        message = "A sentence of the reference is in Arabic: it cannot be compared."
        yield _finding(bead, message, reference=(sentence.span(),))
        return
    for match in _ARABIC_RUN.finditer(sentence.text):
        yield _finding(
            bead, "The reference has Arabic words.", reference=(sentence.span(*match.span()),), gating=False
        )


def _broken(bead: int, sentence: Sentence, *, side: str) -> Iterator[Finding]:
    for match in _BROKEN.finditer(sentence.text):
        spans = (sentence.span(*match.span()),)
        message = f"The {side} has characters of a broken encoding: save the original as UTF-8 again."
        yield _finding(
            bead,
            message,
            article=spans if side == "article" else (),
            reference=() if side == "article" else spans,
        )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _finding(
    bead: int,
    message: str,
    *,
    article: tuple[Span, ...] = (),
    reference: tuple[Span, ...] = (),
    gating: bool = True,
) -> Finding:
    severity = Severity.ERROR if gating else Severity.WARNING
    return Finding("script", severity, gating, bead, message, article=article, reference=reference)


CHECK = Check("script", "untranslated text, wrong script, broken characters", find_wrong_script)
