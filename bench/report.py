"""How long a report takes once drafts and beads are there: score, check, page, JSON.

    python bench/report.py [--segments 2000]

The texts are those of the example, repeated and paired one to one; each draft is its reference
without every seventh word, so that the metrics have something to do.
"""

import argparse
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

from alignment.bead import Bead
from eval.report.build import build_report, make_texts
from eval.report.page import render_page
from eval.report.serial import report_to_json
from mt.segmentation import segment
from mt.translation import Translation

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
DROP_EVERY = 7

Result = TypeVar("Result")


def main() -> None:
    """Print the seconds of each step."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--segments", type=int, default=2000, help="sentences of each side")
    count = parser.parse_args().segments
    arabic, english = (
        "\n".join(islice(cycle(s.text for s in segment(file.read_text("utf-8"), language=language)), count))
        for file, language in ((EXAMPLES / "article.ar.txt", "ar"), (EXAMPLES / "reference.en.txt", "en"))
    )
    article, reference = make_texts(("article", arabic), ("reference", english))
    pairs = list(zip(article.strings, reference.strings, strict=False))
    beads = [Bead((n,), (n,), 0.9, 0.5) for n in range(len(pairs))]
    beads += [Bead((n,), (), 0.9) for n in range(len(pairs), len(article.sentences))]
    beads += [Bead((), (n,), 0.9) for n in range(len(pairs), len(reference.sentences))]
    drafts = [" ".join(w for n, w in enumerate(text.split(), 1) if n % DROP_EVERY) for _, text in pairs]
    drafts += [""] * (len(article.sentences) - len(drafts))
    translations = [
        Translation(source, draft, -0.5, frozenset(), "none")
        for source, draft in zip(article.strings, drafts, strict=True)
    ]
    report = timed(
        f"score and check {len(pairs):,} pairs",
        lambda: build_report(
            article,
            reference,
            beads=beads,
            translations=translations,
            encoder="none",
            created=datetime.now(UTC),
        ),
    )
    page = timed("page", lambda: render_page(report))
    text = timed("JSON", lambda: report_to_json(report))
    print(f"{len(report.findings):,} findings; page {len(page):,} characters, JSON {len(text):,}")


def timed(name: str, step: "Callable[[], Result]") -> "Result":
    """Run a step and print how long it took, by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    result = step()
    print(f"{time.perf_counter() - clock:7.2f} s, {time.process_time() - processor:.2f} s CPU  {name}")
    return result


if __name__ == "__main__":
    main()
