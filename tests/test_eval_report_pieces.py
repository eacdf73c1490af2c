import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.finding import Span
from eval.report.difference import MAX_WORDS, differing_words
from eval.report.excerpt import excerpts
from eval.report.map import HEIGHT, WIDTH, Extent, Ribbon
from eval.report.pieces import Mark, cut
from mt.segment import Segment

TEXTS = st.text(st.sampled_from("ab قل.,'1\N{ARABIC FATHA}"), max_size=30)
MARKS = st.lists(
    st.builds(
        lambda start, length, finding: Mark(start, start + length, finding),
        st.integers(0, 35),
        st.integers(0, 10),
        st.none() | st.integers(0, 3),
    ),
    max_size=6,
)


@given(TEXTS, MARKS)
def test_pieces_joined_are_the_text(text: str, marks: list[Mark]) -> None:
    assert "".join(piece.text for piece in cut(text, marks)) == text


@given(TEXTS, MARKS)
def test_each_character_has_the_marks_that_cover_it(text: str, marks: list[Mark]) -> None:
    per_character = [(piece.findings, piece.differs) for piece in cut(text, marks) for _ in piece.text]
    for index, (findings, differs) in enumerate(per_character):
        over = [mark.finding for mark in marks if mark.start <= index < mark.end]
        assert findings == tuple(sorted({finding for finding in over if finding is not None}))
        assert differs == (None in over)


@given(st.lists(TEXTS, max_size=3), st.lists(TEXTS, max_size=3))
def test_differing_stretches_lie_in_their_sentences_in_order(left: list[str], right: list[str]) -> None:
    difference = differing_words(left, right)
    assert difference is not None
    for texts, ranges in zip((left, right), difference, strict=True):
        assert len(ranges) == len(texts)
        for text, stretches in zip(texts, ranges, strict=True):
            ends = [0, *(end for stretch in stretches for end in stretch)]
            assert ends == sorted(ends)
            assert ends[-1] <= len(text)


@given(st.lists(TEXTS, max_size=3))
def test_a_text_does_not_differ_from_itself(texts: list[str]) -> None:
    assert differing_words(texts, texts) == ([[] for _ in texts], [[] for _ in texts])


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (["He said no"], ["he SAID, no!"], ([[]], [[]])),
        (["3.5 km"], ["35 km"], ([[(0, 3)]], [[(0, 2)]])),
        (["don't go"], ["do go"], ([[(0, 5)]], [[(0, 2)]])),
        ([], ["a"], ([], [[(0, 1)]])),
        ([""], [""], ([[]], [[]])),
    ],
)
def test_what_differs_are_words(left: list[str], right: list[str], expected: object) -> None:
    assert differing_words(left, right) == expected


def test_too_many_words_are_not_compared() -> None:
    assert differing_words(["a " * (MAX_WORDS + 1)], ["a"]) is None


def test_an_excerpt_is_cut_at_words_and_says_so() -> None:
    text = "one two three four five six seven eight nine ten MARK eleven twelve thirteen fourteen fifteen"
    start = text.index("MARK")
    (excerpt,) = excerpts([Segment(text, 0, len(text), 0)], [Span(0, start, start + 4, "MARK")])
    assert (excerpt.number, excerpt.before, excerpt.evidence, excerpt.after) == (
        1,
        "…four five six seven eight nine ten ",
        "MARK",
        " eleven twelve thirteen fourteen…",
    )


def test_several_spans_of_a_sentence_are_one_excerpt() -> None:
    sentences = [Segment("a b c d", 0, 7, 0), Segment("e", 8, 9, 1)]
    spans = [Span(0, 6, 7, "d"), Span(1, 0, 1, "e"), Span(0, 2, 3, "b")]
    assert [(e.number, e.before, e.evidence, e.after) for e in excerpts(sentences, spans)] == [
        (1, "a ", "b c d", ""),
        (2, "", "e", ""),
    ]


def test_a_ribbon_stays_on_the_map() -> None:
    for ribbon in (
        Ribbon(Extent(0, WIDTH), Extent(0, WIDTH)),
        Ribbon(Extent(0, 1), None),
        Ribbon(None, Extent(5, 6)),
    ):
        points = [tuple(map(float, point.split(","))) for point in ribbon.points.split()]
        assert len(points) >= 4
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
