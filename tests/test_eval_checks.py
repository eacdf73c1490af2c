"""The checks for review: hedges, negation, script, repetition, length, quotation, moved passages."""

import pytest

from alignment.bead import Bead
from eval.checks.hedge import find_hedges
from eval.checks.length import find_length_outliers
from eval.checks.moved import find_moved
from eval.checks.negation import find_negations
from eval.checks.pair import CheckedPair, Sentence
from eval.checks.quotation import find_quotations
from eval.checks.registry import CHECKS, run_checks
from eval.checks.repetition import find_repetitions
from eval.checks.script import find_wrong_script
from eval.finding import Finding, Severity


def pair(article: str, reference: str, bead: int = 0, *, moved: bool = False) -> CheckedPair:
    return CheckedPair(bead, (Sentence(bead, article),), (Sentence(bead, reference),), moved=moved)


@pytest.mark.parametrize(
    ("article", "reference"),
    [
        ("أكثر من 7 ملايين رجل", "more than 7 million men"),
        ("ما يزيد على مئة ألف", "over 100,000"),
        ("مئة شخص على الأقل", "at least 100 people"),
        ("ما لا يقل عن 20 قتيلا", "at least 20 dead"),
        ("نحو 350 مليون دولار", "about 350 million dollars"),
        ("350 مليون دولار تقريبا", "some 350 million dollars"),
        ("أقل من 10 في المئة", "less than 10 per cent"),
        ("ما يصل إلى 40 دولة", "up to 40 states"),
        ("7 ملايين رجل", "7 million men"),
        ("قتل جنود", "more than 40 were killed"),
        ("على مدى عامين", "over two years"),
    ],
)
def test_hedges_that_agree_are_no_finding(article: str, reference: str) -> None:
    assert list(find_hedges((pair(article, reference),))) == []


@pytest.mark.parametrize(
    ("article", "reference", "severity", "message"),
    [
        (
            "7 ملايين رجل",
            "more than 7 million men",
            Severity.WARNING,
            "The reference says “more than 7 million”",
        ),
        ("أكثر من 7 ملايين رجل", "7 million men", Severity.WARNING, "The article says “أكثر من 7 ملايين”"),
        ("أقل من 40 دولة", "more than 40 states", Severity.WARNING, "the article “أقل من 40”"),
        ("40 دولة", "about 40 states", Severity.NOTICE, "The reference says “about 40”"),
    ],
)
def test_a_dropped_or_turned_hedge_is_flagged(
    article: str, reference: str, severity: Severity, message: str
) -> None:
    (finding,) = find_hedges((pair(article, reference),))
    assert (finding.severity, finding.gating) == (severity, False)
    assert message in finding.message


def test_each_dropped_hedge_of_a_bead_is_its_own_finding() -> None:
    # The case coalition-2019 in other words: two hedges dropped, one number changed.
    text = "It freed more than 110,000 km², and more than 7 million men. More than 4 million went home."
    findings = find_hedges((pair("حرر 110 كلم مربع و7 ملايين رجل وعاد 4 ملايين", text),))
    assert [finding.message.split("“")[1].split("”")[0] for finding in findings] == [
        "more than 7 million",
        "More than 4 million",
    ]


@pytest.mark.parametrize(
    ("article", "reference"),
    [
        ("لم يصل الوفد", "the delegation did not arrive"),
        ("رفض الوزير التعليق", "the minister would not comment"),
        ("يجب ألا يعود", "it must never return"),
        ("لا يزال خطرا", "it remains a danger"),
        ("لم يجد سوى الماء", "he found only water"),
        ("ليس عسكريا فحسب", "it is not only military"),
        ("طالب بعدم التدخل", "he asked them not to interfere"),
        ("غير معروف", "it is not known"),
        ("لا ناقة له ولا جمل", "he has no stake in it"),
        ("ما زال هنا", "he is still here"),
        ("كلما زاد قل", "the more the less"),
        ("قرر إلا أنه عاد", "he decided, but came back"),
    ],
)
def test_denials_that_agree_are_no_finding(article: str, reference: str) -> None:
    assert [finding.message for finding in find_negations((pair(article, reference),))] == []


@pytest.mark.parametrize(
    ("article", "reference", "message"),
    [
        ("وصل الوفد", "the delegation did not arrive", "The reference denies (“not”), the article does not."),
        ("لم يصل الوفد", "the delegation arrived", "The article denies (“لم”), the reference does not."),
        ("لن نغادر", "we will leave", "The article denies (“لن”), the reference does not."),
    ],
)
def test_a_denial_on_one_side_is_flagged(article: str, reference: str, message: str) -> None:
    (finding,) = find_negations((pair(article, reference),))
    assert (finding.message, finding.gating) == (message, False)


ENGLISH = "The minister of defence left the capital for Cairo on Tuesday evening."


