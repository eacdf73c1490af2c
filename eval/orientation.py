"""Refuse texts that are swapped, empty, in the wrong language or of unequal length.

A metric gives a number for any two lists of strings; these checks run before one, so that a
number never comes from the wrong texts.
"""

from collections.abc import Sequence

from mt.arabic import arabic_share, count_arabic_letters, count_latin_letters
from mt.errors import EmptyTextError, LanguageError, LengthMismatchError

_MIN_ARTICLE_SHARE = 0.2
_MAX_REFERENCE_SHARE = 0.5


def check_texts(article: Sequence[str], reference: Sequence[str]) -> None:
    """Make sure that the article is Arabic and the reference English.

    >>> check_texts(["نعم."], ["Yes."])
    >>> check_texts(["Yes."], ["نعم."])
    Traceback (most recent call last):
    ...
    mt.errors.LanguageError: the texts are swapped: ...

    Args:
        article: sentences or paragraphs of the article.
        reference: sentences or paragraphs of the reference.

    Raises:
        EmptyTextError: a side has nothing but white space.
        LanguageError: the sides are swapped, or one of them is not in its language; an article
            counts as Arabic from 20 % Arabic letters on, a reference up to 50 %.
    """
    arabic, english = "\n".join(article), "\n".join(reference)
    _check_not_empty(arabic, side="article")
    _check_not_empty(english, side="reference")
    article_share, reference_share = arabic_share(arabic), arabic_share(english)
    if article_share < _MIN_ARTICLE_SHARE and reference_share > _MAX_REFERENCE_SHARE:
        raise LanguageError(
            f"the texts are swapped: the article is {article_share:.0%} Arabic and the reference "
            f"{reference_share:.0%}; give the Arabic article first, then the English reference"
        )
    if reference_share > _MAX_REFERENCE_SHARE:
        raise LanguageError(
            f"the reference is in Arabic ({reference_share:.0%} of its letters, {_excerpt(english)}): "
            "give the English text that the article reports"
        )
    if article_share < _MIN_ARTICLE_SHARE:
        raise LanguageError(
            f"the article is not in Arabic ({article_share:.0%} of its letters, {_excerpt(arabic)}): "
            "give the Arabic article first, then the English reference"
        )
    if not count_latin_letters(english):
        raise LanguageError(
            f"the reference has no English ({_excerpt(english)}): "
            "give the English text that the article reports"
        )


def check_parallel(
    hypotheses: Sequence[str],
    references: Sequence[str],
    *,
    hypothesis_name: str = "hypothesis",
    reference_name: str = "reference",
) -> None:
    """Make sure that two lists of segments can be scored against each other, line by line.

    >>> check_parallel(["Yes."], ["Yes.", "No."])
    Traceback (most recent call last):
    ...
    mt.errors.LengthMismatchError: the hypothesis has 1 segment and the reference 2: ...

    Args:
        hypotheses: what is scored.
        references: what it is scored against.
        hypothesis_name: what the user calls the first list, e.g. its file.
        reference_name: what the user calls the second.

    Raises:
        EmptyTextError: a list has nothing but white space.
        LengthMismatchError: the lists are of unequal length; the message names both numbers.
        LanguageError: one list is Arabic and the other is not.
    """
    if len(hypotheses) != len(references):
        raise LengthMismatchError(
            f"the {hypothesis_name} has {_count(len(hypotheses))} "
            f"and the {reference_name} {len(references)}: "
            "a score needs the same segments in both, one a line"
        )
    texts = "\n".join(hypotheses), "\n".join(references)
    _check_not_empty(texts[0], side=hypothesis_name)
    _check_not_empty(texts[1], side=reference_name)
    shares = arabic_share(texts[0]), arabic_share(texts[1])
    if any(count_arabic_letters(text) for text in texts) and (
        (shares[0] > _MAX_REFERENCE_SHARE) != (shares[1] > _MAX_REFERENCE_SHARE)
    ):
        first, second = ("Arabic", "English") if shares[0] > shares[1] else ("English", "Arabic")
        raise LanguageError(
            f"the {hypothesis_name} is {first} and the {reference_name} {second}: "
            "a score compares two texts in one language; give the translation and its reference"
        )


def _check_not_empty(text: str, *, side: str) -> None:
    if not text.strip():
        raise EmptyTextError(f"the {side} has no text: give a file with text")


def _count(number: int) -> str:
    return f"{number} segment" if number == 1 else f"{number} segments"


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    return f"“{words[:40]}…”" if len(words) > 40 else f"“{words}”"
