"""Units in, drafts out: no mark is lost, whatever the text, the marks and the translator do."""

from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mt.documents.document import (
    Closing,
    Mark,
    MarkedText,
    MarkedTextBuilder,
    Opening,
    all_marks,
    same_markup,
    walk,
)
from mt.documents.drafting import plan_drafts, translate_document
from mt.documents.txt import read_txt
from mt.errors import EncodingError, LengthMismatchError
from mt.translation import Translation

LEXICON = {
    "وصل الوزير إلى باريس": "The minister arrived in Paris",
    "قال الوزير 25 مرة": "He said 25 times",
    "الوزير": "the minister",
    "باريس": "Paris",
    "إلى باريس": "to Paris",
    "25": "25",
}


def from_lexicon(texts: Iterable[str]) -> Iterator[Translation]:
    """A translator that knows a few sentences and gives no draft of others."""
    return (Translation(text, LEXICON.get(text, ""), None, frozenset(), "lexicon") for text in texts)


def shown(text: MarkedText) -> str:
    """A marked text with `[n … ]n` for its marks."""
    signs = {Opening: "[{}", Closing: "]{}"}
    return "".join(
        part if isinstance(part, str) else signs[type(part)].format(part.key) for part in walk(text)
    )


def draft(unit: MarkedText) -> str:
    plan = plan_drafts([unit])
    return shown(plan.finish(from_lexicon(plan.texts)).drafts[0])


SENTENCE = "وصل الوزير إلى باريس"


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ((), "The minister arrived in Paris"),
        ((Mark(0, 20, key=1),), "[1The minister arrived in Paris]1"),
        ((Mark(4, 10, key=1),), "[1The minister]1 arrived in Paris"),
        ((Mark(15, 20, key=1),), "The minister arrived in [1Paris]1"),
        ((Mark(4, 10, key=1), Mark(15, 20, key=2)), "[1The minister]1 arrived in [2Paris]2"),
        ((Mark(20, 20, key=1),), "The minister arrived in Paris[1]1"),
        ((Mark(0, 0, key=1),), "[1]1The minister arrived in Paris"),
        ((Mark(0, 20, key=1, children=(Mark(4, 10, key=2),)),), "[1[2The minister]2 arrived in Paris]1"),
    ],
)
def test_a_mark_goes_where_the_draft_of_its_words_is(marks: tuple[Mark, ...], expected: str) -> None:
    assert draft(MarkedText(SENTENCE, marks)) == expected


def test_a_marked_sentence_is_translated_as_one_text() -> None:
    plan = plan_drafts([MarkedText(SENTENCE, (Mark(4, 10, key=1),))])
    assert plan.texts == (SENTENCE, "الوزير")


def test_a_sentence_without_a_draft_stays_with_its_marks() -> None:
    unit = MarkedText("كلمة أخرى", (Mark(0, 4, key=1),))
    assert draft(unit).replace("[1", "").replace("]1", "") == "كلمة أخرى"


def test_text_without_arabic_letters_is_kept_in_ascii_digits_without_direction_marks() -> None:
    assert draft(MarkedText("\N{RIGHT-TO-LEFT MARK}٢٥٪ IBM", (Mark(1, 4, key=1),))) == "[125%]1 IBM"


def test_a_break_parts_sentences_and_stays_between_them() -> None:
    builder = MarkedTextBuilder()
    builder.add("باريس")
    builder.point(1, breaks=True)
    builder.add("الوزير")
    assert draft(builder.build()) == "Paris[1]1the minister"


@pytest.mark.parametrize("change", [1, -1])
def test_a_wrong_number_of_translations_is_an_error(change: int) -> None:
    plan = plan_drafts([MarkedText("باريس"), MarkedText("الوزير")])
    texts = (*plan.texts, "باريس")[: len(plan.texts) + change]
    with pytest.raises(LengthMismatchError, match="translations"):
        plan.finish(from_lexicon(texts))


WORDS = st.sampled_from(
    ["نعم", "IBM", "25", "،", ".", "\n", "\t", " ", "باريس", "؟", "\N{RIGHT-TO-LEFT MARK}"]
)
ENGLISH = st.text(st.sampled_from("aB2. ,\n"), max_size=30)


@st.composite
def units(draw: st.DrawFn) -> MarkedText:
    """Texts with marks in and beside each other, with and without text, some of which break."""
    builder = MarkedTextBuilder()
    for key, step in enumerate(draw(st.lists(st.sampled_from(["add", "add", "open", "close", "point"])))):
        if step == "add":
            builder.add("".join(draw(st.lists(WORDS, max_size=6))))
        elif step == "open" and builder.depth < 5:
            builder.open(key)
        elif step == "point":
            builder.point(key, breaks=draw(st.booleans()))
        elif step == "close" and builder.depth:
            builder.close()
    while builder.depth:
        builder.close()
    return builder.build()


def assert_nested(marks: tuple[Mark, ...], start: int, end: int) -> None:
    for mark in marks:
        assert start <= mark.start <= mark.end <= end
        assert_nested(mark.children, mark.start, mark.end)
        start = mark.end


@given(unit=units(), english=st.data())
def test_marks_survive_any_translator(unit: MarkedText, english: st.DataObject) -> None:
    plan = plan_drafts([unit])
    drafts = [Translation(text, english.draw(ENGLISH), None, frozenset(), "any") for text in plan.texts]
    result = plan.finish(drafts).drafts[0]
    assert same_markup(unit, result)
    assert_nested(result.marks, 0, len(result.text))
    parents = [{child.key for child in mark.children} for mark in all_marks(unit.marks)]
    assert all({child.key for child in mark.children} in parents for mark in all_marks(result.marks))
    for character in "\n\t":
        assert result.text.count(character) == unit.text.count(character)


@given(lines=st.lists(st.lists(WORDS.filter(lambda word: word != "\n"), max_size=5).map("".join), min_size=1))
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_plain_text_keeps_its_lines(end: str, lines: list[str]) -> None:
    document = read_txt(end.join(lines).encode(), "x.txt")
    written = document.render(translate_document(document, from_lexicon).drafts).decode()
    assert written.count(end) == len(lines) - 1
    assert [not line.strip() for line in lines if "\N{RIGHT-TO-LEFT MARK}" not in line] == [
        not after.strip()
        for before, after in zip(lines, written.split(end), strict=True)
        if "\N{RIGHT-TO-LEFT MARK}" not in before
    ]


def test_plain_text_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(EncodingError, match=r"x\.txt is not UTF-8"):
        read_txt("نعم".encode("windows-1256"), "x.txt")
