"""BERTScore with an encoder of the user's, here a tiny one with random weights."""

from pathlib import Path

import pytest

from eval.metrics.learned import bert_score, check_learned
from mt.errors import InputError, LengthMismatchError, ModelNotFoundError

WORDS = "the cat sat on a mat dog ran home".split()


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of two layers that knows nine words."""
    torch = pytest.importorskip("torch")
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("encoder")
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    (folder / "vocab.txt").write_text("\n".join([*special, *WORDS]), "utf-8")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(special) + len(WORDS),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=32,
    )
    BertModel(config).save_pretrained(folder)
    BertTokenizerFast(vocab=str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


def test_the_same_text_scores_100_and_another_less(encoder: Path) -> None:
    score, values = bert_score(
        ["the cat sat", "the dog ran home"],
        ["the cat sat", "a cat sat on a mat"],
        model=encoder,
        resamples=50,
    )
    assert values[0] == pytest.approx(100.0, abs=1e-3)
    assert values[1] < 99
    assert score.value == pytest.approx(values.mean())
    assert score.interval is not None
    assert score.interval.low <= score.value <= score.interval.high
    assert f"model:{encoder.name}|" in score.signature


def test_scores_do_not_depend_on_the_batch(encoder: Path) -> None:
    hypotheses = ["the cat", "a dog ran home on the mat", "mat"]
    references = ["a cat", "the dog ran", "mat mat"]
    together = bert_score(hypotheses, references, model=encoder)[1]
    alone = [
        bert_score([one], [other], model=encoder)[1][0]
        for one, other in zip(hypotheses, references, strict=True)
    ]
    assert together == pytest.approx(alone, abs=1e-3)


def test_an_empty_side_scores_nothing(encoder: Path) -> None:
    assert bert_score(["", ""], ["", "the cat"], model=encoder)[1].tolist() == [100.0, 0.0]


def test_what_cannot_be_scored_is_refused(encoder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="bertscore needs an encoder"):
        check_learned("bertscore", None)
    with pytest.raises(InputError, match="COMET cannot be computed here"):
        check_learned("comet", encoder)
    with pytest.raises(ModelNotFoundError, match="no model in"):
        check_learned("bertscore", tmp_path)
    with pytest.raises(LengthMismatchError, match="2 hypotheses"):
        bert_score(["a", "b"], ["a"], model=encoder)
    with pytest.raises(InputError, match="too long"):
        bert_score(["the " * 64], ["the cat"], model=encoder)
