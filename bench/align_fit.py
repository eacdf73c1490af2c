"""Fit the weights of the aligner: python bench/align_fit.py --pairs FILE… [--gold SOURCE TARGET BEADS].

Maximum likelihood of a conditional random field (Sarawagi and Cohen, NIPS 2004) by Adam (Kingma and
Ba, ICLR 2015), on gold documents and on synthetic ones (`bench/synthetic.py`), some of them with
noise in the vectors, as a freer translation would have it. Prints the weights as they stand in
`alignment/weights.py`. One weight is not fitted but held: a run of nulls is worth the logarithm of
the text's rate of runs itself. The synthetic press, whose single nulls the measure of a text misses,
would have it near nothing, and a novel would then lose sentences.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import astuple, replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from align_examples import Array, Example, make_example
from synthetic import Document, Recipe, make_document, read_pairs

from alignment.encoder import UniversalSentenceEncoder, Vectors, load_encoder
from alignment.features import SHAPES
from alignment.formats.beads import read_beads
from alignment.posterior import Posterior, posteriors
from alignment.scoring import NEVER, Nulls, score_nulls, shape_scores
from alignment.units import Units
from alignment.weights import (
    FEATURES,
    FITTED,
    NAMES,
    REVIEW,
    REVIEWED,
    SHAPE_FEATURES,
    Weights,
)

HELD = ("null_open_rate",)
_SIZES = np.array(
    [[a == b == 1, a + b > 2, max(a + b - 3, 0), min(a, b) > 1] for a, b in SHAPES], dtype=np.float64
)


def likelihood(example: Example, weights: Weights) -> tuple[float, Array]:
    """Give the logarithm of the gold's posterior and its gradient, in the order of the weights."""
    names = FEATURES + REVIEWED if len(example.features[0][0]) > len(FEATURES) else FEATURES
    by_feature = np.array([getattr(weights, name) for name in names], dtype=np.float32)
    constant = shape_scores(weights)[:, None]
    free = [
        np.where(valid, np.einsum("skc,k->sc", features, by_feature) + constant, NEVER)
        for features, valid in zip(example.features, example.valid, strict=True)
    ]
    gold = [np.where(allowed, scores, NEVER) for scores, allowed in zip(free, example.allowed, strict=True)]
    nulls = score_nulls(
        example.pair,
        replace(weights, null_hub=weights.null_hub * example.level.scale),
        rates=(example.level.null_rate, example.level.run_rate),
    )
    only = Nulls(nulls.open, nulls.source + example.forbidden[0], nulls.target + example.forbidden[1])
    model = posteriors(free, example.corridor, nulls)
    truth = posteriors(gold, example.corridor, only)
    return truth.total - model.total, expected(example, truth) - expected(example, model)


def expected(example: Example, posterior: Posterior) -> Array:
    """Give the expected sums of all features."""
    features, sizes = np.zeros(len(FEATURES) + len(REVIEWED)), np.zeros(len(SHAPE_FEATURES))
    for i, block in enumerate(example.features):
        row = posterior.row(i)
        features[: block.shape[1]] += np.einsum("skc,sc->k", block, row)
        sizes += row.sum(axis=1) @ _SIZES
    level, pair = example.level, example.pair
    count = posterior.source_nulls.sum() + posterior.target_nulls.sum()
    hub = posterior.source_nulls @ pair.source_hubs + posterior.target_nulls @ pair.target_hubs
    borders = sum(
        float(share @ (side.open_ends[1:] + side.open_ends[:-1]))
        for share, side in ((posterior.source_nulls, pair.source), (posterior.target_nulls, pair.target))
    )
    rates = [count * level.null_rate, posterior.runs * level.run_rate]
    nulls = [posterior.runs, count, hub * level.scale, borders, *rates]
    here = len(FEATURES)
    return np.concatenate([features[:here], sizes, nulls, features[here:]])


def fit(
    examples: Sequence[Example], start: Weights, *, steps: int, rate: float = 0.1, prior: float = 0.05
) -> Weights:
    """Climb the likelihood from `start`, to which a Gaussian prior pulls."""
    origin = np.array(astuple(start))
    fitted = np.array([name not in HELD for name in NAMES])
    at, first, second = origin.copy(), np.zeros_like(origin), np.zeros_like(origin)
    for step in range(1, steps + 1):
        total, gradient = 0.0, -prior * (at - origin)
        for example in examples:
            value, slope = likelihood(example, Weights(*map(float, at)))
            total += example.weight * value
            gradient += example.weight * slope * fitted
        first = 0.9 * first + 0.1 * gradient
        second = 0.98 * second + 0.02 * gradient**2
        pace = rate if step < 0.6 * steps else 0.3 * rate
        at += pace * first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.98**step)) + 1e-8)
        if step % 10 == 0:
            print(f"step {step}: log likelihood {total:.1f}", file=sys.stderr, flush=True)
    return Weights(*map(float, at))


