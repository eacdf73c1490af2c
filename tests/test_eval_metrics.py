"""The metrics agree with sacreBLEU, the golden standard, and score sums of statistics."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics import BLEU, CHRF, TER

from eval.metrics.bleu import TOKENIZERS, Bleu
from eval.metrics.chrf import Chrf
from eval.metrics.metric import Metric, count_references
from eval.metrics.resampling import bootstrap_weights, resampled_totals
from eval.metrics.scores import metric_named, metric_names, score_corpus, score_segments, score_statistics
from eval.metrics.ter import Ter
from mt.errors import EmptyTextError, InputError, LanguageError, LengthMismatchError

PAIRS = [
    *((f"{tokenizer}", Bleu(tokenizer), BLEU(tokenize=tokenizer)) for tokenizer in TOKENIZERS),
    ("effective", Bleu(effective_order=True), BLEU(effective_order=True)),
    ("chrf", Chrf(), CHRF()),
    ("chrf++", Chrf(word_order=2), CHRF(word_order=2)),
    ("ter", Ter(), TER()),
]
METRICS = pytest.mark.parametrize(
    ("ours", "theirs"), [pair[1:] for pair in PAIRS], ids=[pair[0] for pair in PAIRS]
)
WORDS = (
    "the cat sat on a mat , . ... 3.5 1,000 (hi) can't “no” — 😀 نعم ، لا؟ x y-z U.S. $5 50% é ﬁ "
    "👩\N{ZERO WIDTH JOINER}👩"
).split()
EDGES = ["", " ", "a", ".", "😀", "؟", "the", "a b", "the cat sat on a mat", "\ttab", "non\u00a0breaking"]


def sentence(random_: random.Random) -> str:
    if random_.random() < 0.15:
        return random_.choice(EDGES)
    return " ".join(random_.choices(WORDS, k=random_.randint(1, 14)))


def changed(text: str, random_: random.Random) -> str:
    words = text.split()
    for _ in range(random_.randint(0, 4)):
        place = random_.randrange(len(words) + 1)
        words[place : place + random_.randint(0, 2)] = random_.choices(WORDS, k=random_.randint(0, 2))
    return " ".join(words)


def corpus(size: int, references: int, seed: int) -> tuple[list[str], list[list[str]]]:
    random_ = random.Random(seed)
    first = [sentence(random_) for _ in range(size)]
    streams = [first, *([changed(text, random_) for text in first] for _ in range(references - 1))]
    return [changed(text, random_) for text in first], streams


@METRICS
@pytest.mark.parametrize("references", [1, 2, 3])
def test_corpus_scores_and_signatures_are_sacrebleus(
    ours: Metric, theirs: BLEU | CHRF | TER, references: int
) -> None:
    hypotheses, streams = corpus(200, references, seed=references)
    expected = theirs.corpus_score(hypotheses, streams)
    totals = ours.statistics(hypotheses, streams).sum(axis=0)
    assert float(ours.score(totals)) == pytest.approx(expected.score, abs=1e-9)
    assert ours.signature(count_references(streams)) == str(theirs.get_signature())
    assert ours.name == expected.name


@METRICS
def test_segment_scores_are_sacrebleus(ours: Metric, theirs: BLEU | CHRF | TER) -> None:
    hypotheses, streams = corpus(200, 2, seed=7)
    judge = BLEU(tokenize=ours.tokenizer, effective_order=True) if isinstance(ours, Bleu) else theirs
    expected = [
        judge.sentence_score(hypothesis, [stream[number] for stream in streams]).score
        for number, hypothesis in enumerate(hypotheses)
    ]
    assert ours.segment_scores(ours.statistics(hypotheses, streams)) == pytest.approx(expected, abs=1e-9)


@METRICS
def test_a_varying_number_of_references_is_sacrebleus(ours: Metric, theirs: BLEU | CHRF | TER) -> None:
    hypotheses, streams = corpus(60, 2, seed=11)
    sparse: list[list[str | None]] = [
        list(streams[0]),
        [text if number % 3 else None for number, text in enumerate(streams[1])],
    ]
    expected = theirs.corpus_score(hypotheses, sparse).score
    assert float(ours.score(ours.statistics(hypotheses, sparse).sum(axis=0))) == pytest.approx(
        expected, abs=1e-9
    )
    assert ours.signature(count_references(sparse)) == str(theirs.get_signature())


@METRICS
@settings(max_examples=60, deadline=None)
@given(hypothesis=st.text(max_size=25), reference=st.text(max_size=25))
def test_any_pair_of_texts_has_sacrebleus_score(
    ours: Metric, theirs: BLEU | CHRF | TER, hypothesis: str, reference: str
) -> None:
    expected = theirs.corpus_score([hypothesis], [[reference]]).score
    assert float(ours.score(ours.statistics([hypothesis], [[reference]])[0])) == pytest.approx(
        expected, abs=1e-9
    )


@METRICS
@given(text=st.text(alphabet="abc .،لا", min_size=1, max_size=30).filter(str.strip))
def test_a_text_against_itself_has_the_best_score(ours: Metric, theirs: object, text: str) -> None:
    best = 0.0 if ours.lower_is_better else 100.0
    assert ours.segment_scores(ours.statistics([text], [[text]])) == pytest.approx([best])


def test_of_references_that_are_equally_good_but_for_the_last_bit_the_same_one_counts() -> None:
    # Found by bench/metrics.py: a tie of the second and third reference, which numpy broke otherwise.
    hypotheses = [
        ("|\U0001f65dI\u0639\u00c7\u00d4\u062e&\u00ba\U0001f612\u00e5\u00fa\u007f\u00ed1\U0001f619"),
        "the cat sat",
    ]
    streams = [
        [
            (
                "V\U0001f62c\u00228\u063e\U0001f631a\u00fa#}\u00c4"
                "\u060b\U0001f653\u0650\U0001f65c_\U0001f608t\u064d\u0640"
            ),
            "the cat sat on",
        ],
        [
            (
                "on y-z in 1,000 sat sat \u0646\u0639\u0645 \u00e9 \u00e9 "
                "\u060c \u0646\u0639\u0645 \u00e9 the sat \u2014 50%"
            ),
            "a",
        ],
        ["a $5 cat \u0644\u0627\u061f in sat cat", "b"],
    ]
    expected = CHRF(word_order=2).corpus_score(hypotheses, streams).score
    ours = Chrf(word_order=2)
    assert float(ours.score(ours.statistics(hypotheses, streams).sum(axis=0))) == pytest.approx(
        expected, abs=1e-9
    )


def test_sacrebleus_published_example_of_bleu() -> None:
    # The example in sacreBLEU's own documentation (README, "Using SacreBLEU from Python").
    references = [
        ["The dog bit the man.", "It was not unexpected.", "The man bit him first."],
        ["The dog had bit the man.", "No one was surprised.", "The man had bitten the dog."],
    ]
    hypotheses = ["The dog bit the man.", "It wasn't surprising.", "The man had just bitten him."]
    scores = {
        score.metric: round(score.value, 2) for score in score_corpus(hypotheses, references, resamples=0)
    }
    assert (scores["bleu"], scores["chrf"]) == (48.53, 59.73)


def test_scores_carry_signature_interval_and_count() -> None:
    hypotheses, streams = corpus(80, 1, seed=3)
    for score in score_corpus(hypotheses, streams, metrics=metric_names(), resamples=200, seed=9):
        assert score.segments == 80
        assert score.signature.startswith("nrefs:1|case:")
        assert score.interval is not None
        assert score.interval.low <= score.value <= score.interval.high
        assert (score.interval.level, score.interval.resamples, score.interval.seed) == (0.95, 200, 9)


def test_the_same_seed_gives_the_same_interval() -> None:
    hypotheses, streams = corpus(50, 1, seed=3)
    first, again, other = (
        score_corpus(hypotheses, streams, metrics=["chrf"], resamples=100, seed=seed)[0].interval
        for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_a_single_segment_has_no_interval() -> None:
    assert score_corpus(["yes"], [["yes"]], metrics=["chrf"])[0].interval is None


def test_a_document_is_a_selection_of_rows() -> None:
    hypotheses, streams = corpus(40, 1, seed=5)
    metric = metric_named("chrf")
    rows = metric.statistics(hypotheses, streams)[10:20]
    (alone,) = score_corpus(hypotheses[10:20], [streams[0][10:20]], metrics=["chrf"], resamples=0)
    assert score_statistics(metric, rows, resamples=0) == alone


def test_weights_of_a_sample_sum_to_the_number_of_segments() -> None:
    weights = np.concatenate(list(bootstrap_weights(30, resamples=50, seed=1)))
    assert weights.shape == (50, 30)
    assert set(weights.sum(axis=1)) == {30.0}


def test_chunks_of_samples_do_not_change_the_samples() -> None:
    statistics = np.arange(3_000_000, dtype=float)[:, None]
    totals = resampled_totals(statistics, resamples=3, seed=1)  # more than the weights held at once
    assert totals[:1] == pytest.approx(resampled_totals(statistics, resamples=1, seed=1))


def test_segments_are_scored_one_by_one() -> None:
    scores = score_segments(["the cat sat", "no"], [["the cat sat", "yes"]])
    assert scores["chrf"] == (100.0, 0.0)
    assert scores["ter"] == (0.0, 100.0)


@pytest.mark.parametrize(
    ("hypotheses", "references", "error", "message"),
    [
        (["a", "b"], [["a", "b", "c"]], LengthMismatchError, "has 2 segments and the reference 3"),
        (["a", "b"], [["a", "b"], ["a"]], LengthMismatchError, "has 2 segments and the reference 2 1"),
        ([], [[]], EmptyTextError, "has no text"),
        (["نعم"], [["yes"]], LanguageError, "Arabic"),
    ],
)
def test_what_cannot_be_scored_is_refused(
    hypotheses: list[str], references: list[list[str]], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        score_corpus(hypotheses, references)


def test_an_unknown_metric_or_tokenizer_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match="no metric named 'meteor': take one of chrf, "):
        metric_named("meteor")
    with pytest.raises(InputError, match="no BLEU tokenizer named 'zh'"):
        Bleu("zh")
