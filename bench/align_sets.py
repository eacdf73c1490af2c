"""The gold sets of `bench/align.py`, its synthetic documents, and what peers reach on the former."""

import gzip
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from synthetic import Document, Pair, Recipe, make_document

from alignment.bead import Bead
from alignment.formats.beads import read_beads

SETS = ("dev", "test", "law", "literature", "coalition", "synthetic")
GOLD = SETS[:-1]

PEERS: dict[str, tuple[tuple[str, float, float | None], ...]] = {
    "test": (
        ("Bertalign, LaBSE (Liu and Zhu, DSH 2022)", 0.940, None),
        ("Vecalign, LASER (Thompson and Koehn, EMNLP 2019)", 0.902, None),
        ("Bertalign as it is, with this encoder", 0.914, 0.987),
        ("Vecalign as it is, with this encoder", 0.880, 0.978),
    ),
    "law": (
        ("the best large language model (AlignAR, arXiv 2512.21842)", 0.994, None),
        ("Bertalign as it is, with this encoder", 0.982, 0.998),
        ("Vecalign as it is, with this encoder", 0.970, 0.999),
    ),
    "literature": (
        ("the best large language model (AlignAR, arXiv 2512.21842)", 0.860, None),
        ("Bertalign as it is, with this encoder", 0.717, 0.965),
        ("Vecalign as it is, with this encoder", 0.585, 0.955),
    ),
}
"""Strict and lax F1 of others, as published or as scored again for this project; ours are measured anew."""

RECIPES = {
    "10 % deleted, 10 % inserted": Recipe(),
    "30 % deleted, 30 % inserted": Recipe(deleted=0.3, inserted=0.3),
    "4 moved blocks": Recipe(moved=4, deleted=0.05, inserted=0.05),
}
_FIRST_SEED = 1000
"""Far from the seeds of `bench/align_fit.py`."""
_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Case:
    """Two texts and their gold alignment.

    Attributes:
        name: what to call them.
        source: sentences of the source.
        target: sentences of the target.
        gold: the beads.
        moved: those of them that are moved; known of synthetic texts only.
    """

    name: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    gold: tuple[Bead, ...]
    moved: frozenset[tuple[tuple[int, ...], tuple[int, ...]]] = frozenset()


def read_set(name: str, data: Path, case: Path) -> list[Case]:
    """Read a gold set.

    Args:
        name: one of `GOLD`.
        data: folder that holds ``text+berg`` and ``alignar``.
        case: folder of the coalition case.
    """
    if name == "coalition":
        return [_read(case / "article.ar.seg", case / "source.en.seg", case / "gold.beads")]
    if name in {"dev", "test"}:
        golds = sorted((data / "text+berg").glob(f"{name}*.defr"))
        return [_read(gold.with_suffix(".de"), gold.with_suffix(".fr"), gold) for gold in golds]
    golds = sorted((data / "alignar").glob(f"{name}-*.gold"))
    return [_read(gold.with_suffix(".ar"), gold.with_suffix(".en"), gold) for gold in golds]


def read_pairs(paths: Sequence[Path]) -> list[Pair]:
    """Read `source<TAB>target` lines of plain and of gzip files; further columns are left out."""
    pairs = []
    for path in paths:
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
        for line in text.split("\n"):
            fields = [field.strip() for field in line.split("\t")]
            if len(fields) >= 2 and fields[0] and fields[1]:
                pairs.append((fields[0], fields[1]))
    return pairs


def synthetic_cases(pairs: Sequence[Pair], recipe: Recipe, count: int) -> Iterator[Case]:
    """Make documents by a recipe."""
    for number in range(count):
        yield _case(make_document(pairs, recipe, seed=_FIRST_SEED + number), str(number))


def long_case(pairs: Sequence[Pair], size: int) -> Case:
    """Make one text of about so many sentences a side, of documents one after the other.

    Pairs repeat where there are not enough of them.
    """
    source: list[str] = []
    target: list[str] = []
    gold: list[Bead] = []
    number = 0
    while len(source) < size:
        first = number * _CHUNK % len(pairs)
        stock = [pairs[(first + k) % len(pairs)] for k in range(min(_CHUNK, max(size - len(source), 20)))]
        made = make_document(stock, Recipe(pairs=len(stock)), seed=_FIRST_SEED + number)
        gold += [
            Bead(tuple(i + len(source) for i in s), tuple(j + len(target) for j in t), 1.0)
            for s, t in made.beads
        ]
        source += made.source
        target += made.target
        number += 1
    return Case(str(size), tuple(source), tuple(target), tuple(gold))


def _case(document: Document, name: str) -> Case:
    gold = tuple(Bead(s, t, 1.0) for s, t in sorted(document.beads))
    return Case(name, document.source, document.target, gold, document.moved)


def _read(source: Path, target: Path, gold: Path) -> Case:
    texts = [tuple(path.read_text("utf-8").removesuffix("\n").split("\n")) for path in (source, target)]
    return Case(gold.stem, texts[0], texts[1], read_beads(gold.read_text("utf-8")))
