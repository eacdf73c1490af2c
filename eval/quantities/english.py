"""Read the numbers of an English sentence: digits, words, magnitudes, ordinals, fractions, times."""

from fractions import Fraction

from eval.quantities.compose import Composed
from eval.quantities.lexicon import ENGLISH, ROMAN, NumberWord, Part
from eval.quantities.quantity import Quantity
from eval.quantities.tokens import Token, read_digits, tokenise
from eval.quantities.units import ENGLISH_UNITS
from eval.quantities.weigh import Found, finish

_SHORT_SCALES = {"m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12, "k": 10**3}
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_CURRENCY = frozenset("$€£")
_ARTICLES = frozenset({"a", "an"})


def read_english(text: str) -> list[Quantity]:
    """Give the quantities of an English sentence in the order of the text.

    >>> [(q.text, int(q.value), q.unit) for q in read_english("Seventy-nine states hold 110,000 km².")]
    [('Seventy-nine', 79, 'countries'), ('110,000', 110000, 'square kilometres')]
    >>> [str(q.value) for q in read_english("half a million, two thirds, one and a half billion, $3.5bn")]
    ['500000', '2/3', '1500000000', '3500000000']

    Args:
        text: the sentence as it stands.

    Returns:
        Its quantities with offsets into it.
    """
    tokens = tokenise(text)
    found: list[Found] = []
    index = 0
    while index < len(tokens):
        number = _number_at(tokens, index)
        if number is None:
            index += 1
        else:
            found.append(number)
            index = number.end
    return finish(text, tokens, found, table=ENGLISH_UNITS)


def _number_at(tokens: list[Token], start: int) -> Found | None:
    token = tokens[start]
    if token.kind == "number":
        return _digits(tokens, start)
    if token.kind != "word":
        return None
    if token.text in ROMAN and (token.text != "I"):
        return Found(start, start + 1, (Fraction(ROMAN[token.text]),), alike=True)
    if token.key in _ARTICLES:
        return _after_article(tokens, start)
    word = _word(tokens, start)
    if word is None or word.part in (Part.PLURAL, Part.DENOMINATOR):
        return None
    if word.part in (Part.ALIKE, Part.GROUP):
        return Found(start, start + 1, word.values, alike=True)
    if word.part is Part.FRACTION:
        return _fraction(tokens, start, start + 1, word.values[0])
    return _in_words(tokens, start)


def _after_article(tokens: list[Token], start: int) -> Found | None:
    """Read "a million (and a half)", "a hundred and ten", "a third", "a dozen"."""
    word = _word(tokens, start + 1)
    if word is None:
        return None
    if word.part in (Part.HUNDRED, Part.SCALE):
        return _in_words(tokens, start)
    if word.part is Part.FRACTION:
        return _fraction(tokens, start, start + 2, word.values[0])
    if word.part in (Part.UNIT, Part.TEEN, Part.TENS) and word.ordinal and word.values[0] > 2:
        value = word.values[0]
        return Found(start, start + 2, (value, 1 / value), ordinal=True, fraction=True)
    return None


def _fraction(tokens: list[Token], start: int, end: int, value: Fraction, *, exact: bool = False) -> Found:
    """Read what follows a fraction: "half a million", "a quarter of a million", "half a century"."""
    index = end
    if _key(tokens, index) in {"of", "-"}:
        index += 1
    if _key(tokens, index) in _ARTICLES:
        index += 1
    word = _word(tokens, index)
    if word is not None and word.part is Part.SCALE:
        scale = word.values[0]
        return Found(start, index + 1, (value * scale,), scaled=True, scale=scale)
    if word is not None and word.part is Part.GROUP:
        return Found(start, index + 1, (value, value * word.values[0]), fraction=True)
    return Found(start, end, (value,), fraction=True, exact_fraction=exact)


def _digits(tokens: list[Token], start: int) -> Found | None:
    token = tokens[start]
    clock = _clock(tokens, start)
    if clock is not None:
        return clock
    values = read_digits(token.key, decimal_comma=False)
    if not values:
        return None
    behind = tokens[start + 1] if start + 1 < len(tokens) else None
    glued = behind is not None and behind.start == token.end
    if behind is not None and glued and behind.key in _ORDINAL_ENDINGS:
        return Found(start, start + 2, values, digits=True, ordinal=True)
    if behind is not None and glued and behind.key == "s":
        return Found(start, start + 2, (values[0], values[0] % 100), digits=True, decade=True)
    if behind is not None and behind.text in "'’" and _key(tokens, start + 2) == "s" and values[0] >= 20:
        if tokens[start + 2].end - token.end == 2:
            return Found(start, start + 3, (values[0], values[0] % 100), digits=True, decade=True)
    if behind is not None and glued and behind.key in _SHORT_SCALES:
        scale = Fraction(_SHORT_SCALES[behind.key])
        scaled = tuple(value * scale for value in values)
        money = start > 0 and tokens[start - 1].text in _CURRENCY
        readings = scaled if money or behind.key in {"bn", "mn", "tn"} else values + scaled
        return Found(start, start + 2, readings, digits=True, scaled=money, scale=scale)
    state = Composed().begin(values[0], 0, part=Part.UNIT, digits=True)
    return _extend_all(tokens, start, start + 1, state, digits=True)


def _clock(tokens: list[Token], start: int) -> Found | None:
    """Read "10:30" or "12.00 GMT" as an hour; the minutes stay for the next number."""
    token = tokens[start]
    if (
        start + 2 < len(tokens)
        and tokens[start + 1].text == ":"
        and tokens[start + 2].kind == "number"
        and token.end == tokens[start + 1].start
        and tokens[start + 1].end == tokens[start + 2].start
        and token.key.isdigit()
        and len(tokens[start + 2].key) == 2
        and int(token.key) < 25
    ):
        hour = Fraction(token.key)
        part = Fraction(int(tokens[start + 2].key), 60)
        return Found(start, start + 1, (hour, (hour + 12) % 24, hour + part), digits=True, clock=True)
    return None


def _in_words(tokens: list[Token], start: int) -> Found | None:
    index = start
    word = _word(tokens, start)
    if word is None:
        index = start + 1
        word = _word(tokens, index)
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
        return Found(start, index + 1, readings, ordinal=True, fraction=value == 3)
    return _extend_all(tokens, start, index + 1, begun, digits=False)


def _extend_all(
    tokens: list[Token], start: int, end: int, state: Composed | None, *, digits: bool
) -> Found | None:
    """Add words to a number as long as they belong to it."""
    if state is None:
        return None
    ordinal = False
    while not ordinal:
        step = _step(tokens, end, state)
        if step is None:
            break
        state, end, ordinal = step
    word = _word(tokens, end + (_key(tokens, end) == "-"))
    if state.words == 1 and word is not None and not state.scaled:
        is_ordinal = word.ordinal and word.values[0] > 2 and word.part in (Part.UNIT, Part.TEEN)
        behind = end + 1 + (_key(tokens, end) == "-")
        if word.part is Part.DENOMINATOR or (word.part is Part.FRACTION and state.value > 0):
            return _fraction(tokens, start, behind, state.value * word.values[0], exact=True)
        if is_ordinal and state.value == 1:
            return _fraction(tokens, start, behind, 1 / word.values[0])
    readings: tuple[Fraction, ...] = (state.value,)
    if word is not None and word.part is Part.GROUP:
        readings += (state.value * word.values[0],)
        end += 1 + (_key(tokens, end) == "-")
    bare = state.words == 1 and not digits and state.value in (100, 1000)
    return Found(
        start,
        end,
        readings,
        digits=digits,
        scaled=state.scaled,
        ordinal=ordinal,
        bare_scale=bare,
        scale=state.scale if state.scaled else None,
    )


def _step(tokens: list[Token], index: int, state: Composed) -> tuple[Composed, int, bool] | None:
    """Read one more word of a number: the number, the next token, and whether the word is an ordinal."""
    joined = _key(tokens, index) == "and"
    hyphen = _key(tokens, index) == "-"
    at = index + (joined or hyphen)
    if joined and _key(tokens, at) in _ARTICLES:
        return _and_a_half(tokens, at + 1, state)
    word = _word(tokens, at)
    if word is None:
        return None
    value = word.values[0]
    longer: Composed | None = None
    if word.part is Part.SCALE and not joined:
        longer = state.scale_up(value)
    elif word.part is Part.HUNDRED and not joined and state.group is not None and state.group < 100:
        longer = state.multiply(Fraction(100), 100, part=Part.HUNDRED)
    elif word.part in (Part.UNIT, Part.TEEN, Part.TENS) and not state.digits:
        longer = _add_small(tokens, at, word, state, joined=joined, hyphen=hyphen)
    return None if longer is None else (longer, at + 1, word.ordinal)


def _add_small(
    tokens: list[Token], at: int, word: NumberWord, state: Composed, *, joined: bool, hyphen: bool
) -> Composed | None:
    value = word.values[0]
    place = 10 if word.part is Part.TENS else 1
    if state.last is Part.TENS and word.part is Part.UNIT and not joined and state.place == 10:
        return state.add(value, 1, part=Part.UNIT)
    if hyphen:
        return None
    if state.place == 100 or (state.group is None and state.last is Part.SCALE):
        behind = _word(tokens, at + 1)
        if joined and behind is not None and behind.part in (Part.HUNDRED, Part.SCALE):
            # "between two thousand and five thousand"
            return None
        if state.place == 100:
            return state.add(value, place, part=word.part)
        return state.begin(value, place, part=word.part)
    year = state.group is not None and 10 < state.group <= 20 and state.words == 1 and not joined
    if (
        year
        and word.part in (Part.TEEN, Part.TENS)
        and not word.ordinal
        and state.last in (Part.TEEN, Part.TENS)
    ):
        multiplied = state.multiply(Fraction(100), 100, part=Part.HUNDRED)
        return multiplied.add(value, place, part=word.part) if multiplied else None
    return None


def _and_a_half(tokens: list[Token], at: int, state: Composed) -> tuple[Composed, int, bool] | None:
    """Read "three and a half (million)" and "a million and a half"."""
    word = _word(tokens, at)
    if word is None or word.part is not Part.FRACTION:
        return None
    if state.group is None:
        longer = state.begin(word.values[0] * state.scale, 0, part=Part.FRACTION)
    else:
        longer = state.add(word.values[0], 0, part=Part.FRACTION)
    return None if longer is None else (longer, at + 1, False)


def _word(tokens: list[Token], index: int) -> NumberWord | None:
    return ENGLISH.get(tokens[index].key) if index < len(tokens) and tokens[index].kind == "word" else None


def _key(tokens: list[Token], index: int) -> str:
    return tokens[index].key if index < len(tokens) else ""
