"""Synthetic news documents with a known alignment, built from a file of parallel pairs.

A document is a stretch of pairs that goes through what reporters and editors do to a text:
sentences joined and split, passages left out and passages put in (in runs), single sentences left
out beside reported ones — short ones before all: greetings, asides —, sentences reported without some
of their clauses, blocks reported in another order. The same seed gives the same documents.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

Pair = tuple[str, str]
_END = re.compile(r"\s*[.。!؟?؛;:،,…]+[\"'»”]*\s*$")
_CLAUSE = re.compile(r"(?<=[،؛,;])\s+")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is done to a document.

    Attributes:
        pairs: number of pairs that the document is made of.
        joined: share of beads in which sentences of one side are joined.
        split: share of beads in which a sentence is split at its clauses.
        deleted: share of the source sentences without counterpart.
        inserted: share of the target sentences without counterpart.
        longest_run: the largest number of such sentences in a row.
        moved: number of blocks that stand elsewhere on the target side.
        longest_join: the largest number of sentences joined into one.
        joined_side: the side whose sentences are joined, 0 or 1; None for both by turns.
        lone: share of the sentences of both sides, taken together, that lose their counterpart one
            by one, the shorter the likelier.
        condensed: share of the groups whose source loses some of its clauses or words.
    """

    pairs: int = 200
    joined: float = 0.15
    split: float = 0.1
    deleted: float = 0.1
    inserted: float = 0.1
    longest_run: int = 20
    moved: int = 0
    longest_join: int = 6
    joined_side: int | None = None
    lone: float = 0.0
    condensed: float = 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """A synthetic document and its gold alignment.

    Attributes:
        source: sentences of the first language.
        target: sentences of the second.
        beads: the gold beads, ids from 0, nulls one sentence each.
        moved: those of the beads that stand out of order: all but the longest run of beads in order.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    beads: frozenset[tuple[tuple[int, ...], tuple[int, ...]]]
    moved: frozenset[tuple[tuple[int, ...], tuple[int, ...]]]


def make_document(pairs: Sequence[Pair], recipe: Recipe, *, seed: int) -> Document:
    """Build one document.

    Args:
        pairs: parallel sentences; a stretch of them is taken, wrapped around at the end.
        recipe: what to do to it.
        seed: of the random numbers.
    """
    rng = random.Random(seed)
    first = rng.randrange(len(pairs))
    stock = [pairs[(first + k) % len(pairs)] for k in range(recipe.pairs)]
    groups = _group(stock, recipe, rng)
    groups = _add_lone_nulls(groups, recipe.lone, rng)
    groups = _add_nulls(groups, recipe, rng)
    groups = [_condense(group, rng) if rng.random() < recipe.condensed else group for group in groups]
    order = _move(groups, recipe, rng)
    return _number(groups, order)


_Group = tuple[list[str], list[str]]


def _group(stock: list[Pair], recipe: Recipe, rng: random.Random) -> list[_Group]:
    groups: list[_Group] = []
    at = 0
    while at < len(stock):
        draw = rng.random()
        if draw < recipe.joined and at + 2 <= len(stock):
            size = min(
                2 + int(rng.expovariate(6 / recipe.longest_join)), recipe.longest_join, len(stock) - at
            )
            part = stock[at : at + size]
            left, right = [p[0] for p in part], [p[1] for p in part]
            side = recipe.joined_side if recipe.joined_side is not None else int(rng.random() < 0.5)
            if side == 0:
                groups.append(([_join(left, "، و")], right))
            else:
                groups.append((left, [_join(right, ", and ")]))
            at += size
        elif draw < recipe.joined + recipe.split:
            groups.append(_split(stock[at], rng))
            at += 1
        else:
            groups.append(([stock[at][0]], [stock[at][1]]))
            at += 1
    return groups


def _join(sentences: Sequence[str], conjunction: str) -> str:
    return conjunction.join([_END.sub("", sentence) for sentence in sentences[:-1]] + [sentences[-1]])


def _split(pair: Pair, rng: random.Random) -> _Group:
    """Split one side at a clause boundary, or both at different ones, where clauses match."""
    left, right = _CLAUSE.split(pair[0]), _CLAUSE.split(pair[1])
    if len(left) != len(right) or len(left) < 2 or min(map(len, left + right)) < 12:
        return [pair[0]], [pair[1]]
    cuts = range(1, len(left))
    if len(left) >= 3 and rng.random() < 0.4:
        one, other = rng.sample(cuts, 2)
        return _cut(left, one), _cut(right, other)
    if rng.random() < 0.5:
        return _cut(left, rng.choice(cuts)), [pair[1]]
    return [pair[0]], _cut(right, rng.choice(cuts))


def _cut(clauses: Sequence[str], at: int) -> list[str]:
    return [_END.sub("", " ".join(clauses[:at])) + ".", " ".join(clauses[at:])]


def _add_nulls(groups: list[_Group], recipe: Recipe, rng: random.Random) -> list[_Group]:
    """Take the other side away from runs of sentences, until both shares are reached."""
    out = list(groups)
    total = sum(len(left) + len(right) for left, right in groups) / 2
    for side, share in ((0, recipe.deleted), (1, recipe.inserted)):
        missing = share * total
        for _ in range(10 * len(groups)):
            if missing <= 0:
                break
            run = min(1 + int(rng.expovariate(0.25)), recipe.longest_run)
            start = rng.randrange(len(out))
            stretch = out[start : start + run]
            if any(not left or not right for left, right in stretch):
                continue
            kept: list[_Group] = []
            for group in stretch:
                kept += [([s], []) if side == 0 else ([], [s]) for s in group[side]]
            while len(kept) > recipe.longest_run:
                kept.pop()
            out[start : start + run] = kept
            missing -= len(kept)
    return out


def _add_lone_nulls(groups: list[_Group], share: float, rng: random.Random) -> list[_Group]:
    """Take the other side away from single sentences, never from two in a row."""
    missing = round(share * len(groups) * 2)
    lone: set[int] = set()
    for _ in range(50 * missing):
        if len(lone) >= missing:
            break
        number = min(rng.sample(range(len(groups)), 3), key=lambda k: len(groups[k][1][0]))
        left, right = groups[number]
        if len(left) == len(right) == 1 and not lone & {number - 1, number, number + 1}:
            lone.add(number)
    return [
        group if number not in lone else ((group[0], []) if rng.random() < 0.3 else ([], group[1]))
        for number, group in enumerate(groups)
    ]


def _condense(group: _Group, rng: random.Random) -> _Group:
    """Leave out clauses of a source sentence, or a stretch of its words, but never most of it."""
    left, right = group
    if not left or not right:
        return group
    at = max(range(len(left)), key=lambda k: len(left[k]))
    clauses = _CLAUSE.split(left[at])
    if len(clauses) > 2:
        clauses.pop(rng.randrange(len(clauses)))
        short = " ".join(clauses)
    else:
        words = left[at].split()
        gone = len(words) * rng.randint(15, 45) // 100
        first = rng.randrange(len(words) - gone + 1)
        short = " ".join(words[:first] + words[first + gone :])
    return [*left[:at], short, *left[at + 1 :]], right


def _move(groups: list[_Group], recipe: Recipe, rng: random.Random) -> list[int]:
    """Give the order of the groups on the target side."""
    order = list(range(len(groups)))
    taken: set[int] = set()
    for _ in range(recipe.moved):
        for _ in range(200):
            size = rng.randint(1, 5)
            start = rng.randrange(0, len(groups) - size)
            block = range(start, start + size)
            goal = rng.randrange(0, len(groups))
            near = range(min(start, goal) - 6, max(start + size, goal) + 6)
            if abs(goal - start) < 8 + size or taken & set(near) or abs(goal - start) > 40:
                continue
            if not all(left and right for left, right in groups[start : start + size]):
                continue
            rest = [g for g in order if g not in block]
            at = rest.index(goal)
            order = rest[:at] + list(block) + rest[at:]
            taken |= set(near)
            break
    return order


def _number(groups: list[_Group], order: list[int]) -> Document:
    source: list[str] = []
    ids: list[tuple[int, ...]] = []
    for left, _ in groups:
        ids.append(tuple(range(len(source), len(source) + len(left))))
        source += left
    target: list[str] = []
    beads: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    for group in order:
        right = groups[group][1]
        beads.append((ids[group], tuple(range(len(target), len(target) + len(right)))))
        target += right
    full = [bead for bead in beads if bead[0] and bead[1]]
    moved = frozenset(full) - frozenset(_heaviest_chain(full))
    return Document(tuple(source), tuple(target), frozenset(beads), moved)


def _heaviest_chain(
    beads: Sequence[tuple[tuple[int, ...], tuple[int, ...]]],
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Choose, of beads in the order of the target, those in order on both sides with most sentences."""
    total = [len(source) + len(target) for source, target in beads]
    before = [-1] * len(beads)
    for k, (source, _) in enumerate(beads):
        own = total[k]
        for p in range(k):
            if beads[p][0] < source and total[p] + own > total[k]:
                total[k], before[k] = total[p] + own, p
    chain = []
    k = max(range(len(beads)), key=total.__getitem__, default=-1)
    while k >= 0:
        chain.append(beads[k])
        k = before[k]
    return chain


def read_pairs(paths: Sequence[Path]) -> list[Pair]:
    """Read `source<TAB>target` lines; further columns are left out."""
    pairs = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").split("\n"):
            fields = line.split("\t")
            if len(fields) >= 2 and fields[0].strip() and fields[1].strip():
                pairs.append((fields[0].strip(), fields[1].strip()))
    return pairs
