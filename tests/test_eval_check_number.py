"""The number check: a table of pairs that say the same, and one of pairs that do not.

The sentences are written for this test.
"""

import pytest

from eval.checks.number import find_numbers
from eval.checks.pair import CheckedPair, Sentence
from eval.finding import Finding, Severity

SAME = [
    # number words that spell a name, forms that only resemble a number, magnitudes without a number
    ("وتلقت إيما ستون الجائزة", "Emma Stone received the award"),
    ("وصل غوسلينغ وستون", "Gosling and Stone arrived"),
    ("مستوطنة كريات أربع", "the settlement of Kiryat Arba"),
    ("سباعيات الرجبي", "7's rugby"),
    ("كنيسة بتصميم ثماني", "an octagonal church"),
    ("11 من الأربع", "11 fours"),
    ("عدة آلاف من الجنود", "several thousand troops"),
    ("ملايين اللاجئين", "millions of refugees"),
    # digits of every kind, separators
    ("قتل 350 شخصا.", "It killed 350 people."),
    ("قتل ٣٥٠ شخصا.", "It killed 350 people."),
    ("قتل ۳۵۰ شخصا.", "It killed 350 people."),
    ("بلغ العدد ١٬٢٥٠.", "The number reached 1,250."),
    ("بلغ العدد 1,250.", "The number reached 1250."),
    ("بلغ العدد 1.250 نسمة.", "The number reached 1,250 people."),
    ("بلغ العدد 1 250 000.", "The number reached 1,250,000."),
    ("بلغت النسبة ٣٫٥٪.", "The rate was 3.5%."),
    ("بلغت النسبة 3,5 في المئة.", "The rate was 3.5 per cent."),
    ("بلغت النسبة 3.5 بالمائة.", "The rate was 3.5 percent."),
    ("بلغت النسبة %40.", "The rate was 40%."),
    ("تحرير 110 آلاف كلم مربع.", "It freed 110,000 square kilometres."),
    ("تحرير 110000 كم²", "It freed 110,000 km²."),
    # magnitudes
    ("أنقذ 7 ملايين إنسان.", "It saved 7 million people."),
    ("أنقذ سبعة ملايين إنسان.", "It saved 7,000,000 people."),
    ("بكلفة 350 مليون دولار", "at a cost of $350 million"),
    ("بكلفة ثلاثمئة وخمسين مليون دولار", "at a cost of 350 million dollars"),
    ("بكلفة 1.5 مليار دولار", "at a cost of $1.5bn"),
    ("بكلفة مليار ونصف المليار دولار", "at a cost of one and a half billion dollars"),
    ("بكلفة مليارين ونصف مليار يورو", "at a cost of 2.5 billion euros"),
    ("نصف مليون لاجئ", "half a million refugees"),
    ("ربع مليون لاجئ", "a quarter of a million refugees"),
    ("ثلاثة أرباع المليون لاجئ", "750,000 refugees"),
    ("ألفا جندي", "two thousand troops"),
    ("ألفي جندي", "2,000 troops"),
    ("خمسة آلاف جندي", "five thousand troops"),
    ("25 ألف جندي", "25,000 troops"),
    ("خمسة وعشرون ألف جندي", "twenty-five thousand troops"),
    ("مئة ألف جندي", "100,000 troops"),
    ("مئة وعشرون ألف جندي", "one hundred and twenty thousand troops"),
    ("مليون و200 ألف شخص", "1.2 million people"),
    ("مليون ومئتا ألف شخص", "1,200,000 people"),
    ("ثلاثة ملايين ومئتان وخمسون ألف شخص", "3.25 million people"),
    ("تريليونا دولار", "two trillion dollars"),
    ("من مليونين إلى ثلاثة ملايين", "two to three million"),
    ("ما بين خمسة آلاف وعشرين ألف درهم", "between five thousand and twenty thousand dirhams"),
    ("ما بين مئة مليار وأربعمئة مليار نجم", "between one hundred billion and four hundred billion stars"),
    # number words
    ("ثلاث نساء", "three women"),
    ("ثماني دول", "eight states"),
    ("إحدى عشرة دولة", "eleven states"),
    ("اثنتا عشرة دولة", "twelve states"),
    ("خمسة عشر وزيرا", "fifteen ministers"),
    ("تسع وسبعون دولة", "seventy-nine countries"),
    ("79 دولة", "seventy-nine countries"),
    ("مئة وخمس دول", "a hundred and five countries"),
    ("ثلاثمئة وأحد عشر كاتبا", "three hundred and eleven writers"),
    ("ألف وتسعمئة وثمانية وستون", "nineteen sixty-eight"),
    ("وبثلاثين دولارا", "and for thirty dollars"),
    ("لسبعين دولة", "for seventy countries"),
    ("والأربعين حرامي", "and the forty thieves"),
    ("بألف وخمسمئة دولار", "for 1,500 dollars"),
    ("بخمسةٍ وعشرينَ يوماً", "in twenty-five days"),
    ("نقل واحداً وخمسين مليارا", "it moved fifty-one billion"),
    # one and two: singular, dual, and never an alarm
    ("اشترى كتابا.", "He bought one book."),
    ("اشترى كتابين.", "He bought two books."),
    ("كتابان", "2 books"),
    ("بعد عامين", "after two years"),
    ("شريكان جديدان", "two new partners"),
    ("أحد الوزراء", "one of the ministers"),
    ("كلاهما", "both of the two"),
    ("مرة واحدة", "once"),
    ("زوج من الأحذية", "2 shoes"),
    # ordinals
    ("في القرن الحادي والعشرين", "in the twenty-first century"),
    ("في القرن الـ21", "in the 21st century"),
    ("الدورة الخامسة والسبعون", "the seventy-fifth session"),
    ("المرتبة الثالثة عشرة", "thirteenth place"),
    ("المرة الرابعة", "the fourth time"),
    ("هدفنا الثالث", "our third objective"),
    ("أولا وثانيا وثالثا", "first, second and third"),
    ("الحرب العالمية الثانية", "World War II"),
    ("لويس السادس عشر", "Louis XVI"),
    # fractions and per cent
    ("ثلثا السكان", "two thirds of the population"),
    ("ثلثي السكان", "two-thirds of the population"),
    ("ثلاثة أرباع السكان", "three quarters of the population"),
    ("أربعة أخماس السكان", "four fifths of the population"),
    ("خمس السكان", "a fifth of the population"),
    ("نصف السكان", "half of the population"),
    ("ربع السكان", "one quarter of the population"),
    ("خمسون في المئة", "50 per cent"),
    ("مئة في المئة", "100%"),
    ("ثلاث سنوات ونصف السنة", "three and a half years"),
    ("ساعتين ونصف الساعة", "two and a half hours"),
    ("طن ونصف الطن", "one and a half tonnes"),
    ("ست ساعات ونصف", "six and a half hours"),
    # years, decades, dates, times
    ("في العام 2019", "in 2019"),
    ("عام ألفين وتسعة عشر", "in 2019"),
    ("في ستينيات القرن الماضي", "in the 1960s"),
    ("في الستينيات", "in the sixties"),
    ("في خمسينيات القرن التاسع عشر", "in the 1850s"),
    ("بين 1976 و1977", "in 1976-77"),
    ("في 11 سبتمبر 2001", "on September 11, 2001"),
    ("في 11/9/2001", "on 11 September 2001"),
    ("منذ ثلاثين عاما", "for three decades"),
    ("منذ ثلاثة عقود", "for thirty years"),
    ("منذ عقدين", "for twenty years"),
    ("قبل نصف قرن", "fifty years ago"),
    ("عند الساعة 10:30 مساء", "at 10:30 p.m."),
    ("عند الساعة 22:30", "at 10.30 p.m."),
    ("عند العاشرة والنصف", "at 10:30"),
    ("عند الثالثة", "at 3 o'clock"),
    ("عند السابعة والنصف صباحا", "at half past seven in the morning"),
    ("الخطة الخمسية", "the five-year plan"),
    # names, idioms and words that only look like numbers
    ("الطائرة MH17", "flight MH17"),
    ("طائرة إف-16", "an F-16 jet"),
    ("معيار 802.11n", "the 802.11n standard"),
    ("كوفيد-19", "COVID-19"),
    ("مجموعة العشرين", "the G20"),
    ("عشرات الآلاف من الناس", "tens of thousands of people"),
    ("مئات القتلى", "hundreds of dead"),
    ("ملايين البشر", "millions of people"),
    ("بضعة ملايين", "a few million"),
    ("يوم الأحد", "on Sunday"),
    ("يوم الثلاثاء", "on Tuesday"),
    ("يوم الأربعاء", "on Wednesday"),
    ("يوم الاثنين", "on Monday"),
    ("لست خائفا", "I am not afraid"),
    ("شركة ميتا", "the company Meta"),
    ("20 درجة مئوية", "20 degrees Celsius"),
    ("قرار مجلس الأمن 2254", "Security Council Resolution 2254"),
    ("فاز 3-1", "won 3-1"),
    ("25-30 كيلومترا", "25 to 30 kilometres"),
]

