"""Texts that are swapped, empty, in the wrong language or of unequal length are refused."""

import pytest

from eval.orientation import check_parallel, check_texts
from mt.errors import EmptyTextError, LanguageError, LengthMismatchError

ARABIC = ["قال الوزير ذلك.", "ثم غادر شركة IBM."]
ENGLISH = ["The minister said so.", "Then he left."]


@pytest.mark.parametrize(
    ("article", "reference", "error", "message"),
    [
        (ENGLISH, ARABIC, LanguageError, "the texts are swapped"),
        (ARABIC, ARABIC, LanguageError, "the reference is in Arabic"),
        (ENGLISH, ENGLISH, LanguageError, "the article is not in Arabic"),
        (ARABIC, ["2019"], LanguageError, "the reference has no English"),
        ([], ENGLISH, EmptyTextError, "the article has no text"),
        (["", "  \n"], ENGLISH, EmptyTextError, "the article has no text"),
        (ARABIC, [], EmptyTextError, "the reference has no text"),
    ],
)
def test_wrong_texts_are_refused(
    article: list[str], reference: list[str], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        check_texts(article, reference)


def test_an_article_with_names_in_latin_letters_is_arabic() -> None:
    check_texts(["زار وفد من General Electric و IBM بغداد"], ENGLISH)


def test_unequal_lengths_name_both_numbers_and_files() -> None:
    with pytest.raises(LengthMismatchError, match=r"the a\.txt has 3 segments and the b\.txt 2"):
        check_parallel(["a", "b", "c"], ["a", "b"], hypothesis_name="a.txt", reference_name="b.txt")


@pytest.mark.parametrize(("hypotheses", "references"), [(ARABIC, ENGLISH), (ENGLISH, ARABIC)])
def test_a_score_across_languages_is_refused(hypotheses: list[str], references: list[str]) -> None:
    with pytest.raises(LanguageError, match="compares two texts in one language"):
        check_parallel(hypotheses, references)


def test_blank_texts_have_no_score() -> None:
    with pytest.raises(EmptyTextError, match="the hypothesis has no text"):
        check_parallel(["", " "], ENGLISH)
