"""The date check: both systems of months, Hijri months, weekdays and days."""

import pytest

from alignment.bead import Bead
from eval.checks.date import find_date_errors
from eval.checks.pair import CheckedPair, Sentence
from eval.checks.registry import run_checks

SAME = [
    ("في 11 أيلول 2001", "on September 11, 2001"),
    ("في الحادي عشر من سبتمبر", "on 11 September"),
    ("في 5 آذار/مارس", "on March 5th"),
    ("في كانون الثاني الماضي", "last January"),
    ("في كانون الأول", "in December"),
    ("في تشرين الأول", "in October"),
    ("في تشرين الثاني", "in November"),
    ("في 3 جانفي", "on 3 January"),
    ("في 30 يوليوز", "on 30 July"),
    ("بين 11 و13 سبتمبر", "from 11 to 13 September"),
    ("خلال شهر رمضان", "during Ramadan"),
    ("في 10 محرم 1445 هـ", "on 10 Muharram"),
    ("يوم الأربعاء", "on Wednesday"),
    ("صباح الأحد", "on Sunday morning"),
    ("مساء الاثنين", "on Monday evening"),
    ("بعد حدث الأربعاء", "Beyond Wednesday's event"),
    ("كل مساء أربعاء", "every Wednesday evening"),
    ("كل جمعة", "every Friday"),
    ("ما عدا الثلاثاء", "except Tuesdays"),
    ("في شعبان وذي الحجة", "in Shaaban and Dhu al-Hijja"),
    ("المسلسل الرمضاني", "the Ramadan series"),
    ("خلال يوم واحد", "within a day"),
    ("فتح باب المدرسة", "he opened the school's door"),
    ("مارس ضغوطا على الحكومة", "he put pressure on the government"),
    ("ربما يصل", "he may arrive"),
    ("قال رمضان قديروف", "Ramzan Kadyrov said"),
]

# article, reference, gating, message
DIFFERENT = [
    ("في 11 أيلول", "on October 11", True, "The article says September, the reference October."),
    ("يوم الثلاثاء", "on Wednesday", True, "The article says Tuesday, the reference Wednesday."),
    ("في 12 سبتمبر", "on September 11", True, "The article says 12 September, the reference 11 September."),
    (
        "في الثاني عشر من شباط",
        "on 13 February",
        True,
        "The article says 12 February, the reference 13 February.",
    ),
    ("الشهر الماضي", "in October", False, "The reference says October, the article does not."),
    ("يوم الثلاثاء", "yesterday", False, "The article says Tuesday, the reference does not."),
]


def messages(article: str, reference: str) -> list[tuple[bool, str]]:
    pair = CheckedPair(0, (Sentence(0, article),), (Sentence(0, reference),))
    return [(finding.gating, finding.message) for finding in find_date_errors((pair,))]


@pytest.mark.parametrize(("article", "reference"), SAME)
def test_equal_dates_raise_no_alarm(article: str, reference: str) -> None:
    assert messages(article, reference) == []


@pytest.mark.parametrize(("article", "reference", "gating", "message"), DIFFERENT)
def test_a_difference_is_found(article: str, reference: str, gating: bool, message: str) -> None:
    assert messages(article, reference) == [(gating, message)]


def test_a_changed_day_is_said_once() -> None:
    findings = run_checks([Bead((0,), (0,), 1.0)], ["وصل في 12 سبتمبر."], ["He arrived on 11 September."])
    assert [finding.check for finding in findings] == ["date"]
