"""The pictures of `bench/align.py`: growth of time and memory, and calibration."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from alignment.calibration import Bin


def plot_growth(
    path: Path, sizes: Sequence[int], seconds: dict[str, Sequence[float]], megabytes: Sequence[float]
) -> None:
    """Draw time and memory over the number of sentences, both axes logarithmic.

    Args:
        path: where to.
        sizes: sentences a side.
        seconds: for each part of the work, the seconds at each size.
        megabytes: the largest resident set at each size.
    """
    figure = Figure(figsize=(9, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    for name, values in seconds.items():
        left.loglog(sizes, values, marker="o", label=name)
    total = [sum(values) for values in zip(*seconds.values(), strict=True)]
    left.loglog(
        sizes, [total[-1] * size / sizes[-1] for size in sizes], ":", color="grey", label="linear growth"
    )
    left.set(xlabel="sentences a side", ylabel="seconds", title="Time")
    left.legend()
    right.semilogx(sizes, megabytes, marker="o")
    right.set(xlabel="sentences a side", ylabel="MB", title="Largest resident set", ylim=(0, None))
    for axes in (left, right):
        axes.grid(visible=True, which="major", alpha=0.3)
    figure.savefig(path, dpi=130)


def plot_calibration(path: Path, bins: Sequence[Bin]) -> None:
    """Draw how often beads are right over how sure they are."""
    figure = Figure(figsize=(5, 4.5), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], ":", color="grey", label="as it should be")
    axes.plot(
        [entry.confidence for entry in bins], [entry.precision for entry in bins], marker="o", label="beads"
    )
    for entry in bins:
        axes.annotate(
            f"{entry.count}",
            (entry.confidence, entry.precision),
            xytext=(5, -10),
            textcoords="offset points",
            fontsize=7,
        )
    axes.set(xlabel="confidence", ylabel="share that is right", xlim=(0, 1), ylim=(0, 1.02))
    axes.legend()
    figure.savefig(path, dpi=130)
