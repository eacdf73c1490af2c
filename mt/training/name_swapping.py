"""Put other names in the place of those in sentence pairs, so that a model learns to spell any name.

Sentence pairs hold few names and always the same; a list of transliterated names holds many without
a sentence. Exchanging entities on both sides of a pair is the augmentation of Hu et al. 2022 ("DEEP:
DEnoising Entity Pre-training", ACL) in its simplest form, on pairs instead of monolingual text.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from mt.training.pairs import Pair

_CAPITALISED = re.compile(r"\b[A-Z][a-z]{2,}\b")
_PROCLITICS = "وفبلك"
_SHORTEST = 3


def spellings(entries: Iterable[Pair]) -> dict[str, list[str]]:
    """Collect the Arabic spellings of names that are one word on both sides.

    Args:
        entries: transliterated names.

    >>> spellings([Pair("بيتر", "peter"), Pair("بيتر الأكبر", "peter the great")])
    {'Peter': ['بيتر']}
    """
    known: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        if min(len(entry.source), len(entry.target)) >= _SHORTEST and " " not in entry.source + entry.target:
            known[entry.target.capitalize()].append(entry.source)
    return dict(known)


def swap_names(
    pair: Pair, known: dict[str, list[str]], others: Sequence[str], rng: random.Random
) -> Pair | None:
    """Give a pair with each name that both sides have exchanged, or None where there is none.

    Args:
        pair: the pair.
        known: from `spellings`.
        others: names of `known` to draw from.
        rng: where chance comes from.

    >>> known = {"Peter": ["بيتر"], "Maria": ["ماريا"]}
    >>> swap_names(Pair("شكر بيتر الوزير", "Minister thanked Peter"), known, ["Maria"], random.Random(1))
    Pair(source='شكر ماريا الوزير', target='Minister thanked Maria')
    """
    source, target = pair.source, pair.target
    for name in dict.fromkeys(_CAPITALISED.findall(pair.target)):
        for spelling in known.get(name, ()):
            place = re.compile(rf"(?<!\w)([{_PROCLITICS}]?){re.escape(spelling)}(?!\w)")
            if place.search(source):
                other = rng.choice(others)
                arabic = rng.choice(known[other])
                source = place.sub(lambda match, arabic=arabic: match.group(1) + arabic, source)  # type: ignore[misc]
                target = re.sub(rf"\b{name}\b", other, target)
                break
    return None if target == pair.target else Pair(source, target)


def with_other_names(
    pairs: Iterable[Pair], names: Iterable[Pair], *, copies: int, seed: int = 1
) -> list[Pair]:
    """Make copies of pairs with other names.

    Args:
        pairs: sentence pairs.
        names: transliterated names, as `Arabic, English`.
        copies: how many of each pair that has a known name.
        seed: of everything random.
    """
    known = spellings(names)
    others = sorted(known)
    rng = random.Random(seed)  # noqa: S311 - drawing names, not cryptography
    swapped = (swap_names(pair, known, others, rng) for pair in pairs for _ in range(copies))
    return [pair for pair in swapped if pair is not None]
