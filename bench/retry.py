"""Print how many faulty drafts the retry ladder mends: injected ones, and those of the model itself.

    bench/retry.py FLORES.tsv [--cases N] [--lines N]

Injected: sentences whose plain draft is clean get a fault put into it, at three depths: `first`, in
the first search only; `best`, also in the best hypothesis of the second search; `all`, in every
search of the whole sentence, so that only cutting it can help. A case is recovered where the result
has no flag, keeps its numbers and, if it has one, its placeholder. The chrF of all results against
the references stands beside that of the clean drafts, since a mended draft should be a good one.

Own: the same for what is faulty without injection, and what the ladder costs.

Exits 1 where fewer than 70 % of the injected cases are recovered.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from eval.metrics.scores import score_corpus
from mt.engines.engine import Batch, Engine, Hypothesis
from mt.loading import load_engine
from mt.models import find_checkpoint
from mt.numbers_kept import lost_numbers
from mt.pipeline import PipelineOptions, Translator
from mt.tokenizer import Tokenizer
from mt.training.pairs import read_pairs
from mt.translation import Translation

LEAST_RECOVERED = 0.7
DEPTHS = ("first", "best", "all")
PLACEHOLDER = "{name_1}"

Tokens = tuple[str, ...]
Fault = Callable[[Tokens, Tokens], Tokens]
"""Makes a bad target of a source and a good target."""


def loop(_: Tokens, target: Tokens) -> Tokens:
    """End in the same three tokens over and over."""
    return target[:6] + target[3:6] * 8


def copy(source: Tokens, _: Tokens) -> Tokens:
    """Say the Arabic."""
    return source[:-1]


def lose_numbers(_: Tokens, target: Tokens) -> Tokens:
    """Leave the digits out."""
    return tuple(token for token in target if not any(map(str.isdigit, token)))


def stutter(_: Tokens, target: Tokens) -> Tokens:
    """Write each digit twice."""
    return tuple(
        "".join(c + c if c.isdigit() else c for c in token) if any(map(str.isdigit, token)) else token
        for token in target
    )


def stop_early(_: Tokens, target: Tokens) -> Tokens:
    """Say the first word only."""
    return target[:1]


def ramble(_: Tokens, target: Tokens) -> Tokens:
    """Go on with words of no meaning."""
    return (*target, *(f"▁w{'abcdefgh'[i % 8]}{'ijklmnop'[i // 8 % 8]}{i // 64}" for i in range(240)))


def say_nothing(_: Tokens, __: Tokens) -> Tokens:
    """Say nothing."""
    return ()


FAULTS: dict[str, Fault] = {
    "loop": loop,
    "untranslated": copy,
    "lost number": lose_numbers,
    "miswritten number": stutter,
    "too short": stop_early,
    "too long": ramble,
    "empty": say_nothing,
    "placeholder in a loop": loop,
}


class Broken:
    """An engine with a fault, down to a depth, for certain sources."""

    def __init__(self, engine: Engine, fault: Fault | None, depth: str, victims: frozenset[Tokens]) -> None:
        self.engine, self.fault, self.depth, self.victims = engine, fault, depth, victims

    @property
    def workers(self) -> int:
        """As many as the engine has."""
        return self.engine.workers

    def decode(self, batch: Batch, *, beam_size: int) -> Sequence[Hypothesis]:
        """Decode, and spoil what the depth reaches."""
        found = self.engine.decode(batch, beam_size=beam_size)
        return [self._spoil(batch, *pair) for pair in zip(batch.sources, found, strict=True)]

    def _spoil(self, batch: Batch, source: Tokens, found: Hypothesis) -> Hypothesis:
        second = batch.no_repeat_ngram > 0
        if self.fault is None or source not in self.victims or (second and self.depth == "first"):
            return found
        spoiled = replace(found, tokens=self.fault(source, found.tokens), finished=True)
        if second and self.depth == "all":
            others = tuple(
                replace(o, tokens=self.fault(source, o.tokens), finished=True) for o in found.others
            )
            return replace(spoiled, others=others)
        return spoiled

    def score(self, *pairs: Sequence[Tokens]) -> Sequence[float]:
        """Score as the engine does."""
        return self.engine.score(*pairs)


class Bench:
    """A model, its sentences, and what it makes of them."""

    def __init__(self, model: str) -> None:
        self.checkpoint = find_checkpoint(model)
        self.engine = load_engine(self.checkpoint)
        self.tokenizer = Tokenizer(self.checkpoint)

    def translate(self, engine: Engine, texts: Sequence[str], *, retry: bool = True) -> list[Translation]:
        """Translate with an engine."""
        translator = Translator(
            engine,
            self.tokenizer,
            model=self.checkpoint.identity,
            max_positions=self.checkpoint.config.max_positions,
            options=PipelineOptions(retry=retry),
        )
        return list(translator.translate(texts))

    def inject(self, name: str, depth: str, texts: Sequence[str]) -> list[Translation]:
        """Translate with a fault in every piece that the model is given."""
        seen: set[Tokens] = set()

        class Spy(Broken):
            def decode(self, batch: Batch, *, beam_size: int) -> Sequence[Hypothesis]:
                if not batch.no_repeat_ngram:
                    seen.update(batch.sources)
                return self.engine.decode(batch, beam_size=beam_size)

        self.translate(Spy(self.engine, None, depth, frozenset()), texts, retry=False)
        return self.translate(Broken(self.engine, FAULTS[name], depth, frozenset(seen)), texts)


def chrf(drafts: Sequence[str], references: Sequence[str]) -> float:
    """Give the chrF of a corpus."""
    return next(score.value for score in score_corpus(drafts, [references]) if score.name == "chrF2")


def run_injected(bench: Bench, pairs: Sequence[tuple[str, str]], cases: int) -> float:
    """Inject every fault at every depth, print, and give the share of recovered cases."""
    clean = bench.translate(bench.engine, [source for source, _ in pairs], retry=False)
    good = [
        (pair, translation.text)
        for pair, translation in zip(pairs, clean, strict=True)
        if not translation.flags and not translation.steps and len(pair[0].split()) >= 8
    ]
    recovered = total = 0
    print(f"{'fault':<24}" + "".join(f"{depth:>12}" for depth in DEPTHS) + f"{'chrF':>8}{'clean':>8}")
    for name in FAULTS:
        fit = [case for case in good if "number" not in name or any(map(str.isdigit, case[1]))][:cases]
        texts = [source for (source, _), _ in fit]
        if "placeholder" in name:
            texts = [
                " ".join([*words[:4], PLACEHOLDER, *words[4:]]) for words in (text.split() for text in texts)
            ]
        row, drafts = "", list[str]()
        for depth in DEPTHS:
            found = bench.inject(name, depth, texts)
            well = sum(
                not translation.flags
                and not lost_numbers(text, translation.text)
                and text.count(PLACEHOLDER) == translation.text.count(PLACEHOLDER)
                for text, translation in zip(texts, found, strict=True)
            )
            recovered, total = recovered + well, total + len(texts)
            row += f"{well:>6d} of {len(texts):<2d}"
            drafts += [translation.text for translation in found]
        references = [reference for (_, reference), _ in fit]
        before, after = chrf([draft for _, draft in fit], references), chrf(drafts, references * len(DEPTHS))
        print(f"{name:<24}{row}{after:>8.1f}{before:>8.1f}", flush=True)
    print(f"recovered {recovered} of {total} injected cases ({recovered / total:.0%})")
    return recovered / total


def run_own(bench: Bench, pairs: Sequence[tuple[str, str]]) -> None:
    """Print what the ladder does to the drafts that the model itself spoils, and what it costs."""
    sources, references = [source for source, _ in pairs], [reference for _, reference in pairs]
    found: dict[bool, list[Translation]] = {}
    for retry in (False, True):
        began, used = time.perf_counter(), time.process_time()
        found[retry] = bench.translate(bench.engine, sources, retry=retry)
        speed = len(pairs) / (time.perf_counter() - began)
        score = chrf([translation.text for translation in found[retry]], references)
        used = time.process_time() - used
        print(f"retry {retry!s:<6}{speed:6.1f} sentences/s, {used:.1f} s of processor time, chrF {score:.2f}")
    faulty = [i for i, translation in enumerate(found[False]) if translation.flags]
    mended = sum(not found[True][i].flags for i in faulty)
    print(f"recovered {mended} of {len(faulty)} drafts that the model spoils itself")
    for flag in sorted({flag for translation in found[False] for flag in translation.flags}):
        counts = [sum(flag in translation.flags for translation in found[retry]) for retry in (False, True)]
        print(f"  {flag}: {counts[0]} before, {counts[1]} after")


def main() -> int:
    """Parse the arguments, measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--model", default="ar-en")
    parser.add_argument("--cases", type=int, default=20, help="sentences of each fault at each depth")
    parser.add_argument("--lines", type=int, default=300)
    arguments = parser.parse_args()
    pairs = [(p.source, p.target) for p in islice(read_pairs(arguments.pairs), arguments.lines)]
    bench = Bench(arguments.model)
    print(bench.checkpoint.identity)
    share = run_injected(bench, pairs, arguments.cases)
    run_own(bench, pairs)
    return 0 if share >= LEAST_RECOVERED else 1


if __name__ == "__main__":
    sys.exit(main())
