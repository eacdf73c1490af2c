"""Omissions and additions: passages that stand on one side only.

Neighbouring null beads are one passage and one finding. What was left out is graded by what it
says: a greeting or thanks is a notice, a sentence with content a warning, and a section of three
or more sentences with content an error that gates, since a summary leaves out sentences and a
faithful report does not leave out sections. Clauses inside a pair that only one side has
(`eval.clauses`) are for review.
"""

import re
from collections.abc import Iterable, Iterator

from eval.checks.pair import Check, CheckedPair, Sentence, span_in
from eval.clauses import LEAST_COSINE
from eval.finding import Finding, Severity
from mt.arabic import matching_key

SECTION_SENTENCES = 3
"""From this many sentences with content on, an unpaired passage is a missing section."""

_COURTESY_ENGLISH = re.compile(
    r"\W*(?:good (?:morning|afternoon|evening|day)|thank you|thank you all|thanks|many thanks|welcome|hello"
    r"|ladies and gentlemen|god bless|may god bless|please be seated|excellenc(?:y|ies)|applause"
    r"|mr\.? president|madam president|mr\.? secretary|i thank you|let me thank|i want to thank)\b",
    re.IGNORECASE,
)
_COURTESY_ARABIC = re.compile(
    r"\W*(?:صباح الخير|مساء الخير|شكرا|السلام عليكم|و?السلام عليكم|اهلا|مرحبا|سيداتي|ايها|ايتها"
    r"|اشكركم|نشكركم|بسم الله|اصحاب المعالي|اصحاب السعاده)(?!\w)"
)
_COURTESY_WORDS = 20
_TITLE_WORDS = 12
_SENTENCE_END = re.compile(r"[.!?؟…۔][\"'”’»)\]]*\s*$")


def is_courtesy(text: str) -> bool:
    """Tell whether a sentence only greets or thanks.

    >>> is_courtesy("Thank you all very much, and God bless you.")
    True
    >>> is_courtesy("شكراً لكم.")
    True
    >>> is_courtesy("They thanked 300 soldiers.")
    False
    """
    if len(text.split()) > _COURTESY_WORDS:
        return False
    return bool(_COURTESY_ENGLISH.match(text) or _COURTESY_ARABIC.match(matching_key(text)))


def find_omissions(pairs: tuple[CheckedPair, ...]) -> Iterator[Finding]:
    """Give a finding for each passage of the reference that the article leaves out."""
    for passage in _passages(pair for pair in pairs if not pair.article and pair.reference):
        sentences = [sentence for pair in passage for sentence in pair.reference]
        severity, gating, what = _grade(sentences)
        yield Finding(
            "omission",
            severity,
            gating,
            passage[0].bead,
            f"The article leaves out {what} of the reference.",
            reference=tuple(sentence.span() for sentence in sentences),
        )
    yield from _clauses(pairs, "omission", "Nothing in the article here stands for", article=False)


def find_additions(pairs: tuple[CheckedPair, ...]) -> Iterator[Finding]:
    """Give a finding for each passage of the article that has no counterpart in the reference."""
    for passage in _passages(pair for pair in pairs if pair.article and not pair.reference):
        sentences = [sentence for pair in passage for sentence in pair.article]
        if len(sentences) == 1 and _is_title(sentences[0]):
            severity, gating, message = Severity.NOTICE, False, "The article has a title of its own."
        else:
            severity, gating, what = _grade(sentences)
            message = f"The article has {what} with no counterpart in the reference."
        yield Finding(
            "addition",
            severity,
            gating,
            passage[0].bead,
            message,
            article=tuple(sentence.span() for sentence in sentences),
        )
    yield from _clauses(pairs, "addition", "Nothing in the reference here stands for", article=True)


def _clauses(pairs: Iterable[CheckedPair], check: str, message: str, *, article: bool) -> Iterator[Finding]:
    """Give a finding for each clause inside a pair that one side has alone."""
    for pair in pairs:
        if pair.is_null:
            continue
        sentences, gaps = (
            (pair.article, pair.gaps.article) if article else (pair.reference, pair.gaps.reference)
        )
        for gap in gaps:
            span = span_in(sentences, gap.start, gap.end)
            spans = (span,)
            whole = tuple(sentence.span() for sentence in (pair.reference if article else pair.article))
            yield Finding(
                check,
                Severity.WARNING,
                False,
                pair.bead,
                f"{message} “{span.text}”.",
                article=spans if article else whole,
                reference=whole if article else spans,
                weight=min(1.0, max(0.0, 1.0 - gap.cosine / LEAST_COSINE)),
            )


def _passages(nulls: Iterable[CheckedPair]) -> Iterator[list[CheckedPair]]:
    passage: list[CheckedPair] = []
    for pair in nulls:
        if passage and pair.bead != passage[-1].bead + 1:
            yield passage
            passage = []
        passage.append(pair)
    if passage:
        yield passage


def _grade(sentences: list[Sentence]) -> tuple[Severity, bool, str]:
    content = [sentence for sentence in sentences if not is_courtesy(sentence.text)]
    if not content:
        return Severity.NOTICE, False, "a greeting or thanks"
    count = f"{len(sentences)} sentences" if len(sentences) > 1 else "a sentence"
    if len(content) >= SECTION_SENTENCES:
        return Severity.ERROR, True, f"a section of {count}"
    return Severity.WARNING, False, count


def _is_title(sentence: Sentence) -> bool:
    return (
        sentence.number == 0
        and len(sentence.text.split()) <= _TITLE_WORDS
        and not _SENTENCE_END.search(sentence.text)
    )


OMISSION = Check("omission", "passages of the reference that the article leaves out", find_omissions)
ADDITION = Check("addition", "passages of the article without a counterpart", find_additions)
