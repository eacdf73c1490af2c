"""Charts of a report: where each text is covered, how the scores spread, which passages score how.

Matplotlib draws them; `eval.report.svg` makes its output fit into a page.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import mean, median
from typing import TYPE_CHECKING

from eval.report.svg import Paint, draw
from eval.report.value import Document, Report, ReportBead

if TYPE_CHECKING:
    from matplotlib.axes import Axes

METRIC = "chrf"
MIN_BEADS = 5
"""Paired beads from which a chart says more than the text itself."""

_SLICES = 50
_LENGTHS = ((1, 9), (10, 19), (20, 34), (35, None))
_SHAPES = ("1-1", "1-many", "many-1", "many-many")


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as the page shows it.

    Attributes:
        title: what it shows.
        caption: how to read it.
        summary: what it shows in words, for who cannot see it.
        svg: the drawing, trusted markup.
    """

    title: str
    caption: str
    summary: str
    svg: str


@dataclass(frozen=True, slots=True)
class Bucket:
    """Beads of a kind.

    Attributes:
        name: of the kind.
        beads: how many.
        mean: mean of their scores.
    """

    name: str
    beads: int
    mean: float


def make_charts(report: Report) -> list[Chart]:
    """Draw the charts; none for a report with fewer than `MIN_BEADS` paired beads."""
    scored = [(bead, score.value) for bead in report.beads for score in bead.scores if score.metric == METRIC]
    if len(scored) < MIN_BEADS:
        return []
    return [
        _coverage_chart(report),
        _spread_chart([value for _, value in scored]),
        _bucket_chart(report, scored),
    ]


def coverage_along(document: Document, paired: set[int], *, slices: int = _SLICES) -> list[float]:
    """Give the paired share of each of a text's slices, which have equally many characters.

    Args:
        document: the text.
        paired: numbers of its sentences in beads with both sides.
        slices: how many.

    Returns:
        Shares in [0, 1], in the order of the text.
    """
    lengths = [len(sentence.text) for sentence in document.sentences]
    width = sum(lengths) / slices
    covered = [0.0] * slices
    position = 0.0
    for number, length in enumerate(lengths):
        end = position + length
        if number in paired:
            for index in range(int(position / width), min(slices, int(end / width) + 1)):
                covered[index] += max(0.0, min(end, (index + 1) * width) - max(position, index * width))
        position = end
    return [min(1.0, part / width) for part in covered]


def buckets_by_length(report: Report, scored: Sequence[tuple[ReportBead, float]]) -> list[Bucket]:
    """Group scored beads by the words of their reference."""
    words = [
        sum(len(report.reference.sentences[number].text.split()) for number in bead.reference)
        for bead, _ in scored
    ]
    values = [value for _, value in scored]
    buckets = []
    for low, high in _LENGTHS:
        chosen = [v for v, n in zip(values, words, strict=True) if n >= low and (high is None or n <= high)]
        name = f"{low}+ words" if high is None else f"{low}–{high} words"
        buckets += [Bucket(name, len(chosen), mean(chosen))] if chosen else []
    return buckets


def buckets_by_shape(scored: Sequence[tuple[ReportBead, float]]) -> list[Bucket]:
    """Group scored beads by the number of their sentences, article first."""
    groups: dict[str, list[float]] = {shape: [] for shape in _SHAPES}
    for bead, value in scored:
        left, right = ("1" if len(side) == 1 else "many" for side in (bead.article, bead.reference))
        groups[f"{left}-{right}"].append(value)
    return [Bucket(name, len(values), mean(values)) for name, values in groups.items() if values]


def _coverage_chart(report: Report) -> Chart:
    paired = [bead for bead in report.beads if bead.is_pair]
    sides = (
        (report.article, {number for bead in paired for number in bead.article}, Paint.ADDITION),
        (report.reference, {number for bead in paired for number in bead.reference}, Paint.OMISSION),
    )
    shares = [coverage_along(document, numbers) for document, numbers, _ in sides]

    def plot(axes: "Axes") -> None:
        edges = [100 * index / _SLICES for index in range(_SLICES + 1)]
        for row, (values, (_, _, paint)) in enumerate(zip(shares, sides, strict=True)):
            base = 1.25 * (1 - row)
            axes.stairs([base + 1] * _SLICES, edges, baseline=base, fill=True, color=paint)
            tops = [base + value for value in values]
            axes.stairs(tops, edges, baseline=base, fill=True, color=Paint.PAIR)
        axes.set_yticks([1.75, 0.5], ["Article", "Reference"])
        axes.set_xlim(0, 100)
        axes.set_xticks([0, 25, 50, 75, 100], ["start", "25%", "50%", "75%", "end"])

    summary = " ".join(
        f"{side}: {sum(value < 0.5 for value in values)} of {_SLICES} slices are less than half paired."
        for side, values in zip(("Article", "Reference"), shares, strict=True)
    )
    caption = f"Each text in {_SLICES} slices; coloured where the other side has nothing."
    return Chart("Coverage along the texts", caption, summary, draw("coverage", plot))


def _spread_chart(values: list[float]) -> Chart:
    from matplotlib.ticker import MaxNLocator

    middle = median(values)

    def plot(axes: "Axes") -> None:
        axes.hist(values, bins=list(range(0, 101, 5)), color=Paint.PAIR)
        axes.axvline(middle, color=Paint.ACCENT, linewidth=1.5)
        axes.set_xlim(0, 100)
        axes.set_ylabel("pairs")
        axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))

    summary = (
        f"{len(values):,} pairs from {min(values):.0f} to {max(values):.0f}; half of them under {middle:.0f}."
    )
    caption = f"chrF of each pair; the line is the median, {middle:.0f}."
    return Chart("Spread of the scores", caption, summary, draw("spread", plot))


def _bucket_chart(report: Report, scored: Sequence[tuple[ReportBead, float]]) -> Chart:
    buckets = [*buckets_by_length(report, scored), *buckets_by_shape(scored)]
    summary = "; ".join(f"{bucket.name}: {bucket.mean:.0f} over {bucket.beads:,}" for bucket in buckets) + "."
    caption = "By words of the reference, and by sentences of article and reference; pairs in brackets."
    return Chart("Mean chrF by length and shape", caption, summary, draw("buckets", _bars(buckets)))


def _bars(buckets: Sequence[Bucket]) -> "Callable[[Axes], None]":
    def plot(axes: "Axes") -> None:
        rows = range(len(buckets))[::-1]
        axes.barh(rows, [bucket.mean for bucket in buckets], height=0.7, color=Paint.PAIR)
        for row, bucket in zip(rows, buckets, strict=True):
            label = f"{bucket.mean:.0f}  ({bucket.beads:,})"
            axes.text(bucket.mean + 1.5, row, label, va="center", color=Paint.TEXT, fontsize=8)
        axes.set_yticks(rows, [bucket.name for bucket in buckets])
        axes.set_xlim(0, 100)

    return plot
