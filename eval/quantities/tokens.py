"""Cut a sentence into numbers, words and marks that know where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from mt.arabic import matching_key

_DIGIT = "0-9٠-٩۰-۹"
_GROUP_MARK = "[,٬'’\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE} ]"
_INVISIBLE = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_TOKEN = re.compile(
    rf"(?P<number>(?<![{_DIGIT}.,٫])[{_DIGIT}]{{1,3}}(?P<mark>{_GROUP_MARK})[{_DIGIT}]{{3}}"
    rf"(?:(?P=mark)[{_DIGIT}]{{3}})*(?:[.٫][{_DIGIT}]+)?(?![{_DIGIT}])"
    rf"|[{_DIGIT}]+(?:[.,٫][{_DIGIT}]+)*)"
    rf"|(?P<word>[^\W\d_]+(?:[\u0610-\u061a\u064b-\u065f\u0670\N{{ARABIC TATWEEL}}'’]+[^\W\d_]+)*"
    rf"[\u064b-\u0652\u0670\N{{ARABIC TATWEEL}}]*)"
    rf"|(?P<mark_only>[^\s{_INVISIBLE}])"
)
_ASCII_DIGITS = str.maketrans(
    {chr(base + digit): str(digit) for base in (0x0660, 0x06F0) for digit in range(10)} | {"٫": ".", "٬": ","}
)


@dataclass(frozen=True, slots=True)
class Token:
    """A number in digits, a word, or one other visible character.

    Attributes:
        text: the characters of the sentence.
        key: the form to look up: `matching_key` of a word, ASCII digits of a number.
        start: offset of the first character, in code points.
        end: offset behind the last character.
        kind: ``number``, ``word`` or ``mark``.
    """

    text: str
    key: str
    start: int
    end: int
    kind: str


def tokenise(text: str) -> list[Token]:
    """Give the tokens of a sentence.

    >>> [token.key for token in tokenise("بَلَغَ ١٬٢٥٠٫٥ كلم، و7%")]
    ['بلغ', '1,250.5', 'كلم', '،', 'و', '7', '%']
    >>> [token.key for token in tokenise("In 2010 300 men, 17 000 in all")]
    ['in', '2010', '300', 'men', ',', '17 000', 'in', 'all']

    Args:
        text: the sentence as it stands.

    Returns:
        Its tokens in order; white space and invisible characters are between them.
    """
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        piece = match[0]
        if match["number"] is not None:
            yield Token(piece, piece.translate(_ASCII_DIGITS), *match.span(), "number")
        elif match["word"] is not None:
            yield Token(piece, _word_key(piece), *match.span(), "word")
        else:
            yield Token(piece, piece.translate(_ASCII_DIGITS), *match.span(), "mark")


def _word_key(word: str) -> str:
    # For ASCII this is what `matching_key` gives, in a tenth of the time.
    return word.casefold() if word.isascii() else matching_key(word).replace("’", "'")


_GROUPED = re.compile(r"\d{1,3}(?P<mark>\D)\d{3}(?:(?P=mark)\d{3})*(?:\.\d+)?")


def read_digits(key: str, *, decimal_comma: bool) -> tuple[Fraction, ...]:
    """Give the values that a number in digits can have, the likeliest first.

    >>> read_digits("110,000", decimal_comma=False)
    (Fraction(110000, 1),)
    >>> read_digits("2,5", decimal_comma=True), read_digits("1.500", decimal_comma=True)
    ((Fraction(5, 2),), (Fraction(3, 2), Fraction(1500, 1)))
    >>> read_digits("1.2.3", decimal_comma=False)
    ()

    Args:
        key: ASCII digits with ``.``, ``,``, an apostrophe or spaces inside, as `tokenise` gives them.
        decimal_comma: True where writers also use a comma before decimals and a point between
            thousands, as in Arabic.

    Returns:
        The values; none where the token is a list or a version number, which is no value.
    """
    grouped = _GROUPED.fullmatch(key)
    if grouped and grouped["mark"] != ".":
        return (Fraction(re.sub(r"[^\d.]", "", key)),)
    if grouped:
        thousands = Fraction(key.replace(".", ""))
        if key.count(".") > 1:
            return (thousands,)
        return (Fraction(key), thousands) if decimal_comma and not key.startswith("0") else (Fraction(key),)
    if re.fullmatch(r"\d+(?:\.\d+)?", key):
        return (Fraction(key),)
    if decimal_comma and re.fullmatch(r"\d+,\d+", key):
        return (Fraction(key.replace(",", ".")),)
    return ()
