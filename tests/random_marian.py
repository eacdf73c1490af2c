"""Small MarianMT checkpoints with random weights, in each layout that exists."""

import io
import json
from pathlib import Path
from typing import Literal

Layout = Literal["shared", "pruned", "separate", "untied-start"]

ARABIC = [
    "وصل وزير الخارجية إلى بيروت اليوم",
    "قال الرئيس إن الحكومة ستدعم الاقتصاد",
    "عقد مجلس الأمن جلسة حول سوريا",
    "نحن بحاجة إلى تعزيز قدرتنا على تبادل المعلومات",
]
ENGLISH = [
    "the foreign minister arrived in beirut today",
    "the president said that the government would support the economy",
    "the security council held a session on syria",
    "we need to get better at sharing information",
]


def make_checkpoint(path: Path, layout: Layout) -> Path:
    """Write a checkpoint directory: 2 + 2 layers of 16, seeded, its pieces from the sentences above."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    path.mkdir()
    source, target = _pieces(path / "source.spm", ARABIC), _pieces(path / "target.spm", ENGLISH)
    specials = ["</s>", "<unk>"]
    if layout == "separate":
        # Marian has one padding id for both sides.
        vocabulary = [*specials, "<pad>", *source]
        target_vocabulary = [*specials, "<pad>", *target]
        _write_vocabulary(path / "target_vocab.json", target_vocabulary)
    else:
        vocabulary = list(dict.fromkeys([*specials, *target, *source, "<pad>"]))
        target_vocabulary = vocabulary
    _write_vocabulary(path / "vocab.json", vocabulary)
    pad = target_vocabulary.index("<pad>")
    config = MarianConfig(
        vocab_size=len(vocabulary),
        decoder_vocab_size=len(target_vocabulary),
        share_encoder_decoder_embeddings=layout != "separate",
        d_model=16,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        max_position_embeddings=64,
        activation_function="swish",
        scale_embedding=True,
        pad_token_id=pad,
        decoder_start_token_id=pad,
        eos_token_id=0,
        forced_eos_token_id=0,
        init_std=0.4,
    )
    torch.manual_seed(1)
    model = MarianMTModel(config).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name.endswith("bias") or "norm" in name:
                # Zeros and ones would hide that a tensor was lost.
                parameter.add_(0.2 * torch.randn_like(parameter))
        embeddings = [model.model.encoder.embed_tokens.weight, model.model.decoder.embed_tokens.weight]
        for embedding in embeddings:
            embedding[pad] = 0.0 if layout != "untied-start" else 0.3
        model.final_logits_bias.normal_(std=0.2)
        if layout == "pruned":
            model.final_logits_bias[0, len(specials) + len(target) :] = -1e4
    model.save_pretrained(path)
    return path


def _pieces(path: Path, sentences: list[str]) -> list[str]:
    import sentencepiece

    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences),
        model_writer=model,
        vocab_size=60,
        hard_vocab_limit=False,
        bos_id=-1,
        eos_id=0,
        unk_id=1,
        minloglevel=2,
    )
    path.write_bytes(model.getvalue())
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    return [processor.id_to_piece(number) for number in range(2, processor.get_piece_size())]


def _write_vocabulary(path: Path, tokens: list[str]) -> None:
    path.write_text(json.dumps({token: number for number, token in enumerate(tokens)}), encoding="utf-8")
