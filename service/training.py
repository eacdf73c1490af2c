"""A training job from files to a model that is kept or not: what `amana model train` does.

It stands in this package because it needs both sides: training and translating (`mt`) and scoring
with significance (`eval`).
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.metrics.resampling import resampled_totals
from eval.metrics.scores import metric_named
from mt.checkpoint import open_checkpoint
from mt.errors import TrainingDataError
from mt.files import make_folder
from mt.loading import load_checkpoint, load_engine
from mt.models import find_checkpoint
from mt.selftest import make_goldens, write_goldens
from mt.tokenizer import Tokenizer
from mt.training.fine_tuning import CANDIDATE, CURVES, LOG, fine_tune, read_data
from mt.training.overlap import HeldOut
from mt.training.pairs import DataFile, Pair, keep_fit, read_pairs
from mt.training.trainer import Report, TrainingOptions

MODEL = "model"
_WITH_AMANA = Path(__file__).parent.parent / "mt" / "training"
_GENERAL, _REHEARSAL = _WITH_AMANA / "general.tsv", _WITH_AMANA / "general-pairs.tsv.gz"
_MOST_DEV_PAIRS = 500
_RESAMPLES, _SEED, _LEVEL = 1000, 12345, 0.05


@dataclass(frozen=True, slots=True)
class TrainingJob:
    """What to train on, from what, and where to.

    Attributes:
        data: files of pairs with weights.
        dev: pairs to watch the progress on; the first 500 are used.
        general: pairs that a fine-tuned model must not get worse on; None for those that come with
            Amana.
        out: directory of the run.
        base: name or path of the model to start from.
        english: English text for the recipe of the bundled model.
        exclude: test sets; what shares eight words in a row with them is not trained on.
        rehearsal: general pairs that are mixed in, so that the model does not forget; None for those
            that come with Amana.
        rehearsal_share: share of the pairs of a pass that are such pairs.
        base_share: share of the base's weights in the model that is kept.
        resume: go on with the run in `out`.
        force: keep a model that got worse.
    """

    data: tuple[DataFile, ...]
    dev: Path
    general: Path | None
    out: Path
    base: str
    english: tuple[Path, ...] = ()
    exclude: tuple[Path, ...] = ()
    rehearsal: Path | None = None
    rehearsal_share: float = 0.5
    base_share: float = 0.35
    resume: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """How a set of pairs is translated before and after.

    Attributes:
        pairs: number of pairs.
        before: chrF of the base model.
        after: chrF of the trained model.
        p_worse: share of bootstrap samples of the pairs in which the trained model is not better,
            from 0 to 1; near 1 where it is surely worse.
    """

    pairs: int
    before: float
    after: float
    p_worse: float

    @property
    def significantly_worse(self) -> bool:
        """Whether the loss is significant at 5 %."""
        return self.after < self.before and self.p_worse > 1 - _LEVEL


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a training job.

    Attributes:
        model: directory of the model, or None where it was not kept.
        reason: why it was kept or not.
        dev: change on the development pairs.
        general: change on the general pairs.
        curves: picture of the curves.
        log: the run's log.
    """

    model: Path | None
    reason: str
    dev: Change
    general: Change
    curves: Path
    log: Path

    def lines(self) -> tuple[str, ...]:
        """Say it to a person."""
        return (
            f"dev      chrF {self.dev.before:.1f} → {self.dev.after:.1f} on {self.dev.pairs} pairs",
            f"general  chrF {self.general.before:.1f} → {self.general.after:.1f}"
            f" on {self.general.pairs} pairs",
            f"curves   {self.curves}",
            self.reason,
        )


def train_and_judge(
    job: TrainingJob,
    options: TrainingOptions,
    *,
    notice: Callable[[str], None],
    show: Callable[[Report], None],
) -> Outcome:
    """Fine-tune a model, compare it with its base, and keep it unless it got worse.

    Args:
        job: what to train.
        options: how.
        notice: called with a line for the user, as on what was dropped from the data.
        show: called with each report.

    Raises:
        InputError: a file is missing or does not follow its format.
        TrainingDataError: too little data, or the directory holds another run.
        ModelError: the base model cannot be used.
    """
    base = find_checkpoint(job.base).path
    dev = _read_test_set(job.dev, notice)
    general = _read_test_set(job.general or _GENERAL, notice)
    held_out = _held_out(job, dev, general)
    data = read_data(job.data, held_out=held_out)
    rehearsal = keep_fit(read_pairs(job.rehearsal or _REHEARSAL), held_out=held_out)[0]
    for part in data:
        reasons = ", ".join(f"{count} {reason}" for reason, count in part.dropped.most_common())
        dropped = f"; dropped {reasons}" if reasons else ""
        notice(f"{part.file.path}: {len(part.pairs)} pairs, weight {part.file.weight:g}{dropped}")
    if rehearsal and job.rehearsal_share:
        notice(f"{job.rehearsal_share:.0%} of each pass are general pairs, {len(rehearsal)} in all")
    for report in fine_tune(
        base,
        data,
        job.out,
        options=options,
        rehearsal=rehearsal,
        rehearsal_share=job.rehearsal_share,
        base_share=job.base_share,
        measure=lambda path: _chrf(_drafts(path, dev), dev),
        resume=job.resume,
    ):
        show(report)
    candidate = job.out / CANDIDATE
    dev_change, general_change = _change(base, candidate, dev), _change(base, candidate, general)
    worse = general_change.significantly_worse
    kept = job.out / MODEL
    if worse and not job.force:
        return Outcome(
            None,
            "not kept: it got significantly worse on the general pairs; train for a shorter time or at a "
            "lower rate, raise --rehearsal-share or --base-share, or keep it with --force "
            f"(it lies in {candidate})",
            dev_change,
            general_change,
            job.out / CURVES,
            job.out / LOG,
        )
    shutil.rmtree(kept, ignore_errors=True)
    candidate.rename(kept)
    _write_self_test(kept)
    reason = (
        f"kept although it got worse on the general pairs (--force): {kept}" if worse else f"kept: {kept}"
    )
    return Outcome(kept, reason, dev_change, general_change, job.out / CURVES, job.out / LOG)


