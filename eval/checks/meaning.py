"""Meaning: beads in which the article does not explain what the reference says.

The translation model reads the article and tells how much likelier it makes each word of the
reference (`mt.support`). Words that it makes no likelier are free wording where there are few of
them; a bead of which many words are unexplained says something else, or says it in an idiom. How
many are usual depends on model and translator, so that only the document's own outliers are
flagged. For review only; without a model that was asked, this check is silent.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eval.checks.pair import Check, CheckedPair
from eval.finding import Finding, Severity, Span
from mt.support import WordSupport

UNEXPLAINED = 1.5
"""Gain in nats below which a word is not explained: less than five times as likely as anywhere."""
LEAST_SHARE = 0.2
"""Share of the content words of a bead that are not explained, from which on it is an outlier."""
LEAST_WORDS = 2
"""So many words have to be unexplained: one is a matter of style."""
SHOWN_SHARE = 0.2
"""At most this share of the beads is flagged, those with the most unexplained words first."""

_GRAMMAR = frozenset(
    """a about after again all also am among an and any are as at be because been before being between both
    but by can could did do does doing done during each either else even every few for from further
    get got had has have having he her here hers him his how however i if in into is it its itself
    just like made make many may me might more most much must my near no nor not now of off on once
    one only or other our out over own per same several shall she should since so some still such
    than that the their them then there therefore these they this those though through thus to too
    toward towards under until up upon us very was way we well were what when where whether which
    while who whom whose why will with within without would yet you your""".split()
)
_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class _Explained:
    """A bead and what of it is not explained.

    Attributes:
        pair: the bead.
        words: the unexplained words of its reference.
        share: of all its content words.
    """

    pair: CheckedPair
    words: tuple[WordSupport, ...]
    share: float


def find_meaning(pairs: tuple[CheckedPair, ...]) -> Iterator[Finding]:
    """Give a finding for each bead of which the article explains unusually little.

    >>> from eval.checks.pair import Sentence
    >>> gains = ((0, 2, -1.0), (3, 7, 0.2), (8, 10, -3.0), (11, 18, -4.0))
    >>> words = tuple(WordSupport(start, end, -9.0, gain) for start, end, gain in gains)
    >>> pair = CheckedPair(0, (Sentence(0, "نعم"),), (Sentence(0, "We give no quarter"),), support=words)
    >>> [finding.message for finding in find_meaning((pair,) + (CheckedPair(1, (), ()),))]
    ['The article may say something else: nothing in it stands for “give”, “quarter”.']
    """
    measured = [_explain(pair) for pair in pairs if not pair.is_null and pair.support]
    most = max(1, int(SHOWN_SHARE * len(measured)))
    outliers = [item for item in measured if item.share >= LEAST_SHARE and len(item.words) >= LEAST_WORDS]
    for item in sorted(outliers, key=lambda item: -item.share)[:most]:
        spans = tuple(_span(item.pair, word) for word in item.words)
        listed = ", ".join(f"“{span.text.strip(_MARKS)}”" for span in spans[:_LISTED])
        more = " and other words" if len(spans) > _LISTED else ""
        yield Finding(
            "meaning",
            Severity.WARNING,
            False,
            item.pair.bead,
            f"The article may say something else: nothing in it stands for {listed}{more}.",
            article=tuple(sentence.span() for sentence in item.pair.article),
            reference=spans,
            weight=min(1.0, item.share / _GREAT_SHARE),
        )


_GREAT_SHARE = 0.5
_LISTED = 4
_MARKS = ".,;:!?…\"'’“”()[]—–-"


def _explain(pair: CheckedPair) -> _Explained:
    text = " ".join(sentence.text for sentence in pair.reference)
    content = []
    for word in pair.support:
        match = _LETTERS.search(text, word.start, word.end)
        if match is not None and len(match[0]) > 2 and match[0].casefold() not in _GRAMMAR:
            content.append(word)
    unexplained = tuple(word for word in content if word.gain < UNEXPLAINED)
    return _Explained(pair, unexplained, len(unexplained) / max(len(content), 1))


def _span(pair: CheckedPair, word: WordSupport) -> Span:
    """Find the sentence of a word that stands in the joined sentences."""
    before = 0
    for sentence in pair.reference:
        if word.start < before + len(sentence.text):
            return sentence.span(word.start - before, word.end - before)
        before += len(sentence.text) + 1
    raise AssertionError("support does not belong to this bead")


CHECK = Check("meaning", "beads of which the article explains little", find_meaning)
