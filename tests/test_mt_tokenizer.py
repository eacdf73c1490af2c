"""Tokens as transformers' MarianTokenizer gives them, from many threads at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from random_marian import ARABIC, ENGLISH, make_checkpoint

from mt.checkpoint import open_checkpoint
from mt.errors import InvalidModelError
from mt.models import find_checkpoint
from mt.tokenizer import Tokenizer


@pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses")
def test_same_tokens_as_transformers() -> None:
    from transformers import MarianTokenizer

    checkpoint = find_checkpoint("ar-en")
    theirs = MarianTokenizer.from_pretrained(checkpoint.path)
    ours = Tokenizer(checkpoint)
    source_tokens = {number: token for token, number in theirs.encoder.items()}
    for text in [*ARABIC, "شركة IBM في 2019", "汉字 نعم"]:
        assert list(ours.encode(text)) == [source_tokens[number] for number in theirs(text).input_ids]


def test_unknown_piece_is_unk_and_special_tokens_have_no_text() -> None:
    tokenizer = Tokenizer(find_checkpoint("ar-en"))
    assert "<unk>" in tokenizer.encode("汉")
    assert tokenizer.encode("")[-1:] == ("</s>",)
    assert tokenizer.decode(["▁yes", "<unk>", "▁no", "</s>"]) == "yes no"


def test_english_comes_back(tmp_path: Path) -> None:
    path = make_checkpoint(tmp_path / "model", "separate")
    # The target model cuts English as the source model cuts Arabic.
    (path / "source.spm").write_bytes((path / "target.spm").read_bytes())
    (path / "vocab.json").write_bytes((path / "target_vocab.json").read_bytes())
    tokenizer = Tokenizer(open_checkpoint(path, name="tiny"))
    assert [tokenizer.decode(tokenizer.encode(text)) for text in ENGLISH] == ENGLISH


def test_threads_can_share_a_tokenizer() -> None:
    tokenizer = Tokenizer(find_checkpoint("ar-en"))
    expected = [tokenizer.encode(text) for text in ARABIC]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(tokenizer.encode, ARABIC * 200)) == expected * 200


def test_damaged_sentencepiece_model_is_an_error(tmp_path: Path) -> None:
    path = make_checkpoint(tmp_path / "model", "shared")
    (path / "target.spm").write_bytes(b"damaged")
    with pytest.raises(InvalidModelError, match=r"cannot read .*target\.spm"):
        Tokenizer(open_checkpoint(path, name="tiny"))
