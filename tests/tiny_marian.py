"""A MarianMT checkpoint small enough to train in a test, and the toy language that it learns."""

import random
from pathlib import Path

import sentencepiece

from mt.training.pairs import Pair
from mt.training.vocabulary import vocabulary_of, write_vocabularies

WORDS = {
    "كتاب": "book",
    "ولد": "boy",
    "بيت": "house",
    "قلم": "pen",
    "شمس": "sun",
    "قمر": "moon",
    "باب": "door",
    "نهر": "river",
}


def pairs(*, shift: int = 0, start: int = 0, count: int = 160) -> list[Pair]:
    """Give toy sentences; with a shift, each word has the English of another one."""
    arabic, english = list(WORDS), list(WORDS.values())
    chance = (random.Random(number) for number in range(start, start + count))
    numbers = [[draw.randrange(8) for _ in range(draw.randrange(2, 6))] for draw in chance]
    return [
        Pair(" ".join(arabic[n] for n in line), " ".join(english[(n + shift) % 8] for n in line))
        for line in numbers
    ]


def unigram(path: Path, texts: list[str]) -> bytes:
    path.with_suffix(".txt").write_text("\n".join(texts), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(path.with_suffix(".txt")),
        model_prefix=str(path),
        vocab_size=48,
        hard_vocab_limit=False,
        bos_id=-1,
        pad_id=-1,
        eos_id=0,
        unk_id=1,
        minloglevel=2,
    )
    return path.with_suffix(".model").read_bytes()


def make_checkpoint(directory: Path, *, width: int = 16) -> Path:
    """Write a checkpoint with one layer a side, separate vocabularies and random weights."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    source = unigram(directory / "s", [pair.source for pair in pairs()])
    target = unigram(directory / "t", [pair.target for pair in pairs()])
    write_vocabularies(directory, source=source, target=target)
    torch.manual_seed(0)
    config = MarianConfig(
        vocab_size=len(vocabulary_of(source)),
        decoder_vocab_size=len(vocabulary_of(target)),
        share_encoder_decoder_embeddings=False,
        d_model=width,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=2 * width,
        decoder_ffn_dim=2 * width,
        max_position_embeddings=64,
        scale_embedding=True,
        bos_token_id=0,
        eos_token_id=0,
        forced_eos_token_id=0,
        pad_token_id=2,
        decoder_start_token_id=2,
    )
    MarianMTModel(config).save_pretrained(directory)
    return directory