def make_bundled(
    job: TrainingJob, *, minutes: float, notice: Callable[[str], None], show: Callable[[Report], None]
) -> Path:
    """Make the bundled model anew by its recipe and give its directory.

    Args:
        job: the data; its `base`, `general` and `force` do not matter.
        minutes: time for training.
        notice: called with a line as each stage begins.
        show: called with each report.

    Raises:
        InputError: a file is missing or does not follow its format.
        TrainingDataError: the packaged encoder is not installed, or there is nothing to train on.
    """
    from transformers import MarianMTModel

    from mt.training.curves import append_report, draw_curves, read_reports
    from mt.training.export import write_checkpoint
    from mt.training.recipe import RecipeOptions, make_bundled_model, read_material

    dev = _read_test_set(job.dev, notice)
    material = read_material(job.data, job.english, held_out=_held_out(job, dev), report=notice)
    make_folder(job.out)
    start = job.out / "start"

    def measure(model: MarianMTModel) -> float:
        write_checkpoint(model, start, job.out / CANDIDATE, half=True)
        return _chrf(_drafts(job.out / CANDIDATE, dev), dev)

    options = RecipeOptions(minutes=minutes)
    for report in make_bundled_model(material, job.out, options=options, measure=measure, report=notice):
        append_report(job.out / LOG, report)
        show(report)
    draw_curves(read_reports(job.out / LOG), job.out / CURVES)
    final = MarianMTModel.from_pretrained(job.out / "free" / "model")
    write_checkpoint(final, start, job.out / MODEL, half=True)
    _write_self_test(job.out / MODEL)
    return job.out / MODEL


def _read_test_set(path: Path, notice: Callable[[str], None]) -> tuple[Pair, ...]:
    kept, dropped = keep_fit(read_pairs(path))
    if not kept:
        raise TrainingDataError(f"{path}: no pair that can be scored")
    if dropped or len(kept) > _MOST_DEV_PAIRS:
        scored = min(len(kept), _MOST_DEV_PAIRS)
        notice(f"{path}: scored on the first {scored} of {len(kept)} pairs; {dropped.total()} are unfit")
    return tuple(kept[:_MOST_DEV_PAIRS])


def _held_out(job: TrainingJob, *measured: Sequence[Pair]) -> HeldOut:
    """Collect what the scores of a job rest on: the sets it measures, and those the user names."""
    test = (side for path in job.exclude for pair in read_pairs(path) for side in (pair.source, pair.target))
    return HeldOut.of((pair.source for pairs in measured for pair in pairs), test)


def _drafts(checkpoint: Path, pairs: Sequence[Pair]) -> list[str]:
    """Translate a set with a checkpoint as a user would get it; its conversion is not kept."""
    cache = checkpoint.parent / "conversions"
    try:
        opened = open_checkpoint(checkpoint, name=checkpoint.name)
        translator = load_checkpoint(opened, cache_dir=cache, self_test=False)
        return [translation.text for translation in translator.translate(pair.source for pair in pairs)]
    finally:
        shutil.rmtree(cache, ignore_errors=True)


def _chrf(drafts: Sequence[str], pairs: Sequence[Pair]) -> float:
    metric = metric_named("chrf")
    statistics = metric.statistics(drafts, [[pair.target for pair in pairs]])
    return float(metric.score(statistics.sum(axis=0)))


def _change(before: Path, after: Path, pairs: Sequence[Pair]) -> Change:
    metric = metric_named("chrf")
    references = [[pair.target for pair in pairs]]
    old, new = (metric.statistics(_drafts(path, pairs), references) for path in (before, after))
    old_samples, new_samples = (
        metric.score(resampled_totals(statistics, resamples=_RESAMPLES, seed=_SEED))
        for statistics in (old, new)
    )
    return Change(
        len(pairs),
        float(metric.score(old.sum(axis=0))),
        float(metric.score(new.sum(axis=0))),
        float(np.mean(new_samples <= old_samples)),
    )


def _write_self_test(checkpoint: Path) -> None:
    cache = checkpoint.parent / "conversions"
    try:
        opened = open_checkpoint(checkpoint, name=checkpoint.name)
        write_goldens(make_goldens(load_engine(opened, cache_dir=cache), Tokenizer(opened)), checkpoint)
    finally:
        shutil.rmtree(cache, ignore_errors=True)
