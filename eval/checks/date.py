"""Dates: months, days of the month and days of the week that differ.

A month or weekday is answered by the same one anywhere in the bead. Where both sides have one
without an answer, the date was changed, which gates; one that stands on one side only may be
"last month" or "yesterday" on the other, and is for review. Years and hours are numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from eval.checks.pair import Check, CheckedPair, Sentence
from eval.dates import DateMention, find_dates
from eval.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class _Placed:
    """A date and its sentence."""

    date: DateMention
    sentence: Sentence


def find_date_errors(pairs: tuple[CheckedPair, ...]) -> Iterator[Finding]:
    """Give a finding for each date that one side of a bead does not share with the other.

    >>> pair = CheckedPair(0, (Sentence(0, "في 11 أيلول"),), (Sentence(0, "on October 11"),))
    >>> [finding.message for finding in find_date_errors((pair,))]
    ['The article says September, the reference October.']
    """
    for pair in pairs:
        if pair.is_null:
            continue
        article = [item for sentence in pair.article for item in _dates(sentence, arabic=True)]
        reference = [item for sentence in pair.reference for item in _dates(sentence, arabic=False)]
        for weekdays in (False, True):
            yield from _compare(
                pair.bead,
                [item for item in article if item.date.is_weekday is weekdays],
                [item for item in reference if item.date.is_weekday is weekdays],
            )
        yield from _compare_days(pair.bead, article, reference)


def _dates(sentence: Sentence, *, arabic: bool) -> list[_Placed]:
    quantities = sentence.arabic_numbers if arabic else sentence.english_numbers
    return [_Placed(date, sentence) for date in find_dates(sentence.tokens, quantities, arabic=arabic)]


def _compare(bead: int, article: list[_Placed], reference: list[_Placed]) -> Iterator[Finding]:
    only_article, only_reference = _unanswered(article, reference), _unanswered(reference, article)
    for left, right in zip(only_article, only_reference, strict=False):
        yield _finding(
            bead,
            f"The article says {left.date.name}, the reference {right.date.name}.",
            article=left,
            reference=right,
            gating=True,
        )
    paired = min(len(only_article), len(only_reference))
    for left in only_article[paired:]:
        yield _finding(bead, f"The article says {left.date.name}, the reference does not.", article=left)
    for right in only_reference[paired:]:
        yield _finding(bead, f"The reference says {right.date.name}, the article does not.", reference=right)


def _unanswered(items: list[_Placed], others: list[_Placed]) -> list[_Placed]:
    """Give one mention of each date that is surely one and that the other side does not have."""
    answers = {other.date.code for other in others}
    first: dict[int, _Placed] = {}
    for item in items:
        if item.date.sure and item.date.code not in answers:
            first.setdefault(item.date.code, item)
    return list(first.values())


def _compare_days(bead: int, article: list[_Placed], reference: list[_Placed]) -> Iterator[Finding]:
    for code in sorted({item.date.code for item in article} & {item.date.code for item in reference}):
        left = [item for item in article if item.date.code == code and item.date.days]
        right = [item for item in reference if item.date.code == code and item.date.days]
        days = [{day for item in side for day in item.date.days} for side in (left, right)]
        if days[0] and days[1] and not days[0] & days[1]:
            said = [", ".join(map(str, sorted(side))) for side in days]
            name = left[0].date.name
            yield _finding(
                bead,
                f"The article says {said[0]} {name}, the reference {said[1]} {name}.",
                article=left[0],
                reference=right[0],
                gating=True,
            )


def _finding(
    bead: int,
    message: str,
    *,
    article: _Placed | None = None,
    reference: _Placed | None = None,
    gating: bool = False,
) -> Finding:
    spans = [
        () if side is None else (side.sentence.span(side.date.start, side.date.end),)
        for side in (article, reference)
    ]
    return Finding(
        "date",
        Severity.ERROR if gating else Severity.WARNING,
        gating,
        bead,
        message,
        article=spans[0],
        reference=spans[1],
    )


CHECK = Check("date", "months, days of the month and weekdays that differ", find_date_errors)