@pytest.mark.parametrize(
    ("article", "reference", "gating"),
    [
        (ENGLISH, ENGLISH, True),
        ("غادر الوزير left the capital for Cairo on Tuesday مساء", ENGLISH, True),
        ("غادر الوزير \N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER} القاهرة", ENGLISH, True),
        ("ØºØ§Ø¯Ø± Ø§ÙÙØ²ÙØ±", ENGLISH, True),
        ("غادر الوزير", "غادر الوزير العاصمة إلى القاهرة", True),
        ("غادر الوزير", "The word عدالة means justice, said the minister.", False),
    ],
)
def test_wrong_script_is_found(article: str, reference: str, gating: bool) -> None:
    findings = list(find_wrong_script((pair(article, reference),)))
    assert {finding.gating for finding in findings} == {gating}


@pytest.mark.parametrize(
    "article", ["اشترت شركة General Electric شركة IBM", "IBM", "انظر www.example.com", "غادر"]
)
def test_names_in_latin_letters_are_no_wrong_script(article: str) -> None:
    assert list(find_wrong_script((pair(article, ENGLISH),))) == []


@pytest.mark.parametrize(
    ("article", "reference", "severities"),
    [
        ("قال الوزير إن الوزير إن الوزير إن الحرب", "the minister said", [Severity.WARNING]),
        ("قال قال الوزير", "the minister said", [Severity.NOTICE]),
        ("نعم نعم قال", "yes, yes yes he said", []),
        ("قال الوزير، قال الرئيس", "the minister said, the president said", []),
    ],
)
def test_words_in_a_row_are_found(article: str, reference: str, severities: list[Severity]) -> None:
    assert [finding.severity for finding in find_repetitions((pair(article, reference),))] == severities


def test_a_sentence_that_stands_twice_is_found_unless_the_reference_has_it_twice() -> None:
    text = "قال الوزير إن الحرب قد انتهت تماما"
    first, second = pair(text, "The war is over."), pair(text, "Peace will come.", 1)
    assert [finding.bead for finding in find_repetitions((first, second))] == [1]
    assert list(find_repetitions((first, pair(text, "The war is over.", 1)))) == []


def test_a_cut_sentence_stands_out_in_its_document() -> None:
    pairs = [pair("كلمة " * (5 + n % 4), "a word " * (5 + n % 4), n) for n in range(20)]
    pairs[7] = pair("كلمة", "a word " * 9, 7)
    assert [finding.bead for finding in find_length_outliers(tuple(pairs))] == [7]
    assert list(find_length_outliers(tuple(pairs[:9]))) == []  # too few beads to know what is usual


@pytest.mark.parametrize(
    ("article", "reference", "count"),
    [
        ("قال إنهم لن يغادروا", 'He said: "We are not going to leave."', 1),
        ("قال: «لن نغادر هذا المكان أبدا»", "He said that they would not leave.", 0),
        ("قال: «لن نغادر»", 'He said: "We are not going to leave."', 0),
        ("التنظيم الإرهابي “داعش”", "the terrorist organisation ISIS", 0),
    ],
)
def test_a_lost_quotation_is_noted(article: str, reference: str, count: int) -> None:
    assert len(list(find_quotations((pair(article, reference),)))) == count


def test_a_quotation_of_the_article_alone_is_noted_where_the_reference_quotes_at_all() -> None:
    pairs = (
        pair("قال: «لن نغادر هذا المكان أبدا»", "He said that they would not leave."),
        pair("وأضاف: «سنبقى هنا معا حتى النهاية»", 'He added: "We will stay here together to the end."'),
    )
    assert [finding.message for finding in find_quotations(pairs)] == [
        "The article quotes, the reference has no quotation marks."
    ]


def test_moved_beads_in_a_row_are_one_passage() -> None:
    pairs = (
        pair("أ", "a"),
        CheckedPair(1, (Sentence(1, "ب"),), (Sentence(5, "b"),), moved=True),
        CheckedPair(2, (Sentence(2, "ج"),), (Sentence(6, "c"),), moved=True),
        CheckedPair(3, (Sentence(3, "د"),), (Sentence(2, "d"),), moved=True),
    )
    assert [finding.bead for finding in find_moved(pairs)] == [1, 3]


def test_ids_are_unique_and_findings_carry_them() -> None:
    ids = [check.id for check in CHECKS]
    assert len(ids) == len(set(ids))
    beads = [Bead((0,), (0,), 1.0), Bead((), (1,), 1.0)]
    findings: tuple[Finding, ...] = run_checks(beads, ["لم يقتل 350"], ["It killed 250", "It was cold."])
    assert {finding.check for finding in findings} <= set(ids)


def test_spans_are_the_characters_that_they_say() -> None:
    article, reference = "لم يقتل 350 شخصا في 12 أيلول", "More than 250 were killed on 11 October"
    for finding in run_checks([Bead((0,), (0,), 1.0)], [article], [reference]):
        for span in finding.article:
            assert article[span.start : span.end] == span.text
        for span in finding.reference:
            assert reference[span.start : span.end] == span.text
