"""Numbers and quantities: what one side states and the other does not.

Every number of a bead is read on both sides with its magnitude (`eval.quantities`). A number is
answered if some number of the other side has one of its readings; how often it stands there does
not matter, since Arabic repeats where English does not. Of the numbers without an answer, those
that count the same thing in the same place are one changed number; the rest stand on one side.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from eval.checks.pair import Check, CheckedPair, Sentence
from eval.finding import Finding, Severity
from eval.names.english import find_names
from eval.names.sounds import arabic_sounds, latin_sounds, likeness, make_sounds
from eval.quantities.magnitude import find_magnitudes
from eval.quantities.quantity import Quantity, Weight, describe
from mt.arabic import matching_key

# From this ratio on, two small numbers differ in magnitude: 3 and 30.
_MAGNITUDE = 10
# How far apart two numbers may be and still be one that was changed; see `_distance`.
_TOO_FAR = 1.5
_OTHER_UNIT = 1.0
_NEIGHBOURS = 2
# From here on a number word and a name sound alike; higher than for names, which are meant to be found.
_LIKE_A_NAME = 0.75


@dataclass(frozen=True, slots=True)
class _Placed:
    """A quantity, its sentence, and how far into its side it stands, in [0, 1]."""

    quantity: Quantity
    sentence: Sentence
    position: float


def find_numbers(pairs: tuple[CheckedPair, ...]) -> Iterator[Finding]:
    """Give a finding for each number that one side of a bead does not share with the other.

    >>> pair = CheckedPair(0, (Sentence(0, "حرروا 110 كلم مربع"),), (Sentence(0, "They freed 110,000 km²"),))
    >>> [finding.message for finding in find_numbers((pair,))]
    ['The article says 110 square kilometres, the reference 110,000 square kilometres.']
    """
    articles = [_place(pair.article, arabic=True) for pair in pairs]
    references = [_place(pair.reference, arabic=False) for pair in pairs]
    for index, pair in enumerate(pairs):
        if pair.is_null:
            continue
        article, reference = articles[index], references[index]
        only_article = [item for item in article if _unanswered(item, reference)]
        only_reference = [item for item in reference if _unanswered(item, article)]
        for left, right in _changed(only_article, only_reference):
            only_article = [item for item in only_article if item is not left]
            only_reference = [item for item in only_reference if item is not right]
            yield _changed_finding(pair.bead, left, right)
        yield from _magnitudes(pair)
        only_article = [item for item in only_article if not _is_name(item, pair.reference)]
        near = range(max(0, index - _NEIGHBOURS), min(len(pairs), index + _NEIGHBOURS + 1))
        for item in only_article:
            elsewhere = [other for place in near for other in references[place]]
            yield _one_sided(pair.bead, item, elsewhere, article=True)
        for item in only_reference:
            elsewhere = [other for place in near for other in articles[place]]
            yield _one_sided(pair.bead, item, elsewhere, article=False)


def _place(sentences: tuple[Sentence, ...], *, arabic: bool) -> list[_Placed]:
    total = sum(len(sentence.text) for sentence in sentences) or 1
    placed, before = [], 0
    for sentence in sentences:
        for quantity in sentence.arabic_numbers if arabic else sentence.english_numbers:
            placed.append(_Placed(quantity, sentence, (before + quantity.start) / total))
        before += len(sentence.text)
    return placed


def _unanswered(item: _Placed, others: list[_Placed]) -> bool:
    if item.quantity.weight is Weight.LOOSE:
        return False
    return not any(item.quantity.agrees(other.quantity) for other in others)


def _changed(only_article: list[_Placed], only_reference: list[_Placed]) -> list[tuple[_Placed, _Placed]]:
    """Pair the numbers without an answer, the likeliest pair first, each number once."""
    candidates = [(left, right) for left in only_article for right in only_reference]
    ranked = sorted((_distance(left, right), index) for index, (left, right) in enumerate(candidates))
    taken: list[tuple[_Placed, _Placed]] = []
    for distance, index in ranked:
        left, right = candidates[index]
        free = all(left is not other_left and right is not other_right for other_left, other_right in taken)
        if free and distance < _TOO_FAR:
            taken.append((left, right))
    return sorted(taken, key=lambda pair: pair[0].position)


def _distance(left: _Placed, right: _Placed) -> float:
    """Say how unlike two numbers are as statements of one fact: place, unit, kind and magnitude."""
    first, second = left.quantity, right.quantity
    distance = abs(left.position - right.position)
    if first.unit != second.unit:
        distance += _OTHER_UNIT if first.unit and second.unit else 0.3
    else:
        distance -= 0.5 if first.unit else 0.0
    if first.year != second.year:
        distance += 0.5
    return distance


def _changed_finding(bead: int, left: _Placed, right: _Placed) -> Finding:
    grave = _is_grave(left.quantity, right.quantity)
    return Finding(
        "number",
        Severity.ERROR if grave else Severity.WARNING,
        grave,
        bead,
        f"The article says {describe(left.quantity)}, the reference {describe(right.quantity)}.",
        article=(left.sentence.span(left.quantity.start, left.quantity.end),),
        reference=(right.sentence.span(right.quantity.start, right.quantity.end),),
    )


def _is_grave(first: Quantity, second: Quantity) -> bool:
    if Weight.FIRM in (first.weight, second.weight):
        return True
    low, high = sorted((first.value, second.value))
    return first.cardinal and second.cardinal and low > 0 and high / low >= _MAGNITUDE


def _is_name(item: _Placed, reference: tuple[Sentence, ...]) -> bool:
    """True for a number word that spells a name of the reference: "ستون", sixty, is also Stone."""
    if any(character.isdigit() for character in item.quantity.text):
        return False
    sounds = [make_sounds(arabic_sounds(word)) for word in matching_key(item.quantity.text).split()]
    sounds += [make_sounds(one.text[1:]) for one in sounds if one.text[:1] == "u"]  # behind "and"
    return any(
        likeness(one, make_sounds(latin_sounds(name.key)), least=_LIKE_A_NAME)
        for sentence in reference
        for name in find_names(sentence.text)
        for one in sounds
    )


def _magnitudes(pair: CheckedPair) -> Iterator[Finding]:
    """Compare "millions" and "thousands" where no number says how many."""
    sides = [
        [
            (item, sentence)
            for sentence in sentences
            for item in find_magnitudes(
                sentence.tokens,
                sentence.arabic_numbers if arabic else sentence.english_numbers,
                arabic=arabic,
            )
        ]
        for sentences, arabic in ((pair.article, True), (pair.reference, False))
    ]
    scales = [{item.scale for item, _ in side} for side in sides]
    if not scales[0] or not scales[1] or scales[0] & scales[1]:
        return
    (left, article), (right, reference) = sides[0][0], sides[1][0]
    yield Finding(
        "number",
        Severity.WARNING,
        False,
        pair.bead,
        f"The article speaks of {_plural(left.scale)}, the reference of {_plural(right.scale)}.",
        article=(article.span(left.start, left.end),),
        reference=(reference.span(right.start, right.end),),
    )


def _plural(scale: int) -> str:
    return {10**3: "thousands", 10**6: "millions", 10**9: "billions", 10**12: "trillions"}.get(
        scale, f"{scale:,}"
    )


def _one_sided(bead: int, item: _Placed, elsewhere: list[_Placed], *, article: bool) -> Finding:
    quantity, sentence = item.quantity, item.sentence
    firm = quantity.weight is Weight.FIRM
    moved = any(quantity.agrees(other.quantity) for other in elsewhere)
    here, there = ("article", "reference") if article else ("reference", "article")
    message = f"The {here} says {describe(quantity)}, which the {there} does not say here."
    if moved:
        message = f"The {here} says {describe(quantity)}; the {there} says it in a sentence nearby."
    severity = Severity.NOTICE if moved else Severity.ERROR if firm else Severity.WARNING
    span = (sentence.span(quantity.start, quantity.end),)
    return Finding(
        "number",
        severity,
        firm and not moved,
        bead,
        message,
        article=span if article else (),
        reference=() if article else span,
    )


CHECK = Check("number", "numbers and quantities that differ or stand on one side only", find_numbers)
