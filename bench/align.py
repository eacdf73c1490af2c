"""How well the aligner does, how sure it is, and what it takes.

    python bench/align.py --data FOLDER --case FOLDER --pairs FILE… [--sets …] [--sizes …] [--plots FOLDER]

Prints strict and lax F1 on the gold sets beside what peers reach on them, F1 of null beads and of
moved beads on synthetic documents, calibration over all gold sets but the one that the aligner is
tuned on, and time and memory over the size of the texts. Everything but the peers' figures is
measured in this run, with one setting for all.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from align_plots import plot_calibration, plot_growth
from align_sets import GOLD, PEERS, RECIPES, SETS, Case, long_case, read_pairs, read_set, synthetic_cases
from synthetic import Pair

from alignment.align import align
from alignment.bead import Bead
from alignment.blas import one_blas_thread
from alignment.calibration import calibrate
from alignment.encoder import Encoder, load_encoder
from alignment.formats.beads import read_beads
from alignment.gold import judge_beads, score_alignment

Ids = tuple[tuple[int, ...], tuple[int, ...]]
TUNED_ON = ("dev",)
SURE = 0.9
SHELL_SIZE = 200


def main() -> None:
    """Measure and print what is asked for."""
    arguments = parse_arguments()
    encoder = load_encoder()
    judged: dict[str, list[tuple[float, bool]]] = {}
    for name in (name for name in GOLD if name in arguments.sets):
        cases = read_set(name, arguments.data, arguments.case)
        judged[name] = print_gold(name, cases, [beads_of(case, encoder) for case in cases])
    if judged:
        print_calibration(judged, arguments.plots)
    pairs = read_pairs(arguments.pairs) if arguments.pairs else []
    if pairs and "synthetic" in arguments.sets:
        print_synthetic(pairs, encoder, arguments.documents)
    if pairs and arguments.sizes:
        print_growth(pairs, sorted(arguments.sizes), arguments.plots)


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="folder with text+berg and alignar, for the gold sets")
    parser.add_argument("--case", type=Path, help="folder of the coalition case")
    parser.add_argument(
        "--pairs", type=Path, nargs="+", help="source<TAB>target, for synthetic and long texts"
    )
    parser.add_argument("--sets", nargs="*", choices=SETS, default=SETS)
    parser.add_argument("--documents", type=int, default=6, help="synthetic documents of each kind")
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[], help="sentences a side, as 100 1000 10000"
    )
    parser.add_argument("--plots", type=Path, help="folder for the pictures")
    arguments = parser.parse_args()
    if arguments.data is None:
        arguments.sets = [name for name in arguments.sets if name in {"coalition", "synthetic"}]
    if arguments.case is None:
        arguments.sets = [name for name in arguments.sets if name != "coalition"]
    if arguments.plots is not None:
        arguments.plots.mkdir(parents=True, exist_ok=True)
    return arguments


def beads_of(case: Case, encoder: Encoder) -> tuple[Bead, ...]:
    """Align a case."""
    with one_blas_thread():
        return align(case.source, case.target, encoder=encoder)


def print_gold(
    name: str, cases: Sequence[Case], found: Sequence[tuple[Bead, ...]]
) -> list[tuple[float, bool]]:
    """Print the scores of a gold set beside its peers', and give its judged beads."""
    score = score_alignment([(case.gold, beads) for case, beads in zip(cases, found, strict=True)])
    strict, lax = score.strict, score.lax
    note = " (tuned on)" if name in TUNED_ON else ""
    print(
        f"{name + note:16} strict P {strict.precision:.3f} R {strict.recall:.3f} F1 {strict.f1:.3f}"
        f"   lax P {lax.precision:.3f} R {lax.recall:.3f} F1 {lax.f1:.3f}   {len(cases)} documents"
    )
    for peer, peer_strict, peer_lax in PEERS.get(name, ()):
        lax_text = f"   lax {peer_lax:.3f}" if peer_lax is not None else ""
        print(f"{'':16}   {peer}: {peer_strict:.3f}{lax_text}")
    if name == "coalition":
        wanted, got = (nulls_of(beads) for beads in (cases[0].gold, found[0]))
        for what, wrong in (("missed", wanted - got), ("invented", got - wanted)):
            print(f"{'':16}   null beads {what}: {', '.join(map(str, sorted(wrong))) or 'none'}")
    return [bead for case, beads in zip(cases, found, strict=True) for bead in judge_beads(case.gold, beads)]


def print_calibration(judged: dict[str, list[tuple[float, bool]]], plots: Path | None) -> None:
    """Print the calibration of each set and of all together but the one that was tuned on."""
    pooled = [bead for name, beads in judged.items() if name not in TUNED_ON for bead in beads]
    for name, beads in (*judged.items(), ("all but dev", pooled)):
        sure = [right for confidence, right in beads if confidence > SURE]
        precision = f"{sum(sure) / len(sure):.3f}" if sure else "–"
        print(
            f"calibration {name:12} error {calibrate(beads).error:.3f}   {len(beads):5} beads, "
            f"of those surer than {SURE}: {len(sure)}, precision {precision}"
        )
    if plots is not None and pooled:
        plot_calibration(plots / "calibration.png", calibrate(pooled).bins)


