"""Read the numbers of an Arabic sentence.

Digits of any kind, number words in either gender and any case, with the prefixes و ف ب ل ك ال,
duals of the scales (ألفين), ordinals, fractions and per cent. The singular and the dual of a noun
(كتاب, كتابان) state 1 and 2 without a number word, which is why nothing ever has to answer to an
English 1 or 2 (`Weight.LOOSE`).
"""

from dataclasses import dataclass
from fractions import Fraction

from eval.quantities.compose import Composed
from eval.quantities.lexicon import ARABIC, NumberWord, Part
from eval.quantities.quantity import Quantity
from eval.quantities.tokens import Token, read_digits, tokenise
from eval.quantities.units import ARABIC_UNITS
from eval.quantities.weigh import Found, finish

_PREFIXES = ("ب", "ل", "ك")
_NOT_NUMBERS = frozenset({"لست", "كست", "بالف", "لاحد", "كاحد", "باحد", "لاول", "كاول", "فاول"})
_TEN_AFTER_UNIT = frozenset({"عشر", "عشره"})


@dataclass(frozen=True, slots=True)
class _Atom:
    """A number word or a group of digits at one token.

    Attributes:
        word: the entry of the lexicon; None for digits.
        values: the readings of digits, or of the word.
        joined: True behind "و".
        tokens: how many tokens it takes (two for "و" and digits).
    """

    word: NumberWord | None
    values: tuple[Fraction, ...]
    joined: bool
    tokens: int = 1


