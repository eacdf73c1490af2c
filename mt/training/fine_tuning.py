"""Teach an existing MarianMT checkpoint a user's own texts.

A model that sees nothing but one domain forgets the rest, so each pass mixes general pairs in: mixed
fine-tuning (Chu, Dabre and Kurohashi 2017, ACL, section 3.3), here without domain tags. What is kept
lies between the weights before and after, which costs little of what was learned and forgets less
(Wortsman et al. 2022, "Robust fine-tuning of zero-shot models", CVPR).
"""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mt.errors import TrainingDataError
from mt.files import make_folder
from mt.training.curves import append_report, draw_curves, read_reports
from mt.training.examples import Corpus, ExampleOptions, ExampleStream, Tokeniser
from mt.training.export import write_checkpoint
from mt.training.overlap import NOTHING, HeldOut
from mt.training.pairs import DataFile, Pair, keep_fit, read_pairs
from mt.training.trainer import Report, TrainingOptions, train

if TYPE_CHECKING:
    from torch import Tensor
    from transformers import MarianMTModel

LOG, CURVES, CANDIDATE = "log.jsonl", "curves.png", "candidate"
_FEWEST_PAIRS = 20


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What was kept of a data file.

    Attributes:
        file: the file and its weight.
        pairs: the fit pairs.
        dropped: how many pairs were dropped, by reason.
    """

    file: DataFile
    pairs: tuple[Pair, ...]
    dropped: Counter[str]


def read_data(files: Sequence[DataFile], *, held_out: HeldOut = NOTHING) -> tuple[ReadFile, ...]:
    """Read data files and drop their unfit, repeated and held-out pairs.

    Args:
        files: what to read.
        held_out: what no kept pair may have on a side.

    Raises:
        InputError: a file is missing or does not follow its format.
        TrainingDataError: fewer than 20 fit pairs are left in all.
    """
    seen: set[int] = set()
    read = []
    for file in files:
        kept, dropped = keep_fit(read_pairs(file.path), seen=seen, held_out=held_out)
        read.append(ReadFile(file, tuple(kept), dropped))
    total = sum(len(data.pairs) for data in read)
    if total < _FEWEST_PAIRS:
        reasons = Counter[str]()
        for data in read:
            reasons.update(data.dropped)
        dropped_all = ", ".join(f"{count} {reason}" for reason, count in reasons.most_common()) or "none"
        raise TrainingDataError(
            f"{total} fit pairs (dropped: {dropped_all}); training needs at least {_FEWEST_PAIRS}"
        )
    return tuple(read)


def fine_tune(
    base: Path,
    data: Sequence[ReadFile],
    run: Path,
    *,
    options: TrainingOptions,
    rehearsal: Sequence[Pair] = (),
    rehearsal_share: float = 0.5,
    base_share: float = 0.35,
    max_tokens: int = 1500,
    measure: Callable[[Path], float],
    resume: bool = False,
) -> Iterator[Report]:
    """Train a checkpoint further and leave the best of it in ``run/candidate``.

    Args:
        base: the checkpoint to start from.
        data: pairs, from `read_data`.
        run: directory of the run: state, log, picture of the curves, candidate.
        options: how to train.
        rehearsal: general pairs, so that the model does not forget.
        rehearsal_share: share of the pairs of a pass that are rehearsal, from 0 to below 1.
        base_share: share of the base's weights in what is measured and kept, from 0 to 1.
        max_tokens: size of a batch, in padded tokens.
        measure: gives the score of a checkpoint directory on the development set.
        resume: go on from the state in `run`.

    Yields:
        Reports as `mt.training.trainer.train` does.

    Raises:
        TrainingDataError: `run` holds a run and `resume` is not set.
        OutputError: the directory cannot be made.
    """
    from transformers import MarianMTModel

    if (run / "state").exists() and not resume:
        raise TrainingDataError(f"{run} holds a run already: go on with --resume, or give another directory")
    make_folder(run)
    model = MarianMTModel.from_pretrained(base, dtype="float32")
    model.set_attn_implementation("eager")
    corpora = [Corpus(part.pairs, part.file.weight) for part in data]
    stream = ExampleStream(
        [*corpora, mixed_in(rehearsal, corpora, share=rehearsal_share)],
        Tokeniser(base),
        options=ExampleOptions(max_tokens=max_tokens, seed=options.seed),
    )

    base_weights = [parameter.detach().clone() for parameter in model.parameters()]
    scores = [report.score for report in read_reports(run / LOG) if report.score is not None]

    def measure_model(current: "MarianMTModel") -> float:
        latest = run / "latest"
        with blended(current, base_weights, share=base_share):
            write_checkpoint(current, base, latest, half=True)
        score = measure(latest)
        if score >= max(scores, default=score):
            shutil.rmtree(run / CANDIDATE, ignore_errors=True)
            latest.rename(run / CANDIDATE)
        else:
            shutil.rmtree(latest)
        scores.append(score)
        return score

    for report in train(model, stream, run, options=options, measure=measure_model, resume=resume):
        append_report(run / LOG, report)
        yield report
    draw_curves(read_reports(run / LOG), run / CURVES)


@contextmanager
def blended(model: "MarianMTModel", others: "Sequence[Tensor]", *, share: float) -> Iterator[None]:
    """Give a model weights between its own and others for as long as the context lasts.

    Args:
        model: the model.
        others: the other weights, in the order of its parameters.
        share: share of the others, from 0 to 1.
    """
    import torch

    own = [parameter.detach().clone() for parameter in model.parameters()]
    with torch.no_grad():
        for parameter, mine, other in zip(model.parameters(), own, others, strict=True):
            parameter.copy_(torch.lerp(mine, other.to(mine.device), share))
    yield
    with torch.no_grad():
        for parameter, mine in zip(model.parameters(), own, strict=True):
            parameter.copy_(mine)


def mixed_in(rehearsal: Sequence[Pair], corpora: Sequence[Corpus], *, share: float) -> Corpus:
    """Weigh rehearsal pairs so that they are a share of a pass over all.

    Args:
        rehearsal: general pairs.
        corpora: what is to be learned.
        share: share of the pairs of a pass, from 0 to below 1.

    >>> new = Corpus([Pair("نعم", "Yes")] * 6, weight=0.5)
    >>> mixed_in([Pair("لا", "No")] * 2, [new], share=0.75).weight
    4.5
    """
    drawn = sum(len(corpus.pairs) * corpus.weight for corpus in corpora)
    return Corpus(rehearsal, drawn * share / (1 - share) / max(1, len(rehearsal)))
