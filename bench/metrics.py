"""Metrics beside sacreBLEU: agreement, speed, memory, and the error rate of the tests.

    python bench/metrics.py REFERENCE.txt [--segments 100000]

REFERENCE.txt has an English segment a line; hypotheses are made of it by random edits with a fixed
seed, and lines are used again as often as needed. Everything runs in one thread and one process,
each measurement in a fork of its own, so that its peak memory is its own.
"""

import argparse
import multiprocessing
import random
import resource
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from sacrebleu import significance as sacrebleu_significance
from sacrebleu.metrics import BLEU, CHRF, TER

from eval.metrics.bleu import TOKENIZERS, Bleu
from eval.metrics.metric import Metric
from eval.metrics.scores import metric_named
from eval.metrics.significance import compare_systems

SEED = 20_190_206
VOCABULARY = "the cat sat on a mat U.S. can't “no” 1,000 نعم لا؟ (x) y-z $5 50% é ﬁ end.".split()
EDGES = ["", " ", "a", ".", "😀", "؟", "،", "«»", "\ttab", "non\u00a0breaking", "a\u200fb", "\u0300"]
RANGES = (range(0x20, 0x80), range(0x600, 0x660), range(0xA0, 0x100), range(0x1F600, 0x1F660))
FILLERS = "the a of and to in , . 3.5 (so) not — ، 😀".split()


