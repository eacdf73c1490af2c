"""Training jobs in miniature, on a toy language with one word for each word."""

from dataclasses import replace
from pathlib import Path

import pytest
from tiny_marian import make_checkpoint, pairs

from mt.errors import TrainingDataError
from mt.training.pairs import DataFile, Pair
from mt.training.trainer import TrainingOptions
from service.training import Change, Outcome, TrainingJob, train_and_judge

OPTIONS = TrainingOptions(
    minutes=60,
    steps=300,
    peak_rate=1e-2,
    encoder_rate=1.0,
    warmup_steps=10,
    average_half_life=20,
    measure_every_min=10,
)


def write(path: Path, lines: list[Pair]) -> Path:
    path.write_text("".join(f"{pair.source}\t{pair.target}\n" for pair in lines), encoding="utf-8")
    return path


def job(directory: Path, base: Path, *, shift: int, general_shift: int) -> TrainingJob:
    train, held_out = pairs(shift=shift, count=280), pairs(shift=shift, start=280, count=60)
    known = {pair.source for pair in train}
    return TrainingJob(
        data=(DataFile(write(directory / "train.tsv", train)),),
        dev=write(directory / "dev.tsv", [pair for pair in held_out if pair.source not in known]),
        general=write(directory / "general.tsv", pairs(shift=general_shift, start=400, count=60)),
        out=directory / "run",
        base=str(base),
        rehearsal_share=0.0,
        base_share=0.0,
    )


def run(what: TrainingJob) -> Outcome:
    return train_and_judge(what, OPTIONS, notice=lambda line: None, show=lambda report: None)


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """The toy language, learned from random weights."""
    directory = tmp_path_factory.mktemp("learned")
    base = make_checkpoint(tmp_path_factory.mktemp("base"), width=32)
    return run(job(directory, base, shift=0, general_shift=0))


def test_training_lifts_the_score_of_held_out_pairs(learned: Outcome) -> None:
    assert learned.dev.after > learned.dev.before + 20
    assert learned.model is not None
    assert (learned.model / "selftest.json").is_file()
    assert learned.curves.read_bytes().startswith(b"\x89PNG")


def test_a_model_that_forgot_the_general_pairs_is_not_kept(learned: Outcome, tmp_path: Path) -> None:
    assert learned.model is not None
    contrary = job(tmp_path, learned.model, shift=3, general_shift=0)
    outcome = run(contrary)
    assert outcome.general.significantly_worse
    assert outcome.dev.after > outcome.dev.before
    assert (outcome.model, (contrary.out / "model").exists()) == (None, False)
    assert "--force" in outcome.reason


def test_a_run_is_not_overwritten_without_resume(learned: Outcome, tmp_path: Path) -> None:
    assert learned.model is not None
    again = replace(job(tmp_path, learned.model, shift=0, general_shift=0), out=learned.log.parent)
    with pytest.raises(TrainingDataError, match="holds a run already"):
        run(again)


def test_sentences_that_are_measured_are_not_trained_on(learned: Outcome, tmp_path: Path) -> None:
    assert learned.model is not None
    leaking = job(tmp_path, learned.model, shift=0, general_shift=0)
    with pytest.raises(TrainingDataError, match=r"0 fit pairs .*held out"):
        run(replace(leaking, dev=leaking.data[0].path))


@pytest.mark.parametrize(
    ("before", "after", "p_worse", "worse"),
    [(50, 49, 0.99, True), (50, 49, 0.6, False), (50, 51, 0.0, False), (50, 50, 1.0, False)],
)
def test_only_a_significant_loss_counts(before: float, after: float, p_worse: float, worse: bool) -> None:
    assert Change(100, before, after, p_worse).significantly_worse is worse
