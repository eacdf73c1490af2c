"""`amana compare`: systems against a baseline, with significance, buckets and examples."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from alignment.align import align
from alignment.encoder import load_encoder
from eval.comparison import COMPARED_METRICS, Comparison, SegmentGap, SystemResult, compare
from eval.metrics.scores import RESAMPLES, SEED, metric_names
from eval.orientation import check_texts
from eval.report.page import percent
from service.commands.score import read_lines
from service.console import print_json, progress

FORMAT_VERSION = 1


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("compare")(compare_command)


def compare_command(
    reference: Annotated[Path, typer.Argument(help="The reference, one segment a line.")],
    system: Annotated[
        list[Path], typer.Argument(help="Translations of the same lines; the first is the baseline.")
    ],
    article: Annotated[
        Path | None,
        typer.Option(help="The Arabic lines that the systems translated; aligned with the reference."),
    ] = None,
    metric: Annotated[
        list[str] | None,
        typer.Option(help=f"A metric, more than once for several: {', '.join(metric_names())}."),
    ] = None,
    resamples: Annotated[
        int, typer.Option(min=1, help="Samples of both tests and of intervals.")
    ] = RESAMPLES,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the tests.")] = SEED,
    examples: Annotated[int, typer.Option(min=0, help="N-grams and segments shown each way.")] = 5,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare translations of one text against a baseline.

    With --article the reference is aligned with it: it may have other lines than the systems then, and
    segments are told apart by kind and confidence of their pair.
    Differences are tested by paired bootstrap and by paired approximate randomisation; with several
    systems the p-values are corrected by Holm's method.
    """
    systems = [(str(path), read_lines(path)) for path in system]
    references = read_lines(reference)
    lines = None if article is None else read_lines(article)
    beads = None
    if lines is not None:
        check_texts(lines, references)
        with progress("Aligning"):
            beads = align(lines, references, encoder=load_encoder())
    with progress("Comparing"):
        comparison = compare(
            systems,
            references,
            article=lines,
            beads=beads,
            metrics=tuple(dict.fromkeys(name.lower() for name in metric)) if metric else COMPARED_METRICS,
            resamples=resamples,
            seed=seed,
            examples=examples,
        )
    if json:
        print_json({"version": FORMAT_VERSION, "comparison": comparison})
        return
    _print(comparison)


def _print(comparison: Comparison) -> None:
    console = Console(soft_wrap=True, highlight=False)
    console.print(_score_table(comparison))
    console.print("BS: paired bootstrap, AR: paired approximate randomisation, both two-sided")
    console.print(f"\n{comparison.segments} segments; chrF of parts:")
    if comparison.coverage is not None:
        shares = (comparison.coverage.article, comparison.coverage.reference)
        console.print(f"paired: {percent(shares[0])} of the article, {percent(shares[1])} of the reference")
    console.print(_bucket_table(comparison))
    for result in comparison.systems[1:]:
        console.print(f"\n{result.name} against {comparison.systems[0].name}", markup=False)
        for title, gaps in (("right more often", result.better_ngrams), ("less often", result.worse_ngrams)):
            shown = ", ".join(f"“{gap.ngram}” {gap.system}:{gap.baseline}" for gap in gaps)
            console.print(f"  {title}: {shown or 'nothing'}", markup=False)
        _print_segments(console, "gains most", result.best_segments)
        _print_segments(console, "loses most", result.worst_segments)
    console.print()
    for score in comparison.systems[0].scores:
        console.print(f"{score.name}|{score.signature}", markup=False)


def _score_table(comparison: Comparison) -> Table:
    table = Table("System", "Metric", box=None, pad_edge=False)
    for column in ("Score", "95 % interval", "Δ", "p (BS)", "p (AR)"):
        table.add_column(column, justify="right")
    for result in comparison.systems:
        for index, score in enumerate(result.scores):
            interval = f"{score.interval.low:.2f} – {score.interval.high:.2f}" if score.interval else "none"
            table.add_row(
                Path(result.name).name if not index else "",
                score.name,
                f"{score.value:.2f}",
                interval,
                *_difference_cells(result, index),
            )
    return table


def _difference_cells(result: SystemResult, index: int) -> tuple[str, str, str]:
    if not result.differences:
        return "baseline", "", ""
    difference = result.differences[index]
    return (
        f"{difference.value:+.2f}",
        f"{difference.p_bootstrap:.4f}",
        f"{difference.p_randomisation:.4f}",
    )


def _bucket_table(comparison: Comparison) -> Table:
    table = Table("Part", box=None, pad_edge=False)
    table.add_column("Segments", justify="right")
    for result in comparison.systems:
        table.add_column(Path(result.name).name, justify="right")
    for bucket in comparison.buckets:
        table.add_row(bucket.label, str(bucket.segments), *(f"{score:.2f}" for score in bucket.scores))
    return table


def _print_segments(console: Console, title: str, gaps: tuple[SegmentGap, ...]) -> None:
    for gap in gaps:
        console.print(f"  {title}: line {gap.segment + 1}, chrF {gap.gap:+.1f}", markup=False)
        rows = (("article", gap.article), ("reference", gap.reference), ("baseline", gap.baseline))
        for name, text in (*rows, ("system", gap.system)):
            if text is not None:
                console.print(f"    {name:10}{text}", markup=False)
