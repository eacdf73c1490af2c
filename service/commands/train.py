"""`amana model train`: teach a model your own texts, and keep it only if it got no worse elsewhere."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mt.errors import RegressionError
from mt.models import DEFAULT_MODEL

if TYPE_CHECKING:
    from mt.training.trainer import Report

_FILES_HELP = (
    "TSV (Arabic, tab, English; also .gz), TMX or a translation memory; a weight after a colon. "
    "Repeat for more files."
)


def register(app: typer.Typer) -> None:
    """Add the command to the application of `amana model`."""
    app.command("train")(train_command)


def train_command(
    data: Annotated[list[str], typer.Option("--data", metavar="FILE[:WEIGHT]", help=_FILES_HELP)],
    dev: Annotated[Path, typer.Option("--dev", help="Pairs to watch the progress on, never trained on.")],
    out: Annotated[Path, typer.Option("--out", help="Directory of the run and of the model.")],
    minutes: Annotated[float, typer.Option("--minutes", min=0.01, help="Time to train.")],
    base: Annotated[str, typer.Option("--base", help="Model to start from.")] = DEFAULT_MODEL,
    general: Annotated[
        Path | None, typer.Option("--general", help="Pairs that the model must not get worse on.")
    ] = None,
    rehearsal: Annotated[
        Path | None,
        typer.Option("--rehearsal", help="General pairs to mix in, so that the model does not forget."),
    ] = None,
    rehearsal_share: Annotated[
        float,
        typer.Option("--rehearsal-share", min=0, max=0.95, help="Share of such pairs in a pass; 0 for none."),
    ] = 0.5,
    base_share: Annotated[
        float,
        typer.Option("--base-share", min=0, max=1, help="Share of the base's weights in what is kept."),
    ] = 0.35,
    recipe: Annotated[
        str | None, typer.Option("--recipe", help="`bundled`: make the bundled model from nothing.")
    ] = None,
    english: Annotated[
        list[Path] | None, typer.Option("--english", help="English text for the recipe, a sentence a line.")
    ] = None,
    exclude: Annotated[
        list[Path] | None,
        typer.Option("--exclude", help="Test set whose sentences are kept out of training. Repeatable."),
    ] = None,
    peak_rate: Annotated[float, typer.Option("--peak-rate", help="Highest learning rate.")] = 2e-4,
    encoder_rate: Annotated[
        float, typer.Option("--encoder-rate", help="The encoder's share of that rate; 0 freezes it.")
    ] = 0.5,
    patience: Annotated[
        int, typer.Option("--patience", help="Stop after so many measurements without progress; 0 never.")
    ] = 4,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in the directory.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Keep the model even if it got worse on the general pairs.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")] = False,
) -> None:
    """Train a model further on your own pairs, or make the bundled one anew.

    The result is DIRECTORY/model, to be used with `--model DIRECTORY/model`. Beside it lie the
    log, a picture of the curves, and the state that `--resume` goes on from.
    """
    from transformers.utils.logging import disable_progress_bar

    from mt.training.pairs import parse_data_file
    from mt.training.trainer import TrainingOptions
    from service.console import notice
    from service.training import TrainingJob, make_bundled, train_and_judge

    # Those of reading and writing weights, a second each, would stand between the real one.
    disable_progress_bar()  # type: ignore[no-untyped-call]
    if recipe not in (None, "bundled"):
        raise typer.BadParameter(f"no recipe {recipe!r}; there is `bundled`", param_hint="--recipe")
    job = TrainingJob(
        data=tuple(parse_data_file(text) for text in data),
        dev=dev,
        general=general,
        out=out,
        base=base,
        english=tuple(english or ()),
        exclude=tuple(exclude or ()),
        rehearsal=rehearsal,
        rehearsal_share=rehearsal_share,
        base_share=base_share,
        resume=resume,
        force=force,
    )
    options = TrainingOptions(
        minutes=minutes,
        peak_rate=peak_rate,
        encoder_rate=encoder_rate,
        warmup_steps=50,
        measure_every_min=max(0.5, min(15.0, minutes / 8)),
        patience=patience,
    )
    with _ProgressLine(minutes) as line:
        if recipe == "bundled":
            model = make_bundled(job, minutes=minutes, notice=notice, show=line.show)
            _print(as_json, {"model": model}, f"the model lies in {model}")
            return
        outcome = train_and_judge(job, options, notice=notice, show=line.show)
    _print(as_json, outcome, "\n".join(outcome.lines()))
    if outcome.model is None:
        raise RegressionError(outcome.reason)


def _print(as_json: bool, value: object, text: str) -> None:
    from service.console import print_json, write_output

    if as_json:
        print_json(value)
    else:
        write_output(None, f"{text}\n")


class _ProgressLine:
    """A line on a terminal that shows how far training is; silent elsewhere."""

    def __init__(self, minutes: float) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("training"),
            BarColumn(),
            TextColumn("{task.description}"),
            console=console,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task("preparing", total=60 * minutes)

    def __enter__(self) -> "_ProgressLine":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def show(self, report: "Report") -> None:
        left = max(0.0, (self._progress.tasks[0].total or 0.0) - report.trained_s) / 60
        score = "" if report.score is None else f", dev chrF {report.score:.1f}"
        self._progress.update(
            self._task,
            completed=report.trained_s,
            description=(
                f"step {report.step}, loss {report.loss:.3f}{score}, "
                f"{report.tokens_per_s:.0f} tokens/s, {left:.0f} min left"
            ),
        )
