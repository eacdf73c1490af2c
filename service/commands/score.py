"""`amana score`: metrics of a translation against one or more references."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from eval.metrics.learned import LEARNED, bert_score, check_learned
from eval.metrics.scores import (
    DEFAULT_METRICS,
    RESAMPLES,
    SEED,
    Score,
    metric_names,
    score_corpus,
    score_segments,
)
from eval.orientation import check_parallel
from mt.errors import InputError
from service.console import print_json, progress, read_argument

FORMAT_VERSION = 1


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("score")(score)


def score(
    hypothesis: Annotated[
        Path, typer.Argument(help="The translation, one segment a line; - for standard input.")
    ],
    reference: Annotated[
        list[Path],
        typer.Argument(help="Its references, the same segments in the same lines; one file a translator."),
    ],
    metric: Annotated[
        list[str] | None,
        typer.Option(help=f"A metric, more than once for several: {', '.join((*metric_names(), *LEARNED))}."),
    ] = None,
    model: Annotated[
        Path | None, typer.Option(help="Directory of the encoder that bertscore asks for; never fetched.")
    ] = None,
    resamples: Annotated[
        int, typer.Option(min=0, help="Bootstrap samples behind the intervals; 0 for no intervals.")
    ] = RESAMPLES,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the bootstrap.")] = SEED,
    segments: Annotated[bool, typer.Option("--segments", help="Also score each segment by itself.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Score a translation with BLEU, chrF, chrF++ and TER, as sacreBLEU computes them.

    Every score comes with its signature and a 95 % bootstrap interval. With --metric bertscore --model
    DIR an encoder of yours judges too.
    """
    names = tuple(dict.fromkeys(name.lower() for name in metric)) if metric else DEFAULT_METRICS
    learned = [name for name in names if name in (*LEARNED, "comet")]
    for name in learned:
        check_learned(name, model)
        if len(reference) > 1:
            raise InputError(f"{name} takes one reference, not {len(reference)}; give one file")
    counted = [name for name in names if name not in learned]
    hypotheses = read_lines(hypothesis)
    references = [read_lines(path) for path in reference]
    for path, lines in zip(reference, references, strict=True):
        check_parallel(hypotheses, lines, hypothesis_name=str(hypothesis), reference_name=str(path))
    scores: list[Score] = []
    by_segment = score_segments(hypotheses, references, metrics=counted) if segments else None
    with progress("Scoring", total=len(names)) as advance:
        for name in counted:
            scores += score_corpus(hypotheses, references, metrics=[name], resamples=resamples, seed=seed)
            advance(1)
        if learned and model is not None:
            one, values = bert_score(hypotheses, references[0], model=model, resamples=resamples, seed=seed)
            scores.append(one)
            if by_segment is not None:
                by_segment[one.metric] = tuple(values.tolist())
            advance(1)
    if json:
        document: dict[str, object] = {
            "version": FORMAT_VERSION,
            "segments": len(hypotheses),
            "scores": scores,
        }
        if by_segment is not None:
            document["segment_scores"] = by_segment
        print_json(document)
        return
    console = Console(soft_wrap=True, highlight=False)
    console.print(_table(scores))
    for item in scores:
        console.print(f"{item.name}|{item.signature}", markup=False)
    if by_segment is not None:
        console.print(_segment_table(by_segment))


def read_lines(path: Path) -> list[str]:
    """Read segments, one a line, from a file or standard input.

    Raises:
        MissingFileError: there is no such file.
        EncodingError: the bytes are not UTF-8.
    """
    # Only line feeds end a segment: a form feed or a line separator inside one would shift the rest.
    text = read_argument(path)
    lines = text.removesuffix("\n").split("\n") if text else []
    return [line.removesuffix("\r") for line in lines]


def _table(scores: list[Score]) -> Table:
    table = Table("Metric", box=None, pad_edge=False)
    table.add_column("Score", justify="right")
    table.add_column("95 % interval", justify="right")
    table.add_column("")
    for item in scores:
        interval = f"{item.interval.low:.2f} – {item.interval.high:.2f}" if item.interval else "none"
        better = "lower is better" if item.lower_is_better else "higher is better"
        table.add_row(item.name, f"{item.value:.2f}", interval, better)
    return table


def _segment_table(by_segment: dict[str, tuple[float, ...]]) -> Table:
    table = Table("Segment", *by_segment, box=None, pad_edge=False)
    for number, values in enumerate(zip(*by_segment.values(), strict=True)):
        table.add_row(str(number), *(f"{value:.2f}" for value in values))
    return table
