"""Modality: what has to be, what may be and what will be, turned into one another.

"Must" is an obligation, "may" a possibility; a report that makes one of the other changes what was
said. A modal of the reference is answered by a word of the article of the same kind. Only the plain
exchange is flagged: the reference obliges, the article speaks of possibility and not of duty, or the
other way round, in beads that deny nothing. For review, since both languages have many ways to say
either.
"""

from collections.abc import Iterator
from enum import Enum

from eval.checks.negation import has_denial
from eval.checks.pair import Check, CheckedPair, Sentence
from eval.finding import Finding, Severity, Span
from eval.phrases import PREFIXES, Lexicon, find_phrases, lexicon
from mt.arabic import matching_key


class Modality(Enum):
    """What a modal says of what it stands with."""

    DUTY = "has to"
    CHANCE = "may"


def _table(duty: str, chance: str) -> Lexicon[Modality]:
    return lexicon(
        dict.fromkeys(duty.split("|"), Modality.DUTY) | dict.fromkeys(chance.split("|"), Modality.CHANCE)
    )


_ENGLISH = _table(
    "must|have to|has to|had to|shall|should|ought to|need to|needs to|needed to|required to|obliged to"
    "|obligation|necessary|essential|imperative|mandatory|compulsory|bound to|forced to|cannot but",
    "may|might|maybe|perhaps|possibly|possible|probably|could|can|likely|potentially|unlikely|able to"
    "|possibility",
)
_ARABIC = _table(
    "يجب|تجب|ويجب|وجب|يتعين|تتعين|تعين|ينبغي|لا بد|لابد|علينا|عليه|عليها|عليهم|عليكم|يلزم|تلزم|لازم|ملزم"
    "|ملزمة|ملزمون|يتوجب|تتوجب|توجب|من الضروري|ضروري|ضرورية|ضرورة|الضرورة|إلزامي|إلزامية|واجب|واجبا|اضطر"
    "|اضطرت|مضطر|مضطرا|مضطرون|يضطر|تضطر|لزاما|حتمي|حتمية|يقتضي|تقتضي|يستوجب|تستوجب|يحتاج|تحتاج|نحتاج"
    "|بحاجة|المطلوب|مطلوب|مطالب|مطالبون",
    "قد|وقد|ربما|لعل|لعله|لعلها|يمكن|تمكن|يمكنه|يمكنها|يمكنهم|يمكننا|ممكن|الممكن|يحتمل|محتمل|المحتمل"
    "|احتمال|يستطيع|تستطيع|نستطيع|يستطيعون|بإمكان|بإمكانه|عسى|يرجح|المرجح|قادر|قادرة|قادرون"
    "|بوسع|بوسعه|متاح|مرجح|يتسنى|إمكانية|إمكان",
)


def find_modalities(pairs: tuple[CheckedPair, ...]) -> Iterator[Finding]:
    """Give a finding for each bead in which duty on one side stands for possibility on the other.

    >>> reference = Sentence(0, "Every state must sign.")
    >>> pair = CheckedPair(0, (Sentence(0, "يمكن لكل دولة أن توقّع."),), (reference,))
    >>> [finding.message for finding in find_modalities((pair,))]
    ['The reference says what has to be (“must”), the article what may be (“يمكن”).']
    """
    for pair in pairs:
        if pair.is_null:
            continue
        reference = _modals(pair.reference, arabic=False)
        if len(reference) != 1:
            continue  # none, or both kinds in one bead
        article = _modals(pair.article, arabic=True)
        (says,) = reference
        if len(article) != 1 or says in article:
            continue
        (against,) = article
        if matching_key(article[against].text) in _UNSURE or has_denial(pair):
            continue
        yield Finding(
            "modality",
            Severity.WARNING,
            False,
            pair.bead,
            f"The reference says what {says.value} be (“{reference[says].text}”), "
            f"the article what {against.value} be (“{article[against].text}”).",
            article=(article[against],),
            reference=(reference[says],),
        )


def _modals(sentences: tuple[Sentence, ...], *, arabic: bool) -> dict[Modality, Span]:
    """Give the first word of each modality."""
    found: dict[Modality, Span] = {}
    for sentence in sentences:
        tokens = sentence.tokens
        table = _ARABIC if arabic else _ENGLISH
        for phrase in find_phrases(tokens, table, prefixes=PREFIXES if arabic else ("",)):
            first = tokens[phrase.first]
            if arabic and first.key in _PAST and _past(sentence, phrase.end):
                continue
            if not arabic and first.text == "May" and phrase.first:
                continue  # the month
            found.setdefault(phrase.meaning, sentence.span(first.start, tokens[phrase.end - 1].end))
    return found


# "On him": a duty, or just a place.
_UNSURE = frozenset(matching_key(word) for word in "علينا عليه عليها عليهم عليكم بحاجة للضرورة".split())
_PAST = frozenset({"قد", "وقد", "فقد", "لقد"})
_IMPERFECT = ("ي", "ت", "ن", "ا", "لا")


def _past(sentence: Sentence, behind: int) -> bool:
    """True where "قد" stands before a perfect: "has already", not "may"."""
    following = sentence.tokens[behind].key if behind < len(sentence.tokens) else ""
    return not following.startswith(_IMPERFECT)


CHECK = Check("modality", "duty that stands for possibility, or the other way round", find_modalities)
