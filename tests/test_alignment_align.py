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
