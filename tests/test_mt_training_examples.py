import random
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from mt.training.examples import Batch, Corpus, ExampleOptions, ExampleStream, Tokeniser, drop_and_move_words
from mt.training.pairs import Pair


@pytest.fixture(scope="module")
def tokeniser(repository: Path) -> Tokeniser:
    return Tokeniser(repository / "mt/bundled/ar-en")


PAIRS = [
    Pair(f"وصل الوزير إلى المدينة رقم {n}", f"The minister arrived in city number {n}") for n in range(40)
]


def same(one: Batch, other: Batch) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("source", "decoder_input", "labels")
    )


def test_a_stream_goes_on_from_any_position(tokeniser: Tokeniser) -> None:
    stream = ExampleStream([Corpus(PAIRS, 1.5)], tokeniser, options=ExampleOptions(max_tokens=200))
    whole = list(islice(stream.batches(), 12))
    passes, used, _ = whole[6]
    for (_, _, batch), (_, _, again) in zip(
        whole[7:], stream.batches(passes=passes, skip=used), strict=False
    ):
        assert same(batch, again)


@pytest.mark.parametrize(("weight", "expected"), [(1.0, 40), (2.0, 80), (0.25, 10), (1.5, 60)])
def test_weights_set_how_often_a_pass_sees_a_pair(tokeniser: Tokeniser, weight: float, expected: int) -> None:
    stream = ExampleStream([Corpus(PAIRS, weight)], tokeniser, options=ExampleOptions(max_tokens=200))
    seen = 0
    for passes, _, batch in stream.batches():
        if passes == 1:
            break
        seen += len(batch.source)
    assert seen == expected


def test_the_decoder_reads_what_it_gave_one_step_before(tokeniser: Tokeniser) -> None:
    stream = ExampleStream([Corpus(PAIRS)], tokeniser, options=ExampleOptions(max_tokens=200))
    _, _, batch = next(stream.batches())
    assert (batch.decoder_input[:, 0] == tokeniser.pad).all()
    kept = batch.labels[:, :-1] >= 0
    assert np.array_equal(batch.decoder_input[:, 1:][kept], batch.labels[:, :-1][kept])
    ends = [row[row >= 0][-1] for row in batch.labels]
    assert set(ends) == {tokeniser.eos}


def test_resplitting_keeps_the_text(tokeniser: Tokeniser) -> None:
    text = PAIRS[0].source
    plain = tokeniser.source(text)
    assert tokeniser.resplit_source(text, random.Random(1), 0.0) == plain
    assert any(tokeniser.resplit_source(text, random.Random(n), 1.0) != plain for n in range(5))


def test_noise_drops_and_moves_words_a_little() -> None:
    words = [f"w{n}" for n in range(300)]
    noisy = drop_and_move_words(" ".join(words), random.Random(2), 0.1).split(" ")
    assert 240 < len(noisy) < 290
    places = [int(word[1:]) for word in noisy]
    assert places != sorted(places)
    assert max(abs(places.index(p) - r) for r, p in enumerate(sorted(places))) <= 3
