"""Scoring alignments against gold."""

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.bead import Bead
from alignment.formats.beads import read_beads
from alignment.gold import check_gold, score_alignment
from mt.errors import FormatError

GOLD = read_beads("[0]:[0]\n[1]:[1,2]\n[2]:[]\n[3,4]:[3]\n[]:[4]\n")


@pytest.fixture(scope="module")
def tool(repository: Path) -> Callable[[list[Any]], dict[str, tuple[float, float, float]]]:
    """The scoring tool that the figures of the literature were made with; not part of the repository."""
    path = repository.parent / "shared" / "tools" / "score_align.py"
    if not path.is_file():
        pytest.skip("the shared tools do not lie beside this checkout")
    score: Callable[[list[Any]], dict[str, tuple[float, float, float]]] = runpy.run_path(str(path))["score"]
    return score


def test_gold_against_itself_is_perfect() -> None:
    score = score_alignment([(GOLD, GOLD)])
    assert (score.strict.precision, score.strict.recall, score.strict.f1) == (1.0, 1.0, 1.0)
    # Null beads share no pair of sentences, but an equal bead is right in both senses.
    assert (score.lax.precision, score.lax.recall) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("found", "strict", "lax"),
    [
        # Counted by hand: (precision, recall) over the three full beads of the gold.
        ("[0]:[0]\n[1]:[1]\n[]:[2]\n[2]:[]\n[3,4]:[3]\n[]:[4]", (4 / 6, 2 / 3), (5 / 6, 3 / 3)),
        ("[0]:[4]\n[1]:[]", (0.0, 0.0), (0.0, 0.0)),
        ("[0,1]:[0,1,2]", (0.0, 0.0), (1.0, 2 / 3)),
        ("", (0.0, 0.0), (0.0, 0.0)),
    ],
)
def test_beads_are_counted_strictly_and_laxly(
    found: str, strict: tuple[float, float], lax: tuple[float, float]
) -> None:
    score = score_alignment([(GOLD, read_beads(found))])
    assert (score.strict.precision, score.strict.recall) == pytest.approx(strict)
    assert (score.lax.precision, score.lax.recall) == pytest.approx(lax)


def test_counts_are_pooled_over_documents() -> None:
    one, none = read_beads("[0]:[0]"), read_beads("[0]:[1]")
    gold = (one, read_beads("[0]:[0]\n[1]:[1]\n[2]:[2]"))
    score = score_alignment([(gold[0], none), (gold[1], gold[1])])
    assert score.strict.precision == 3 / 4


def test_gold_of_other_texts_is_refused() -> None:
    check_gold(GOLD, 5, 5)
    with pytest.raises(FormatError, match="target sentence 4, but the last of the text is 3"):
        check_gold(GOLD, 5, 4)


SIDES = st.lists(st.integers(0, 6), max_size=3, unique=True).map(sorted).map(tuple)
ALIGNMENTS = st.lists(st.builds(Bead, SIDES, SIDES, st.just(1.0)), max_size=8)


@given(documents=st.lists(st.tuples(ALIGNMENTS, ALIGNMENTS), max_size=3))
def test_scores_are_those_of_the_shared_tool(
    documents: list[tuple[list[Bead], list[Bead]]],
    tool: Callable[[list[Any]], dict[str, tuple[float, float, float]]],
) -> None:
    ours = score_alignment(documents)
    theirs = tool([[[(b.source, b.target) for b in side] for side in pair] for pair in documents])
    for quality, figures in ((ours.strict, theirs["strict"]), (ours.lax, theirs["lax"])):
        assert (quality.precision, quality.recall, quality.f1) == pytest.approx(figures)
