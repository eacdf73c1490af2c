import pytest
import sentencepiece

from mt.training.distil import Teacher, adapt_encoder
from mt.training.e5 import E5Model, packaged_model_file, read_e5
from mt.training.graft import build_model
from mt.training.vocabulary import count_pieces, source_model, train_target_pieces, vocabulary_of

STEPS = 40
ARABIC = [
    "وصل وزير الخارجية إلى بيروت أمس",
    "قال الرئيس إن الحكومة ستدعم الاقتصاد",
    "عقد المجلس جلسة طارئة مساء اليوم",
    "زار الوفد مدينة حلب القديمة",
]


@pytest.fixture(scope="module")
def e5() -> E5Model:
    return read_e5(packaged_model_file())


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    corpus = tmp_path_factory.mktemp("spm") / "english.txt"
    words = ["minister", "president", "council", "delegation", "city", "visited", "said", "met", "yesterday"]
    corpus.write_text("\n".join(f"the {a} {b}" for a in words for b in words), encoding="utf-8")
    return train_target_pieces(corpus, size=30)


def test_the_packaged_model_is_read_whole(e5: E5Model) -> None:
    assert (e5.width, e5.layers, e5.heads, e5.ffn, len(e5.pieces)) == (384, 12, 12, 1536, 250_002)
    assert e5.tensors["l11.fo.w"].shape == (384, 1536)
    assert e5.pieces[4] == ","


def test_a_grafted_encoder_comes_closer_to_its_teacher(e5: E5Model, target: bytes) -> None:
    whole = source_model(e5, None, like=target)
    source = source_model(e5, count_pieces(whole, ARABIC), like=target)
    splitter = sentencepiece.SentencePieceProcessor(model_proto=whole)
    vocabulary = vocabulary_of(source)
    model = build_model(
        e5, vocabulary, vocabulary_of(target), splitter=splitter, encoder_layers=2, decoder_layers=1
    )
    rows = {piece: row for row, piece in enumerate(e5.pieces)}
    pieces = sentencepiece.SentencePieceProcessor(model_proto=source).encode_as_pieces(ARABIC)
    student = [[*(vocabulary[piece] for piece in line), 0] for line in pieces]
    teacher = [[*(rows[piece] for piece in line), 2] for line in pieces]
    last = adapt_encoder(
        model,
        Teacher(e5, layers=2),
        student_ids=student,
        teacher_ids=teacher,
        minutes=10,
        steps=STEPS,
        max_tokens=128,
    )
    assert last > 0.8


def test_the_pad_can_never_be_produced(e5: E5Model, target: bytes) -> None:
    whole = source_model(e5, None, like=target)
    source = source_model(e5, count_pieces(whole, ARABIC), like=target)
    splitter = sentencepiece.SentencePieceProcessor(model_proto=whole)
    model = build_model(
        e5,
        vocabulary_of(source),
        vocabulary_of(target),
        splitter=splitter,
        encoder_layers=1,
        decoder_layers=1,
    )
    assert model.final_logits_bias[0, model.config.pad_token_id] < -1000
    assert model.config.decoder_start_token_id == model.config.pad_token_id
    assert not model.model.decoder.embed_tokens.weight[model.config.pad_token_id].any()
