"""Print what the retry ladder and the protection do to quality, faults and speed on test sets.

    bench/retry.py FLORES.tsv [--lines N]

A case is a sentence whose plain draft the checks find fault with; it is recovered where the ladder
leaves no fault at all.
"""

import argparse
import time
from itertools import islice
from pathlib import Path

from eval.metrics.scores import score_corpus
from mt.loading import load_translator
from mt.pipeline import PipelineOptions
from mt.training.pairs import read_pairs
from mt.translation import Translation


def main() -> None:
    """Parse the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--lines", type=int, default=200)
    arguments = parser.parse_args()
    pairs = list(islice(read_pairs(arguments.pairs), arguments.lines))
    found: dict[bool, list[Translation]] = {}
    for retry in (False, True):
        translator = load_translator(options=PipelineOptions(retry=retry))
        began = time.perf_counter()
        found[retry] = list(translator.translate(pair.source for pair in pairs))
        seconds = time.perf_counter() - began
        drafts = [translation.text for translation in found[retry]]
        scores = score_corpus(drafts, [[pair.target for pair in pairs]])
        shown = ", ".join(f"{score.name} {score.value:.2f}" for score in scores)
        print(f"{translator.model}, retry {retry}: {len(pairs) / seconds:.1f} sentences/s, {shown}")
    faulty = [i for i, translation in enumerate(found[False]) if translation.flags]
    mended = sum(not found[True][i].flags for i in faulty)
    print(f"{len(faulty)} faulty drafts, {mended} recovered ({mended / max(len(faulty), 1):.0%})")
    for flag in sorted({flag for translation in found[False] for flag in translation.flags}):
        counts = [sum(flag in translation.flags for translation in found[retry]) for retry in (False, True)]
        print(f"  {flag}: {counts[0]} before, {counts[1]} after")


if __name__ == "__main__":
    main()