# article, reference, severity, gating, message
DIFFERENT = [
    (
        "تحرير 110 كلم مربع من الأراضي",
        "It freed more than 110,000 square kilometres of land",
        Severity.ERROR,
        True,
        "The article says 110 square kilometres, the reference 110,000 square kilometres.",
    ),
    (
        "أنقذ 7 آلاف شخص",
        "It saved 7 million people",
        Severity.ERROR,
        True,
        "7,000 people, the reference 7 million people",
    ),
    ("قتل 350 شخصا", "It killed 250 people", Severity.ERROR, True, "350 people, the reference 250 people"),
    (
        "بنسبة 3.5 في المئة",
        "by 3.6 per cent",
        Severity.ERROR,
        True,
        "3.5 per cent, the reference 3.6 per cent",
    ),
    (
        "وعدت بعدة ملايين من القنينات",
        "It promised several thousand vials",
        Severity.WARNING,
        False,
        "speaks of millions, the reference of thousands",
    ),
    ("عام 2018", "in 2019", Severity.ERROR, True, "says 2018, the reference 2019"),
    ("قتل خمسة جنود", "four soldiers were killed", Severity.WARNING, False, "says 5, the reference 4"),
    (
        "تسع وسبعون دولة",
        "ninety-seven countries",
        Severity.WARNING,
        False,
        "79 countries, the reference 97 countries",
    ),
    ("ثلاث دول", "thirty countries", Severity.ERROR, True, "3 countries, the reference 30 countries"),
    (
        "ثلاثة أرباع السكان",
        "two thirds of the population",
        Severity.WARNING,
        False,
        "0.75, the reference 2/3",
    ),
    (
        "قتل جنود",
        "350 soldiers were killed",
        Severity.ERROR,
        True,
        "The reference says 350, which the article does not",
    ),
    (
        "قتل 350 جنديا",
        "soldiers were killed",
        Severity.ERROR,
        True,
        "The article says 350, which the reference does not",
    ),
    ("قتل 12 جنديا", "soldiers were killed", Severity.WARNING, False, "The article says 12"),
    (
        "في القرن الثامن عشر",
        "in the nineteenth century",
        Severity.WARNING,
        False,
        "says 18, the reference 19",
    ),
    ("عند الساعة 10:30", "at 11:30", Severity.WARNING, False, "10.5, the reference 11.5"),
]


