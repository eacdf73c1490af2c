"""Hedges of numbers: "more than", "at least", "up to", "about" that one side drops or turns round.

A hedge belongs to the number that it stands at. Where the other side states the same number, it
has to hedge it in the same direction; "about" is taken as the weaker claim of a translator's
freedom and is only noted. Flags for review: writers round and hedge without changing the facts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from eval.checks.pair import Check, CheckedPair, Sentence
from eval.finding import Finding, Severity, Span
from eval.phrases import PREFIXES, Lexicon, Phrase, find_phrases, lexicon
from eval.quantities.quantity import Quantity, Weight, format_value
from eval.quantities.tokens import Token


class Hedge(Enum):
    """What a hedge says of its number."""

    MORE = "more"
    LESS = "less"
    UP_TO = "up to"
    ABOUT = "about"


def _table(forms: dict[Hedge, str]) -> Lexicon[Hedge]:
    return lexicon({form: hedge for hedge, listed in forms.items() for form in listed.split("|")})


_ENGLISH = _table(
    {
        Hedge.MORE: "more than|at least|no fewer than|no less than|not less than|in excess of|upwards of"
        "|exceeding|exceeded|exceeds|exceed|above|topped|surpassed|surpassing|or more|plus"
        "|upward of|over",
        Hedge.LESS: "less than|fewer than|under|below|at most|no more than|not more than|or less|or fewer"
        "|short of|not exceeding",
        Hedge.UP_TO: "up to|as many as|as much as|as high as|a maximum of|as long as|maximum",
        Hedge.ABOUT: "about|around|approximately|roughly|nearly|almost|some|an estimated|close to|or so|circa"
        "|approx|estimated|estimated at|just|nearing|approaching|virtually",
    }
)
_ARABIC = _table(
    {
        Hedge.MORE: "أكثر من|أكثر عن|ما يزيد على|ما يزيد عن|يزيد على|يزيد عن|تزيد على|تزيد عن|يزيد عددهم على"
        "|زاد على|زادت على|زاد عن|زادت عن|ما يفوق|يفوق|تفوق|فاق|فاقت|يتجاوز|تتجاوز|تجاوز|تجاوزت"
        "|ما لا يقل عن|لا يقل عن|لا تقل عن|ما لا يقل|على الأقل|على أقل تقدير|أزيد من|ما يربو على"
        "|يربو على|تربو على|ما ينيف على|ونيف|نيف|أعلى من|أكبر من|أطول من|فوق|فأكثر|أو أكثر|بضع|بضعة"
        "|يتعدى|تعدى|تتعدى|مافوق|زيادة على|زيادة عن",
        Hedge.LESS: "أقل من|ما يقل عن|يقل عن|تقل عن|دون|ما دون|لا يتجاوز|لا تتجاوز|لم يتجاوز|لم تتجاوز"
        "|لا يزيد على|لا يزيد عن|لا تزيد على|لا تزيد عن|ما لا يزيد على|ما لا يزيد عن|ما لا يتجاوز"
        "|على الأكثر|أدنى من|أصغر من|تحت|فأقل|أو أقل|لا يتعدى|لا تتعدى|أقصر من|لا أكثر من"
        "|ليس أكثر من|ولا أكثر من",
        Hedge.UP_TO: "ما يصل إلى|يصل إلى|تصل إلى|وصل إلى|وصلت إلى|تصل|يصل|حتى|كحد أقصى|حد أقصى|بحد أقصى|أقصى"
        "|لغاية|ليصل إلى|لتصل إلى|ما قد يصل إلى|أقصاه|أقصاها",
        Hedge.ABOUT: "نحو|حوالي|حوالى|زهاء|قرابة|ما يقارب|يقارب|تقارب|ما يقرب من|يقرب من|تقرب من|تقريبا"
        "|ما يناهز"
        "|يناهز|تناهز|ناهز|ناهزت|بحدود|في حدود|تقدر ب|يقدر ب|يقدر عددهم|يقدر|تقدر|قدر|قدرت|بضع|بضعة"
        "|ما يعادل|بما يقارب|بالكاد|يكاد|تكاد|قريب من|بالقرب من|المقدر|تقديرية|على وجه التقريب|فقط",
    }
)
# "Over two days" is a stretch of time as often as "more than".
_OVER = ("over",)
_STRETCHES = frozenset({"years", "months", "weeks", "days", "hours", "minutes", "seconds"})
_AMBIGUOUS = {("just",), ("maximum",), ("plus",)}
_AMBIGUOUS_ARABIC = {("حتي",), ("فوق",), ("فقط",), ("يصل",), ("تصل",), ("اقصي",)}
# What may stand between a hedge and its number.
_FILLERS = frozenset("an a the estimated some us about من عن ال $ € £ عدد".split())
_REACH_BEHIND = 3


@dataclass(frozen=True, slots=True)
class _Hedged:
    """A number and the hedge at it.

    Attributes:
        quantity: the number.
        sentence: its sentence.
        hedge: the hedge, or None.
        span: the hedge's characters, or None.
        sure: False where the word may mean something else.
    """

    quantity: Quantity
    sentence: Sentence
    hedge: Hedge | None
    span: Span | None
    sure: bool


def find_hedges(pairs: tuple[CheckedPair, ...]) -> Iterator[Finding]:
    """Give a finding for each hedge of a number that the other side drops, adds or turns round.

    >>> reference = Sentence(0, "More than 7 million were saved")
    >>> pair = CheckedPair(0, (Sentence(0, "أنقذ 7 ملايين رجل"),), (reference,))
    >>> [finding.message for finding in find_hedges((pair,))]
    ['The reference says “More than 7 million”, the article 7 million without it.']
    """
    for pair in pairs:
        if pair.is_null:
            continue
        article = [item for sentence in pair.article for item in _hedged(sentence, arabic=True)]
        reference = [item for sentence in pair.reference for item in _hedged(sentence, arabic=False)]
        yield from _compare(pair.bead, reference, article, article_is_here=False)
        yield from _compare(pair.bead, article, reference, article_is_here=True)


def _compare(
    bead: int, here: list[_Hedged], there: list[_Hedged], *, article_is_here: bool
) -> Iterator[Finding]:
    for item in here:
        if item.hedge is None or item.span is None or not item.sure:
            continue
        same = [other for other in there if other.quantity.agrees(item.quantity)]
        hedges = {other.hedge for other in same}
        if not same or item.hedge in hedges or not _contradicts(item.hedge, hedges):
            continue
        opposed = next((other for other in same if other.hedge is not None), None)
        if opposed is not None and article_is_here:
            continue  # said once, from the side of the reference
        yield _finding(bead, item, opposed or same[0], article_is_here=article_is_here)


def _contradicts(hedge: Hedge, others: set[Hedge | None]) -> bool:
    """True where no hedge of the other side can stand for this one."""
    if hedge is Hedge.ABOUT:
        return others == {None}
    near = {
        Hedge.MORE: {Hedge.MORE},
        Hedge.LESS: {Hedge.LESS, Hedge.UP_TO},
        Hedge.UP_TO: {Hedge.UP_TO, Hedge.LESS},
    }
    return not near[hedge] & others


def _finding(bead: int, item: _Hedged, other: _Hedged, *, article_is_here: bool) -> Finding:
    here, there = ("article", "reference") if article_is_here else ("reference", "article")
    quoted = _quote(item)
    if other.hedge is None:
        number = format_value(other.quantity.value, grouped=not other.quantity.year)
        message = f"The {here} says “{quoted}”, the {there} {number} without it."
    else:
        message = f"The {here} says “{quoted}”, the {there} “{_quote(other)}”."
    own = (_cover(item),)
    others = (_cover(other),)
    weak = item.hedge is Hedge.ABOUT or other.hedge is Hedge.ABOUT
    return Finding(
        "hedge",
        Severity.NOTICE if weak else Severity.WARNING,
        False,
        bead,
        message,
        article=own if article_is_here else others,
        reference=others if article_is_here else own,
    )


def _cover(item: _Hedged) -> Span:
    """Give the number with its hedge as one span."""
    start, end = item.quantity.start, item.quantity.end
    if item.span is not None:
        start, end = min(start, item.span.start), max(end, item.span.end)
    return item.sentence.span(start, end)


def _quote(item: _Hedged) -> str:
    """Give the hedge and the number in the order of the text, with a mark for what stands between."""
    number = item.sentence.text[item.quantity.start : item.quantity.end]
    if item.span is None:
        return number
    whole = _cover(item).text
    if len(whole.split()) == len(item.span.text.split()) + len(number.split()):
        return whole
    before = item.span.start < item.quantity.start
    return f"{item.span.text} … {number}" if before else f"{number} … {item.span.text}"


def _hedged(sentence: Sentence, *, arabic: bool) -> list[_Hedged]:
    tokens = sentence.tokens
    quantities = sentence.arabic_numbers if arabic else sentence.english_numbers
    phrases = find_phrases(tokens, _ARABIC if arabic else _ENGLISH, prefixes=PREFIXES if arabic else ("",))
    return [
        _attach(sentence, tokens, quantity, phrases, arabic=arabic)
        for quantity in quantities
        if quantity.cardinal
    ]


def _attach(
    sentence: Sentence,
    tokens: Sequence[Token],
    quantity: Quantity,
    phrases: list[Phrase[Hedge]],
    *,
    arabic: bool,
) -> _Hedged:
    first = next(index for index, token in enumerate(tokens) if token.end > quantity.start)
    end = next(index for index in range(len(tokens), 0, -1) if tokens[index - 1].start < quantity.end)
    best: Phrase[Hedge] | None = None
    for phrase in phrases:
        before = phrase.end <= first and all(token.key in _FILLERS for token in tokens[phrase.end : first])
        behind = 0 <= phrase.first - end <= _REACH_BEHIND and _unbroken(tokens, end, phrase.first)
        follows = tokens[phrase.first].key in _FOLLOWING
        if (behind and follows) or (before and not follows):
            best = phrase
    if best is None:
        return _Hedged(quantity, sentence, None, None, sure=False)
    keys = tuple(token.key for token in tokens[best.first : best.end])
    ambiguous = keys in (_AMBIGUOUS_ARABIC if arabic else _AMBIGUOUS)
    if keys == _OVER:
        ambiguous = quantity.weight is not Weight.FIRM or quantity.unit in _STRETCHES
    span = sentence.span(tokens[best.first].start, tokens[best.end - 1].end)
    return _Hedged(quantity, sentence, best.meaning, span, sure=not ambiguous)


_FOLLOWING = frozenset(
    {"or", "and", "plus", "علي", "فاكثر", "او", "ونيف", "نيف", "تقريبا", "فاقل", "كحد", "بحد", "فقط"}
)


def _unbroken(tokens: Sequence[Token], start: int, end: int) -> bool:
    return all(token.kind == "word" or token.text in "$€£/" for token in tokens[start:end])


CHECK = Check("hedge", "hedges of numbers that are dropped, added or turned round", find_hedges)
