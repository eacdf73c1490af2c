"""The recipe of the bundled model: from a packaged encoder and data files to a checkpoint.

Four stages, each in a directory of its own, so that a killed run goes on where it was:

1. ``start`` — vocabularies, and a model around the lower layers of the packaged encoder.
2. ``adapted`` — the encoder learns to give the packaged one's states again.
3. ``frozen`` — the decoder learns from pairs and code-switched English; the encoder stays.
4. ``free`` — everything learns; the rate falls at the end. Its ``model`` is the result.

A frozen start keeps what the encoder knows of both languages while the decoder is still random
(Chen et al. 2021, "Zero-Shot Cross-Lingual Transfer of NMT with Multilingual Pretrained Encoders",
EMNLP, section 2).
"""

import gzip
import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import sentencepiece

from mt.arabic import normalise
from mt.errors import TrainingDataError
from mt.training.code_switching import induce_lexicon, switch_words
from mt.training.distil import Teacher, adapt_encoder
from mt.training.e5 import E5Model, packaged_model_file, read_e5
from mt.training.examples import Corpus, ExampleOptions, ExampleStream, Tokeniser
from mt.training.export import write_checkpoint
from mt.training.graft import build_model
from mt.training.name_swapping import with_other_names
from mt.training.overlap import NOTHING, HeldOut
from mt.training.pairs import DataFile, Pair, keep_fit, read_pairs
from mt.training.trainer import Report, TrainingOptions, train
from mt.training.vocabulary import (
    count_pieces,
    source_model,
    train_target_pieces,
    vocabulary_of,
    write_vocabularies,
)

if TYPE_CHECKING:
    from transformers import MarianMTModel

_ENCODER_LAYERS = 7
_LEXICONS = ("names_", "omw_", "cldr_", "tico19_")
_ARABIC_PIECES_FROM, _LATIN_PIECES_FROM, _ENGLISH_PIECES_FROM = 2, 8, 60


@dataclass(frozen=True, slots=True)
class RecipeOptions:
    """How the bundled model is made.

    Attributes:
        minutes: time for training, over all sessions: 5 % adapts, 35 % trains with the encoder
            frozen, 60 % with it free.
        english_per_pass: English sentences that a pass draws, code-switched.
        max_tokens: size of a batch, in padded tokens.
        seed: of everything random.
    """

    minutes: float
    english_per_pass: int = 80_000
    max_tokens: int = 2000
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Material:
    """What the recipe works on, read and filtered.

    Attributes:
        corpora: the pairs of each file with its weight.
        lexicons: pairs of the files that are lists of words or names.
        english: English sentences without Arabic, normalised.
    """

    corpora: tuple[Corpus, ...]
    lexicons: Mapping[str, Sequence[Pair]]
    english: tuple[str, ...]

    @property
    def names(self) -> list[Pair]:
        """The pairs of the lists of names."""
        return [pair for name, pairs in self.lexicons.items() if name.startswith("names_") for pair in pairs]


def read_material(
    files: Sequence[DataFile],
    english: Sequence[Path],
    *,
    held_out: HeldOut = NOTHING,
    report: Callable[[str], None],
) -> Material:
    """Read the data files, dropping unfit pairs and what is held out.

    Args:
        files: pairs with weights; files whose names begin as lexicons do are lexicons too.
        english: text files, a sentence a line, plain or gzipped.
        held_out: what no side of a pair and no English sentence may be.
        report: called with a line on each file.

    Raises:
        InputError: a file is missing or does not follow its format.
        TrainingDataError: nothing is left to train on.
    """
    seen: set[int] = set()
    corpora, lexicons = [], {}
    for file in files:
        kept, dropped = keep_fit(read_pairs(file.path), seen=seen, held_out=held_out)
        reasons = ", ".join(f"{count} {reason}" for reason, count in dropped.most_common()) or "none"
        report(f"{file.path.name}: {len(kept)} pairs, weight {file.weight:g}; dropped: {reasons}")
        corpora.append(Corpus(kept, file.weight))
        if file.path.name.startswith(_LEXICONS):
            lexicons[file.path.name] = kept
    if not any(corpus.pairs for corpus in corpora):
        raise TrainingDataError("no pair is left to train on; give data files with --data")
    sentences: list[str] = []
    for path in english:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            read = [text for line in lines if (text := normalise(line))]
        kept_lines = [text for text in read if not held_out.covers(text)]
        report(f"{path.name}: {len(kept_lines)} sentences; {len(read) - len(kept_lines)} held out")
        sentences.extend(kept_lines)
    return Material(tuple(corpora), lexicons, tuple(sentences))


def make_bundled_model(
    material: Material,
    run: Path,
    *,
    options: RecipeOptions,
    measure: "Callable[[MarianMTModel], float]",
    report: Callable[[str], None],
) -> Iterator[Report]:
    """Make a model from nothing but the material and the packaged encoder.

    Stages that are complete in `run` are not done again, so calling this once more after a kill
    goes on.

    Args:
        material: what to learn from.
        run: the run's directory.
        options: how long, and how.
        measure: gives the score of a model on the development set.
        report: called with a line as each stage begins.

    Yields:
        The training reports of the stages `frozen` and `free`.

    Raises:
        TrainingDataError: the packaged encoder is not installed or of another format.
    """
    from transformers import MarianMTModel

    start, adapted = run / "start", run / "adapted"
    if not start.exists():
        report("start: making vocabularies and grafting the encoder")
        _start(material, start)
    if not adapted.exists():
        report("adapted: teaching the encoder its new input")
        model = MarianMTModel.from_pretrained(start)
        _adapt(model, material, start, options, report)
        write_checkpoint(model, start, adapted, half=False)
    stream = ExampleStream(
        [*material.corpora, _renamed(material, options), _switched(material, options)],
        Tokeniser(start),
        options=ExampleOptions(max_tokens=options.max_tokens, seed=options.seed),
    )
    before = adapted
    stages = (
        ("frozen", TrainingOptions(minutes=0.35 * options.minutes, encoder_rate=0.0, cooldown_share=0.0)),
        ("free", TrainingOptions(minutes=0.6 * options.minutes, peak_rate=7e-4, encoder_rate=0.3)),
    )
    for name, training in stages:
        result = run / name / "model"
        if not result.exists():
            report(f"{name}: training for {training.minutes:.0f} minutes")
            model = MarianMTModel.from_pretrained(before)
            model.set_attn_implementation("eager")
            yield from train(model, stream, run / name, options=training, measure=measure, resume=True)
            write_checkpoint(model, start, result, half=False)
        before = result


