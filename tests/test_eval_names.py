"""Names across scripts: what they sound like, which are asked for, and what is said of them."""

import pytest

from eval.checks.name import LIKENESS, find_name_errors
from eval.checks.pair import CheckedPair, Sentence
from eval.finding import Finding, Severity
from eval.names.english import find_names, stems
from eval.names.sounds import arabic_sounds, latin_sounds, likeness, make_sounds

# Spellings as newspapers have them; the last ones are hard: Russian and German "ch".
SPELLINGS = [
    ("بومبيو", "Pompeo"),
    ("جيفري", "Jeffrey"),
    ("منبج", "Manbij"),
    ("فيجي", "Fiji"),
    ("كينيا", "Kenya"),
    ("الحكيم", "Hakim"),
    ("نتنياهو", "Netanyahu"),
    ("غوتيريش", "Guterres"),
    ("واشنطن", "Washington"),
    ("تشاد", "Chad"),
    ("خروتشوف", "Khrushchev"),
    ("شوماخر", "Schumacher"),
]


def alike(arabic: str, latin: str) -> float:
    arabic_forms = (arabic, arabic.removeprefix("ال"))
    name = make_sounds(latin_sounds(latin))
    return max(likeness(make_sounds(arabic_sounds(form)), name) for form in arabic_forms)


def pairs(*texts: tuple[str, str]) -> tuple[CheckedPair, ...]:
    return tuple(
        CheckedPair(number, (Sentence(number, article),), (Sentence(number, reference),))
        for number, (article, reference) in enumerate(texts)
    )


def check(*texts: tuple[str, str]) -> list[Finding]:
    return list(find_name_errors(pairs(*texts)))


@pytest.mark.parametrize(("arabic", "latin"), SPELLINGS)
def test_a_name_sounds_like_its_spelling(arabic: str, latin: str) -> None:
    assert alike(arabic, latin) >= LIKENESS


@pytest.mark.parametrize("shift", [1, 2, 3, 5])
def test_other_names_do_not(shift: int) -> None:
    names = [latin for _, latin in SPELLINGS]
    others = names[shift:] + names[:shift]
    assert [
        (arabic, other)
        for (arabic, _), other in zip(SPELLINGS, others, strict=True)
        if alike(arabic, other) >= LIKENESS
    ] == []


def test_an_early_stop_gives_the_same_likeness() -> None:
    first, second = make_sounds("BuMBiu"), make_sounds("BoMBeo")
    assert likeness(first, second, least=0.5) == likeness(first, second) == likeness(second, first)
    assert likeness(first, second, least=0.99) == 0.0


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("On Monday the Security Council met.", []),
        ("He met Karim Khan's adviser in Addis Ababa.", ["karim", "khan", "addis", "ababa"]),
        ("They joined NATO and the Organization.", []),
        ("", []),
    ],
)
def test_what_is_asked_for(text: str, keys: list[str]) -> None:
    assert [name.key for name in find_names(text) if not name.opens] == keys


def test_a_people_is_asked_for_by_its_place_too() -> None:
    assert "kenya" in stems("kenyan")


@pytest.mark.parametrize(
    ("article", "reference"),
    [
        ("التقى بومبيو السفير جيم جيفري", "Then Pompeo met Ambassador Jim Jeffrey"),
        ("وصل إلى نيويورك", "Then he reached New York"),
        ("قال ديغول", "Then de Gaulle said"),
        ("تعمل شركة IBM مع Siemens", "It works with Siemens"),
        ("وبومبيو", "And Pompeo"),
    ],
)
def test_a_name_that_is_spelt_is_no_finding(article: str, reference: str) -> None:
    assert check((article, reference)) == []


def test_a_name_that_is_nowhere_is_a_notice_with_all_its_places() -> None:
    (finding,) = check(
        ("وصل الوزير إلى المدينة", "The minister reached Kandahar"),
        ("ثم غادر المدينة", "Then he left Kandahar"),
    )
    assert finding.severity is Severity.NOTICE
    assert not finding.gating
    assert [span.sentence for span in finding.reference] == [0, 1]
    assert "2 places" in finding.message


def test_a_name_that_is_spelt_elsewhere_is_a_warning() -> None:
    (finding,) = check(
        ("وصل بومبيو", "Then Pompeo arrived"),
        ("وتحدث بومبيو", "Then Pompeo spoke"),
        ("وقال الوزير نعم", "Then Pompeo said yes"),
    )
    assert (finding.severity, finding.bead) == (Severity.WARNING, 2)


def test_the_table_of_names_says_which_name_stands_there_instead() -> None:
    (finding,) = check(
        ("وصل بومبيو", "Then Pompeo arrived"),
        ("وتحدث بومبيو", "Then Pompeo spoke"),
        ("وشكره بومبيو", "Then Shanahan thanked him"),
    )
    assert finding.message == "The reference names Shanahan, where the article names Pompeo."
    assert [span.text for span in finding.article] == ["بومبيو"]


def test_names_side_by_side_are_one_finding() -> None:
    (finding,) = check(("وصلت السيدة", "Then Nadia Murad arrived"))
    assert finding.reference[0].text == "Nadia Murad"


def test_a_bead_without_a_counterpart_asks_for_no_name() -> None:
    assert list(find_name_errors((CheckedPair(0, (), (Sentence(0, "Then Pompeo spoke"),)),))) == []
