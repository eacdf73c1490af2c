import random

import pytest

from mt.training.name_swapping import spellings, swap_names, with_other_names
from mt.training.pairs import Pair

KNOWN = {"Peter": ["بيتر"], "Maria": ["ماريا", "ماريه"]}


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("وبيتر هنا", "And Peter is here", Pair("وماريا هنا", "And Maria is here")),
        ("بيتر وبيتر", "Peter and Peter", Pair("ماريا وماريا", "Maria and Maria")),
        ("بيترسون هنا", "Peter is here", None),
        ("الرجل هنا", "Peter is here", None),
        ("بيتر هنا", "The man is here", None),
    ],
)
def test_a_name_is_exchanged_where_both_sides_have_it(
    source: str, target: str, expected: Pair | None
) -> None:
    known = {**KNOWN, "Maria": ["ماريا"]}
    assert swap_names(Pair(source, target), known, ["Maria"], random.Random(1)) == expected


def test_short_and_long_entries_are_no_names() -> None:
    assert spellings([Pair("لي", "li"), Pair("نيويورك", "new york"), Pair("ماريا", "maria")]) == {
        "Maria": ["ماريا"]
    }


def test_the_same_seed_gives_the_same_copies() -> None:
    pairs = [Pair("بيتر هنا", "Peter is here")]
    names = [Pair("بيتر", "peter"), Pair("ماريا", "maria"), Pair("يوسف", "joseph")]
    assert with_other_names(pairs, names, copies=5, seed=3) == with_other_names(
        pairs, names, copies=5, seed=3
    )
    assert len(with_other_names(pairs, names, copies=5)) == 5
