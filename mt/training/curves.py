"""Log a training run as JSON Lines and draw its curves."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from mt.training.trainer import Report


def append_report(log: Path, report: Report) -> None:
    """Append a report to a run's log.

    Args:
        log: the JSON Lines file, made where it is missing.
        report: what to append.
    """
    with log.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(asdict(report)) + "\n")


def read_reports(log: Path) -> list[Report]:
    """Read a run's log; where a killed run was resumed, the later report of a step counts.

    Args:
        log: the JSON Lines file.

    Returns:
        The reports by step; none where there is no log.
    """
    if not log.exists():
        return []
    by_step: dict[int, Report] = {}
    for line in log.read_text(encoding="utf-8").splitlines():
        report = Report(**json.loads(line))
        by_step = {step: kept for step, kept in by_step.items() if step < report.step}
        by_step[report.step] = report
    return list(by_step.values())


def draw_curves(reports: Sequence[Report], path: Path) -> None:
    """Draw loss and development score over the target tokens seen.

    Args:
        reports: of one run, at least one.
        path: where to write the picture; the suffix gives the format (`.png`, `.svg`).
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 4.5), layout="constrained")
    losses = figure.subplots()
    millions = [report.target_tokens / 1e6 for report in reports]
    (loss_line,) = losses.plot(
        millions, [report.loss for report in reports], color="#4C72B0", label="training loss"
    )
    losses.set_xlabel("million target tokens")
    losses.set_ylabel("loss per token")
    losses.grid(alpha=0.3)
    scored = [report for report in reports if report.score is not None]
    lines = [loss_line]
    if scored:
        scores = losses.twinx()
        lines += scores.plot(
            [report.target_tokens / 1e6 for report in scored],
            [report.score or 0.0 for report in scored],
            color="#C44E52",
            marker="o",
            label="development chrF",
        )
        scores.set_ylabel("chrF")
    losses.legend(handles=lines, loc="center right")
    figure.savefig(path, dpi=120)
