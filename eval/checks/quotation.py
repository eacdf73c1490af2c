"""Quotation: direct speech of one side that the other side does not mark as such.

Scare quotes around a word or a name are a matter of style; a quotation here has at least five
words. Who spoke is part of the facts, so a quotation that is lost, or made of the reporter's own
words, is for review.
"""

import re
from collections.abc import Iterator

from eval.checks.pair import Check, CheckedPair, Sentence
from eval.finding import Finding, Severity, Span

MIN_WORDS = 5

_QUOTED = re.compile('“([^“”]*)[”“]|«([^«»]*)»|"([^"]*)"|„([^„“”]*)[“”]')
_MARK = re.compile("[“”«»\"„‟]|''|``|‘|’(?!\\w)")


def find_quotations(pairs: tuple[CheckedPair, ...]) -> Iterator[Finding]:
    """Give a finding for each bead in which one side quotes and the other has no quotation mark.

    >>> reference = Sentence(0, 'He said: "We will not leave here."')
    >>> pair = CheckedPair(0, (Sentence(0, "وقال إنهم لن يغادروا"),), (reference,))
    >>> [finding.message for finding in find_quotations((pair,))]
    ['The reference quotes, the article reports without quotation marks.']
    """
    # A speech has no quotation marks; what a report of it quotes is the speech itself.
    reference_quotes = any(_QUOTED.search(sentence.text) for pair in pairs for sentence in pair.reference)
    for pair in pairs:
        if pair.is_null:
            continue
        article, reference = _quotations(pair.article), _quotations(pair.reference)
        marks = [
            any(_MARK.search(sentence.text) for sentence in side) for side in (pair.article, pair.reference)
        ]
        if reference and not marks[0]:
            message = "The reference quotes, the article reports without quotation marks."
            yield Finding("quotation", Severity.NOTICE, False, pair.bead, message, reference=tuple(reference))
        if article and not marks[1] and reference_quotes:
            message = "The article quotes, the reference has no quotation marks."
            yield Finding("quotation", Severity.NOTICE, False, pair.bead, message, article=tuple(article))


def _quotations(sentences: tuple[Sentence, ...]) -> list[Span]:
    return [
        sentence.span(*match.span())
        for sentence in sentences
        for match in _QUOTED.finditer(sentence.text)
        if len(match[0].split()) >= MIN_WORDS
    ]


CHECK = Check("quotation", "direct speech that one side does not mark", find_quotations)
