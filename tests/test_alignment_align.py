"""The aligner as a whole, with the bundled encoder."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.align import align, align_vectors
from alignment.bitext import check_coverage
from alignment.encoder import Encoder, load_encoder
from mt.errors import ModelNotFoundError

ARABIC = (
    "ارتفعت أسعار النفط يوم الثلاثاء بعد تراجع المخزونات الأميركية.",
    "لم يسقط أي جريح في الحادث.",
    "أعادت السلطات الأردنية فتح معبر جابر الحدودي أمام الشاحنات، بعد إغلاق دام أسبوعين.",
    "تتكاثر البكتيريا بالانشطار الثنائي.",
)
MORE_ARABIC = (
    "أعلن وزير الخارجية أن المحادثات ستستأنف في جنيف الأسبوع المقبل.",
    "قُتل ثلاثة جنود في كمين نصبه مسلحون قرب الحدود.",
    "رفع البنك المركزي سعر الفائدة للمرة الثالثة هذا العام.",
    "دعا الأمين العام للأمم المتحدة إلى وقف فوري لإطلاق النار.",
    "استقبل الملك رئيس الوزراء العراقي في قصر الحسينية.",
    "تعهدت الدول المانحة بتقديم ملياري دولار لإعادة الإعمار.",
    "اعتقلت الشرطة عشرين متظاهراً أمام البرلمان.",
)
ENGLISH = (
    "Oil prices rose on Tuesday after US inventories fell.",
    "No one was wounded in the accident.",
    "The Jordanian authorities reopened the Jaber border crossing to trucks.",
    "It had been closed for two weeks.",
    "Bacteria reproduce by binary fission.",
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


def test_sentences_meet_their_translations(encoder: Encoder) -> None:
    beads = align(ARABIC, ENGLISH, encoder=encoder)
    assert [(bead.source, bead.target) for bead in beads] == [
        ((0,), (0,)),
        ((1,), (1,)),
        ((2,), (2, 3)),
        ((3,), (4,)),
    ]


@pytest.mark.parametrize(("n", "m"), [(0, 0), (2, 0), (0, 3)])
def test_an_empty_side_gives_sure_nulls(encoder: Encoder, n: int, m: int) -> None:
    beads = align(ARABIC[:n], ENGLISH[:m], encoder=encoder)
    assert len(beads) == n + m
    assert all(bead.confidence == 1.0 and bead.similarity is None for bead in beads)


def test_identical_texts_are_paired_one_to_one(encoder: Encoder) -> None:
    beads = align(ENGLISH, ENGLISH, encoder=encoder)
    assert [(bead.source, bead.target) for bead in beads] == [((i,), (i,)) for i in range(len(ENGLISH))]


UNRELATED = (
    "Photosynthesis turns light, water and carbon dioxide into sugar.",
    "The recipe asks for two eggs, a cup of flour and a pinch of salt.",
    "Her grandmother taught her to play the violin when she was six.",
    "A prime number has no divisors other than one and itself.",
    "The museum's new wing shows Dutch painters of the seventeenth century.",
    "Glaciers carved these valleys during the last ice age.",
    "He missed the penalty, and the match ended without a goal.",
    "The library stays open until midnight during the examinations.",
    "Most bats find their way by listening to echoes of their own calls.",
    "The tailor shortened the sleeves and mended the lining.",
)


@pytest.mark.parametrize("count", [4, 10])
def test_texts_that_have_nothing_in_common_are_nulls(encoder: Encoder, count: int) -> None:
    beads = align([*ARABIC[:3], *MORE_ARABIC][:count], UNRELATED[:count], encoder=encoder)
    assert not any(bead.source and bead.target for bead in beads)
    assert sum(bead.confidence for bead in beads) / len(beads) > 0.7


def test_a_draft_may_stand_beside_each_source_sentence(encoder: Encoder) -> None:
    with_drafts = align(ARABIC, ENGLISH, encoder=encoder, drafts=["Oil rose."] * len(ARABIC))
    assert [bead.target for bead in with_drafts] == [(0,), (1,), (2, 3), (4,)]


def test_a_thousand_times_the_same_sentence_is_covered(encoder: Encoder) -> None:
    beads = align(ARABIC[:1] * 1000, ENGLISH[:1] * 1000, encoder=encoder)
    check_coverage(beads, 1000, 1000)


def test_one_sentence_against_a_hundred_is_covered(encoder: Encoder) -> None:
    beads = align(ARABIC[:1], [f"Sentence number {k}." for k in range(100)], encoder=encoder)
    check_coverage(beads, 1, 100)


@settings(max_examples=40, deadline=None)
@given(n=st.integers(1, 40), m=st.integers(1, 40), seed=st.integers(0, 999))
def test_beads_cover_both_texts_once_and_confidences_are_probabilities(n: int, m: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    sides = [rng.normal(size=(size, 16)).astype(np.float32) for size in (n, m)]
    sides = [side / np.linalg.norm(side, axis=1, keepdims=True) for side in sides]
    texts = ["word " * int(k) + "." for k in rng.integers(1, 30, n)], ["x " * 9 + "."] * m
    beads = align_vectors(texts[0], texts[1], vectors=(sides[0], sides[1]))
    check_coverage(beads, n, m)
    assert all(0.0 <= bead.confidence <= 1.0 for bead in beads)
    sources = [i for bead in beads for i in bead.source]
    assert sources == sorted(sources)


def test_long_texts_go_through_a_corridor() -> None:
    rng = np.random.default_rng(1)
    vectors = rng.normal(size=(1500, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    source, target = np.delete(vectors, range(700, 715), axis=0), vectors
    texts = ["A sentence of some length, for once."] * 1500
    beads = align_vectors(texts[:1485], texts, vectors=(source, target))
    expected = {(i, i if i < 700 else i + 15) for i in range(1485)}
    found = {(bead.source[0], bead.target[0]) for bead in beads if bead.kind == "1-1"}
    assert len(found & expected) >= 1480


def test_an_unknown_encoder_is_refused() -> None:
    with pytest.raises(ModelNotFoundError, match="usem3"):
        load_encoder("labse")
