"""Print the quality, speed and memory of a model on test sets, with signatures.

    bench/quality.py FLORES.tsv [TATOEBA.tsv …] [--model M] [--train FILE …] [--float32]

Test sets are `Arabic<TAB>English`. With `--train`, sentences of the test sets that share eight words
in a row with the training data are counted. With `--float32`, int8 is compared with float32.
"""

import argparse
import gzip
import resource
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from eval.metrics.scores import score_corpus
from mt.loading import load_translator
from mt.training.overlap import RUN, Run, runs
from mt.training.pairs import read_pairs


def lines_of(path: Path) -> Iterator[str]:
    """Give the sentences of a file of pairs or of English text, both sides alike."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield from line.rstrip("\n").split("\t")


def overlap(test: Iterable[str], train: Iterable[Path]) -> tuple[int, str]:
    """Count test sentences that share a run of words with training data, and give one."""
    wanted: dict[Run, str] = {}
    for sentence in test:
        wanted.update((run, sentence) for run in runs(sentence))
    found: set[str] = set()
    for path in train:
        for line in lines_of(path):
            found.update(wanted[run] for run in runs(line) if run in wanted)
    return len(found), next(iter(found), "")


def main() -> None:
    """Parse the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--model", default="ar-en")
    parser.add_argument("--train", type=Path, nargs="*", default=[])
    parser.add_argument("--float32", action="store_true")
    arguments = parser.parse_args()
    for compute_type in ("int8", "float32") if arguments.float32 else ("int8",):
        translator = load_translator(arguments.model, compute_type=compute_type)
        for path in arguments.sets:
            pairs = list(read_pairs(path))
            began = time.perf_counter()
            drafts = [translation.text for translation in translator.translate(pair.source for pair in pairs)]
            speed = len(pairs) / (time.perf_counter() - began)
            print(f"{path.name}: {len(pairs)} sentences, {translator.model}, {compute_type}")
            print(f"  {speed:.1f} sentences/s")
            for score in score_corpus(drafts, [[pair.target for pair in pairs]]):
                between = f" [{score.interval.low:.2f}, {score.interval.high:.2f}]" if score.interval else ""
                print(f"  {score.name} {score.value:.2f}{between}  {score.signature}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    if arguments.train:
        for path in arguments.sets:
            sentences = [side for pair in read_pairs(path) for side in (pair.source, pair.target)]
            count, example = overlap(sentences, arguments.train)
            print(f"{path.name}: {count} sides share {RUN} words in a row with the training data  {example}")


if __name__ == "__main__":
    main()
