"""Measure the checks: errors are seeded into clean human pairs, and counted if they are found.

    python bench/fidelity.py PAIRS.tsv

PAIRS.tsv has an Arabic sentence, a tab and its English a line; all lines are taken as one document.
Prints, for the clean text, the false alarms of each check per 100 beads, and for each kind of seeded
error its recall, the precision of the checks that count for it, and how little chrF and BLEU move.
For dropped and added sentences precision is that of the sentences that are named.
"""

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

from seeding import SEEDERS

from alignment.align import align
from alignment.bead import Bead
from alignment.encoder import load_encoder
from eval.checks.registry import CHECKS, run_checks
from eval.clauses import find_gaps
from eval.finding import Finding
from eval.metrics.scores import metric_named

SEED = 20_190_206


def main() -> None:
    """Read the pairs and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--samples", type=int, default=200, help="seeded beads of a kind, at most")
    parser.add_argument(
        "--aligner", action="store_true", help="drop and add sentences too, with the aligner in the loop"
    )
    parser.add_argument(
        "--show", metavar="KIND", help="print what was missed of a kind, or false alarms of a check"
    )
    options = parser.parse_args()
    lines = options.pairs.read_text(encoding="utf-8").splitlines()
    pairs = [(line.split("\t")[0], line.split("\t")[1]) for line in lines if line.count("\t")]
    start = time.perf_counter()
    clean = find(pairs)
    took = time.perf_counter() - start
    print(f"{len(pairs)} beads, {took:.2f} s for all checks, seed {options.seed}\n")
    print_false_alarms(pairs, clean, show=options.show)
    print(
        f"\n{'seeded error':42}{'beads':>6}{'recall':>8}{'gates':>8}"
        f"{'precision':>11}{'(gating)':>9}{'chrF':>8}{'BLEU':>8}"
    )
    for kind in SEEDERS:
        measure(kind, pairs, clean, options)
    if options.aligner:
        measure_passages(pairs, options)


def measure_passages(pairs: list[tuple[str, str]], options: argparse.Namespace) -> None:
    """Drop one sentence in ten from either side, align what is left, and see what is reported."""
    encoder = load_encoder()
    rng = random.Random(f"{options.seed} passages")
    gone = set(rng.sample(range(len(pairs)), len(pairs) // 10))
    left = [number for number in range(len(pairs)) if number not in gone]
    for kind, check in (("sentence dropped", "omission"), ("sentence added", "addition")):
        whole, part = (1, 0) if check == "omission" else (0, 1)
        sides: list[list[str]] = [[], []]
        sides[whole] = [pair[whole] for pair in pairs]
        sides[part] = [pairs[number][part] for number in left]
        beads = align(sides[0], sides[1], encoder=encoder)
        gaps = find_gaps(beads, sides[0], sides[1], encoder=encoder)
        said: set[int] = set()
        for finding in run_checks(beads, sides[0], sides[1], gaps=gaps):
            spans = finding.reference if check == "omission" else finding.article
            if finding.check == check:
                said |= {span.sentence for span in spans}
        hits = len(said & gone)
        print(f"{kind:42}{len(gone):6}{hits / len(gone):8.3f}{'':8}{hits / max(1, len(said)):11.3f}")


def find(pairs: list[tuple[str, str]]) -> dict[int, list[Finding]]:
    """Run all checks over the pairs as one document; findings by bead."""
    beads = [Bead((number,), (number,), 1.0) for number in range(len(pairs))]
    found: dict[int, list[Finding]] = {}
    for finding in run_checks(beads, [pair[0] for pair in pairs], [pair[1] for pair in pairs]):
        # One finding may be about several beads, which are numbered as their sentences here.
        spans = (*finding.article, *finding.reference)
        for bead in {finding.bead, *(span.sentence for span in spans if finding.check == "name")}:
            found.setdefault(bead, []).append(finding)
    return found


def print_false_alarms(
    pairs: list[tuple[str, str]], clean: dict[int, list[Finding]], *, show: str | None
) -> None:
    """Print how often each check speaks up where nothing is wrong."""
    hundred = len(pairs) / 100
    print(f"{'false alarms per 100 clean beads':42}{'error':>8}{'warning':>9}{'notice':>8}{'gating':>8}")
    for check in CHECKS:
        findings = [finding for items in clean.values() for finding in items if finding.check == check.id]
        counts = Counter(finding.severity.value for finding in findings)
        gating = len({finding.bead for finding in findings if finding.gating})
        cells = [counts[name] / hundred for name in ("error", "warning", "notice")]
        print(f"{check.id:42}{cells[0]:8.2f}{cells[1]:9.2f}{cells[2]:8.2f}{gating / hundred:8.2f}")
        if show == check.id:
            for finding in findings:
                print("  *", finding.severity.value, finding.message)
                print("   ", *pairs[finding.bead], sep="\n    ")
    gating = len({bead for bead, items in clean.items() if any(item.gating for item in items)})
    print(f"{'beads with any gating finding':42}{'':25}{gating / hundred:8.2f}")


def measure(
    kind: str, pairs: list[tuple[str, str]], clean: dict[int, list[Finding]], options: argparse.Namespace
) -> None:
    """Seed one kind of error into a part of the beads and print what was found."""
    seeder, checks = SEEDERS[kind]
    rng = random.Random(f"{options.seed} {kind}")
    order = list(range(len(pairs)))
    rng.shuffle(order)
    seeded: dict[int, tuple[str, str]] = {}
    for bead in order:
        changed = seeder(rng, *pairs[bead])
        if changed is not None and changed != pairs[bead]:
            seeded[bead] = changed
        if len(seeded) == options.samples:
            break
    if not seeded:
        print(f"{kind:42}{0:6}")
        return
    found = find([seeded.get(bead, pair) for bead, pair in enumerate(pairs)])
    known = {(bead, f.check, f.message) for bead, items in clean.items() for f in items}
    ours = {bead: [f for f in items if f.check in checks] for bead, items in found.items()}
    new = {
        bead: [f for f in ours.get(bead, []) if (bead, f.check, f.message) not in known] for bead in seeded
    }
    flagged = {bead for bead, items in ours.items() if items}
    gated = {bead for bead, items in ours.items() if any(f.gating for f in items)}
    hits = {bead for bead, items in new.items() if items}
    gates = {bead for bead, items in new.items() if any(f.gating for f in items)}
    gating_precision = f"{len(gates) / (len(gates) + len(gated - set(seeded))):.3f}" if gates else "–"
    precision = len(hits) / (len(hits) + len(flagged - set(seeded))) if hits else 0.0
    side = [int(seeded[bead][0] == pairs[bead][0]) for bead in seeded]
    before = [pairs[bead][which] for bead, which in zip(seeded, side, strict=True)]
    after = [seeded[bead][which] for bead, which in zip(seeded, side, strict=True)]
    scores = {which: [n for n, s in enumerate(side) if s == which] for which in (0, 1)}
    drops = []
    for metric in ("chrf", "bleu"):
        total = 0.0
        for rows in scores.values():
            if rows:
                judge = metric_named(metric)
                totals = judge.statistics([after[n] for n in rows], [[before[n] for n in rows]]).sum(axis=0)
                total += (100 - float(judge.score(totals))) * len(rows) / len(side)
        drops.append(total)
    print(
        f"{kind:42}{len(seeded):6}{len(hits) / len(seeded):8.3f}{len(gates) / len(seeded):8.3f}"
        f"{precision:11.3f}{gating_precision:>9}{-drops[0]:8.2f}{-drops[1]:8.2f}"
    )
    if options.show == kind:
        for bead in sorted(set(seeded) - hits):
            print("   ", *seeded[bead], sep="\n    ", file=sys.stdout)


if __name__ == "__main__":
    main()
