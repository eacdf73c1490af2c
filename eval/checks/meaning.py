"""Meaning: beads in which the article does not explain what the reference says.

The translation model reads the article and tells how much likelier it makes each word of the
reference (`mt.support`). Words that it makes no likelier are free wording where there are few of
them; a bead of which many words are unexplained says something else, or says it in an idiom. How
many are usual depends on model and translator, so that only the document's own outliers are
flagged. For review only, and the farthest come first in the queue; without a model that was asked
this check is silent.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eval.checks.pair import Check, CheckedPair, span_in
from eval.finding import Finding, Severity
from mt.support import WordSupport

UNEXPLAINED = 1.0
"""Gain in nats below which a word is not explained: less than three times as likely as anywhere."""
USUAL_SHARE, SPREAD_OF_SHARE = 0.06, 0.08
"""Share of the content words of a pair that are not explained: mean and standard deviation over
FLORES-200 devtest with the bundled model."""
USUAL_GAIN, SPREAD_OF_GAIN = 8.8, 2.3
"""Mean gain of the content words of a pair: mean and standard deviation, likewise."""
USUAL_SCORE, SPREAD_OF_SCORE = -4.6, 1.9
"""Mean log probability of a word of a pair: mean and standard deviation, likewise."""
LEAST_DISTANCE = 2.0
"""All three in standard deviations, added: from here on a bead is an outlier. Three FLORES pairs in
twenty are; with two words swapped for others, two in three are."""
SHOWN_SHARE = 0.3
"""At most this share of the beads is flagged, the farthest first."""

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
        words: the unexplained words of its reference, or the least explained one.
        distance: how far it is from what is usual, as in `LEAST_DISTANCE`.
    """

    pair: CheckedPair
    words: tuple[WordSupport, ...]
    distance: float


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
    outliers = [item for item in measured if item.distance >= LEAST_DISTANCE]
    for item in sorted(outliers, key=lambda item: -item.distance)[:most]:
        spans = tuple(span_in(item.pair.reference, word.start, word.end) for word in item.words)
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
            weight=min(1.0, item.distance / _GREAT_DISTANCE),
        )


_GREAT_DISTANCE = 6.0
_LISTED = 4
_MARKS = ".,;:!?…\"'’“”()[]—–-"


def _explain(pair: CheckedPair) -> _Explained:
    text = " ".join(sentence.text for sentence in pair.reference)
    content = []
    for word in pair.support:
        match = _LETTERS.search(text, word.start, word.end)
        if match is not None and len(match[0]) > 2 and match[0].casefold() not in _GRAMMAR:
            content.append(word)
    if len(content) < _LEAST_CONTENT:
        return _Explained(pair, (), 0.0)  # too little to tell
    unexplained = [word for word in content if word.gain < UNEXPLAINED]
    share = len(unexplained) / len(content)
    gain = sum(word.gain for word in content) / len(content)
    score = sum(word.score for word in pair.support) / len(pair.support)
    distance = (
        (share - USUAL_SHARE) / SPREAD_OF_SHARE
        + (USUAL_GAIN - gain) / SPREAD_OF_GAIN
        + (USUAL_SCORE - score) / SPREAD_OF_SCORE
    )
    return _Explained(pair, tuple(unexplained) or (min(content, key=lambda word: word.gain),), distance)


_LEAST_CONTENT = 2


CHECK = Check("meaning", "beads of which the article explains little", find_meaning)
