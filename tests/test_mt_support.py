"""How far a source explains the words of a given target, with the bundled model."""

import pytest

from mt.loading import load_translator
from mt.pipeline import Translator


@pytest.fixture(scope="module")
def translator() -> Translator:
    return load_translator()


def test_the_same_word_gains_more_where_the_source_says_it(translator: Translator) -> None:
    article = "نحن ندخل حقبة جديدة"
    right, wrong = translator.support(
        [(article, "We are entering a new era"), (article, "We are leaving a new era")]
    )
    assert right[2].gain > wrong[2].gain
    assert right[2].score < 0


@pytest.mark.parametrize("pair", [("", "yes"), ("نعم", ""), ("نعم", "word " * 3000)])
def test_nothing_is_known_of_an_empty_or_endless_side(translator: Translator, pair: tuple[str, str]) -> None:
    assert translator.support([pair]) == ((),)


def test_pairs_are_measured_by_themselves_and_in_order(translator: Translator) -> None:
    pairs = [("نعم، وصل الوزير", "Yes, the minister arrived"), ("", "x"), ("لا", "No")]
    together = translator.support(pairs)
    alone = [translator.support([pair])[0] for pair in pairs]
    for one, other in zip(together, alone, strict=True):
        assert [(word.start, word.end) for word in one] == [(word.start, word.end) for word in other]
        assert [word.gain for word in one] == pytest.approx([word.gain for word in other], abs=0.5)
    assert translator.support([]) == ()
