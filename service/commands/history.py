"""`amana history`: the reports of the past, listed, plotted and compared."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from eval.finding import Finding
from eval.report.gates import Gates, judge
from eval.report.page import percent, plural
from mt.errors import InputError
from service.console import print_json
from service.history import Run, read_report, read_runs

_BARS = "▁▂▃▄▅▆▇█"
_PIPE_WIDTH = 200


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("history")(history_command)


def history_command(
    database: Annotated[Path, typer.Argument(help="The file that `amana report --record` wrote.")],
    article: Annotated[str | None, typer.Option(help="Only the runs of the article of this name.")] = None,
    metric: Annotated[str, typer.Option(help="The score that is listed and plotted.")] = "chrf",
    compare: Annotated[
        tuple[int, int] | None, typer.Option(help="Compare two runs by their numbers, the earlier first.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List recorded reports, plot a score over them, or compare two of them."""
    if compare is not None:
        _compare(database, compare[0], compare[1], json=json)
        return
    runs = read_runs(database, article=article)
    known = {name for run in runs for name in run.scores}
    if known and metric not in known:
        raise InputError(f"no run has a score {metric!r}; take one of {', '.join(sorted(known))}")
    if json:
        print_json(runs)
        return
    console = Console(highlight=False)
    # In a pipe nobody sees the width, and a cell that is cut short is lost.
    console.print(_table(runs, metric), width=None if console.is_terminal else _PIPE_WIDTH, soft_wrap=False)
    for name in dict.fromkeys(run.article for run in runs):
        values = [run.scores[metric] for run in runs if run.article == name and metric in run.scores]
        if len(values) > 1:
            line = f"{metric} of {name}: {min(values):.1f} {sparkline(values)} {max(values):.1f}"
            console.print(line, markup=False, soft_wrap=True)


def sparkline(values: Sequence[float]) -> str:
    """Give a plot one line high; values that are all the same lie in the middle.

    >>> sparkline([1, 2, 8])
    '▁▂█'
    >>> sparkline([5, 5])
    '▄▄'
    """
    low, high = min(values), max(values)
    if low == high:
        return _BARS[len(_BARS) // 2 - 1] * len(values)
    return "".join(_BARS[round((value - low) / (high - low) * (len(_BARS) - 1))] for value in values)


def _table(runs: Sequence[Run], metric: str) -> Table:
    table = Table("Run", "Made", "Article", "Model", "Verdict", box=None, pad_edge=False)
    for heading in ("Errors", "Warnings", "Article paired", "Reference paired", metric):
        table.add_column(heading, justify="right")
    for run in runs:
        score = run.scores.get(metric)
        table.add_row(
            str(run.id),
            run.created[:16].replace("T", " "),
            run.article,
            run.model,
            run.verdict,
            str(run.errors),
            str(run.warnings),
            percent(run.article_coverage),
            percent(run.reference_coverage),
            "" if score is None else f"{score:.1f}",
        )
    return table


def _compare(database: Path, earlier: int, later: int, *, json: bool) -> None:
    before, after = read_report(database, earlier), read_report(database, later)
    worse = judge(after, Gates(baseline=before))[0].reasons
    old, new = ([_line(finding) for finding in report.findings] for report in (before, after))
    gone, come = _without(old, new), _without(new, old)
    values = {score.metric: score.value for score in before.scores}
    scores = {
        score.metric: (values[score.metric], score.value) for score in after.scores if score.metric in values
    }
    if json:
        print_json({"worse": worse, "scores": scores, "findings_gone": gone, "findings_new": come})
        return
    console = Console(highlight=False, soft_wrap=True, markup=False)
    for name, (first, second) in scores.items():
        console.print(f"{name:<8}{first:8.2f} → {second:.2f}  ({second - first:+.2f})")
    for title, lines in (("gone", gone), ("new", come)):
        console.print(f"{plural(len(lines), 'finding')} {title}")
        for line in lines:
            console.print(f"  {line}")
    for reason in worse:
        console.print(f"worse: {reason}")


def _line(finding: Finding) -> str:
    return f"{finding.severity} {finding.check}: {finding.message}"


def _without(lines: Sequence[str], others: Sequence[str]) -> list[str]:
    """Give the lines that the others do not have, each as often as it is missing."""
    left = list(others)
    result = []
    for line in lines:
        if line in left:
            left.remove(line)
        else:
            result.append(line)
    return result
