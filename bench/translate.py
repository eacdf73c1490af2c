"""How fast the pipeline is beside a plain loop, and whether both engines say the same.

    python bench/translate.py FLORES.tsv

Reads `Arabic<TAB>English` lines. Three measurements in one run, each in a process of its own so that
memory is its own too: all lines through `load_translator` (CTranslate2 int8, beam 4); a sample of
the lines through the loop that a reader of the transformers documentation writes (float32, beam 4,
one sentence at a time); and the same targets of both engines in float32. Loading is not counted.
Exits 1 if the pipeline is not fast enough or the engines disagree on more than near ties.
"""

import argparse
import json
import multiprocessing
import resource
import sys
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")

LEAST_RATIO = 8.0
MOST_DISAGREEMENTS = 0.02


@dataclass(frozen=True, slots=True)
class Speed:
    """What a way of translating costs.

    Attributes:
        sentences: how many lines were translated.
        seconds: how long that took, loading not counted.
        peak_mb: most resident memory of its process, loading counted.
        flagged: how many drafts have a flag.
    """

    sentences: int
    seconds: float
    peak_mb: float
    flagged: int = 0

    @property
    def rate(self) -> float:
        """Sentences in a second."""
        return self.sentences / self.seconds


def time_pipeline(sources: list[str], model: str) -> Speed:
    """Translate with the defaults of `amana translate`."""
    from mt.loading import load_translator

    translator = load_translator(model)
    started = time.perf_counter()
    flagged = sum(bool(translation.flags) for translation in translator.translate(sources))
    return Speed(len(sources), time.perf_counter() - started, _peak_mb(), flagged)


def time_loop(sources: list[str], model: str) -> Speed:
    """Translate one sentence at a time with transformers."""
    warnings.simplefilter("ignore")
    import torch
    from transformers import MarianMTModel, MarianTokenizer

    from mt.models import find_checkpoint

    path = find_checkpoint(model).path
    tokenizer = MarianTokenizer.from_pretrained(path)
    network = MarianMTModel.from_pretrained(path, dtype=torch.float32).eval()
    started = time.perf_counter()
    with torch.inference_mode():
        for source in sources:
            inputs = tokenizer([source], return_tensors="pt")
            limit = min(400, 2 * inputs["input_ids"].shape[1] + 10)
            tokenizer.batch_decode(network.generate(**inputs, num_beams=4, max_new_tokens=limit))
    return Speed(len(sources), time.perf_counter() - started, _peak_mb())


def count_disagreements(sources: list[str], model: str) -> int:
    """Count the sentences that CTranslate2 and transformers, both float32, decode differently."""
    from mt.batching import target_limit
    from mt.engines.engine import Batch
    from mt.loading import load_engine
    from mt.models import find_checkpoint
    from mt.tokenizer import Tokenizer

    checkpoint = find_checkpoint(model)
    tokenizer = Tokenizer(checkpoint)
    fast = load_engine(checkpoint, compute_type="float32")
    reference = load_engine(checkpoint, engine="transformers")
    different = 0
    for source in sources:
        tokens = tokenizer.encode(source)
        batch = Batch((tokens,), target_limit(len(tokens), checkpoint.config.max_positions))
        ours, theirs = fast.decode(batch, beam_size=4)[0], reference.decode(batch, beam_size=4)[0]
        different += ours.tokens != theirs.tokens
    return different


def main() -> int:
    """Measure, print, and judge."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lines", type=Path, help="Arabic<TAB>English lines, such as FLORES devtest")
    parser.add_argument("--model", default="ar-en")
    parser.add_argument("--sample", type=int, default=60, help="sentences for the loop")
    parser.add_argument("--compared", type=int, default=100, help="sentences that both engines decode")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    from mt.arabic import normalise

    lines = arguments.lines.read_text(encoding="utf-8").splitlines()
    sources = [normalise(line.split("\t")[0]) for line in lines]
    pipeline = _apart(time_pipeline, sources, arguments.model)
    loop = _apart(time_loop, sources[:: max(1, len(sources) // arguments.sample)], arguments.model)
    compared = sources[: arguments.compared]
    different = _apart(count_disagreements, compared, arguments.model)
    ratio = pipeline.rate / loop.rate
    passed = ratio >= LEAST_RATIO and different <= MOST_DISAGREEMENTS * len(compared)
    if arguments.json:
        facts = {
            "pipeline": asdict(pipeline),
            "loop": asdict(loop),
            "ratio": ratio,
            "compared": len(compared),
            "different": different,
            "passed": passed,
        }
        print(json.dumps(facts, indent=2))
        return 0 if passed else 1
    for name, speed in (("pipeline, int8", pipeline), ("loop, float32", loop)):
        print(
            f"{name:<16}{speed.sentences:6d} sentences  {speed.seconds:7.1f} s  {speed.rate:6.2f} sentences/s"
            f"  {speed.peak_mb:6.0f} MB at most"
        )
    print(f"ratio           {ratio:6.1f} (at least {LEAST_RATIO:.0f})")
    print(f"different       {different:6d} of {len(compared)} sentences between the engines in float32")
    print(f"flagged         {pipeline.flagged:6d} drafts of the pipeline")
    return 0 if passed else 1


def _apart(function: Callable[[list[str], str], Result], sources: list[str], model: str) -> Result:
    """Call a function in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, sources, model).result()


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    sys.exit(main())
