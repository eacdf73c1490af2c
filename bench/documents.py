"""Print how many documents, made at random, come back whole from a draft, for each format.

    bench/documents.py [--inputs 10000] [--formats .docx,.md]

The inputs are shared out evenly. What has to hold of each stands in `check_round_trip` of
`tests/document_fuzz.py`: every text, its order, its marks, numbers, times and line ends. The translator
writes Arabic in Latin letters, so that nothing but the documents is measured. A failure is shown with
the smallest input that fails. Exits 1 if there is one.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from document_fuzz import DOCUMENTS, MAKERS, Paragraphs, check_round_trip
from hypothesis import HealthCheck, given, settings


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inputs", type=int, default=10_000, help="over all formats")
    parser.add_argument("--formats", default=",".join(MAKERS), help="endings, with commas between")
    arguments = parser.parse_args()
    formats = arguments.formats.split(",")
    print(f"{'format':8} {'inputs':>7} {'texts':>8} {'seconds':>8}")
    inputs = failures = 0
    for suffix in formats:
        done, texts, seconds, failure = run(suffix, -(-arguments.inputs // len(formats)))
        inputs += done
        print(f"{suffix:8} {done:7,} {texts:8,} {seconds:8.1f}")
        if failure is not None:
            failures += 1
            print(f"  {failure}")
    print(f"{inputs:,} inputs, {failures} formats with a failure")
    sys.exit(failures > 0)


def run(suffix: str, count: int) -> tuple[int, int, float, str | None]:
    """Try a format with some inputs; give how many there were, their texts, the time, what failed."""
    counts = {"inputs": 0, "texts": 0}

    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(paragraphs=DOCUMENTS)
    def try_all(paragraphs: Paragraphs) -> None:
        counts["inputs"] += 1
        counts["texts"] += check_round_trip(suffix, paragraphs)

    start = time.perf_counter()
    failure = None
    try:
        try_all()
    except Exception as error:  # whatever fails is what is looked for
        failure = f"{type(error).__name__}: {error}"
    return counts["inputs"], counts["texts"], time.perf_counter() - start, failure


if __name__ == "__main__":
    main()