def read_arabic(text: str) -> list[Quantity]:
    """Give the quantities of an Arabic sentence in the order of the text.

    >>> [(q.text, int(q.value), q.unit) for q in read_arabic("حرر ١١٠ آلاف كلم مربع و7 ملايين رجل")]
    [('١١٠ آلاف', 110000, 'square kilometres'), ('7 ملايين', 7000000, 'people')]
    >>> [str(q.value) for q in read_arabic("ثلاثة ملايين ومئتان وخمسون ألفا، أي مليونين ونصف المليون")]
    ['3250000', '2500000']

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
    return finish(text, tokens, found, table=ARABIC_UNITS)


def _number_at(tokens: list[Token], start: int) -> Found | None:
    atom = _atom(tokens, start)
    if atom is None or (atom.word is None and atom.joined):
        return None
    if atom.word is not None and atom.word.part is Part.PLURAL:
        return None
    if atom.word is not None and atom.word.part in (Part.ALIKE, Part.GROUP):
        return Found(start, start + 1, atom.values, alike=True)
    if atom.word is not None and atom.word.part is Part.FRACTION:
        return _fraction(tokens, start, atom.values)
    state = _begin(Composed(), atom)
    if state is None:
        return None
    first = atom
    end = start + atom.tokens
    ordinal = atom.word is not None and atom.word.ordinal
    while (atom := _atom(tokens, end)) is not None:
        longer = _extend(state, atom, next_atom=_atom(tokens, end + atom.tokens))
        if longer is None:
            break
        ordinal = ordinal or (atom.word is not None and atom.word.ordinal)
        state, end = longer, end + atom.tokens
        if atom.word is not None and atom.word.part is Part.FRACTION:
            # "ونصف المليون" names the scale once more.
            again = _atom(tokens, end)
            if again is not None and again.word is not None and again.word.part is Part.SCALE:
                if not state.scaled:
                    state = state.scale_up(again.values[0]) or state
                end += 1
            break
    denominator = _atom(tokens, end)
    if (
        denominator is not None
        and denominator.word is not None
        and denominator.word.part is Part.DENOMINATOR
        and not denominator.joined
        and state.words == 1
    ):
        return _fraction(tokens, end, (state.value * denominator.values[0],), start=start, exact=True)
    readings = (state.value,)
    if state.words == 1:
        readings = first.values
    elif state.words == 2 and first.word is None and len(first.values) > 1 and state.scaled:
        readings = tuple(value * state.scale for value in first.values)
    if state.words == 1 and first.word is not None and first.word.part is Part.UNIT and not ordinal:
        readings += (Fraction(1, int(state.value)),)
    return Found(
        start,
        end,
        readings,
        digits=first.word is None,
        scaled=state.scaled,
        ordinal=ordinal,
        bare_scale=state.words == 1
        and first.word is not None
        and first.word.part in (Part.SCALE, Part.HUNDRED)
        and state.value <= 1000,
        scale=state.scale if state.scaled else None,
    )


def _begin(state: Composed, atom: _Atom) -> Composed | None:
    if atom.word is None:
        return state.begin(atom.values[0], 0, part=Part.UNIT, digits=True) if atom.values else None
    value = atom.values[0]
    match atom.word.part:
        case Part.UNIT | Part.TEEN:
            return state.begin(value, 1, part=atom.word.part)
        case Part.TENS:
            return state.begin(value, 1, part=Part.TENS)
        case Part.HUNDRED:
            return state.begin(value, 100, part=Part.HUNDRED)
        case Part.SCALE:
            return state.scale_up(value)
        case Part.DUAL:
            closed = state.begin(Fraction(2), 0, part=Part.UNIT)
            return closed.scale_up(value / 2) if closed else None
        case _:
            return None


def _extend(state: Composed, atom: _Atom, *, next_atom: _Atom | None) -> Composed | None:
    """Add an atom to a number, or give None where it begins another one."""
    word, value = atom.word, atom.values[0] if atom.values else None
    if value is None:
        return None
    if not atom.joined:
        if word is None or state.last is None:
            return None
        if word.part in (Part.SCALE, Part.PLURAL) and value >= 1000:
            return state.scale_up(value)
        if state.digits:
            return None
        small = state.group is not None and 0 < state.group % 100 < 10 and state.last is Part.UNIT
        if word.part is Part.TEEN and small:
            return state.add(Fraction(10), 1, part=Part.TEEN)
        if (
            word.part in (Part.HUNDRED, Part.PLURAL)
            and value == 100
            and small
            and state.group
            and state.group < 10
        ):
            return state.multiply(Fraction(100), 100, part=Part.HUNDRED)
        return None
    if word is not None and word.part is Part.FRACTION:
        if state.group is None:
            return _add_scaled_fraction(state, value, next_atom)
        return state.add(value, 0, part=Part.FRACTION)
    if state.group is None:
        return _begin(state, atom)
    if word is None or state.digits:
        return None
    if word.part is Part.TENS and (
        state.place == 100 or (state.last is Part.UNIT and state.group % 100 < 10)
    ):
        return state.add(value, 0, part=Part.TENS)
    if word.part in (Part.UNIT, Part.TEEN) and state.place == 100:
        return state.add(value, 1, part=word.part)
    return None


def _add_scaled_fraction(state: Composed, value: Fraction, next_atom: _Atom | None) -> Composed | None:
    """Read "مليونان ونصف (المليون)" as 2.5 million, and "ألف ونصف مليون" as two numbers."""
    if next_atom is not None and next_atom.word is not None and next_atom.word.part is Part.SCALE:
        if next_atom.values[0] != state.scale:
            return None
    return state.begin(value * state.scale, 0, part=Part.FRACTION)


def _fraction(
    tokens: list[Token],
    index: int,
    values: tuple[Fraction, ...],
    *,
    start: int | None = None,
    exact: bool = False,
) -> Found:
    """Read a fraction and the scale behind it: "نصف مليون", "ثلاثة أرباع المليار"."""
    first = index if start is None else start
    behind = _atom(tokens, index + 1)
    if (
        behind is not None
        and behind.word is not None
        and behind.word.part is Part.SCALE
        and not behind.joined
    ):
        scale = behind.values[0]
        return Found(first, index + 2, tuple(value * scale for value in values), scaled=True, scale=scale)
    return Found(first, index + 1, values, fraction=True, exact_fraction=exact)


def _atom(tokens: list[Token], index: int) -> _Atom | None:
    """Read the number word or the digits at a token, seeing through prefixes."""
    if index >= len(tokens):
        return None
    token = tokens[index]
    if token.kind == "number":
        return _Atom(None, read_digits(token.key, decimal_comma=True), joined=False)
    if token.kind != "word":
        return None
    if token.key == "و" and index + 1 < len(tokens) and tokens[index + 1].kind == "number":
        return _Atom(None, read_digits(tokens[index + 1].key, decimal_comma=True), joined=True, tokens=2)
    word, joined = _look_up(token.key)
    return None if word is None else _Atom(word, word.values, joined)


def _look_up(key: str) -> tuple[NumberWord | None, bool]:
    if key in ARABIC:
        return ARABIC[key], False
    joined = len(key) > 2 and key[0] in "وف"
    for stem in (key[1:], key) if joined else (key,):
        is_joined = joined and stem is not key
        if stem in _NOT_NUMBERS:
            continue
        for form in _without_prefixes(stem):
            if form in ARABIC:
                return ARABIC[form], is_joined
    return None, False


def _without_prefixes(key: str) -> list[str]:
    forms = [key]
    if key.startswith("ال"):
        forms.append(key[2:])
    if key.startswith("لل"):
        forms.append(key[2:])
    if len(key) > 3 and key[0] in _PREFIXES:
        forms.append(key[1:])
        if key[1:].startswith("ال"):
            forms.append(key[3:])
    return forms