def main() -> None:
    """Read the reference and print the measurements."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reference", type=Path)
    parser.add_argument("--pairs", type=int, default=10_000, help="pairs of the agreement")
    parser.add_argument("--null-pairs", type=int, default=10_000, help="pairs of equal systems")
    parser.add_argument("--segments", type=int, default=100_000)
    parser.add_argument("--paired-segments", type=int, default=10_000)
    parser.add_argument("--resamples", type=int, default=1000)
    options = parser.parse_args()
    agreement(options.pairs)
    lines = [line for line in options.reference.read_text(encoding="utf-8").splitlines() if line.strip()]
    statistics(lines, options.segments)
    paired(lines, options.paired_segments, options.resamples)
    null_pairs(lines, pairs=options.null_pairs)


def agreement(pairs: int) -> None:
    """Compare scores and signatures on random and adversarial segments with one to three references."""
    random_ = random.Random(f"{SEED} agreement")
    streams = [[segment(random_) for _ in range(pairs)] for _ in range(3)]
    # Half of the hypotheses resemble their reference, since others hardly ever match anything.
    hypotheses = [
        edited(text, random_) if random_.random() < 0.5 else segment(random_) for text in streams[0]
    ]
    judges: dict[str, BLEU | CHRF | TER] = {
        **{"bleu" if name == "13a" else f"bleu-{name}": BLEU(tokenize=name) for name in TOKENIZERS},
        "chrf": CHRF(),
        "chrf++": CHRF(word_order=2),
        "ter": TER(),
    }
    print(f"{pairs} random and adversarial pairs, segments and corpora of 100, one and three references")
    for name, judge in judges.items():
        metric = metric_named(name)
        single = BLEU(tokenize=metric.tokenizer, effective_order=True) if isinstance(metric, Bleu) else judge
        worst, same = 0.0, True
        for references in (streams[:1], streams):
            rows = metric.statistics(hypotheses, references)
            for number, score in enumerate(metric.segment_scores(rows).tolist()):
                texts = [stream[number] for stream in references]
                worst = max(worst, abs(single.sentence_score(hypotheses[number], texts).score - score))
            for start in range(0, pairs, 100):
                part = slice(start, start + 100)
                theirs = judge.corpus_score(hypotheses[part], [stream[part] for stream in references])
                worst = max(worst, abs(theirs.score - float(metric.score(rows[part].sum(axis=0)))))
            same &= metric.signature(str(len(references))) == str(judge.get_signature())
        print(f"  {name:10} largest difference {worst:.1e}, signatures {'equal' if same else 'NOT EQUAL'}")


def segment(random_: random.Random) -> str:
    """Make a segment: words, an edge case, or characters of any kind."""
    kind = random_.random()
    if kind < 0.15:
        return random_.choice(EDGES)
    if kind < 0.3:
        return "".join(
            chr(random_.choice(RANGES)[random_.randrange(96)]) for _ in range(random_.randint(1, 30))
        )
    return " ".join(random_.choices(FILLERS + VOCABULARY, k=random_.randint(1, 20)))


def statistics(lines: list[str], segments: int) -> None:
    """Compare the time to score a corpus."""
    hypotheses, references = corpus(lines, segments, seed=1)
    theirs = {"bleu": BLEU(), "chrf++": CHRF(word_order=2)}
    print(f"{segments} segments, one reference, one thread")
    for name, judge in theirs.items():
        metric = metric_named(name)

        def ours(metric: Metric = metric) -> float:
            return float(metric.score(metric.statistics(hypotheses, [references]).sum(axis=0)))

        def sacrebleu(judge: BLEU | CHRF = judge) -> float:
            return float(judge.corpus_score(hypotheses, [references]).score)

        mine, other = measure(ours), measure(sacrebleu)
        faster, difference = other[0] / mine[0], abs(mine[2] - other[2])
        print(
            f"  {name:8} {mine[0]:7.1f} s, sacreBLEU {other[0]:7.1f} s: {faster:5.2f} × its speed, "
            f"difference {difference:.1e}"
        )


def paired(lines: list[str], segments: int, resamples: int) -> None:
    """Compare time and memory of the paired bootstrap for three metrics, statistics given."""
    baseline, references = corpus(lines, segments, seed=1)
    system, _ = corpus(lines, segments, seed=2)
    names = ("bleu", "chrf++", "ter")
    metrics = [metric_named(name) for name in names]
    rows = [[metric.statistics(texts, [references]) for metric in metrics] for texts in (baseline, system)]

    def ours() -> float:
        return compare_systems(metrics, rows[0], rows[1], resamples=resamples)[0].p_bootstrap

    def sacrebleu() -> float:
        judges = [BLEU(), CHRF(word_order=2), TER()]
        value = 0.0
        for judge, first, second in zip(judges, *rows, strict=True):
            judge._extract_corpus_statistics = lambda *_, given=second: given.tolist()
            known = {judge.__class__.__name__: (first, judge._aggregate_and_compute(first.tolist()))}
            value = sacrebleu_significance._paired_bs_test(
                known, "system", system, [references], {judge.__class__.__name__: judge}, resamples, seed=1
            )[1][judge.__class__.__name__].p_value
        return float(value)

    mine, other = measure(ours), measure(sacrebleu)
    print(f"\npaired tests, {segments} segments, {resamples} resamples, {', '.join(names)}, statistics given")
    print(f"  ours (bootstrap and randomisation) {mine[0]:6.2f} s, {mine[1]:7.0f} MB above the start")
    print(f"  sacreBLEU (bootstrap)              {other[0]:6.2f} s, {other[1]:7.0f} MB above the start")
    print(f"  {other[0] / mine[0]:.1f} × its speed with {other[1] / max(mine[1], 1):.0f} × less memory")


def null_pairs(lines: list[str], *, pairs: int, segments: int = 200, resamples: int = 199) -> None:
    """Count how often the tests find a difference between two systems that have none."""
    hypotheses = [corpus(lines, len(lines), seed=seed)[0] for seed in (3, 4)]
    names = ("bleu", "chrf")
    metrics = [metric_named(name) for name in names]
    rows = [[metric.statistics(texts, [lines]) for metric in metrics] for texts in hypotheses]
    random_ = np.random.default_rng(SEED)
    found = np.zeros((2, len(names)))
    for number in range(pairs):
        chosen = random_.choice(len(lines), size=segments, replace=False)
        swap = random_.integers(2, size=segments).astype(bool)[:, None]
        one, two = [], []
        for first, second in zip(*rows, strict=True):
            one.append(np.where(swap, first[chosen], second[chosen]))
            two.append(np.where(swap, second[chosen], first[chosen]))
        for index, result in enumerate(compare_systems(metrics, one, two, resamples=resamples, seed=number)):
            found[0, index] += result.p_bootstrap <= 0.05
            found[1, index] += result.p_randomisation <= 0.05
    print(
        f"\n{pairs} pairs of equal systems, {segments} segments, {resamples} resamples: "
        "found different at 5 %"
    )
    for row, test in enumerate(("paired bootstrap", "approximate randomisation")):
        rates = ", ".join(f"{name} {100 * found[row, i] / pairs:.1f} %" for i, name in enumerate(names))
        print(f"  {test:26} {rates}")


def corpus(lines: list[str], segments: int, *, seed: int) -> tuple[list[str], list[str]]:
    """Make hypotheses of references by random edits."""
    random_ = random.Random(f"{SEED} {seed}")
    references = [lines[number % len(lines)] for number in range(segments)]
    return [edited(text, random_) for text in references], references


def edited(text: str, random_: random.Random) -> str:
    """Insert, delete, replace and move some words."""
    words = text.split()
    for _ in range(random_.randint(0, 6)):
        place = random_.randrange(len(words) + 1)
        words[place : place + random_.randint(0, 2)] = random_.choices(FILLERS, k=random_.randint(0, 2))
    return " ".join(words)


def measure(call: Callable[[], float]) -> tuple[float, float, float]:
    """Run a call in a process of its own: seconds, peak memory above the start in MB, its result."""
    receiver, sender = multiprocessing.get_context("fork").Pipe(duplex=False)

    def work() -> None:
        before = _resident_mb()
        start = time.perf_counter()
        value = call()
        took = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sender.send((took, max(0.0, peak - before), value))

    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    result: tuple[float, float, float] = receiver.recv()
    process.join()
    return result


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    main()
