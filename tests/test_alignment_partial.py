"""Partial beads with the bundled encoder."""

import pytest

from alignment.bead import Bead
from alignment.encoder import Encoder, load_encoder
from alignment.partial import CoveredSpan, covered_spans

ARABIC = "أعادت السلطات الأردنية فتح معبر جابر الحدودي أمام حركة الشاحنات"
ENGLISH = "The Jordanian authorities reopened the Jaber border crossing to lorries"
MORE = ", while the central bank left its interest rate unchanged for the third month in a row."


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


def spans(encoder: Encoder, article: str, reference: str) -> tuple[CoveredSpan, CoveredSpan]:
    """Give what a bead of two sentences covers of the article and of the reference."""
    ((source, target),) = covered_spans([Bead((0,), (0,), 1.0)], [article], [reference], encoder=encoder)
    return source[0], target[0]


def test_a_whole_translation_is_covered_wholly(encoder: Encoder) -> None:
    for span, text in zip(spans(encoder, ARABIC, ENGLISH), (ARABIC, ENGLISH), strict=True):
        assert (span.start, span.stop, span.partial) == (0, len(text), False)
        assert span.confidence > 0.5


def test_what_is_missing_at_the_end_is_cut_off(encoder: Encoder) -> None:
    _, target = spans(encoder, ARABIC, ENGLISH + MORE)
    assert target.partial
    assert target.start == 0
    assert len(ENGLISH) - 10 <= target.stop <= len(ENGLISH) + 10
    assert target.confidence > 0.9


def test_what_is_missing_at_the_start_is_cut_off(encoder: Encoder) -> None:
    reference = "The central bank left its interest rate unchanged for the third month in a row, while "
    _, target = spans(encoder, ARABIC, reference + ENGLISH)
    assert target.partial
    assert abs(target.start - len(reference)) <= 12
    assert target.stop == len(reference + ENGLISH)


def test_a_null_bead_covers_nothing(encoder: Encoder) -> None:
    beads = [Bead((0,), (), 1.0), Bead((), (0,), 1.0)]
    assert covered_spans(beads, [ARABIC], [MORE], encoder=encoder) == [((), ()), ((), ())]


def test_a_sentence_without_words_is_not_judged(encoder: Encoder) -> None:
    _, target = spans(encoder, ARABIC, " ")
    assert (target.start, target.stop, target.partial, target.confidence) == (0, 1, False, 0.5)
