"""Fit the confidence of a model on one half of a test set, measure it on the other, and store it.

    bench/confidence.py FLORES.tsv [--model M] [--bar CHRF] [--write] [--json]

The even lines fit, the odd lines measure; a line reaches the bar where the chrF of its draft against
its reference is at least that. Printed: the expected calibration error (10 bins), the area under the
ROC curve, the share that reaches the bar, a table of bins, and what withholding would leave. With
`--write` the coefficients go to `confidence.json` beside the weights: run it after each change of
the model. Exits 1 where the error is above 0.1.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from eval.metrics.chrf import Chrf
from mt.confidence import Evidence, calibration_error, fit, write_calibration
from mt.loading import load_engine
from mt.models import find_checkpoint
from mt.pipeline import Translator
from mt.tokenizer import Tokenizer

MOST_ERROR = 0.1
BAR = 45.0
LEVELS = (0.3, 0.5, 0.7)


class Recorder:
    """Keeps the evidence of each draft, in order."""

    def __init__(self) -> None:
        self.evidence: list[Evidence] = []

    def estimate(self, evidence: Evidence) -> float:
        """Keep it; the confidence does not matter here."""
        self.evidence.append(evidence)
        return 0.5


def collect(path: Path, model: str) -> tuple[list[Evidence], list[float]]:
    """Translate the lines of a test set; give the evidence and the chrF of each draft."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    checkpoint = find_checkpoint(model)
    recorder = Recorder()
    translator = Translator(
        load_engine(checkpoint),
        Tokenizer(checkpoint),
        model=checkpoint.identity,
        max_positions=checkpoint.config.max_positions,
        calibration=recorder,
    )
    chrf = Chrf()
    scores = []
    for (_, reference), translation in zip(rows, translator.translate(row[0] for row in rows), strict=True):
        scores.append(float(chrf.score(chrf.statistics([translation.text], [[reference]])[0])))
    return recorder.evidence, scores


def area_under_curve(confidences: Sequence[float], reached: Sequence[bool]) -> float:
    """Give how often a draft that reaches the bar has more confidence than one that does not."""
    good = [c for c, r in zip(confidences, reached, strict=True) if r]
    bad = [c for c, r in zip(confidences, reached, strict=True) if not r]
    wins = sum((g > b) + 0.5 * (g == b) for g in good for b in bad)
    return wins / max(len(good) * len(bad), 1)


def main() -> int:
    """Parse the arguments, fit, measure, print, store, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pairs", type=Path, help="Arabic<TAB>English lines")
    parser.add_argument("--model", default="ar-en")
    parser.add_argument("--bar", type=float, default=BAR)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    evidence, scores = collect(arguments.pairs, arguments.model)
    reached = [score >= arguments.bar for score in scores]
    checkpoint = find_checkpoint(arguments.model)
    calibration = fit(evidence[::2], reached[::2], content_hash=checkpoint.content_hash, bar=arguments.bar)
    confidences = [calibration.estimate(item) for item in evidence[1::2]]
    held_out, held_scores = reached[1::2], scores[1::2]
    measured = {
        "lines": float(len(held_out)),
        "reach_the_bar": round(sum(held_out) / len(held_out), 4),
        "expected_calibration_error": round(calibration_error(confidences, held_out), 4),
        "area_under_curve": round(area_under_curve(confidences, held_out), 4),
    }
    for level in LEVELS:
        kept = [s for c, s in zip(confidences, held_scores, strict=True) if c >= level]
        measured[f"kept_from_{level}"] = round(len(kept) / len(held_out), 4)
        measured[f"mean_chrf_from_{level}"] = round(sum(kept) / max(len(kept), 1), 2)
    if arguments.write:
        write_calibration(calibration, checkpoint.path, measured=measured)
    if arguments.json:
        print(json.dumps(measured, indent=2))
    else:
        print(f"{checkpoint.identity}, bar chrF {arguments.bar}")
        for name, value in measured.items():
            print(f"{name:<30}{value:10.4f}")
        for low in range(10):
            bin_ = [
                (c, r)
                for c, r in zip(confidences, held_out, strict=True)
                if low <= min(10 * c, 9.99) < low + 1
            ]
            if bin_:
                mean = sum(c for c, _ in bin_) / len(bin_)
                share = sum(r for _, r in bin_) / len(bin_)
                print(f"  from {low / 10:.1f}  {len(bin_):4d} lines  {mean:.2f} said  {share:.2f} reached")
    return 0 if measured["expected_calibration_error"] <= MOST_ERROR else 1


if __name__ == "__main__":
    sys.exit(main())
