"""How an English number goes on: one more word, digits behind a scale, "and a half"."""

from collections.abc import Sequence
from fractions import Fraction

from eval.quantities.compose import Composed
from eval.quantities.english_words import ENGLISH
from eval.quantities.lexicon import NumberWord, Part
from eval.quantities.tokens import Token, read_digits

ARTICLES = frozenset({"a", "an"})


def step_at(tokens: Sequence[Token], index: int, state: Composed) -> tuple[Composed, int, bool] | None:
    """Read one more word of a number.

    >>> from eval.quantities.tokens import tokenise
    >>> begun = Composed().begin(Fraction(7), 1, part=Part.UNIT)
    >>> step = step_at(tokenise("million men"), 0, begun)
    >>> int(step[0].value), step[1:]
    (7000000, (1, False))

    Args:
        tokens: the tokens of a sentence.
        index: the token behind what is read already.
        state: the number so far.

    Returns:
        The number, the next token, and whether the word is an ordinal; None where the number ends.
    """
    joined = key_at(tokens, index) == "and"
    hyphen = key_at(tokens, index) == "-"
    at = index + (joined or hyphen)
    if joined and key_at(tokens, at) in ARTICLES:
        return _and_a_half(tokens, at + 1, state)
    word = word_at(tokens, at)
    if word is None:
        return None if joined or hyphen else _digits_behind_scale(tokens, at, state)
    longer: Composed | None = None
    if word.part is Part.SCALE and not joined:
        longer = state.scale_up(word.values[0])
    elif word.part is Part.HUNDRED and not joined and state.group is not None and state.group < 100:
        longer = state.multiply(Fraction(100), 100, part=Part.HUNDRED)
    elif word.part in (Part.UNIT, Part.TEEN, Part.TENS) and not state.digits:
        behind = word_at(tokens, at + 1)
        if joined and behind is not None and behind.part is Part.HUNDRED:
            return None  # "between one hundred and two hundred"
        longer = _add_small(word, state, joined=joined, hyphen=hyphen)
    return None if longer is None else (longer, at + 1, word.ordinal)


def _digits_behind_scale(
    tokens: Sequence[Token], at: int, state: Composed
) -> tuple[Composed, int, bool] | None:
    """Read the "240 thousand" of "one million 240 thousand"."""
    scale = word_at(tokens, at + 1)
    if (
        state.group is not None
        or state.last is not Part.SCALE
        or scale is None
        or scale.part is not Part.SCALE
    ):
        return None
    values = read_digits(tokens[at].key, decimal_comma=False) if tokens[at].kind == "number" else ()
    begun = state.begin(values[0], 0, part=Part.UNIT, digits=True) if values else None
    return None if begun is None or scale.values[0] >= state.scale else (begun, at + 1, False)


def _add_small(word: NumberWord, state: Composed, *, joined: bool, hyphen: bool) -> Composed | None:
    """Add a word below a hundred."""
    value = word.values[0]
    place = 10 if word.part is Part.TENS else 1
    if state.last is Part.TENS and word.part is Part.UNIT and not joined and state.place == 10:
        return state.add(value, 1, part=Part.UNIT)
    if hyphen and state.place != 100:
        return None
    if state.place == 100:
        return state.add(value, place, part=word.part)
    if state.group is None and state.last is Part.SCALE:
        return state.begin(value, place, part=word.part)
    year = state.group is not None and 10 < state.group <= 20 and state.words == 1 and not joined
    if year and word.part in (Part.TEEN, Part.TENS) and not word.ordinal:
        century = state.multiply(Fraction(100), 100, part=Part.HUNDRED)
        return century.add(value, place, part=word.part) if century else None
    return None


def _and_a_half(tokens: Sequence[Token], at: int, state: Composed) -> tuple[Composed, int, bool] | None:
    """Read "three and a half (million)" and "a million and a half"."""
    word = word_at(tokens, at)
    if word is None or word.part is not Part.FRACTION:
        return None
    if state.group is None:
        longer = state.begin(word.values[0] * state.scale, 0, part=Part.FRACTION)
    else:
        longer = state.add(word.values[0], 0, part=Part.FRACTION)
    return None if longer is None else (longer, at + 1, False)


def word_at(tokens: Sequence[Token], index: int) -> NumberWord | None:
    """Give the number word at a token, if there is one."""
    return ENGLISH.get(tokens[index].key) if index < len(tokens) and tokens[index].kind == "word" else None


def key_at(tokens: Sequence[Token], index: int) -> str:
    """Give the key of a token; empty behind the last."""
    return tokens[index].key if index < len(tokens) else ""
