"""Make the two vocabularies of the bundled model.

The source side keeps pieces of the XLM-R vocabulary, so that the embeddings of the packaged
encoder can be kept with them; the target side is a new unigram model (Kudo 2018, "Subword
Regularization", ACL) of the English of the training data.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import sentencepiece

from mt.training.e5 import E5Model

EOS, UNKNOWN, PAD = "</s>", "<unk>", "<pad>"
SPECIAL_PIECES = (EOS, UNKNOWN, PAD)
"""Ids 0, 1 and 2 of both vocabularies: Marian wants one padding id for both sides."""

_NOT_TEXT = frozenset({"<s>", "</s>", "<pad>", "<unk>", "<mask>", ""})


def train_target_pieces(corpus: Path, *, size: int = 8000) -> bytes:
    """Train a unigram model on English text.

    Args:
        corpus: text file, a sentence a line, already normalised.
        size: number of pieces, `</s>` and `<unk>` among them.

    Returns:
        A serialised SentencePiece model with `</s>` 0 and `<unk>` 1.
    """
    prefix = corpus.with_suffix("")
    sentencepiece.SentencePieceTrainer.train(
        input=str(corpus),
        model_prefix=str(prefix),
        vocab_size=size,
        model_type="unigram",
        character_coverage=0.9999,
        input_sentence_size=600_000,
        shuffle_input_sentence=True,
        normalization_rule_name="nmt_nfkc",
        split_digits=True,
        bos_id=-1,
        pad_id=-1,
        eos_id=0,
        unk_id=1,
        minloglevel=2,
    )
    return prefix.with_suffix(".model").read_bytes()


def source_model(e5: E5Model, pieces: Iterable[str] | None, *, like: bytes) -> bytes:
    """Make a SentencePiece model out of XLM-R pieces with their scores.

    Args:
        e5: where pieces and scores come from.
        pieces: the pieces to keep; None keeps all.
        like: a serialised model whose normaliser is taken over.

    Returns:
        A serialised unigram model with `</s>` 0 and `<unk>` 1, pieces in XLM-R's order.
    """
    from sentencepiece import sentencepiece_model_pb2 as proto

    wanted = None if pieces is None else frozenset(pieces)
    model = proto.ModelProto.FromString(like)  # type: ignore[attr-defined]
    kinds = proto.ModelProto.SentencePiece  # type: ignore[attr-defined]
    del model.pieces[:]
    model.pieces.add(piece=EOS, score=0.0, type=kinds.CONTROL)
    model.pieces.add(piece=UNKNOWN, score=0.0, type=kinds.UNKNOWN)
    seen = set(_NOT_TEXT)
    for piece, score in zip(e5.pieces, e5.scores.tolist(), strict=True):
        if piece not in seen and (wanted is None or piece in wanted):
            seen.add(piece)
            model.pieces.add(piece=piece, score=score, type=kinds.NORMAL)
    model.trainer_spec.vocab_size = len(model.pieces)
    model.trainer_spec.split_digits = False
    serialised: bytes = model.SerializeToString()
    return serialised


def count_pieces(model: bytes, texts: Sequence[str]) -> Counter[str]:
    """Count the pieces of a model in texts.

    Args:
        model: a serialised SentencePiece model.
        texts: the texts, normalised.
    """
    processor = sentencepiece.SentencePieceProcessor(model_proto=model)
    counts: Counter[int] = Counter()
    for start in range(0, len(texts), 50_000):
        for ids in processor.encode(list(texts[start : start + 50_000])):
            counts.update(ids)
    return Counter({processor.id_to_piece(number): count for number, count in counts.items()})


def vocabulary_of(model: bytes) -> dict[str, int]:
    """Give the id of each piece as the checkpoint numbers them: specials first, then the model's order.

    Args:
        model: a serialised SentencePiece model.
    """
    processor = sentencepiece.SentencePieceProcessor(model_proto=model)
    pieces = (processor.id_to_piece(number) for number in range(processor.get_piece_size()))
    ordered = [*SPECIAL_PIECES, *(piece for piece in pieces if piece not in SPECIAL_PIECES)]
    return {piece: number for number, piece in enumerate(ordered)}


def write_vocabularies(directory: Path, *, source: bytes, target: bytes) -> None:
    """Write the tokenizer's files of a MarianMT checkpoint with separate vocabularies.

    Args:
        directory: the checkpoint's directory, which exists.
        source: serialised SentencePiece model of the source side.
        target: serialised SentencePiece model of the target side.
    """
    (directory / "source.spm").write_bytes(source)
    (directory / "target.spm").write_bytes(target)
    for name, model in (("vocab.json", source), ("target_vocab.json", target)):
        text = json.dumps(vocabulary_of(model), ensure_ascii=False, indent=0)
        (directory / name).write_text(text, encoding="utf-8")
    settings = {
        "tokenizer_class": "MarianTokenizer",
        "source_lang": "ar",
        "target_lang": "en",
        "separate_vocabs": True,
        "model_max_length": 512,
    }
    (directory / "tokenizer_config.json").write_text(json.dumps(settings, indent=2), encoding="utf-8")
