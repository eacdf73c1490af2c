"""Opposites, modality and terminology: tables of pairs that say the same, and of pairs that do not."""

import pytest

from eval.checks.modality import find_modalities
from eval.checks.opposite import find_opposites
from eval.checks.pair import CheckedPair, Sentence
from eval.checks.terminology import find_terms, glossary_check
from eval.finding import Severity
from mt.glossary import Term, make_glossary


def pair(article: str, reference: str, bead: int = 0) -> CheckedPair:
    return CheckedPair(bead, (Sentence(bead, article),), (Sentence(bead, reference),))


@pytest.mark.parametrize(
    ("article", "reference", "words"),
    [
        ("سنقبل كل مشروع", "We will reject every project", ("سنقبل", "reject")),
        ("ارتفعت الأسعار", "Prices fell", ("ارتفعت", "fell")),
        ("في جنوب البلاد", "in the northern part of the country", ("جنوب", "northern")),
        ("وتراجع الإنتاج", "Output increased", ("وتراجع", "increased")),
        ("سنرفض كل مشروع", "We will reject every project", None),
        ("لن نقبل أي مشروع", "We will reject every project", None),
        ("ارتفعت الأسعار ثم انخفضت", "Prices rose, then fell", None),
        ("قبل الحرب", "He rejected the war", None),
        ("", "He rejected it", None),
    ],
)
def test_opposites(article: str, reference: str, words: tuple[str, str] | None) -> None:
    found = [
        (finding.article[0].text, finding.reference[0].text)
        for finding in find_opposites((pair(article, reference),))
    ]
    assert found == ([] if words is None else [words])


@pytest.mark.parametrize(
    ("article", "reference", "count"),
    [
        ("يمكن لكل دولة أن توقع", "Every state must sign", 1),
        ("يجب على كل دولة أن توقع", "Every state may sign", 1),
        ("قد يوقعون غدا", "They have to sign tomorrow", 1),
        ("قد وقعوا", "They had to sign", 0),
        ("يجب على كل دولة أن توقع", "Every state must sign", 0),
        ("قد توقع الدول", "The states may sign", 0),
        ("ستوقع الدول", "The states must sign", 0),
        ("يجب أن توقع وقد تفعل", "They must sign and may do so", 0),
        ("لا يمكن أن توقع", "They must not sign", 0),
    ],
)
def test_modality(article: str, reference: str, count: int) -> None:
    assert len(list(find_modalities((pair(article, reference),)))) == count


def test_a_term_with_two_renderings_is_one_notice_with_the_rarer_as_evidence() -> None:
    texts = [("التحالف هنا", "The coalition is")] * 3 + [("وللائتلاف لنا", "The coalition is")] * 2
    pairs = tuple(pair(*text, bead=number) for number, text in enumerate(texts))
    (finding,) = find_terms(pairs)
    assert finding.severity is Severity.NOTICE
    assert [span.sentence for span in finding.article] == [3, 4]
    assert [span.text for span in finding.reference] == ["coalition", "coalition"]


@pytest.mark.parametrize("other", ["المدارس", "مدرستنا"])
def test_forms_of_one_word_are_one_rendering(other: str) -> None:
    texts = [("المدرسة هنا", "The school is")] * 3 + [(f"{other} لنا", "The school is")] * 2
    assert list(find_terms(tuple(pair(*text, bead=number) for number, text in enumerate(texts)))) == []


GLOSSARY = make_glossary([Term("التحالف الدولي", "Global Coalition"), Term("داعش", "ISIS")])


@pytest.mark.parametrize(
    ("article", "reference", "message"),
    [
        ("رحب بالتحالف الدولي", "He welcomed the Global Coalition", None),
        ("رحب بهم", "He welcomed them", None),
        ("رحب بالائتلاف", "He welcomed the Global Coalition", "has no “التحالف الدولي”"),
        ("هزيمة داعش", "the defeat of Daesh", "has no “isis”"),
    ],
)
def test_terms_against_a_glossary(article: str, reference: str, message: str | None) -> None:
    found = [finding.message for finding in glossary_check(GLOSSARY).run((pair(article, reference),))]
    assert len(found) == (message is not None)
    assert all(message in text for text in found if message)
