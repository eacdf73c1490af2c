"""What `amana align` says of its results, to people and as JSON."""

from alignment.gold import GoldScore
from service.align_batch import Batch
from service.aligning import Aligned

VERSION = 1
"""Of the JSON."""


def summary_line(aligned: Aligned) -> str:
    """Sum up an alignment in a line."""
    summary = aligned.summary
    unpaired = summary.source_unpaired, summary.target_unpaired
    parts = [
        f"{summary.beads:,} beads of {summary.source_sentences:,} and {summary.target_sentences:,} sentences",
        f"unpaired: {unpaired[0]:,} and {unpaired[1]:,}",
        f"moved: {summary.moved:,}",
    ]
    if aligned.left_out:
        parts.append(f"not sure enough: {aligned.left_out:,}")
    if summary.mean_confidence is not None:
        parts.append(f"mean confidence: {summary.mean_confidence:.2f}")
    return f"{'; '.join(parts)}; {aligned.seconds:.1f} s"


def score_table(score: GoldScore, calibration_error: float | None) -> str:
    """Give a score as people read it.

    >>> from alignment.gold import Quality
    >>> print(score_table(GoldScore(Quality(0.5, 1.0, 2 / 3), Quality(1.0, 1.0, 1.0)), 0.03), end="")
            precision  recall      F1
    strict     0.5000  1.0000  0.6667
    lax        1.0000  1.0000  1.0000
    calibration error  0.0300
    """
    lines = [f"{'':6}  {'precision':>9}  {'recall':>6}  {'F1':>6}"]
    for name, quality in (("strict", score.strict), ("lax", score.lax)):
        lines.append(f"{name:6}  {quality.precision:9.4f}  {quality.recall:6.4f}  {quality.f1:6.4f}")
    if calibration_error is not None:
        lines.append(f"calibration error  {calibration_error:.4f}")
    return "\n".join(lines) + "\n"


def pair_facts(aligned: Aligned, *, with_beads: bool) -> dict[str, object]:
    """Give the JSON object of one pair of texts."""
    return {"version": VERSION, **aligned.facts(with_beads=with_beads)}


def batch_facts(batch: Batch, *, with_beads: bool) -> dict[str, object]:
    """Give the JSON object of two folders."""
    pairs: list[dict[str, object]] = []
    for done in batch.done:
        facts = {} if done.aligned is None else done.aligned.facts(with_beads=with_beads)
        pairs.append({"name": done.name, "error": done.error, **facts})
    return {
        "version": VERSION,
        "without_counterpart": batch.alone,
        "score": batch.score,
        "calibration_error": batch.calibration_error,
        "pairs": pairs,
    }
