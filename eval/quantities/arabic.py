"""Read the numbers of an Arabic sentence.

Digits of any kind, number words in either gender and any case, with the prefixes و ف ب ل ك ال,
duals of the scales (ألفين), ordinals, fractions and per cent. The singular and the dual of a noun
(كتاب, كتابان) state 1 and 2 without a number word, which is why nothing ever has to answer to an
English 1 or 2 (`Weight.LOOSE`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from eval.quantities.arabic_words import ARABIC
from eval.quantities.compose import Composed
from eval.quantities.found import Form, Found, clock_at
from eval.quantities.lexicon import NumberWord, Part
from eval.quantities.quantity import Quantity
from eval.quantities.reader import read_numbers
from eval.quantities.tokens import Token, read_digits
from eval.quantities.units import ARABIC_UNITS

_PREFIXES = ("ب", "ل", "ك")
# "I am not"; and "and he found", which is spelt like "two thousand".
_NOT_NUMBERS = frozenset({"لست", "فلست", "ولست", "فالفي"})
# Without hamza "two hundred" is spelt like the company Meta and like "the dead".
_MEET_OTHER_WORDS = ("ميتا", "ميتي", "ميتان", "ميتين")
_WEEKDAYS = ("الثلاثا", "الاربعا")
_TEN = frozenset({"عشر", "عشره"})
_HUNDRED = frozenset({"الميه", "المايه", "ميه", "مايه"})


@dataclass(frozen=True, slots=True)
class _Atom:
    """A number word or a group of digits at one token.

    Attributes:
        part: what it does in a number; UNIT for digits.
        values: the readings; none for digits that are no value.
        joined: True behind "و".
        digits: True for digits.
        ordinal: True for an ordinal.
        tokens: how many tokens it takes (two for "و" and digits).
    """

    part: Part
    values: tuple[Fraction, ...]
    joined: bool
    digits: bool = False
    ordinal: bool = False
    tokens: int = 1


def read_arabic(text: str, tokens: Sequence[Token] | None = None) -> list[Quantity]:
    """Give the quantities of an Arabic sentence in the order of the text.

    >>> [(q.text, int(q.value), q.unit) for q in read_arabic("حرر ١١٠ آلاف كلم مربع و7 ملايين رجل")]
    [('١١٠ آلاف', 110000, 'square kilometres'), ('7 ملايين', 7000000, 'people')]
    >>> [str(q.value) for q in read_arabic("ثلاثة ملايين ومئتان وخمسون ألفا، أي مليونين ونصف المليون")]
    ['3250000', '2500000']

    Args:
        text: the sentence as it stands.
        tokens: its tokens, where they are known already.

    Returns:
        Its quantities with offsets into it.
    """
    return read_numbers(text, tokens, number_at=_number_at, table=ARABIC_UNITS)


def _number_at(tokens: Sequence[Token], start: int) -> Found | None:
    if tokens[start].kind == "number":
        clock = clock_at(tokens, start)
        if clock is not None:
            return clock
    atom = _atom(tokens, start)
    if atom is None or not atom.values or atom.tokens > 1:
        return None
    if atom.part in (Part.ALIKE, Part.GROUP):
        return Found(start, start + 1, atom.values, form=Form.ALIKE)
    if atom.part is Part.FRACTION:
        return _fraction(tokens, start, atom)
    state = _begin(Composed(), atom)
    return None if state is None else _compose(tokens, start, atom, state)


def _compose(tokens: Sequence[Token], start: int, first: _Atom, state: Composed) -> Found:
    """Add atoms to a number as long as they belong to it."""
    end = start + first.tokens
    ordinal = first.ordinal
    closed = (state, end)
    while (atom := _atom(tokens, end)) is not None:
        longer = _extend(state, atom, behind=_atom(tokens, end + atom.tokens))
        if longer is None:
            break
        if state.group is None or longer.group is None:
            closed = (state, end) if longer.group is not None else (longer, end + atom.tokens)
        ordinal = ordinal or atom.ordinal
        state, end = longer, end + atom.tokens
        if atom.part is Part.FRACTION:
            state, end = _repeated_scale(tokens, state, end)
            break
    if atom is not None and state.scaled and state.group is not None and _multiplies(atom, state.scale):
        # "ثمانية ملايين وثمانية عشر مليونا": the second scale does not descend, so there are two numbers.
        state, end = closed
    if atom is not None and atom.part is Part.DENOMINATOR and not atom.joined and state.words == 1:
        value = state.value * atom.values[0]
        return _fraction(tokens, end, replace(atom, values=(value,)), start=start, form=Form.RATIO)
    return _found(tokens, start, end, first=first, state=state, ordinal=ordinal)


def _found(
    tokens: Sequence[Token], start: int, end: int, *, first: _Atom, state: Composed, ordinal: bool
) -> Found:
    readings: tuple[Fraction, ...] = (state.value,)
    if state.words == 1:
        readings = first.values
        if first.part is Part.UNIT and not first.digits and not ordinal:
            readings += (1 / state.value,)  # خُمس and خَمس are spelt alike
    elif state.words == 2 and first.digits and state.scaled:
        readings = tuple(value * state.scale for value in first.values)
    if ordinal and tokens[end : end + 2] and _keys(tokens, end, 2) in {("بعد", word) for word in _HUNDRED}:
        readings, end = (state.value + 100,), end + 2
    behind = _atom(tokens, end)
    if behind is not None and behind.part is Part.GROUP and not behind.joined:
        readings += (state.value * behind.values[0],)
    half = _atom(tokens, end + 1)
    is_noun = (
        end < len(tokens) and tokens[end].kind == "word" and (behind is None or behind.part is Part.GROUP)
    )
    if half is not None and half.part is Part.FRACTION and half.joined and is_noun and not ordinal:
        readings = (readings[0] + half.values[0], *readings)  # "ثلاث سنوات ونصف السنة"
    vague = state.words == 1 and first.part in (Part.SCALE, Part.HUNDRED) and state.value in (100, 1000)
    return Found(
        start,
        end,
        readings,
        form=Form.VAGUE if vague else Form.ORDINAL if ordinal else Form.CARDINAL,
        digits=first.digits,
        scale=state.scale if state.scaled else None,
    )


def _begin(state: Composed, atom: _Atom) -> Composed | None:
    """Begin a group with an atom, or close an empty one with a scale."""
    value = atom.values[0]
    if atom.digits:
        return state.begin(value, 0, part=Part.UNIT, digits=True)
    match atom.part:
        case Part.UNIT | Part.TEEN | Part.TENS:
            return state.begin(value, 1, part=atom.part)
        case Part.HUNDRED:
            return state.begin(value, 100, part=Part.HUNDRED)
        case Part.SCALE:
            return state.scale_up(value)
        case Part.DUAL:
            pair = state.begin(Fraction(2), 0, part=Part.UNIT) if value < state.scale else None
            return pair.scale_up(value / 2) if pair else None
        case _:
            return None


def _extend(  # noqa: PLR0911 - a grammar is a list of cases
    state: Composed, atom: _Atom, *, behind: _Atom | None
) -> Composed | None:
    """Add an atom to a number, or give None where it begins another one."""
    if not atom.values:
        return None
    value = atom.values[0]
    if not atom.joined:
        return None if atom.digits else _extend_directly(state, atom)
    if atom.part is Part.FRACTION:
        if state.group is not None:
            return state.add(value, 0, part=Part.FRACTION)
        again = behind is not None and behind.part is Part.SCALE
        if again and behind is not None and behind.values[0] != state.scale:
            return None  # "ألف ونصف مليون" is two numbers
        return state.begin(value * state.scale, 0, part=Part.FRACTION)
    if state.group is None:
        return _begin(state, atom)
    if atom.digits or state.digits:
        return None
    if atom.part is Part.TENS and (
        state.place == 100 or (state.last is Part.UNIT and state.group % 100 < 10)
    ):
        return state.add(value, 0, part=Part.TENS)
    if atom.part in (Part.UNIT, Part.TEEN) and state.place == 100:
        return state.add(value, 1, part=atom.part)
    return None


def _extend_directly(state: Composed, atom: _Atom) -> Composed | None:
    """Add a word without "و": a scale, the ten of thirteen, the hundred of three hundred."""
    value = atom.values[0]
    if _multiplies(atom, Fraction(0)):
        return state.scale_up(value)
    if state.digits or state.group is None or state.last is not Part.UNIT or not 0 < state.group % 100 < 10:
        return None
    if atom.part is Part.TEEN:
        return state.add(Fraction(10), 1, part=Part.TEEN)
    if atom.part in (Part.HUNDRED, Part.PLURAL) and value == 100 and state.group < 10:
        return state.multiply(Fraction(100), 100, part=Part.HUNDRED)
    return None


def _multiplies(atom: _Atom, scale: Fraction) -> bool:
    """True for a scale of at least that size which multiplies what stands before it."""
    return (
        atom.part in (Part.SCALE, Part.PLURAL)
        and not atom.joined
        and atom.values[0] >= max(scale, Fraction(1000))
    )


def _repeated_scale(tokens: Sequence[Token], state: Composed, end: int) -> tuple[Composed, int]:
    """Read the scale that "ونصف المليون" names once more."""
    atom = _atom(tokens, end)
    if atom is None or atom.part is not Part.SCALE or atom.joined:
        return state, end
    return (state if state.scaled else state.scale_up(atom.values[0]) or state), end + 1


def _fraction(
    tokens: Sequence[Token], index: int, atom: _Atom, *, start: int | None = None, form: Form = Form.FRACTION
) -> Found:
    """Read a fraction and the scale behind it: "نصف مليون", "ثلاثة أرباع المليار"."""
    first = index if start is None else start
    behind = _atom(tokens, index + 1)
    readings = atom.values
    if behind is not None and behind.part is Part.SCALE and not behind.joined:
        scale = behind.values[0]
        return Found(first, index + 2, tuple(value * scale for value in readings), scale=scale)
    if behind is not None and behind.part is Part.GROUP and not atom.joined:
        readings += (readings[0] * behind.values[0],)
    if atom.joined:
        # "ساعتين ونصف الساعة", "طن ونصف الطن": the noun before it says one or two.
        readings += (readings[0] + 1, readings[0] + 2)
    return Found(first, index + 1, readings, form=form)


def _keys(tokens: Sequence[Token], start: int, count: int) -> tuple[str, ...]:
    return tuple(token.key for token in tokens[start : start + count])


def _atom(tokens: Sequence[Token], index: int) -> _Atom | None:
    """Read the number word or the digits at a token, seeing through prefixes."""
    if index >= len(tokens):
        return None
    token = tokens[index]
    if token.kind == "number":
        return _Atom(Part.UNIT, read_digits(token.key, decimal_comma=True), joined=False, digits=True)
    if token.kind != "word":
        return None
    behind = tokens[index + 1] if index + 1 < len(tokens) else None
    if token.key == "و" and behind is not None and behind.kind == "number":
        values = read_digits(behind.key, decimal_comma=True)
        return _Atom(Part.UNIT, values, joined=True, digits=True, tokens=2)
    word, joined = _look_up(token.key)
    if token.key.endswith(_MEET_OTHER_WORDS) and "ئ" not in token.text:
        return None
    if token.key == "واحد" and behind is not None and behind.key in _TEN:
        joined = True  # "وأحد عشر": without hamza it is spelt like "one"
    return None if word is None else _Atom(word.part, word.values, joined, ordinal=word.ordinal)


def _look_up(key: str) -> tuple[NumberWord | None, bool]:
    if key in ARABIC:
        return ARABIC[key], False
    if key in _NOT_NUMBERS or key.endswith(_WEEKDAYS):
        return None, False
    for form in _without_prefixes(key):
        if form in ARABIC:
            return ARABIC[form], False
    if len(key) > 2 and key[0] in "وف":
        for form in _without_prefixes(key[1:]):
            if form in ARABIC:
                return ARABIC[form], True
    return None, False


def _without_prefixes(key: str) -> list[str]:
    forms = [key]
    if key.startswith(("ال", "لل")):
        forms.append(key[2:])
    if len(key) > 3 and key[0] in _PREFIXES:
        forms.append(key[1:])
        if key[1:].startswith("ال"):
            forms.append(key[3:])
    return forms
