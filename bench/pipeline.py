"""Print how fast the pipeline is beside its engine alone, and how its memory grows on a long stream.

    bench/pipeline.py FLORES.tsv [--lines N] [--rounds N] [--stream N]

Speed: the batches that the pipeline gives to CTranslate2 in its first searches are recorded, and
decoded again by as many threads with nothing around them. What is left of the time is tokenising,
cutting, checking, and the second tries of faulty drafts. Rounds of both alternate, and the best of
each counts; on a busy machine only the ratio of processor time says much.

Memory: `--stream` segments, clauses of the same sentences with words dropped and swapped, beam 1,
with the resident size of the process sampled each thousand; the first tenth is warm-up. Exits 1
where the pipeline is slower than 0.9 of its engine, or its size leaves ±5 %.
"""

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from typing import Any

from mt.clauses import split_clauses
from mt.engines.engine import Batch, Engine, Hypothesis
from mt.loading import load_engine
from mt.models import find_checkpoint
from mt.pipeline import PipelineOptions, Translator
from mt.tokenizer import Tokenizer

LEAST_RATIO = 0.9
MOST_GROWTH = 0.05
_CLAUSE_CHARS = 40
_SAMPLE = 1000


class Recorder:
    """An engine that keeps the batches of first searches."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.batches: list[Batch] = []
        self.again = 0

    @property
    def workers(self) -> int:
        """As many as the engine has."""
        return self.engine.workers

    def decode(self, batch: Batch, *, beam_size: int) -> Sequence[Hypothesis]:
        """Keep the batch and decode it."""
        if batch.no_repeat_ngram:
            self.again += len(batch.sources)
        else:
            self.batches.append(batch)
        return self.engine.decode(batch, beam_size=beam_size)

    def score(self, *pairs: Sequence[tuple[str, ...]]) -> Sequence[float]:
        """Score as the engine does."""
        return self.engine.score(*pairs)


def perturbed(lines: Sequence[str], *, seed: int = 0) -> Iterator[str]:
    """Yield clauses of lines without end, none quite like another."""
    random_ = random.Random(seed)
    for _ in count():
        for line in lines:
            for start, end in split_clauses(line, _CLAUSE_CHARS):
                words = line[start:end].split()
                if len(words) > 2:
                    del words[random_.randrange(len(words))]
                    place = random_.randrange(len(words) - 1)
                    words[place], words[place + 1] = words[place + 1], words[place]
                yield " ".join(words)


def measure_speed(model: str, lines: Sequence[str], rounds: int, beam_size: int) -> dict[str, float]:
    """Time the pipeline and its engine alone in turns."""
    checkpoint = find_checkpoint(model)
    recorder = Recorder(load_engine(checkpoint))
    options = PipelineOptions(beam_size=beam_size)
    translator = Translator(
        recorder,
        Tokenizer(checkpoint),
        model=model,
        max_positions=checkpoint.config.max_positions,
        options=options,
    )
    list(translator.translate(lines[:64]))  # both start warm
    seconds: dict[str, list[float]] = {"pipeline": [], "engine": []}
    cpu = {"pipeline": 0.0, "engine": 0.0}
    flagged = 0
    for _ in range(rounds):
        recorder.batches.clear()
        recorder.again = 0
        began, used = time.perf_counter(), time.process_time()
        flagged = sum(bool(translation.flags) for translation in translator.translate(lines))
        seconds["pipeline"].append(time.perf_counter() - began)
        cpu["pipeline"] += time.process_time() - used
        began, used = time.perf_counter(), time.process_time()
        with ThreadPoolExecutor(recorder.workers) as pool:
            list(
                pool.map(
                    lambda batch: recorder.engine.decode(replace(batch, count=1), beam_size=beam_size),
                    recorder.batches,
                )
            )
        seconds["engine"].append(time.perf_counter() - began)
        cpu["engine"] += time.process_time() - used
    best = {name: min(times) for name, times in seconds.items()}
    return {
        "segments": len(lines),
        "sources": sum(len(batch.sources) for batch in recorder.batches),
        "sources_again": recorder.again,
        "flagged": flagged,
        "segments_per_s": len(lines) / best["pipeline"],
        "engine_segments_per_s": len(lines) / best["engine"],
        "ratio": best["engine"] / best["pipeline"],
        "ratio_of_processor_time": cpu["engine"] / cpu["pipeline"],
    }


def measure_memory(model: str, lines: Sequence[str], segments: int) -> dict[str, Any]:
    """Stream segments through and watch the size of the process."""
    from mt.loading import load_translator

    translator = load_translator(model, options=PipelineOptions(beam_size=1))
    sizes: list[float] = []
    began = time.perf_counter()
    number = 0
    for number, _ in enumerate(translator.translate(islice(perturbed(lines), segments)), 1):
        if number % _SAMPLE == 0:
            sizes.append(_resident_mb())
    tenth = max(1, len(sizes) // 10)
    warm = sizes[tenth:]
    middle = (max(warm) + min(warm)) / 2
    return {
        "segments": number,
        "segments_per_s": number / (time.perf_counter() - began),
        "least_mb": min(warm),
        "most_mb": max(warm),
        "last_mb": warm[-1],
        "off_middle": (max(warm) - middle) / middle,
        "mean_mb_of_each_tenth": [
            round(statistics.mean(sizes[start : start + tenth]), 1) for start in range(0, len(sizes), tenth)
        ],
    }


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def main() -> int:
    """Parse the arguments, measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pairs", type=Path, help="Arabic<TAB>English lines")
    parser.add_argument("--model", default="ar-en")
    parser.add_argument("--lines", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--beam-size", type=int, default=4)
    parser.add_argument("--stream", type=int, default=0, help="segments of the memory test; 0 for none")
    arguments = parser.parse_args()
    text = arguments.pairs.read_text(encoding="utf-8")
    lines = [line.split("\t")[0] for line in text.splitlines()]
    passed = True
    if arguments.rounds:
        chosen = lines[: arguments.lines]
        speed = measure_speed(arguments.model, chosen, arguments.rounds, arguments.beam_size)
        print(json.dumps(speed, indent=2), flush=True)
        passed = speed["ratio"] >= LEAST_RATIO
    if arguments.stream:
        memory = measure_memory(arguments.model, lines, arguments.stream)
        print(json.dumps(memory, indent=2))
        passed = passed and memory["off_middle"] <= MOST_GROWTH
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
