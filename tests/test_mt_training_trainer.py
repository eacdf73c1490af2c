import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import astuple
from itertools import islice
from pathlib import Path

import pytest
import sentencepiece

from mt.training.examples import Corpus, ExampleOptions, ExampleStream, Tokeniser
from mt.training.pairs import Pair
from mt.training.trainer import Report, TrainingOptions, train
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


def pairs() -> list[Pair]:
    arabic = list(WORDS)
    lines = [[arabic[(i * 3 + j * j) % 8] for j in range(2 + i % 4)] for i in range(160)]
    return [Pair(" ".join(line), " ".join(WORDS[word] for word in line)) for line in lines]


def unigram(path: Path, texts: list[str]) -> bytes:
    path.with_suffix(".txt").write_text("\n".join(texts), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(path.with_suffix(".txt")),
        model_prefix=str(path),
        vocab_size=24,
        hard_vocab_limit=False,
        bos_id=-1,
        pad_id=-1,
        eos_id=0,
        unk_id=1,
        minloglevel=2,
    )
    return path.with_suffix(".model").read_bytes()


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A MarianMT checkpoint of 16 units with separate vocabularies and random weights."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    directory = tmp_path_factory.mktemp("tiny")
    source = unigram(directory / "s", [pair.source for pair in pairs()])
    target = unigram(directory / "t", [pair.target for pair in pairs()])
    write_vocabularies(directory, source=source, target=target)
    torch.manual_seed(0)
    config = MarianConfig(
        vocab_size=len(vocabulary_of(source)),
        decoder_vocab_size=len(vocabulary_of(target)),
        share_encoder_decoder_embeddings=False,
        d_model=16,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
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


def run(
    checkpoint: Path, directory: Path, *, resume: bool = False, encoder_rate: float = 0.5
) -> Iterator[Report]:
    from transformers import MarianMTModel

    model = MarianMTModel.from_pretrained(checkpoint)
    stream = ExampleStream(
        [Corpus(pairs(), 1.5)], Tokeniser(checkpoint), options=ExampleOptions(max_tokens=128)
    )
    options = TrainingOptions(
        minutes=60, peak_rate=5e-3, encoder_rate=encoder_rate, warmup_steps=5, measure_every_min=0
    )
    return train(model, stream, directory, options=options, measure=lambda model: 1.0, resume=resume)


def curve(reports: list[Report]) -> list[tuple[object, ...]]:
    return [(*astuple(report)[:2], report.loss, report.rate) for report in reports]


def test_loss_falls(tiny: Path, tmp_path: Path) -> None:
    losses = [report.loss for report in islice(run(tiny, tmp_path), 40)]
    assert sum(losses[-5:]) < 0.8 * sum(losses[:5])


def test_a_frozen_encoder_stays_as_it_was(tiny: Path, tmp_path: Path) -> None:
    import torch
    from transformers import MarianMTModel

    model = MarianMTModel.from_pretrained(tiny)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    stream = ExampleStream([Corpus(pairs())], Tokeniser(tiny), options=ExampleOptions(max_tokens=128))
    options = TrainingOptions(minutes=60, encoder_rate=0.0, measure_every_min=0)
    list(islice(train(model, stream, tmp_path, options=options, measure=lambda model: 1.0), 3))
    changed = {
        name.split(".")[1]
        for name, value in model.state_dict().items()
        if not torch.equal(value, before[name])
    }
    assert changed == {"decoder", "weight"}


def test_a_killed_run_goes_on_with_the_same_curve(tiny: Path, tmp_path: Path) -> None:
    whole = curve(list(islice(run(tiny, tmp_path / "whole"), 12)))
    script = (
        "import os, signal, sys; from pathlib import Path; from itertools import islice\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from test_mt_training_trainer import run\n"
        f"for report in islice(run(Path({str(tiny)!r}), Path({str(tmp_path / 'killed')!r})), 7): pass\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)
    assert killed.returncode == -9, killed.stderr.decode()
    saved = json.loads((tmp_path / "killed/state/progress.json").read_text())["step"]
    rest = curve(list(islice(run(tiny, tmp_path / "killed", resume=True), 12 - saved)))
    assert saved >= 6
    assert rest == whole[saved:]
