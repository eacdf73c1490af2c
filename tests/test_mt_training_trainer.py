import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import astuple
from itertools import islice
from pathlib import Path

import pytest
from tiny_marian import make_checkpoint, pairs

from mt.training.examples import Corpus, ExampleOptions, ExampleStream, Tokeniser
from mt.training.trainer import Report, TrainingOptions, train


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_checkpoint(tmp_path_factory.mktemp("tiny"))


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
