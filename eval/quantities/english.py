"""Read the numbers of an English sentence: digits, words, magnitudes, ordinals, fractions, times."""

from collections.abc import Sequence
from fractions import Fraction

from eval.quantities.compose import Composed
from eval.quantities.english_steps import ARTICLES, key_at, step_at, word_at
from eval.quantities.english_words import ROMAN
from eval.quantities.found import Form, Found, clock_at
from eval.quantities.lexicon import Part
from eval.quantities.quantity import Quantity
from eval.quantities.reader import read_numbers
from eval.quantities.tokens import Token, read_digits
from eval.quantities.units import ENGLISH_UNITS

_SHORT_SCALES = {"m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12, "k": 10**3}
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_CURRENCY = frozenset("$€£")
_APOSTROPHES = frozenset("'’")


def read_english(text: str, tokens: Sequence[Token] | None = None) -> list[Quantity]:
    """Give the quantities of an English sentence in the order of the text.

    >>> [(q.text, int(q.value), q.unit) for q in read_english("Seventy-nine states hold 110,000 km².")]
    [('Seventy-nine', 79, 'countries'), ('110,000', 110000, 'square kilometres')]
    >>> [str(q.value) for q in read_english("half a million, two thirds, one and a half billion, $3.5bn")]
    ['500000', '2/3', '1500000000', '3500000000']

    Args:
        text: the sentence as it stands.
        tokens: its tokens, where they are known already.

    Returns:
        Its quantities with offsets into it.
    """
    return read_numbers(text, tokens, number_at=_number_at, table=ENGLISH_UNITS)


def _number_at(  # noqa: PLR0911 - a grammar is a list of cases
    tokens: Sequence[Token], start: int
) -> Found | None:
    token = tokens[start]
    if token.kind == "number":
        return _digits(tokens, start)
    if token.kind != "word":
        return None
    if token.text in ROMAN and (token.text != "I"):
        return Found(start, start + 1, (Fraction(ROMAN[token.text]),), form=Form.ALIKE)
    if token.key in ARTICLES:
        return _after_article(tokens, start)
    word = word_at(tokens, start)
    if word is None or word.part in (Part.PLURAL, Part.DENOMINATOR):
        return None
    if word.part in (Part.ALIKE, Part.GROUP):
        return Found(start, start + 1, word.values, form=Form.ALIKE)
    if word.part is Part.FRACTION and key_at(tokens, start + 1) == "past":
        return _past_the_hour(tokens, start, word.values[0])
    if word.part is Part.FRACTION:
        return _fraction(tokens, start, start + 1, word.values[0])
    return _in_words(tokens, start)


def _past_the_hour(tokens: Sequence[Token], start: int, value: Fraction) -> Found | None:
    """Read "half past two"."""
    hour = _number_at(tokens, start + 2) if start + 2 < len(tokens) else None
    if hour is None or not 1 <= hour.readings[0] <= 12:
        return None
    readings = (hour.readings[0] + value, hour.readings[0] + value + 12)
    return Found(start, hour.end, readings, form=Form.CLOCK)


def _after_article(tokens: Sequence[Token], start: int) -> Found | None:
    """Read "a million (and a half)", "a hundred and ten", "a third", "a dozen"."""
    word = word_at(tokens, start + 1)
    if word is None:
        return None
    if word.part in (Part.HUNDRED, Part.SCALE):
        return _in_words(tokens, start)
    if word.part is Part.FRACTION:
        return _fraction(tokens, start, start + 2, word.values[0])
    if word.part in (Part.UNIT, Part.TEEN, Part.TENS) and word.ordinal and word.values[0] > 2:
        value = word.values[0]
        return Found(start, start + 2, (value, 1 / value), form=Form.FRACTION)
    return None


def _fraction(
    tokens: Sequence[Token], start: int, end: int, value: Fraction, *, form: Form = Form.FRACTION
) -> Found:
    """Read what follows a fraction: "half a million", "a quarter of a million", "half a century"."""
    index = end
    if key_at(tokens, index) in {"of", "-"}:
        index += 1
    if key_at(tokens, index) in ARTICLES:
        index += 1
    word = word_at(tokens, index)
    if word is not None and word.part is Part.SCALE:
        scale = word.values[0]
        return Found(start, index + 1, (value * scale,), scale=scale)
    if word is not None and word.part is Part.GROUP:
        return Found(start, index + 1, (value, value * word.values[0]), form=Form.FRACTION)
    return Found(start, end, (value,), form=form)


def _digits(tokens: Sequence[Token], start: int) -> Found | None:
    token = tokens[start]
    clock = clock_at(tokens, start)
    if clock is not None:
        return clock
    values = read_digits(token.key, decimal_comma=False)
    if not values:
        return None
    behind = tokens[start + 1] if start + 1 < len(tokens) else None
    glued = behind is not None and behind.start == token.end
    if behind is not None and glued and behind.key in _ORDINAL_ENDINGS:
        return Found(start, start + 2, values, form=Form.ORDINAL, digits=True)
    decade = _decade(tokens, start, values[0])
    if decade is not None:
        return decade
    if behind is not None and glued and behind.key in _SHORT_SCALES:
        scale = Fraction(_SHORT_SCALES[behind.key])
        scaled = tuple(value * scale for value in values)
        money = start > 0 and tokens[start - 1].text in _CURRENCY
        readings = scaled if money or behind.key in {"bn", "mn", "tn"} else values + scaled
        return Found(start, start + 2, readings, digits=True, scale=scale if money else None)
    state = Composed().begin(values[0], 0, part=Part.UNIT, digits=True)
    return _extend_all(tokens, start, start + 1, state, digits=True)


def _decade(tokens: Sequence[Token], start: int, value: Fraction) -> Found | None:
    """Read "1960s", "1960's", "the 60s": also as 60, and as the century that "1800s" means."""
    end = start + 1
    if end < len(tokens) and tokens[end].text in _APOSTROPHES:
        end += 1
    if key_at(tokens, end) != "s" or tokens[end].end - tokens[start].end > 2 or value % 10:
        return None
    return Found(
        start, end + 1, (value, value % 100, Fraction(value // 100 + 1)), form=Form.DECADE, digits=True
    )


def _in_words(tokens: Sequence[Token], start: int) -> Found | None:
    index = start
    word = word_at(tokens, start)
    if word is None:
        index = start + 1
        word = word_at(tokens, index)
    if word is None:
        return None
    value = word.values[0]
    state = Composed()
    match word.part:
        case Part.UNIT | Part.TEEN:
            begun = state.begin(value, 1, part=word.part)
        case Part.TENS:
            begun = state.begin(value, 10, part=Part.TENS)
        case Part.HUNDRED:
            begun = state.begin(Fraction(100), 100, part=Part.HUNDRED)
        case Part.SCALE:
            begun = state.scale_up(value)
        case _:
            return None
    if word.ordinal:
        readings = (value, 1 / value) if value > 2 else (value,)
        # "Third" is a fraction as often as an ordinal.
        return Found(start, index + 1, readings, form=Form.FRACTION if value == 3 else Form.ORDINAL)
    return _extend_all(tokens, start, index + 1, begun, digits=False)


def _extend_all(
    tokens: Sequence[Token], start: int, end: int, state: Composed | None, *, digits: bool
) -> Found | None:
    """Add words to a number as long as they belong to it."""
    if state is None:
        return None
    ordinal = False
    closed = (state, end)
    while not ordinal:
        step = step_at(tokens, end, state)
        if step is None:
            break
        if state.group is None or step[0].group is None:
            closed = (state, end) if step[0].group is not None else (step[0], step[1])
        state, end, ordinal = step
    scale = word_at(tokens, end)
    ascends = scale is not None and scale.part is Part.SCALE and scale.values[0] >= state.scale
    if ascends and state.scaled and state.group is not None:
        # "Between two thousand and five thousand": the scale does not descend, so there are two numbers.
        (state, end), ordinal = closed, False
    ratio = _ratio(tokens, start, end, state)
    if ratio is not None:
        return ratio
    readings: tuple[Fraction, ...] = (state.value,)
    behind = end + (key_at(tokens, end) == "-")
    group = word_at(tokens, behind)
    if group is not None and group.part is Part.GROUP:
        readings += (state.value * group.values[0],)
        end = behind + 1
    return Found(
        start,
        end,
        readings,
        form=Form.ORDINAL if ordinal else Form.VAGUE if _is_vague(tokens, start, state) else Form.CARDINAL,
        digits=digits,
        scale=state.scale if state.scaled else None,
    )


def _is_vague(tokens: Sequence[Token], start: int, state: Composed) -> bool:
    """True for "a hundred", "a thousand", "several million"."""
    if state.words > 1 or state.digits or state.last not in (Part.HUNDRED, Part.SCALE):
        return False
    return state.value in (100, 1000) or tokens[start].key not in ARTICLES


def _ratio(tokens: Sequence[Token], start: int, end: int, state: Composed) -> Found | None:
    """Read "two thirds", "three-quarters", "one fifth"."""
    if state.words != 1 or state.scaled:
        return None
    at = end + (key_at(tokens, end) == "-")
    word = word_at(tokens, at)
    if word is None:
        return None
    if word.part in (Part.DENOMINATOR, Part.FRACTION):
        return _fraction(tokens, start, at + 1, state.value * word.values[0], form=Form.RATIO)
    if word.ordinal and word.part in (Part.UNIT, Part.TEEN) and word.values[0] > 2 and state.value == 1:
        return _fraction(tokens, start, at + 1, 1 / word.values[0])
    return None
