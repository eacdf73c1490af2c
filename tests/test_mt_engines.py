"""Both engines search alike: same targets, same scores, in every layout of a checkpoint."""

from pathlib import Path

import pytest
from random_marian import ARABIC, Layout, make_checkpoint

from mt.checkpoint import open_checkpoint
from mt.conversion import convert, default_cache_dir
from mt.engines.ctranslate2 import CTranslate2Engine
from mt.engines.engine import Batch, Engine
from mt.engines.transformers import TransformersEngine
from mt.errors import EngineError, InvalidModelError
from mt.models import find_checkpoint
from mt.tokenizer import Tokenizer

NEWS = [
    "وصل وزير الخارجية إلى بيروت اليوم.",
    "قال الرئيس إن الحكومة ستدعم الاقتصاد.",
    "عقد مجلس الأمن جلسة حول سوريا.",
    "أعلنت الأمم المتحدة أن 7 ملايين شخص بحاجة إلى المساعدة.",
    "لماذا لم يحضر السفير؟",
]


def outcomes(
    engine: Engine, sources: list[tuple[str, ...]], beam_size: int
) -> list[tuple[tuple[str, ...], bool]]:
    batch = Batch(tuple(sources), max_length=30)
    return [(h.tokens, h.finished) for h in engine.decode(batch, beam_size=beam_size)]


@pytest.mark.parametrize("layout", ["shared", "pruned", "separate", "untied-start"])
@pytest.mark.parametrize("beam_size", [1, 4])
def test_engines_agree_on_every_layout(layout: Layout, beam_size: int, tmp_path: Path) -> None:
    checkpoint = open_checkpoint(make_checkpoint(tmp_path / "model", layout), name="tiny")
    path = convert(checkpoint, quantisation="float32", cache_dir=tmp_path)
    fast = CTranslate2Engine(path, compute_type="float32", workers=1)
    reference = TransformersEngine(checkpoint)
    sources = [Tokenizer(checkpoint).encode(text) for text in ARABIC]
    batch = Batch(tuple(sources), max_length=30)
    for ours, theirs in zip(
        fast.decode(batch, beam_size=beam_size), reference.decode(batch, beam_size=beam_size), strict=True
    ):
        assert ours.tokens == theirs.tokens
        assert ours.finished == theirs.finished
        assert ours.score == pytest.approx(theirs.score, abs=1e-3)
        assert ours.score < 0
    targets = [hypothesis.tokens for hypothesis in fast.decode(batch, beam_size=beam_size)]
    scores = fast.score(sources, targets)
    assert scores == pytest.approx(reference.score(sources, targets), abs=1e-3)


def test_engines_agree_on_the_bundled_model() -> None:
    checkpoint = find_checkpoint("ar-en")
    path = convert(checkpoint, quantisation="float32", cache_dir=default_cache_dir())
    tokenizer = Tokenizer(checkpoint)
    sources = [tokenizer.encode(text) for text in NEWS]
    fast = outcomes(CTranslate2Engine(path, compute_type="float32", workers=1), sources, 4)
    assert fast == outcomes(TransformersEngine(checkpoint), sources, 4)
    assert all(tokens for tokens, _ in fast)


def test_limit_is_respected_and_told(tmp_path: Path) -> None:
    checkpoint = find_checkpoint("ar-en")
    path = convert(checkpoint, quantisation="int8", cache_dir=default_cache_dir())
    engine = CTranslate2Engine(path, compute_type="int8", workers=1)
    (hypothesis,) = engine.decode(Batch((Tokenizer(checkpoint).encode(NEWS[3]),), 3), beam_size=4)
    assert len(hypothesis.tokens) == 3
    assert not hypothesis.finished


def test_source_over_the_positions_is_an_error_not_a_cut() -> None:
    checkpoint = find_checkpoint("ar-en")
    path = convert(checkpoint, quantisation="int8", cache_dir=default_cache_dir())
    engine = CTranslate2Engine(path, compute_type="int8", workers=1)
    too_long = (*Tokenizer(checkpoint).encode("كلمة")[:1] * (checkpoint.config.max_positions + 1), "</s>")
    with pytest.raises(EngineError, match="CTranslate2 could not decode"):
        engine.decode(Batch((too_long,), 10), beam_size=1)


def test_damaged_conversion_says_how_to_make_it_anew(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"\0" * 40)
    with pytest.raises(InvalidModelError, match="--again"):
        CTranslate2Engine(tmp_path, compute_type="int8", workers=1)
