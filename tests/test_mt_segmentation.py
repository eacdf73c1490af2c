"""Sentence ends of Arabic and English, and the promise that nothing of the text is lost."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mt.segmentation import Language, segment

RLM = "\N{RIGHT-TO-LEFT MARK}"


def pieces(text: str, language: Language) -> list[str]:
    return [piece.text for piece in segment(text, language=language)]


ONE_ARABIC_SENTENCE = [
    "بلغت النسبة 3.45 في المئة.",
    "بلغت النسبة ٣٫٤٥٪ أو ٣.٤٥٪ تقريبا.",
    "زوروا www.example.com/a.html?q=1 أو https://example.org الآن.",
    "راسلوا first.last@example.com اليوم.",
    "قال د. محمد وم. سامر ود. ليلى وأ.د. علي كذلك.",
    "قال أ. د. محمد كذلك.",
    "العنوان ص.ب. 1234 بيروت.",
    "العنوان ص. ب. 1234 بيروت.",
    "كتب ج. ر. ر. تولكين روايته.",
    "كتب J. R. R. Tolkien روايته.",
    "تعمل شركة Example Inc. في بيروت.",
    "1. البند الأول",
    "١. البند الأول",
    "أ. البند الأول",
    "1.2. البند الأول.",
    "انتظر... ثم مضى.",
    "انتظر… ثم مضى.",
    "انتظر .. ثم مضى.",
    "جاء أحمد، وجاء علي؛ ثم جاءت سعاد.",
    "جاء أحمد ، وقال ؛ ثم ذهب .",
    "دروس هامة ،وقصص مهمة.",
    "أهدافنا هي: السلام والأمن.",
    "رفعوا شعار: «لا للحرب» في المسيرة.",
    "قال: «نعم».",
    "«هل ستأتي؟»، سأل الرجل.",
    "قال نعم .",
    "كلمة",
    "English only",
    "😀 👍",
    "2254",
    "؟؟",
]


@pytest.mark.parametrize("text", ONE_ARABIC_SENTENCE)
def test_one_arabic_sentence_stays_whole(text: str) -> None:
    assert pieces(text, "ar") == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("هل جاء؟ نعم. رائع! شكرا", ["هل جاء؟", "نعم.", "رائع!", "شكرا"]),
        ("هل جاء ؟ نعم .", ["هل جاء ؟", "نعم ."]),
        ("لماذا ؟ ! لأنه قال.", ["لماذا ؟ !", "لأنه قال."]),
        ("لماذا؟! لأنه قال.", ["لماذا؟!", "لأنه قال."]),
        ("حقا...؟ نعم.", ["حقا...؟", "نعم."]),
        ("قال «نعم.» ثم مضى.", ["قال «نعم.»", "ثم مضى."]),
        ("« نعم . » قال.", ["« نعم . »", "قال."]),
        ("قال “نعم”. ثم مضى.", ["قال “نعم”.", "ثم مضى."]),
        ('قال (نعم.) "لا." ثم.', ["قال (نعم.)", '"لا."', "ثم."]),
        ("انتهى.وقال نعم.", ["انتهى.", "وقال نعم."]),
        ("لماذا؟لأنه قال.", ["لماذا؟", "لأنه قال."]),
        ("القرار رقم 2254. إزالة القوات.", ["القرار رقم 2254.", "إزالة القوات."]),
        ("ولد عام 2019 م. ومات بعده.", ["ولد عام 2019 م.", "ومات بعده."]),
        ("ولد عام 1440 هـ. ومات بعده.", ["ولد عام 1440 هـ.", "ومات بعده."]),
        ("زوروا www.example.com. شكرا.", ["زوروا www.example.com.", "شكرا."]),
        ("قال: «لن ننسى. لن نغفر.» ثم مضى.", ["قال:", "«لن ننسى.", "لن نغفر.»", "ثم مضى."]),
        ("أهدافنا:\nالسلام", ["أهدافنا:", "السلام"]),
        ("• أولا • ثانيا", ["• أولا", "• ثانيا"]),
        (f"قال نعم.{RLM} ثم مضى.{RLM}", [f"قال نعم.{RLM}", f"ثم مضى.{RLM}"]),
        ("سطر\r\nآخر\n\n \n" + RLM + "\nثالث", ["سطر", "آخر", "ثالث"]),
        ("شكرا. 😀", ["شكرا. 😀"]),
        ("!!! شكرا.", ["!!! شكرا."]),
        ("لا. نعم.", ["لا.", "نعم."]),
    ],
)
def test_arabic_sentence_ends_are_found(text: str, expected: list[str]) -> None:
    assert pieces(text, "ar") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Smith met Dr. Jones and Sen. Brown at St. Mary's.",
        "George W. Bush met J. R. R. Tolkien.",
        "The U.S. Army left the U.K. today.",
        "It rose 3.5 percent to 1,234.56 dollars.",
        "See No. 5, p. 12 and fig. 3 for details, e.g. Table 2.",
        "Apples, pears, etc. are fruit.",
        "The court heard Harper v. Virginia today.",
        "Meet at 5 p.m. Monday at www.example.com/a.b now.",
        '"Are you coming?" he asked.',
        "We waited... Nothing came.",
        "Our aims are: peace and security.",
        "1. First item",
        "A. First item",
        "Yahoo! is a company.",
    ],
)
def test_one_english_sentence_stays_whole(text: str) -> None:
    assert pieces(text, "en") == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left the U.S. The army stayed.", ["He left the U.S.", "The army stayed."]),
        ("So do I. He left.", ["So do I.", "He left."]),
        ("She said no. No one left.", ["She said no.", "No one left."]),
        ('He said "no." She left.', ['He said "no."', "She left."]),
        ("It works at Example Inc. The firm grew.", ["It works at Example Inc.", "The firm grew."]),
        ("It was 2019. 5 people left.", ["It was 2019.", "5 people left."]),
        ("Wait! Who? Me.", ["Wait!", "Who?", "Me."]),
        ("all small. as transcripts are.", ["all small.", "as transcripts are."]),
        ("He said: “Come. Now.” They came.", ["He said:", "“Come.", "Now.”", "They came."]),
        ("Then he went.... Nobody came.", ["Then he went....", "Nobody came."]),
    ],
)
def test_english_sentence_ends_are_found(text: str, expected: list[str]) -> None:
    assert pieces(text, "en") == expected


@pytest.mark.parametrize("text", ["", " ", "\n\n", RLM + "\n\t"])
def test_blank_text_has_no_sentences(text: str) -> None:
    assert segment(text, language="ar") == ()


def test_paragraphs_count_lines_that_are_not_blank() -> None:
    segments = segment("أ. ب.\n\n\nج د.\nه و", language="ar")
    assert [(piece.text, piece.paragraph) for piece in segments] == [("أ. ب.", 0), ("ج د.", 1), ("ه و", 2)]


ALPHABET = st.sampled_from([*'ابد مA.b1٣.،؛؟!:…«»”"()\n\r\t •-', RLM, "\u2028", "😀", "\N{ARABIC FATHA}"])


@pytest.mark.parametrize("language", ["ar", "en"])
@given(
    text=st.one_of(st.text(ALPHABET, max_size=80), st.text(max_size=40)),
    max_chars=st.none() | st.integers(1, 9),
)
def test_pieces_and_gaps_join_to_the_original(language: Language, text: str, max_chars: int | None) -> None:
    segments = segment(text, language=language, max_chars=max_chars)
    position, joined = 0, ""
    for piece in segments:
        gap = text[position : piece.start]
        assert all(c.isspace() or c in RLM or not c.isprintable() for c in gap)
        assert piece.text == piece.text.strip() != ""
        joined += gap + piece.text
        position = piece.end
    assert joined + text[position:] == text
    assert [piece.paragraph for piece in segments] == sorted(piece.paragraph for piece in segments)


@given(text=st.text(ALPHABET, max_size=80), max_chars=st.integers(8, 30))
def test_no_piece_is_over_the_limit(text: str, max_chars: int) -> None:
    single_spaced = "\n".join(" ".join(line.split()) for line in text.splitlines())
    assert all(len(s.text) <= max_chars for s in segment(single_spaced, language="ar", max_chars=max_chars))


@pytest.mark.parametrize(
    "text",
    [
        "كلمة " * 10_000,
        "\n" * 5_000,
        "! " * 50_000,
        ":«" * 30_000,
        "." + ")" * 60_000,
        "أ." * 30_000,
        "ا" * 60_000,
    ],
    ids=["words", "lines", "marks", "quotes", "brackets", "initials", "letters"],
)
def test_hostile_texts_take_linear_time(text: str) -> None:
    started = time.perf_counter()
    segment(text, language="ar", max_chars=500)
    # A quadratic pass takes minutes; a loaded machine must not fail the linear one.
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(("name", "language", "count"), [("article.ar", "ar", 47), ("source.en", "en", 61)])
def test_shared_case_is_segmented_as_by_hand(
    coalition: Path, name: str, language: Language, count: int
) -> None:
    expected = (coalition / f"{name}.seg").read_text(encoding="utf-8").splitlines()
    assert len(expected) == count
    assert pieces((coalition / f"{name}.txt").read_text(encoding="utf-8"), language) == expected


def test_stop_before_opening_marks_only_ends_the_sentence() -> None:
    assert [s.text for s in segment("قال X . _ ", language="ar")] == ["قال X . _"]
