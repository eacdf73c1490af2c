"""Units of sentences, from the inside of the bundled encoder and from any other."""

from collections.abc import Sequence

import numpy as np
import pytest

from alignment.encoder import UniversalSentenceEncoder, Vectors, load_encoder
from alignment.units import units_of
from alignment.universal import finish, token_terms

TEXTS = ("مرحباً بالعالم يا سادة", "Hello, world: 110,000 km²", "ein deutscher Satz", "")


@pytest.fixture(scope="module")
def encoder() -> UniversalSentenceEncoder:
    loaded = load_encoder()
    assert isinstance(loaded, UniversalSentenceEncoder)
    return loaded


def test_all_tokens_together_give_the_vector_of_the_package(encoder: UniversalSentenceEncoder) -> None:
    ids = [encoder.backend.sp.encode(text, add_bos=True, add_eos=True) for text in TEXTS]
    for own, terms, expected in zip(
        ids, token_terms(encoder.backend, ids), encoder.encode(TEXTS), strict=True
    ):
        vector = finish(encoder.backend, terms.sum(axis=0)[None], np.array([len(own)]))[0]
        assert np.allclose(vector, expected, atol=1e-5)


def test_units_cover_the_words_from_first_to_last(encoder: UniversalSentenceEncoder) -> None:
    for text, units in zip(TEXTS[:3], encoder.encode_units(TEXTS[:3]), strict=True):
        assert (units.spans[0, 0], units.spans[-1, 1]) == (0, len(text))
        assert np.all(np.diff(units.spans[:, 0]) >= 0)
        assert np.allclose(np.linalg.norm(units.vectors, axis=1), 1.0, atol=1e-4)


def test_a_text_without_a_word_has_no_unit(encoder: UniversalSentenceEncoder) -> None:
    (units,) = encoder.encode_units([" "])
    assert units.vectors.shape == (0, 512)
    assert units.spans.shape == (0, 2)


def test_units_do_not_depend_on_the_texts_around_them(encoder: UniversalSentenceEncoder) -> None:
    many = [f"{text} {number}" for number in range(20) for text in TEXTS]
    for alone, among in zip(encoder.encode_units(many[:5]), encoder.encode_units(many)[:5], strict=True):
        assert np.allclose(alone.vectors, among.vectors, atol=1e-5)


class Letters:
    """An encoder that gives texts only: which letters they have."""

    def encode(self, texts: Sequence[str], /) -> Vectors:
        counts = np.array([[text.count(c) + 0.1 for c in "abc"] for text in texts]).reshape(-1, 3)
        return (counts / np.linalg.norm(counts, axis=1, keepdims=True)).astype(np.float32)


def test_an_encoder_of_whole_texts_gives_units_of_three_words() -> None:
    first, empty, short = units_of(Letters(), ["a b c aa", "", "b"])
    assert first.spans.tolist() == [[0, 5], [2, 8]]
    assert len(empty.vectors) == len(empty.spans) == 0
    assert short.spans.tolist() == [[0, 1]]