def print_synthetic(pairs: Sequence[Pair], encoder: Encoder, count: int) -> None:
    """Print F1 of all beads, of null beads and of moved beads on synthetic documents."""
    for name, recipe in RECIPES.items():
        cases = list(synthetic_cases(pairs, recipe, count))
        found = [beads_of(case, encoder) for case in cases]
        strict = score_alignment(zip((case.gold for case in cases), found, strict=True)).strict.f1
        parts = [f"strict F1 {strict:.3f}", f"null F1 {f1_of(cases, found, nulls_of):.3f}"]
        if recipe.moved:
            hits = sum(len(case.moved & moved_of(beads)) for case, beads in zip(cases, found, strict=True))
            total = sum(len(case.moved) + len(moved_of(b)) for case, b in zip(cases, found, strict=True))
            parts.append(f"moved F1 {2 * hits / total if total else 0.0:.3f}")
        print(f"synthetic, {name:28} {'   '.join(parts)}   {count} documents of {recipe.pairs} pairs")


def nulls_of(beads: Iterable[Bead]) -> set[Ids]:
    """Give the null beads, one sentence each."""
    single = {((i,), ()) for bead in beads if not bead.target for i in bead.source}
    return single | {((), (j,)) for bead in beads if not bead.source for j in bead.target}


def moved_of(beads: Iterable[Bead]) -> set[Ids]:
    """Give the moved beads."""
    return {(bead.source, bead.target) for bead in beads if bead.moved}


def f1_of(
    cases: Sequence[Case],
    found: Sequence[tuple[Bead, ...]],
    choose: Callable[[Iterable[Bead]], set[Ids]],
) -> float:
    """Give the F1 of chosen beads, summed over documents."""
    hits = total = 0
    for case, beads in zip(cases, found, strict=True):
        gold, ours = choose(case.gold), choose(beads)
        hits += len(gold & ours)
        total += len(gold) + len(ours)
    return 2 * hits / total if total else 0.0


def print_growth(pairs: Sequence[Pair], sizes: Sequence[int], plots: Path | None) -> None:
    """Print time and memory of each size, each in a process of its own, and of the shell command."""
    print(f"{'sentences':>17} {'embedding (CPU)':>22} {'alignment (CPU)':>22} {'peak':>9} {'strict F1':>10}")
    rows = []
    for size in sizes:
        case = long_case(pairs, size)
        with tempfile.TemporaryDirectory() as name:
            folder = write_case(case, Path(name))
            script = Path(__file__).with_name("align_scale.py")
            ran = subprocess.run(
                [sys.executable, script, folder], check=True, stdout=subprocess.PIPE, text=True
            )
            row = json.loads(ran.stdout)
            found = read_beads((folder / "beads").read_text("utf-8"))
        score = score_alignment([(case.gold, found)])
        rows.append(row)
        distinct = len(set(case.source)) / len(case.source)
        note = "" if distinct > 0.99 else f"   only {distinct:.0%} of the sentences are distinct"
        print(
            f"{row['source']:>7,} × {row['target']:>7,} "
            f"{row['embedding_s']:>9.1f} s ({row['embedding_cpu_s']:>6.1f} s) "
            f"{row['alignment_s']:>9.1f} s ({row['alignment_cpu_s']:>6.1f} s) "
            f"{row['peak_mb']:>6.0f} MB {score.strict.f1:>10.3f}{note}",
            flush=True,
        )
    clock, processor = shell_seconds(pairs)
    print(f"amana align, {SHELL_SIZE} sentences: {clock:.2f} s ({processor:.2f} s CPU), the best of three")
    if plots is not None:
        plot_growth(
            plots / "growth.png",
            [row["source"] for row in rows],
            {part: [row[f"{part}_s"] for row in rows] for part in ("embedding", "alignment")},
            [row["peak_mb"] for row in rows],
        )


def shell_seconds(pairs: Sequence[Pair]) -> tuple[float, float]:
    """Give what the command takes from the shell for an article of 200 sentences, by clock and processor."""
    with tempfile.TemporaryDirectory() as name:
        folder = write_case(long_case(pairs, SHELL_SIZE), Path(name))
        command = [Path(sys.executable).with_name("amana"), "align", folder / "source", folder / "target"]
        taken = []
        for _ in range(3):
            clock, processor = time.perf_counter(), _of_children()
            subprocess.run([*command, "--segmented"], check=True, capture_output=True)
            taken.append((time.perf_counter() - clock, _of_children() - processor))
        return min(taken)


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def write_case(case: Case, folder: Path) -> Path:
    """Write the two texts of a case, a sentence a line."""
    for side, sentences in (("source", case.source), ("target", case.target)):
        (folder / side).write_text("\n".join(sentences), "utf-8")
    return folder


if __name__ == "__main__":
    main()