def noisy(vectors: Vectors, *, amount: float, context: float, rng: np.random.Generator) -> Vectors:
    """Give vectors as a freer translation has them: noise, and some of the sentences around."""
    noise = rng.normal(size=vectors.shape)
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    out = vectors + amount * noise
    for shift in (-1, 1):
        out += context * rng.random((len(vectors), 1)) * np.roll(vectors, shift, axis=0)
    return (out / np.linalg.norm(out, axis=1, keepdims=True)).astype(np.float32)  # type: ignore[no-any-return]


def units_for(document: Document, encoder: UniversalSentenceEncoder) -> tuple[list[Units], list[Units]]:
    """Give the units of both sides."""
    return encoder.encode_units(document.source), encoder.encode_units(document.target)


def noisy_units(units: Units, *, amount: float, rng: np.random.Generator) -> Units:
    """Give the units of a sentence with noise."""
    if len(units.vectors) == 0:
        return units
    return Units(noisy(units.vectors, amount=amount, context=0.0, rng=rng), units.spans)


RECIPES: tuple[tuple[Recipe, int], ...] = (
    (Recipe(pairs=150), 3),
    (Recipe(pairs=150, deleted=0.3, inserted=0.3, condensed=0.2), 3),
    (Recipe(pairs=150, deleted=0.0, inserted=0.05, joined=0.1, split=0.05, lone=0.05, condensed=0.3), 4),
    (Recipe(pairs=150, deleted=0.03, inserted=0.05, longest_run=4), 3),
    (Recipe(pairs=150, deleted=0.0, inserted=0.0, joined=0.35, split=0.3, condensed=0.2), 3),
    (Recipe(pairs=150, deleted=0.0, inserted=0.0, joined=0.6, split=0.2, longest_join=9, joined_side=0), 4),
    (Recipe(pairs=120, deleted=0.02, inserted=0.02, joined=0.5, split=0.2, longest_join=8, joined_side=1), 1),
)
NOISE = ((0.0, 0.0), (0.7, 0.2), (1.2, 0.3))


def synthetic_examples(
    pairs: Sequence[tuple[str, str]], encoder: UniversalSentenceEncoder, *, review: bool
) -> list[Example]:
    """Build the synthetic documents, each with another amount of noise, and two unrelated texts."""
    embed = encoder.encode
    rng = np.random.default_rng(7)
    examples, seed = [], 0
    for recipe, count in RECIPES:
        for _ in range(count):
            document = make_document(pairs, recipe, seed=seed)
            amount, context = NOISE[seed % len(NOISE)]
            target = embed(document.target)
            units = units_for(document, encoder) if review else None
            if amount:
                target = noisy(target, amount=amount, context=context, rng=rng)
            if amount and units:
                units = units[0], [noisy_units(own, amount=amount, rng=rng) for own in units[1]]
            vectors = embed(document.source), target
            examples.append(make_example(document, vectors, weight=0.4, units=units))
            seed += 1
    left, right = (make_document(pairs, Recipe(pairs=60, deleted=0, inserted=0), seed=s) for s in (90, 91))
    nulls = {((i,), ()) for i in range(len(left.source))} | {((), (j,)) for j in range(len(right.target))}
    unrelated = Document(left.source, right.target, frozenset(nulls), frozenset())
    vectors = embed(left.source), embed(right.target)
    units = units_for(unrelated, encoder) if review else None
    examples.append(make_example(unrelated, vectors, weight=0.4, units=units))
    return examples


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, nargs="+", required=True, help="source<TAB>target files")
    parser.add_argument("--gold", type=Path, nargs=3, metavar=("SOURCE", "TARGET", "BEADS"))
    parser.add_argument("--gold-weight", type=float, default=2.0)
    parser.add_argument("--review", action="store_true", help="fit the weights of the second look")
    parser.add_argument("--steps", type=int, default=60)
    arguments = parser.parse_args()
    encoder = load_encoder()
    assert isinstance(encoder, UniversalSentenceEncoder)
    examples = synthetic_examples(read_pairs(arguments.pairs), encoder, review=arguments.review)
    if arguments.gold:
        source, target = (tuple(p.read_text().rstrip("\n").split("\n")) for p in arguments.gold[:2])
        beads = frozenset((b.source, b.target) for b in read_beads(arguments.gold[2].read_text()))
        gold = Document(source, target, beads, frozenset())
        vectors = encoder.encode(source), encoder.encode(target)
        units = units_for(gold, encoder) if arguments.review else None
        examples.append(make_example(gold, vectors, weight=arguments.gold_weight, units=units))
        rng = np.random.default_rng(3)
        freer = noisy(vectors[1], amount=0.8, context=0.2, rng=rng)
        if units:
            units = units[0], [noisy_units(own, amount=0.8, rng=rng) for own in units[1]]
        weight = arguments.gold_weight / 4
        examples.append(make_example(gold, (vectors[0], freer), weight=weight, units=units))
    weights = fit(examples, REVIEW if arguments.review else FITTED, steps=arguments.steps)
    for name in NAMES:
        print(f"    {name}={getattr(weights, name):.2f},")


if __name__ == "__main__":
    main()