def check(article: str, reference: str) -> list[Finding]:
    pair = CheckedPair(0, (Sentence(0, article),), (Sentence(0, reference),))
    return list(find_numbers((pair,)))


@pytest.mark.parametrize(("article", "reference"), SAME)
def test_equal_numbers_raise_no_alarm(article: str, reference: str) -> None:
    assert [finding.message for finding in check(article, reference)] == []


@pytest.mark.parametrize(("article", "reference", "severity", "gating", "message"), DIFFERENT)
def test_a_difference_is_found_and_graded(
    article: str, reference: str, severity: Severity, gating: bool, message: str
) -> None:
    (finding,) = check(article, reference)
    assert (finding.severity, finding.gating) == (severity, gating)
    assert message in finding.message


def test_the_evidence_is_the_number_on_both_sides() -> None:
    (finding,) = check("تم تحرير ١١٠ كلم مربع", "They freed 110,000 km².")
    assert [(span.start, span.end, span.text) for span in finding.article] == [(9, 12, "١١٠")]
    assert [(span.start, span.end, span.text) for span in finding.reference] == [(11, 18, "110,000")]


def test_what_counts_the_same_thing_is_one_changed_number() -> None:
    findings = check("حرر 110 كلم مربع وأنقذ 8 ملايين رجل", "It freed 110,000 km² and saved 7 million people")
    assert [finding.message for finding in findings] == [
        "The article says 110 square kilometres, the reference 110,000 square kilometres.",
        "The article says 8 million people, the reference 7 million people.",
    ]


def test_a_number_in_the_next_bead_is_no_error() -> None:
    pairs = (
        CheckedPair(0, (Sentence(0, "قتل 350 شخصا."),), (Sentence(0, "People were killed."),)),
        CheckedPair(1, (Sentence(1, "كانت كارثة."),), (Sentence(1, "350 died in the disaster."),)),
    )
    assert {finding.severity for finding in find_numbers(pairs)} == {Severity.NOTICE}


def test_null_beads_have_no_number_findings() -> None:
    pairs = (CheckedPair(0, (), (Sentence(0, "350 died."),)), CheckedPair(1, (Sentence(0, "قتل 250"),), ()))
    assert list(find_numbers(pairs)) == []