def _start(material: Material, directory: Path) -> None:
    partial = directory.with_name(f"{directory.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    e5 = read_e5(packaged_model_file())
    arabic = [pair.source for corpus in material.corpora for pair in corpus.pairs]
    english = [pair.target for corpus in material.corpora for pair in corpus.pairs] + list(material.english)
    corpus = partial / "english.txt"
    corpus.write_text("\n".join(english), encoding="utf-8")
    target = train_target_pieces(corpus)
    whole = source_model(e5, None, like=target)
    source = source_model(e5, _kept_pieces(e5, whole, arabic, english), like=target)
    write_vocabularies(partial, source=source, target=target)
    model = build_model(
        e5,
        vocabulary_of(source),
        vocabulary_of(target),
        splitter=sentencepiece.SentencePieceProcessor(model_proto=whole),
        encoder_layers=_ENCODER_LAYERS,
    )
    model.save_pretrained(partial)
    for leftover in partial.glob("english.*"):
        leftover.unlink()
    partial.rename(directory)


def _kept_pieces(e5: E5Model, whole: bytes, arabic: Sequence[str], english: Sequence[str]) -> set[str]:
    """Choose the source pieces: those the text uses often enough, and every letter of both scripts."""

    def is_arabic(piece: str) -> bool:
        return any("\u0600" <= letter <= "\u06ff" for letter in piece)

    kept = {
        piece
        for piece, count in count_pieces(whole, arabic).items()
        if count >= (_ARABIC_PIECES_FROM if is_arabic(piece) else _LATIN_PIECES_FROM) or len(piece) == 1
    }
    kept |= {piece for piece, count in count_pieces(whole, english).items() if count >= _ENGLISH_PIECES_FROM}
    single = (piece for piece in e5.pieces if len(piece.lstrip("\N{LOWER ONE EIGHTH BLOCK}")) == 1)
    return kept | {piece for piece in single if is_arabic(piece) or piece.isascii()}


def _adapt(
    model: "MarianMTModel",
    material: Material,
    start: Path,
    options: RecipeOptions,
    report: Callable[[str], None],
) -> None:
    e5 = read_e5(packaged_model_file())
    rng = random.Random(options.seed)  # noqa: S311 - drawing sentences, not cryptography
    texts = [pair.source for corpus in material.corpora if corpus.weight >= 0.5 for pair in corpus.pairs]
    texts += rng.sample(material.english, min(len(material.english), 2 * len(texts) // 3))
    rng.shuffle(texts)
    rows = {piece: row for row, piece in reversed(list(enumerate(e5.pieces)))}
    processor = sentencepiece.SentencePieceProcessor(model_file=str(start / "source.spm"))
    vocabulary = vocabulary_of((start / "source.spm").read_bytes())
    student, teacher = [], []
    for pieces in processor.encode_as_pieces(texts):
        if 2 <= len(pieces) <= 90:
            student.append([*(vocabulary.get(piece, 1) for piece in pieces), 0])
            teacher.append([*(rows.get(piece, rows["<unk>"]) for piece in pieces), rows["</s>"]])
    cosine = adapt_encoder(
        model,
        Teacher(e5, layers=_ENCODER_LAYERS),
        student_ids=student,
        teacher_ids=teacher,
        minutes=0.05 * options.minutes,
        report=lambda step, loss, mean: report(f"adapted: step {step}, loss {loss:.3f}, cosine {mean:.3f}"),
    )
    report(f"adapted: mean cosine to the packaged encoder {cosine:.3f}")


def _renamed(material: Material, options: RecipeOptions) -> Corpus:
    """Give the pairs that weigh most with other names, half of them in each pass."""
    prose = (pair for corpus in material.corpora if corpus.weight > 2 for pair in corpus.pairs)
    return Corpus(with_other_names(prose, material.names, copies=4, seed=options.seed), 0.5)


def _switched(material: Material, options: RecipeOptions) -> Corpus:
    """Give the English sentences with code-switched sources, drawn anew in each pass."""
    listed = [
        pair for name, pairs in material.lexicons.items() if not name.startswith("names_") for pair in pairs
    ]
    translated = (pair for corpus in material.corpora if corpus.weight >= 0.9 for pair in corpus.pairs)
    lexicon = induce_lexicon(translated, listed=listed, names=material.names)
    rng = random.Random(options.seed)  # noqa: S311 - drawing words, not cryptography
    switched = [
        switch_words(sentence, lexicon, rng)
        for sentence in material.english
        if 5 <= len(sentence.split()) <= 40
    ]
    return Corpus(switched, options.english_per_pass / max(1, len(switched)), noisy=True)
